window.YTD.tweet.part0 = [
 {
  "tweet": {
   "id_str": "1300000000000000001",
   "created_at": "Tue Sep 01 07:00:00 +0000 2020",
   "full_text": "Réunion à la mairie &amp; café ☕ avec @leo_exemple",
   "lang": "fr",
   "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
   "entities": {
    "user_mentions": [
     {
      "name": "",
      "screen_name": "leo_exemple",
      "id_str": "-1",
      "id": "-1",
      "indices": [
       "33",
       "45"
      ]
     }
    ],
    "urls": []
   },
   "id": "1300000000000000001",
   "retweeted": false,
   "truncated": false
  }
 },
 {
  "tweet": {
   "id_str": "1300000000000000002",
   "created_at": "Tue Sep 01 07:05:00 +0000 2020",
   "full_text": "@leo_exemple d’accord",
   "lang": "fr",
   "source": "",
   "in_reply_to_user_id_str": "900000012",
   "entities": {
    "user_mentions": [
     {
      "screen_name": "leo_exemple",
      "id_str": "900000012"
     }
    ]
   },
   "id": "1300000000000000002",
   "retweeted": false,
   "truncated": false
  }
 }
]