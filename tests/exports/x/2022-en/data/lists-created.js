window.YTD.lists_created.part0 = [
 {
  "userListInfo": {
   "url": "https://twitter.com/nora_example/lists/1234567890"
  }
 }
]