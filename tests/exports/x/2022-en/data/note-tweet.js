window.YTD.note_tweet.part0 = [
 {
  "noteTweet": {
   "noteTweetId": "1800000000000000009",
   "createdAt": "2024-03-09T13:14:15.000Z",
   "updatedAt": "2024-03-09T13:14:15.000Z",
   "lifecycle": {
    "value": "1",
    "name": "Active",
    "originalName": "Active"
   },
   "core": {
    "text": "My long view on the new dike law, which I have read twice now and still find unclear in its third part, where the duty of care is set out for all the boards and dikes. The whole text is at https://t.co/eeeeeeeeee & worth it. #dikes",
    "urls": [
     {
      "shortUrl": "https://t.co/eeeeeeeeee",
      "expandedUrl": "https://delta.example/law",
      "displayUrl": "delta.example/law",
      "fromIndex": "190",
      "toIndex": "213"
     }
    ],
    "mentions": [],
    "hashtags": [
     {
      "text": "dikes",
      "fromIndex": "230",
      "toIndex": "236"
     }
    ],
    "cashtags": [],
    "styletags": []
   }
  }
 },
 {
  "noteTweet": {
   "noteTweetId": "1800000000000000010",
   "createdAt": "2024-05-09T13:14:15.000Z",
   "updatedAt": "2024-05-09T13:14:15.000Z",
   "lifecycle": {
    "value": "1",
    "name": "Active",
    "originalName": "Active"
   },
   "core": {
    "text": "A long post whose short form is not in this archive.\r\nSecond line.",
    "urls": [],
    "mentions": [],
    "hashtags": [],
    "cashtags": [],
    "styletags": []
   }
  }
 },
 {
  "noteTweet": {
   "noteTweetId": "1800000000000000011",
   "createdAt": "2024-06-09T13:14:15.000Z",
   "lifecycle": {
    "value": "2",
    "name": "Deleted",
    "originalName": "Active"
   },
   "core": {
    "text": "Withdrawn words"
   }
  }
 },
 {
  "noteTweet": {
   "noteTweetId": "1800000000000000012",
   "createdAt": "2024-07-06T13:14:15.000Z",
   "lifecycle": {
    "value": "1",
    "name": "Active",
    "originalName": "Active"
   },
   "core": {
    "text": "What I should never have told of the board and its quarrels."
   }
  }
 }
]