window.YTD.tweet.part0 = [
 {
  "tweet": {
   "id_str": "1100000000000000001",
   "created_at": "Sat Jun 01 10:00:00 +0000 2019",
   "full_text": "Flat and wrapped",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "id": "1100000000000000001",
   "retweeted": false,
   "truncated": false
  }
 }
]