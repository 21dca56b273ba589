window.YTD.protected_history.part0 = [
 {
  "protectedHistory": {
   "protectedAt": "1530000000",
   "action": "Unprotect"
  }
 }
]