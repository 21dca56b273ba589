window.YTD.twitter_circle_tweet.part0 = [
 {
  "tweet": {
   "id_str": "1700000000000000021",
   "created_at": "Thu Sep 01 09:00:00 +0000 2022",
   "full_text": "Only for the few",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "id": "1700000000000000021",
   "retweeted": false,
   "truncated": false
  }
 }
]