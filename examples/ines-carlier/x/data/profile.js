window.YTD.profile.part0 = [
 {
  "profile": {
   "description": {
    "bio": "Lawyer & open source. Sails too. instagram.com/loutremarine44",
    "website": "",
    "location": "Nantes"
   },
   "avatarMediaUrl": ""
  }
 }
]
