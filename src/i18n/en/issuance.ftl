# What is said of a row of results that is issued, or not.
issuance-changed = already issued as { $id } with other content
issuance-changed-remedy = to correct it, use sceau supersede { $id }
issuance-duplicate = this person already has certificate { $id } for an exam on the same day
issuance-duplicate-remedy = if it is the same exam, leave the row out
issuance-failed = not issued: { $error }
