window.YTD.article_metadata.part0 = [
 {
  "articleMetadata": {
   "id": "1750000000000000001",
   "lifecycleState": "Published",
   "visibility": "Public",
   "tweetId": "1750000000000000011"
  }
 },
 {
  "articleMetadata": {
   "id": "1750000000000000002",
   "lifecycleState": "Draft"
  }
 }
]