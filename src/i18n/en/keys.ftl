# The issuer's keys.
keys-hint-module = check that `module` is the whole path of the token's PKCS#11 library, that its package is installed, and that this account may read it
keys-hint-no-token = check the token's connection and `label` or `serial`; `pkcs11-tool --module LIBRARY -L` lists what is there
keys-hint-many-tokens = name the token by `serial` instead of `label`
keys-hint-pin = correct the PIN in its source before you start Sceau again: every start uses up one try
keys-hint-pin-not-tried = log in once with the token's own tool, or set a new PIN with the security officer's, then start Sceau again
keys-hint-no-key = compare `token_key` with the labels that `pkcs11-tool --module LIBRARY --login -O` lists; see docs/pkcs11.md
keys-hint-many-keys = give one of them a label of its own, or add `token_key_id`; a key that signed certificates must not be deleted before it is retired
keys-hint-kind = make the key again as docs/pkcs11.md shows, under a new label
keys-hint-mechanism = this token can't hold this key: keep the key in another token or in a file
keys-hint-no-public-key = the token must hold the public half under the same label; see docs/pkcs11.md
keys-hint-other-key = `public_key` or the first certificate of `chain` must be this key's; look whether the label now names another key
keys-hint-lost = check the token, its connection and its service, then repeat the command: what was not signed is signed then
keys-hint-not-opened = this is a mistake in Sceau: please report it with the command that you used
