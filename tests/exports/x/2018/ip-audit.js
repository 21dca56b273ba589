window.YTD.ip_audit.part0 = [
 {
  "ipAudit": {
   "accountId": "900000001",
   "createdAt": "1530000000",
   "loginIp": "203.0.113.7"
  }
 }
]