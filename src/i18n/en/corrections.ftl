# Requests for corrections, in the console.
corrections-nav = Corrections
corrections-title = Requests for corrections
corrections-lead = What holders say is wrong. Check, issue the corrected certificate if need be, then answer: the answer is shown on the holder's page.
corrections-none = No request is waiting.
corrections-see = See the certificate
corrections-certificate = Certificate
corrections-message = Message
corrections-file = Proof
corrections-file-fetch = Download the file
corrections-file-care = It comes from whoever has the private link, and nothing in it was checked: open it as you open what strangers send.
corrections-answer = Answer to the holder
corrections-answer-hint = 500 characters at most; required to decline. What the holder wrote and attached is deleted 30 days later.
corrections-done = Mark as corrected
corrections-decline = Decline the request
corrections-no-answer = Write why the request is declined.
corrections-long-answer = Write 500 characters at most.
