window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id_str": "1700000000000000001",
   "created_at": "Sat Aug 12 16:10:37 +0000 2023",
   "full_text": "@ben_example pumps &amp; valves 🙂 https://t.co/bbbbbbbbbb",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "in_reply_to_screen_name": "ben_example",
   "in_reply_to_user_id_str": "900000002",
   "in_reply_to_status_id_str": "1699999999999999990",
   "display_text_range": [
    "0",
    "57"
   ],
   "entities": {
    "hashtags": [],
    "symbols": [],
    "user_mentions": [
     {
      "name": "Ben",
      "screen_name": "ben_example",
      "indices": [
       "0",
       "12"
      ],
      "id_str": "900000002",
      "id": "900000002"
     }
    ],
    "urls": [
     {
      "url": "https://t.co/bbbbbbbbbb",
      "expanded_url": "https://example.org/p?a=1&b=2",
      "display_url": "example.org/p?a=1&b=2",
      "indices": [
       "34",
       "57"
      ]
     }
    ]
   },
   "id": "1700000000000000001",
   "retweeted": false,
   "truncated": false
  }
 },
 {
  "tweet": {
   "id_str": "1700000000000000002",
   "created_at": "Sat Aug 12 17:10:37 +0000 2023",
   "full_text": "RT @water_desk: Floods &lt;again&gt; in the delta, and the gauges are out of order since the weekend because of the storm that no one had seen c…",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "entities": {
    "hashtags": [],
    "urls": [],
    "user_mentions": []
   },
   "id": "1700000000000000002",
   "retweeted": false,
   "truncated": false
  }
 },
 {
  "tweet": {
   "id_str": "1700000000000000003",
   "created_at": "Sun Aug 13 08:00:00 +0000 2023",
   "full_text": "Levée report: https://t.co/cccccccccc #hydrology https://t.co/mmmmmmmmmm",
   "lang": "en",
   "source": "<a href=\"https://scheduler.example\" rel=\"nofollow\">Scheduler</a>",
   "entities": {
    "hashtags": [
     {
      "text": "hydrology",
      "indices": [
       "38",
       "48"
      ]
     }
    ],
    "urls": [
     {
      "url": "https://t.co/cccccccccc",
      "expanded_url": "https://delta.example/report",
      "display_url": "delta.example/report",
      "indices": [
       "14",
       "37"
      ]
     }
    ],
    "media": [
     {
      "url": "https://t.co/mmmmmmmmmm",
      "expanded_url": "https://twitter.com/nora_example/status/1700000000000000003/photo/1",
      "display_url": "twitter.com/nora_examp",
      "indices": [
       "49",
       "72"
      ],
      "type": "photo",
      "media_url_https": "https://pbs.twimg.com/media/FabcDEF.jpg"
     }
    ]
   },
   "extended_entities": {
    "media": [
     {
      "url": "https://t.co/mmmmmmmmmm",
      "type": "photo",
      "media_url_https": "https://pbs.twimg.com/media/FabcDEF.jpg",
      "indices": [
       "49",
       "72"
      ]
     },
     {
      "url": "https://t.co/mmmmmmmmmm",
      "type": "photo",
      "media_url_https": "https://pbs.twimg.com/media/FabcDEG.png",
      "indices": [
       "49",
       "72"
      ]
     }
    ]
   },
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1700000000000000003"
     ],
     "editableUntil": "2023-08-13T09:00:00.000Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "id": "1700000000000000003",
   "retweeted": false,
   "truncated": false
  }
 },
 {
  "tweet": {
   "id_str": "1700000000000000004",
   "created_at": "Sat Mar 09 13:14:15 +0000 2024",
   "full_text": "My long view on the new dike law, which I have read twice now and still find unclear in its third part, where the duty of care is set out for all the boards and… https://t.co/dddddddddd",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "entities": {
    "urls": [
     {
      "url": "https://t.co/dddddddddd",
      "expanded_url": "https://twitter.com/i/web/status/1700000000000000004",
      "display_url": "twitter.com/i/web/stat",
      "indices": [
       "162",
       "185"
      ]
     }
    ]
   },
   "id": "1700000000000000004",
   "retweeted": false,
   "truncated": false
  }
 },
 {
  "tweet": {
   "id_str": "1700000000000000005",
   "created_at": "Sat Mar 09 13:20:00 +0000 2024",
   "full_text": "Second of the thread",
   "lang": "en",
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "in_reply_to_status_id_str": "1700000000000000004",
   "in_reply_to_user_id_str": "900000001",
   "in_reply_to_screen_name": "nora_example",
   "id": "1700000000000000005",
   "retweeted": false,
   "truncated": false
  }
 }
]