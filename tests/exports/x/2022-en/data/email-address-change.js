window.YTD.email_address_change.part0 = [
 {
  "emailAddressChange": {
   "accountId": "900000001",
   "emailChange": {
    "changedAt": "2015-03-04T10:12:00.000Z",
    "changedTo": "old@example.org"
   }
  }
 },
 {
  "emailAddressChange": {
   "accountId": "900000001",
   "emailChange": {
    "changedAt": "2019-03-04T10:12:00.000Z",
    "changedFrom": "old@example.org",
    "changedTo": "nora@example.org"
   }
  }
 }
]