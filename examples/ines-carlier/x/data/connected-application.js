window.YTD.connected_application.part0 = [
 {
  "connectedApplication": {
   "organization": {
    "name": "Scheduler Co",
    "url": "https://scheduler.example"
   },
   "name": "Scheduler",
   "description": "posts later",
   "permissions": [
    "read",
    "write",
    "direct messages"
   ],
   "approvedAt": "2019-01-20T21:42:09.068Z",
   "id": "12345"
  }
 }
]
