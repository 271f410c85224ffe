# What is said of a row of results that is issued, or not.
issuance-changed = already issued as { $id } with other content
issuance-changed-remedy = to correct it, use sceau supersede { $id }
issuance-duplicate = this person already has certificate { $id } for an exam on the same day
issuance-duplicate-remedy = if it is the same exam, leave the row out
issuance-failed = not issued: { $error }
issuance-errors-line = Line
issuance-errors-holder = Holder
issuance-errors-column = Column
issuance-errors-value = Value
issuance-errors-rule = Rule
issuance-errors-problem = Problem
issuance-errors-remedy = What to do
