window.YTD.protected_history.part0 = [
 {
  "protectedHistory": {
   "protectedAt": "2025-01-05T03:04:05.000Z",
   "action": "Unprotect"
  }
 },
 {
  "protectedHistory": {
   "protectedAt": "2025-01-02T03:04:05.000Z",
   "action": "Protect"
  }
 }
]