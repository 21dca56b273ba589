window.YTD.deleted_tweets.part0 = [
 {
  "tweet": {
   "id_str": "1700000000000000099",
   "full_text": "never read",
   "created_at": "Sat Aug 12 16:10:37 +0000 2023",
   "deleted_at": "Sun Aug 13 16:10:37 +0000 2023",
   "id": "1700000000000000099",
   "retweeted": false,
   "truncated": false
  }
 },
 {
  "tweet": {
   "id_str": "1700000000000000098",
   "full_text": "What I should never have told of the … ",
   "created_at": "Sat Jul 06 13:14:15 +0000 2024",
   "deleted_at": "Sun Jul 07 16:10:37 +0000 2024",
   "id": "1700000000000000098"
  }
 }
]