window.YTD.account.part0 = [ {
  "account" : {"email":"nora@example.org","createdVia":"web","username":"nora_example","accountId":"900000001","createdAt":"1425463872000","updatedAt":"1530000000000","timeZone":"Brussels","phoneNumber":"+32470000000","accountDisplayName":"Nora E."}
} ]