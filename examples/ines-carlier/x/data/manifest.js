window.__THAR_CONFIG = {
 "userInfo": {
  "accountId": "900000044",
  "userName": "ines_carlier",
  "displayName": "Inès Carlier"
 },
 "archiveInfo": {
  "sizeBytes": "1000",
  "generationDate": "2026-11-02T05:46:38.082Z",
  "isPartialArchive": false,
  "maxPartSizeBytes": "53687091200"
 },
 "dataTypes": {
  "tweets": {
   "files": [
    {
     "fileName": "data/tweets.js",
     "globalName": "YTD.tweets.part0",
     "count": "2"
    }
   ]
  }
 }
}
