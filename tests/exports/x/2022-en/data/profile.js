window.YTD.profile.part0 = [
 {
  "profile": {
   "description": {
    "bio": "Hydrologist & runner",
    "website": "https://t.co/aaaaaaaaaa",
    "location": "Ghent"
   },
   "avatarMediaUrl": "https://pbs.twimg.com/profile_images/1/a.jpg"
  }
 }
]