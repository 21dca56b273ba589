window.YTD.article.part0 = [
 {
  "article": {
   "id": "1750000000000000001",
   "title": "On weirs",
   "content": [
    {
     "type": "unstyled",
     "text": "Weirs are old."
    },
    {
     "type": "unstyled",
     "text": "They last."
    }
   ]
  }
 },
 {
  "article": {
   "id": "1750000000000000002",
   "title": "Draft",
   "content": [
    {
     "text": "not public"
    }
   ]
  }
 }
]