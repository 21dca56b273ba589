window.YTD.community_tweet.part0 = [
 {
  "tweet": {
   "id_str": "1700000000000000020",
   "created_at": "Sun Sep 01 09:00:00 +0000 2024",
   "full_text": "Question to the gauge keepers",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "community_id": "1500000000000000001",
   "community_id_str": "1500000000000000001",
   "scopes": {
    "followers": false
   },
   "id": "1700000000000000020",
   "retweeted": false,
   "truncated": false
  }
 }
]