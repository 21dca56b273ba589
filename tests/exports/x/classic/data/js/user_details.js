var user_details =  {
 "screen_name" : "nora_example",
 "location" : "Ghent",
 "full_name" : "Nora E.",
 "bio" : "Hydrologist",
 "id" : "900000001",
 "created_at" : "2011-03-04 10:11:12 +0000"
}