window.YTD.protected_history.part0 = [
 {
  "protectedHistory": {
   "protectedAt": "2020-08-01T00:00:00.000Z",
   "action": "Protect"
  }
 }
]