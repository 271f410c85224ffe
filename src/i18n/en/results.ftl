# Problems of a file of results: what is wrong, and how to mend it.
results-empty-file = The file is empty.
results-empty-file-remedy = Check that this is the file you meant; it needs a line of headers and one line per person.
results-file-too-large = The file is too large: it holds, or unpacks to, more than { $megabytes } MB.
results-file-too-large-remedy = Split the session into several files, or save the sheet without pictures.
results-too-many-rows = The file has more than { NUMBER($rows) } rows.
results-too-many-rows-remedy = Split it into several files.
results-too-many-columns = The file has more than { NUMBER($columns) } columns.
results-too-many-columns-remedy = Remove the columns that are not results, and clear cells far to the right of the table.
results-not-text = The file is neither text nor a spreadsheet that can be read.
results-not-text-remedy = Save it again as CSV (UTF-8), XLSX, ODS or JSON.
results-unreadable-spreadsheet = The spreadsheet can't be opened: it is damaged, protected by a password, or of another kind.
results-unreadable-spreadsheet-remedy = Open it in your spreadsheet program and save it again, without password, as XLSX, ODS or CSV.
results-too-much-to-read = Reading this spreadsheet takes more time or memory than any session needs.
results-too-much-to-read-remedy = Copy the rows alone into a new sheet, without formatting or pictures, and save it as XLSX, ODS or CSV; split it if it is very long.
results-old-spreadsheet = This is a spreadsheet in the old .xls format, which is not read.
results-old-spreadsheet-remedy = Save it as XLSX, ODS or CSV.
results-other-sheets = Only the first visible sheet was read; other sheets: { $count }.
results-other-sheets-remedy = If results stand on other sheets, save each as a file of its own.
results-invalid-json = The JSON is broken at line { $line }.
results-invalid-json-remedy = Look for a missing comma, quote or bracket there.
results-not-records = The JSON is not an array of objects.
results-not-records-remedy = Write one object per person in an array, alone or under the key “results”.
results-missing-header = The column “{ $english }” is missing.
results-missing-header-remedy =
    { $alike ->
        [yes] Add a column headed “{ $english }”;
       *[no] Add a column headed “{ $english }” or “{ $french }”;
    } docs/results-columns.md lists them all.
results-duplicate-header = Two columns mean “{ $english }”.
results-duplicate-header-remedy = Keep one of them.
results-unknown-header = The column “{ $column }” is not known and was not read.
results-unknown-header-remedy = Nothing to do, unless it is a misspelt header; docs/results-columns.md lists them all.
results-row-length = The row has { NUMBER($cells) ->
    [one] { NUMBER($cells) } cell
   *[other] { NUMBER($cells) } cells
  }, but there { NUMBER($columns) ->
    [one] is { NUMBER($columns) } column
   *[other] are { NUMBER($columns) } columns
  }.
results-row-length-remedy = Look for a missing or surplus delimiter, or a value with a delimiter or an open quotation mark in it.
results-value-too-long = The value has more than { NUMBER($characters) } characters.
results-value-too-long-remedy = Shorten it, or look for an open quotation mark that swallowed the rows below.
results-control-character = The value contains an invisible character ({ $character }).
results-control-character-remedy = Type the value again; such characters come along when text is copied.
results-not-a-value = There is a list, an object, a repeated key or a spreadsheet error where a value should be.
results-not-a-value-remedy = Write a plain text, number or date.
results-missing-value = The value is missing.
results-missing-value-remedy = Fill it in.
results-invalid-date = This is not a date.
results-invalid-date-remedy = Write it as 2026-06-09 or 09/06/2026, with four digits for the year.
results-implausible-birth = Nobody born before { $year } can have sat this exam.
results-implausible-birth-remedy = Check the year of birth.
results-birth-after-exam = The birth date is not before the exam, { $exam }.
results-birth-after-exam-remedy = Check the birth date and the exam date; they may have been swapped.
results-invalid-number = This is not a whole number.
results-invalid-number-remedy = Write digits only, without decimals, spaces or units.
results-score-range = The score is above the highest that can be reached, { $maximum }.
results-score-range-remedy = Check the score.
results-level-range = The level is above the highest that can be reached, { $maximum }.
results-level-range-remedy = Write a level from 0 to { $maximum }.
results-level-missing = The level is missing.
results-level-missing-remedy = Write the level of every competence, 0 where nothing was established; leave all of them empty only if nothing is to be awarded.
results-answered-range = The test has { $questions } questions, so no more can be answered.
results-answered-range-remedy = Check the number of answers and the exam date.
results-correct-range = More answers are correct than were given ({ $answered }).
results-correct-range-remedy = Check both numbers; the columns may have been swapped.
results-completed-too-soon = The test is said to be completed, but not all { $questions } questions were answered.
results-completed-too-soon-remedy = Say why it ended: candidate, time or technical; or check the number of answers.
results-invalid-flag = This is neither yes nor no.
results-invalid-flag-remedy = Write yes or no; empty means no.
results-invalid-end = This is not a known end of the test.
results-invalid-end-remedy = Write completed, candidate, time or technical.
results-invalid-language = Certificates are made in French or English only.
results-invalid-language-remedy = Write fr or en, or leave it empty.
results-invalid-ine = This is not a national student number.
results-invalid-ine-remedy = It has nine digits and two letters, or ten digits and one letter; leave it empty if it is not known.
results-invalid-uai = This is not the number of a French school (UAI).
results-invalid-uai-remedy = It has seven digits and a letter; leave it empty if it is not known.
results-invalid-mail = This is not an e-mail address.
results-invalid-mail-remedy = Write one address like ada@example.org, without a name or brackets; leave it empty if it is not known.
results-invalid-status = This status is not known.
results-invalid-status-remedy = Expected is Validée, Non obtenue, Rejetée or Annulée, as the platform exports them.
results-not-final = This result is not final: the test is under way or its scoring failed.
results-not-final-remedy = Wait until the session is published, then export it again.
results-invalid-result = The result can't be read.
results-invalid-result-remedy = Expected is a score as in “Indépendant 1 (327 Pix)” or “41 Pix”.
results-other-certification = This row is about another certification, which has no competences of this framework.
results-other-certification-remedy = Remove the row; it can't be certified here.
results-repeated-row = The row repeats line { $first } and was left out.
results-repeated-row-remedy = Nothing to do.
results-contradicting-row = The row gives another result for the same examination as line { $first }; both were left out.
results-contradicting-row-remedy = Find out which is right and remove the other.
results-same-person = The same person already has a result of the same day on line { $first }; both were left out.
results-same-person-remedy = Remove the wrong one; if they are two people with the same name, give the national student number of both.
