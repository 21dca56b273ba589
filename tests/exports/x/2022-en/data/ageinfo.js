window.YTD.ageinfo.part0 = [
 {
  "ageMeta": {
   "ageInfo": {
    "age": [
     "37"
    ],
    "birthDate": "1988-04-02"
   },
   "inferredAgeInfo": {
    "age": [
     "25-54"
    ],
    "birthDate": ""
   }
  }
 }
]