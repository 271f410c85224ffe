# The page that a share link opens.
share-title = Shared certificate
share-lead = Open the link that you were given, or paste it here.
share-label = Share link
share-hint = The whole address, or what follows the # sign.
share-button = See what is shared
share-refused-title = This link shows nothing
share-refused = It is incomplete, its time is over, or it was withdrawn. Ask whoever gave it to you for a new one.
share-about = This link
share-until = Last day
share-explained = The holder chose what this link shows and can withdraw it. The holder sees that it was opened, not by whom.
share-least-level = Global level “{ $level }” or higher:
share-least-score = Score of { $score } or more:
share-yes = Yes
share-no = No
share-bad-date = This date does not exist. Write it as DD/MM/YYYY.
