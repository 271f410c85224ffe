# Verification of many rows at once.

## Why a row is not answered, or not with "authentic".

reason-code-missing = The row has no verification code: a certificate is found by its code alone.
reason-several-codes = The row names several certificates: give each a row of its own.
reason-row-length = The row has { $cells } cells for { $columns } columns: a delimiter inside a value needs quotes around it.
reason-birth-date-unreadable = The birth date can’t be read: write it as 2007-03-14 or 14/03/2007.
reason-name-differs = The certificate is about a person of another name.
reason-name-swapped = The certificate is about this name with first name and last name swapped.
reason-name-spelling = The certificate is about a name that differs by one letter or by its spaces.
reason-name-part = The certificate is about a name with words more or fewer: a particle, a second first name, a married name.
reason-name-other-last = The certificate is about another last name, with the same first name and birth date: perhaps a married name.
reason-requirement-comparison = The requirement “{ $given }” has no ≥ (or >=): write, for example, score ≥ 512.
reason-requirement-subject = The requirement is about “{ $given }”: it can be about score, level, or competence with its code.
reason-requirement-competence = The requirement names a competence that does not exist: { $given }.
reason-requirement-level = The requirement names a level that does not exist: { $given }.
reason-requirement-number = The requirement needs a whole number after ≥, not “{ $given }”.
reason-requirement-reach = The requirement asks for { $given }, more than the highest possible, { $highest }.
