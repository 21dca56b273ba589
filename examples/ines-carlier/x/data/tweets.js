window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id_str": "1700000000000000001",
   "created_at": "Sat Feb 10 16:10:37 +0000 2024",
   "full_text": "Slides of my talk on software licences are online.",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "entities": {
    "hashtags": [],
    "symbols": [],
    "user_mentions": [],
    "urls": []
   }
  }
 },
 {
  "tweet": {
   "id_str": "1700000000000000002",
   "created_at": "Mon Mar 11 16:10:37 +0000 2024",
   "full_text": "This hosting company is run by complete idiots.",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "entities": {
    "hashtags": [],
    "symbols": [],
    "user_mentions": [],
    "urls": []
   }
  }
 }
]
