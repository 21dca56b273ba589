window.YTD.account.part0 = [
 {
  "account": {
   "email": "nora@example.org",
   "username": "nora_example",
   "accountId": "900000001",
   "createdAt": "2015-03-04T10:11:12.000Z",
   "accountDisplayName": "Nora E."
  }
 }
]