window.YTD.account.part0 = [
 {
  "account": {
   "email": "zoe@exemple.example",
   "username": "zoe_exemple",
   "accountId": "900000011",
   "createdAt": "2011-01-01T00:00:00.000Z",
   "accountDisplayName": "Zoé Exemple"
  }
 }
]