window.YTD.connected_application.part0 = [
 {
  "connectedApplication": {
   "id": "1"
  }
 }
]