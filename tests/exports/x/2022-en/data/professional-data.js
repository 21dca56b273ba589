window.YTD.professional_data.part0 = [
 {
  "professionalData": {
   "accountId": "900000001",
   "professionalId": "5",
   "professionalType": "Business",
   "categories": [
    {
     "categoryName": "Environmental Consultant",
     "setToDisplay": true
    }
   ],
   "createdAt": "2023-01-01T00:00:00.000Z",
   "creationSource": "X",
   "appSpotlight": [],
   "linkSpotlight": [],
   "locationSpotlight": [
    {
     "address": {
      "addressLine1": "1 Quay Street"
     },
     "contact": {
      "phone": "+32 9 000 00 00",
      "email": "office@delta.example"
     }
    }
   ]
  }
 }
]