# The operators' console.

console-nav-home = Home
console-nav-batches = Results
console-nav-certificates = Certificates
console-nav-sessions = Sessions
console-nav-keys = Keys
console-nav-audit = Audit
console-nav-health = Health
console-nav-accounts = Accounts
console-home-title = Home
console-home-greeting = Hello, { $name }
console-frozen = Signing is stopped
console-frozen-since = Since { $since }. Nothing is signed or issued; verification goes on.
