window.YTD.account.part0 = [
 {
  "account": {
   "email": "ines@carlier-avocats.example",
   "createdVia": "web",
   "username": "ines_carlier",
   "accountId": "900000044",
   "createdAt": "2013-03-04T10:11:12.000Z",
   "accountDisplayName": "Inès Carlier"
  }
 }
]
