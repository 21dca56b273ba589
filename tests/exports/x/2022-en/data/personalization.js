window.YTD.personalization.part0 = [
 {
  "p13nData": {
   "demographics": {
    "languages": [
     {
      "language": "English",
      "isDisabled": false
     },
     {
      "language": "Dutch",
      "isDisabled": true
     }
    ],
    "genderInfo": {
     "gender": "female"
    }
   },
   "interests": {
    "interests": [
     {
      "name": "Rivers & lakes",
      "isDisabled": false
     },
     {
      "name": "Poker",
      "isDisabled": true
     }
    ],
    "partnerInterests": [
     {
      "name": "New car buyers",
      "isDisabled": false
     }
    ],
    "audienceAndAdvertisers": {
     "numAudiences": "0",
     "advertisers": [],
     "lookalikeAdvertisers": [
      "@shop"
     ]
    },
    "shows": [
     "Water World"
    ]
   },
   "locationHistory": [
    "Ghent, Belgium"
   ],
   "inferredAgeInfo": {
    "age": [
     "13-54"
    ],
    "birthDate": ""
   }
  }
 }
]