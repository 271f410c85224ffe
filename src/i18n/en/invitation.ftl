# Accounts that their owners open by a link.

## At the administrator’s

accounts-new-title = Create an account
accounts-new-lead = The person gets a link that works once, for { $hours } hours. There they choose a password and set up a second factor: you never know them.
accounts-new-name = Name
accounts-new-name-hint = As pages and the audit trail show it.
accounts-new-name-wrong = Write a name, of 100 characters at most.
accounts-new-login-hint = What the person types to sign in: a letter, then small letters, digits and . - _ @
accounts-new-login-wrong = A login begins with a letter and has only small letters without accents, digits and . - _ @
accounts-new-login-taken = Another account has this login.
accounts-new-organisation-hint = For members of an organisation only.
accounts-new-no-organisation = None
accounts-new-organisation-missing = Choose the organisation that this member acts for.
accounts-new-organisation-vain = Only members have an organisation: tick that role, or choose “None”.
accounts-new-button = Create the account and its link
accounts-link = Link
accounts-link-address = Mail address to send the link to
accounts-link-address-hint = Optional, and forgotten once the letter is sent. Without an address, the link is shown once and you hand it over yourself.
accounts-link-by-hand = This service sends no letters: the link is shown once and you hand it over yourself.
accounts-link-title = Access link
accounts-link-until = Link works until
accounts-link-once = Hand this link to the person in a safe way. It will not be shown again.
accounts-link-label = The link
accounts-link-advice = Whoever has this link can open the account. If it got lost, make another one from the account’s page: the one before stops working.
accounts-link-sent = The link is on its way by mail.
accounts-link-back = Back to the accounts
accounts-anew-title = Give access again by a link
accounts-anew-lead = Forgotten password, lost telephone, or a link that has ended: the person chooses a new password and a new second factor.
accounts-anew-effect-out = The person is signed out everywhere, at once, and the password stops working.
accounts-anew-effect-factor = The second factor stops working: they set up a new one.
accounts-anew-effect-link = A link that works once, for { $hours } hours, gives access again. A link made before stops working.
accounts-anew-button = Take access away and make a link
accounts-anew-not = No link can open this account: it is closed, or the person signs in at the identity provider.
accounts-last-administrator = This is the last administrator’s account that can sign in: give this role to another account first.
accounts-waiting = Invited, link works until { $until }
accounts-waiting-over = Invited, link has ended

## At the person’s

invitation-title = Open your account
invitation-lead = Your access link opens this page. If it did not open by itself, paste it here.
invitation-label = Access link
invitation-hint = The whole link, or what follows the # sign.
invitation-button = Continue
invitation-refused-title = This link opens nothing
invitation-refused = It was used already, it has ended, or another one replaced it. Ask the administrator of this service for a new one.
invitation-open-lead = Two things, and your account is open: a password that you choose, and an authenticator app on your telephone.
invitation-password = Password
invitation-password-lead = Twelve characters at least: a sentence will do.
invitation-new = Your password
invitation-factor = Second factor
invitation-factor-lead = Scan this drawing with an authenticator app, or type the key there. It is shown only here.
invitation-qr = QR code for the authenticator app; the key to type is below.
invitation-app = Open in the app on this telephone
invitation-secret = Key to type
invitation-code-hint = The one that the app shows now for this account: it proves that the app is ready.
invitation-code-wrong = This is not the code that the app should show. Check the telephone’s clock, then type the next code. The password has to be typed again too.
invitation-accept = Open my account
