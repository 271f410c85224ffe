# Time stamps.
timestamp-hint-file = `timestamp.roots` names PEM files with root certificates, `timestamp.crls` revocation lists in DER or their addresses
timestamp-hint-none = nothing was issued: repeat the command when the authority answers again, or name another one in `timestamp.urls`
