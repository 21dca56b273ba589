window.YTD.tweets.part2 = [
  { "tweet" : { "id_str" : "1700000000000000021", "created_at" : "Sat Aug 12 16:10:37 +0000 2023", "full_text" : "what is left of the year", "lang" : "en" } } ]
