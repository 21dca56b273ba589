window.YTD.like.part0 = [
 {
  "like": {
   "tweetId": "1690000000000000002",
   "fullText": "rain &gt; sun",
   "expandedUrl": "https://twitter.com/i/web/status/1690000000000000002"
  }
 },
 {
  "like": {
   "tweetId": "1690000000000000003",
   "expandedUrl": "https://twitter.com/i/web/status/1690000000000000003"
  }
 }
]