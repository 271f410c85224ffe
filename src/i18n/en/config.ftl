# The configuration.
config-hint-unreadable = name a file that exists with `--config`, or leave the option out to use ./sceau.toml or the defaults
config-hint-field = every field is described in the README; `sceau config show` prints those in force
config-hint-folder = the folder holds one subfolder per framework, each with a framework.toml
config-public-url = `{ $value }` is not an address like `https://sceau.example`: a scheme, a host in ASCII, perhaps a port, no path
config-otlp = this program was built without the feature `otlp`: nothing would be sent to `{ $value }`
config-oidc = this program was built without the feature `oidc`: nobody could sign in at `{ $value }`
config-oidc-encrypted = `{ $value }` must begin with `https://`: whoever reads on the way could sign in
config-oidc-client = say what `{ $value }` calls this service
config-metrics-listen = `{ $value }` is not this machine’s loopback: whoever reaches it can read the metrics; allow it with `telemetry.metrics_anywhere = true` behind a private network
config-https = `{ $value }` must begin with `https://` outside of this machine
config-empty = this is printed on every certificate and must not be empty
config-example-issuer = `{ $value }` is the example: give the name of the certification body
config-framework = there is no framework `{ $value }`
config-folder = { $value }
config-zero = must be more than { $value }
config-filter = { $value }
config-example-keys = anybody has the example keys: they are refused for `{ $value }`, which is not this machine alone. Make real ones with `sceau keys new`, or set `service.insecure_example_keys`
config-timestamp-url = `{ $value }` is not an address that begins with `http://` or `https://`
config-timestamp-roots = name the PEM file with the root certificate that vouches for `{ $value }`: without it the time stamp counts for nobody
config-s3-bucket = `{ $value }` is not a bucket's name: 3 to 63 small letters, digits, points and dashes
config-s3-endpoint = `{ $value }` is not an address like `https://s3.example`: a scheme, a host, perhaps a port, no path
config-s3-encrypted = `{ $value }` must begin with `https://` outside of this machine: certificates hold names and birth dates
config-s3-key = a key has two halves, `s3_access_key_id` and `s3_secret_access_key`: give both, or none to use the role of this machine
config-mail-from = letters need a sender when `mail.host` is `{ $value }`: `Institut <certificats@sceau.example>`
config-mail-encrypted = letters hold private links: `none` is only for a mail server on this machine, not for `{ $value }`
config-mail-password = an account has two halves, `username` and `password`: give both or none
