window.__THAR_CONFIG = {
 "userInfo": {
  "accountId": "900000001",
  "userName": "nora_example",
  "displayName": "Nora E."
 },
 "archiveInfo": {
  "sizeBytes": "1000",
  "generationDate": "2025-01-22T05:46:38.082Z",
  "isPartialArchive": false,
  "maxPartSizeBytes": "53687091200"
 },
 "dataTypes": {
  "tweets": {
   "files": [
    {
     "fileName": "data/tweets.js",
     "globalName": "YTD.x.part0",
     "count": "5"
    },
    {
     "fileName": "data/tweets-part1.js",
     "globalName": "YTD.x.part0",
     "count": "3"
    }
   ]
  },
  "like": {
   "files": [
    {
     "fileName": "data/like.js",
     "globalName": "YTD.x.part0",
     "count": "2"
    }
   ]
  },
  "directMessages": {
   "files": [
    {
     "fileName": "data/direct-messages.js",
     "globalName": "YTD.x.part0",
     "count": "1"
    }
   ]
  }
 }
}