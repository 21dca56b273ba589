window.YTD.tweets.part1 = [
 {
  "tweet": {
   "id_str": "2",
   "created_at": "Sat Aug 12 16:10:38 +0000 2023",
   "full_text": "second part",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "id": "2",
   "retweeted": false,
   "truncated": false
  }
 }
]