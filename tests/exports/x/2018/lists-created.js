window.YTD.lists_created.part0 = [
 {
  "userListInfo": {
   "urls": [
    "https://twitter.com/nora_example/lists/water-people",
    "https://twitter.com/nora_example/lists/news"
   ]
  }
 }
]