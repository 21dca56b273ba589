window.YTD.connected_application.part0 = [
 {
  "connectedApplication": {
   "organization": {
    "name": ""
   },
   "name": "Quiz",
   "description": "",
   "permissions": [
    "read",
    "write",
    "directmessages",
    "emailaddress"
   ],
   "approvedAtMsec": "1430000000000",
   "id": "7"
  }
 }
]