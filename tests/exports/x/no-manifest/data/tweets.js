window.YTD.tweets.part0 = [
  { "tweet" : { "id_str" : "1700000000000000020", "created_at" : "Fri Aug 11 16:10:37 +0000 2023", "full_text" : "how it began", "lang" : "en" } } ]
