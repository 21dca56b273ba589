window.YTD.tweets.part0 = [{"tweet":{"id_str":"12","full_text":"Deuxième mot, inventé","created_at":"Tue Mar 04 10:00:00 +0000 2014","entities":{}}}]
