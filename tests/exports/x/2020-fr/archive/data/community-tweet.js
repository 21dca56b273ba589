window.YTD.community_tweet.part0 = [
 {
  "tweet": {
   "id_str": "1300000000000000003",
   "created_at": "Tue Sep 01 08:00:00 +0000 2020",
   "full_text": "Question au groupe",
   "lang": "fr",
   "source": "",
   "community_id_str": "77",
   "id": "1300000000000000003",
   "retweeted": false,
   "truncated": false
  }
 }
]