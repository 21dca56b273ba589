window.YTD.phone_number.part0 = [
 {
  "device": {
   "phoneNumber": "+32470000000"
  }
 }
]