window.YTD.tweets.part0 = [
{"tweet":{"id_str":"1","full_text":"good","created_at":"soon","entities":"odd","geo":7,"new_key":{"a":[1]}}},
{"tweet":"secret"},
[1,2],
{"tweet":{"id_str":"2","full_text":["odd"],"created_at":{"x":1}}},
{"tweet":{"id_str":"3","full_text":"cut he