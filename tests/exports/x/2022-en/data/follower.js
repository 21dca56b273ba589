window.YTD.follower.part0 = [
 {
  "follower": {
   "accountId": "900000003",
   "userLink": "https://twitter.com/intent/user?user_id=900000003"
  }
 }
]