window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id_str": "1",
   "created_at": "Sat Aug 12 16:10:37 +0000 2023",
   "full_text": "first part",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "id": "1",
   "retweeted": false,
   "truncated": false
  }
 }
]