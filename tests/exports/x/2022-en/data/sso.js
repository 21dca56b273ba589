window.YTD.sso.part0 = [
 {
  "sso": {
   "ssoId": "1",
   "ssoEmail": "nora.login@example.org",
   "associationMethodType": "GOOGLE",
   "createdAt": "2021-01-01T00:00:00.000Z"
  }
 }
]