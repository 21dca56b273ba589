window.YTD.profile.part0 = [
 {
  "profile": {
   "description": {
    "bio": "",
    "website": "",
    "location": "Lyon"
   },
   "avatarMediaUrl": ""
  }
 }
]