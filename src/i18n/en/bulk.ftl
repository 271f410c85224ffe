# Verification of many rows at once.

## Why a row is not answered, or not with "authentic".

reason-code-missing = The row has no verification code: a certificate is found by its code alone.
reason-several-codes = The row names several certificates: give each a row of its own.
reason-row-length = The row has { NUMBER($cells) ->
    [one] { NUMBER($cells) } cell for
   *[other] { NUMBER($cells) } cells for
  } { NUMBER($columns) ->
    [one] { NUMBER($columns) } column
   *[other] { NUMBER($columns) } columns
  }: a delimiter inside a value needs quotes around it.
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

## Why a file is not answered.

bulk-no-code = No column holds the verification code. The headers are: { $headers }.
bulk-no-such-column = There is no column { $given } for { $field }. The headers are: { $headers }.
bulk-column-twice = The columns { $first } and { $second } both mean { $field }.
bulk-columns-remedy = Head the column “Verification code”, or say which one counts, for example --column code="My column".
bulk-requirement-remedy = Write, for example: score ≥ 512, level ≥ Independent 1, competence 2.2 ≥ 4.
bulk-no-csv = The answers can’t be written as CSV.
bulk-no-xlsx = The answers can’t be written as XLSX, which holds 1,048,576 rows and 32,767 characters a cell.
bulk-no-ods = The answers can’t be written as ODS, which spreadsheets open up to 1,048,576 rows.
bulk-export-remedy = Ask for the other form of answers.
bulk-not-verified = The rows could not be verified.
bulk-not-verified-remedy = This is no fault of the file’s: try again later.

## The command line.

bulk-title = { $count ->
    [one] { $count } row answered
   *[other] { $count } rows answered
 }: { $file }
bulk-columns = Columns
bulk-passed-through = passed through unread
bulk-outcomes = Outcomes
bulk-near-names = of which names near the certified one
bulk-requirement = Requirement met: { $met }
bulk-written = Written to { $file }

## The API.

problem-rule-unanswered = The file is not answered yet: ask again later.
problem-rule-unanswerable = The file can’t be answered: its state says why.
problem-rule-no-file = The form holds no file, or several.
problem-rule-not-a-form = The answers can be csv, xlsx or ods.
problem-rule-not-a-language = The language can be fr or en.
reason-line-malformed = The line is not a JSON object with code, last_name, first_name, birth_date, requirement and reference as texts.
reason-line-too-long = The line is longer than any that asks about one certificate; no further line was read.

## The file to be filled in.
bulk-template-code = Verification code
bulk-template-last-name = Last name
bulk-template-first-name = First name
bulk-template-birth-date = Date of birth
bulk-template-requirement = Requirement
