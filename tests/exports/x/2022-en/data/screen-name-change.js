window.YTD.screen_name_change.part0 = [
 {
  "screenNameChange": {
   "accountId": "900000001",
   "screenNameChange": {
    "changedAt": "2018-01-01T00:00:00.000Z",
    "changedFrom": "norarunner",
    "changedTo": "nora_example"
   }
  }
 }
]