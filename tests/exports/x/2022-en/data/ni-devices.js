window.YTD.ni_devices.part0 = [
 {
  "niDeviceResponse": {
   "messagingDevice": {
    "phoneNumber": "+32470000001",
    "carrier": "none",
    "createdDate": "2020.01.02"
   }
  }
 },
 {
  "niDeviceResponse": {
   "pushDevice": {
    "deviceVersion": "10",
    "createdDate": "2020.01.02"
   }
  }
 }
]