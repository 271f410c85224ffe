# Accounts: sign-in, roles, password.

accounts-sign-in-title = Sign in
accounts-sign-in-lead = For operators of this service and for organisations that have an account. Verifying a certificate takes no account.
accounts-login = Login
accounts-password = Password
accounts-code = Six-digit code
accounts-code-hint = The one that your authenticator app shows right now. Each code works once.
accounts-sign-in-button = Sign in
accounts-sign-out = Sign out
accounts-provider-button = Sign in with { $provider }
accounts-lost = Password forgotten or phone lost? The administrator of this service can give you new ones.
accounts-refused-title = You are not signed in
accounts-refused = The login, the password or the code is not right. If the code was used already, wait for the next one.
accounts-locked = Too many attempts. Try again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}, or ask the administrator to unlock the account.
accounts-provider-refused = The identity provider did not confirm who you are, or no open account here is yours. Try again, or ask the administrator for an account.
accounts-role-issuer = Issuing
accounts-role-revoker = Revocation
accounts-role-auditor = Audit
accounts-role-administrator = Administration
accounts-role-member = Member of an organisation

## What is refused

pages-signed-out = You are no longer signed in
pages-signed-out-explained = Your session has ended, and what you sent was not processed. Sign in, then try again.
pages-role-missing = This page takes another role
pages-role-missing-explained = Your account has none of the roles that this page takes. The administrator of this service can give you one.
pages-form-not-ours = This form is no longer good
pages-form-not-ours-explained = It is from an earlier sign-in, and nothing was done. Reload the page you came from, then try again.

## Command line

accounts-added = Account { $login } is made.
accounts-disabled = Account { $login } is closed, and the person is signed out everywhere.
accounts-disabled-since = closed since
accounts-enabled = Account { $login } can sign in.
accounts-reset = Account { $login } has a new password and a new second factor; the person is signed out everywhere.
accounts-roles-set = The roles of { $login } are changed.
accounts-hint-client = with the role member, name the organisation’s client by --client; without it, leave --client out
accounts-hint-last = make another administrator first: `sceau accounts roles LOGIN --role administrator`, or `sceau accounts add`
accounts-hand-password = Password:
accounts-hand-factor = Second factor, to scan or type into an authenticator app:
accounts-hand-once = Hand both to the person by separate ways: they are not shown again.


## Own account

accounts-own-title = My account
accounts-change-title = Password
accounts-change-lead = Twelve characters at least: a sentence is good. You will be signed out everywhere and sign in with the new one.
accounts-current = Current password
accounts-new = New password
accounts-again = The same once more
accounts-change-button = Change the password
accounts-current-wrong = The current password or the code is not right. If the code was used already, wait for the next one.
accounts-too-short = The new password has less than twelve characters.
accounts-too-long = The new password is too long: 256 bytes at most.
accounts-own-locked = Too many attempts: try again in a quarter of an hour.
accounts-not-again = The two new passwords differ.
accounts-everywhere-title = Devices
accounts-everywhere-lead = Ends all your sessions, this one included.
accounts-everywhere-button = Sign out everywhere
accounts-role-issuer-explained = Uploads results, approves and issues.
accounts-role-revoker-explained = Revokes, suspends and reinstates certificates.
accounts-role-auditor-explained = Reads everything, changes nothing.
accounts-role-administrator-explained = Manages accounts, jobs and the emergency brake.
accounts-role-member-explained = Acts for the organisation and sees nothing else.
