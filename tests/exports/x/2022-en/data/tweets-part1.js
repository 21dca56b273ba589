window.YTD.tweets.part1 = [
 {
  "tweet": {
   "id_str": "1700000000000000006",
   "created_at": "Mon Apr 01 10:00:00 +0000 2024",
   "full_text": "At the lock 🌊",
   "lang": "und",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "geo": {
    "type": "Point",
    "coordinates": [
     "51.0543",
     "3.7174"
    ]
   },
   "coordinates": {
    "type": "Point",
    "coordinates": [
     "3.7174",
     "51.0543"
    ]
   },
   "id": "1700000000000000006",
   "retweeted": false,
   "truncated": false
  }
 },
 {
  "tweet": {
   "id_str": "1700000000000000007",
   "created_at": "Tue Apr 02 10:00:00 +0000 2024",
   "full_text": "That take is worth reading https://t.co/qqqqqqqqqq",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "entities": {
    "urls": [
     {
      "url": "https://t.co/qqqqqqqqqq",
      "expanded_url": "https://twitter.com/water_desk/status/1690000000000000002",
      "display_url": "twitter.com/water_desk",
      "indices": [
       "27",
       "50"
      ]
     }
    ]
   },
   "id": "1700000000000000007",
   "retweeted": false,
   "truncated": false
  }
 },
 {
  "tweet": {
   "id_str": "1700000000000000008",
   "created_at": "Sat Aug 12 16:10:37 +0000 1997",
   "full_text": "Old client, odd year",
   "lang": "in",
   "source": "web",
   "id": "1700000000000000008",
   "retweeted": false,
   "truncated": false
  }
 }
]