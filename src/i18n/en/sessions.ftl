# Exam sessions: what is wrong with a candidate list (message and remedy), with a form, with a paper.
sessions-rule-missing-column = The column “{ $english }” is missing.
sessions-rule-missing-column-remedy =
    { $alike ->
        [yes] Add a column headed “{ $english }”;
       *[no] Add a column headed “{ $english }” or “{ $french }”;
    } docs/sessions.md lists them all.
sessions-rule-duplicate-column = The column “{ $column }” repeats another one.
sessions-rule-duplicate-column-remedy = Keep one of them.
sessions-rule-unknown-column = The column “{ $column }” is not known and was not read.
sessions-rule-unknown-column-remedy = Nothing to do, unless the header is misspelt.
sessions-rule-no-candidate = The list has no candidate.
sessions-rule-no-candidate-remedy = Write one line a candidate below the headers.
sessions-rule-too-many-candidates = The list has more than { NUMBER($limit) } candidates.
sessions-rule-too-many-candidates-remedy = Spread them over several sessions and lists.
sessions-rule-row-length = The line has { NUMBER($cells) ->
    [one] { NUMBER($cells) } cell
   *[other] { NUMBER($cells) } cells
  } where there { NUMBER($columns) ->
    [one] is { NUMBER($columns) } column
   *[other] are { NUMBER($columns) } columns
  }.
sessions-rule-row-length-remedy = Look for a separator that is missing or too much, or for a quotation mark that is not closed.
sessions-rule-not-a-value = There is a spreadsheet’s error instead of a value.
sessions-rule-not-a-value-remedy = Replace the formula by its value.
sessions-rule-too-long = The value has more than { NUMBER($characters) } characters.
sessions-rule-too-long-remedy = Shorten it.
sessions-rule-invisible = The value contains a character that can’t be seen ({ $character }).
sessions-rule-invisible-remedy = Type it again; such characters come from copying and pasting.
sessions-rule-undrawable = No font of the documents can print { $characters }.
sessions-rule-undrawable-remedy = Write the name as the identity document transcribes it: that is how it will stand on the certificate.
sessions-rule-missing = The value is missing.
sessions-rule-missing-remedy = Give it.
sessions-rule-bad-date = It is not a date.
sessions-rule-bad-date-remedy = Write it like 09/06/2026 (day first) or 2026-06-09, the year with four digits.
sessions-rule-born-too-early = A birth before { $year } is not plausible.
sessions-rule-born-too-early-remedy = Check the year of birth.
sessions-rule-born-after-exam = The birth date is not before the exam.
sessions-rule-born-after-exam-remedy = Check the birth date and the session’s.
sessions-rule-bad-sex = The value is neither M nor F.
sessions-rule-bad-sex-remedy = Write M or F, as the identity document has it.
sessions-rule-bad-mail = It is not an e-mail address.
sessions-rule-bad-mail-remedy = Check it: a name, an at sign, a domain with a dot.
sessions-rule-bad-extra-time = It is not an amount of extra time.
sessions-rule-bad-extra-time-remedy = Write a whole percentage, for example 33%, or leave it empty.
sessions-rule-ambiguous-extra-time = This extra time can be read in two ways: as a percentage or as a multiple of the time.
sessions-rule-ambiguous-extra-time-remedy = Write it with the sign, for example 33%.
sessions-rule-bad-answer = The answer is not “oui”.
sessions-rule-bad-answer-remedy = Write oui, or leave it empty.
sessions-rule-several-certifications = More than one further certification is asked for.
sessions-rule-several-certifications-remedy = Keep one.
sessions-rule-birth-place-missing = The place of birth is missing.
sessions-rule-birth-place-missing-remedy = Give the country, and in France the INSEE code alone or the commune with its postal code.
sessions-rule-country-unknown = This country is not known.
sessions-rule-country-unknown-remedy = Write its usual name in French or English, for example FRANCE or IVORY COAST.
sessions-rule-bad-insee = It is not the INSEE code of a commune.
sessions-rule-bad-insee-remedy = Write its five characters, for example 29232 or 2A004.
sessions-rule-insee-and-commune = The INSEE code is given with a commune or a postal code.
sessions-rule-insee-and-commune-remedy = Keep the INSEE code alone, or the commune with its postal code.
sessions-rule-bad-postal-code = It is not a French postal code.
sessions-rule-bad-postal-code-remedy = Write its five digits.
sessions-rule-commune-missing = The postal code is given without the commune.
sessions-rule-commune-missing-remedy = Add the commune’s name.
sessions-rule-postal-code-missing = The commune is given without its postal code.
sessions-rule-postal-code-missing-remedy = Add the postal code, or give the INSEE code alone.
sessions-rule-town-missing = The town of birth abroad is missing.
sessions-rule-town-missing-remedy = Write it in the column of the commune.
sessions-rule-postal-code-abroad = A postal code is given for a birth abroad.
sessions-rule-postal-code-abroad-remedy = Empty the cell.
sessions-rule-insee-abroad = The INSEE code of a commune is given for a birth abroad.
sessions-rule-insee-abroad-remedy = Write 99, or leave it empty.
sessions-rule-billing-missing = The pricing is missing.
sessions-rule-billing-missing-remedy = Write Gratuite, Payante or Prépayée: it is asked for outside of schools.
sessions-rule-billing-in-school = A pricing is given in a school.
sessions-rule-billing-in-school-remedy = Empty the cell: nobody pays there.
sessions-rule-bad-billing = This pricing is not known.
sessions-rule-bad-billing-remedy = Write Gratuite, Payante or Prépayée.
sessions-rule-prepayment-code-missing = The prepayment code is missing.
sessions-rule-prepayment-code-missing-remedy = Give it, or change the pricing.
sessions-rule-prepayment-code-needless = A prepayment code is given though nothing was prepaid.
sessions-rule-prepayment-code-needless-remedy = Empty the cell, or change the pricing.
sessions-rule-duplicate-candidate = The same candidate (name, first name, birth date) stands on line { $first } already.
sessions-rule-duplicate-candidate-remedy = Delete one of the two lines.
sessions-rule-session-unknown = No session of the centre is meant by this line.
sessions-rule-session-unknown-remedy = Check the number, or import the list from the page of its session.
sessions-rule-session-twice = The line gives the number of an existing session and also a place or a time.
sessions-rule-session-twice-remedy = Keep the number alone, or empty it to make a new session.
sessions-rule-bad-time = It is not a time.
sessions-rule-bad-time-remedy = Write it like 09:30.
sessions-rule-invigilators-differ = The invigilators are not those of line { $first } of this session.
sessions-rule-invigilators-differ-remedy = Write the same names on all lines of the session.

sessions-fault-missing = Give this value.
sessions-fault-too-long = Shorten this text.
sessions-fault-invisible = This text contains a character that can’t be seen: type it again.
sessions-fault-undrawable = This text contains a character that the documents can’t print.
sessions-fault-taken = This value exists already: choose another one.
sessions-fault-unknown = This value is not known.
sessions-fault-bad-date = Write a date, for example 2026-05-21.
sessions-fault-bad-time = Write a time, for example 09:30.
sessions-fault-bad-minutes = Write a number of minutes, 1 to 1440, or leave it empty.
sessions-fault-too-many-rooms = A session has 50 rooms at most.
sessions-fault-same-room = Two rooms have the same name.
sessions-fault-no-places = A room has at least one place.
sessions-fault-too-many-invigilators = A room has 10 invigilators at most.
sessions-fault-bad-rooms = Write one room a line: “Room 101 = 20: Ana Beltrán, Hortense Sow”; places and invigilators may be left out.

sessions-no-candidates = The session has no candidates: import their list. An old list is deleted at the end of its time.
sessions-nothing-to-copy = There is no certificate in force to copy here.
sessions-too-many-to-copy = A booklet has 500 certificates at most: make one a class or a batch.
sessions-several-frameworks = The certificates are of several frameworks: make one booklet a batch.
sessions-undrawable = A name contains a character that the documents can’t print.

sessions-cli-refused = The list can’t be used ({ $count ->
    [one] one error
   *[other] { $count } errors
}): nothing was stored.
sessions-cli-centre-added = Centre added: { $name }
sessions-cli-added = Session made: { $number }
sessions-cli-good = Session { $number }: { $count ->
    [one] { $count } candidate
   *[other] { $count } candidates
  } read without error, nothing is stored.
sessions-cli-imported = Session { $number }: { $count ->
    [one] { $count } candidate
   *[other] { $count } candidates
  } stored.
sessions-candidate-count = { $count ->
    [0] no candidate
    [one] 1 candidate
   *[other] { $count } candidates
}

sessions-page-list = Sessions
sessions-page-list-lead = Each session has its centre, its rooms and its candidates; its documents are printed from here.
sessions-page-list-caption = The latest exam first
sessions-page-none = No session yet.
sessions-page-no-centre = No session yet. Add a centre first.
sessions-page-new = New session
sessions-page-make = Make the session
sessions-page-import = Import sessions
sessions-page-import-lead = A list that describes several sessions with their candidates. A single error, and nothing is stored.
sessions-page-import-button = Read and store the list
sessions-page-imported = List stored
sessions-page-centres = Centres
sessions-page-centres-lead = Who holds the sessions. Their name and address stand on the convocations.
sessions-page-centre-count = { $count ->
    [one] 1 centre
   *[other] { $count } centres
}
sessions-page-add-centre = Add a centre
sessions-page-number = Number
sessions-page-date = Date
sessions-page-time = Time
sessions-page-centre = Centre
sessions-page-candidates = Candidates
sessions-page-later = Later ones
sessions-page-earlier = Earlier ones
sessions-page-session = Session
sessions-page-exam = Exam
sessions-page-place = Place
sessions-page-rooms = Rooms
sessions-page-room = Room
sessions-page-invigilators = Invigilation
sessions-page-places = Places
sessions-page-seated = Candidates
sessions-page-too-many = { $count } too many
sessions-page-last-name = Birth name
sessions-page-first-name = First name
sessions-page-born = Born
sessions-page-mark = Class or identifier
sessions-page-extra-time = Extra time
sessions-page-imported-at = list stored on { $at }
sessions-page-forgotten = The candidates were deleted on { $at }, at the end of their time.
sessions-page-no-list = The candidate list is not imported yet.
sessions-page-file-missing = Choose the centre and the file of the list.
sessions-page-refused = { $count ->
    [one] 1 error in the list: nothing was stored
   *[other] { $count } errors in the list: nothing was stored
}
sessions-page-problems = Errors of the list
sessions-page-problems-caption = Correct these lines in the file, then import it again.
sessions-page-line = Line
sessions-page-column = Column
sessions-page-value = Value
sessions-page-problem = Error and remedy
sessions-page-more = And { $count ->
    [one] { $count } more error
   *[other] { $count } more errors
  }.
sessions-page-print = To print
sessions-page-print-later = Attendance sheet and convocations can be printed once the candidate list is imported.
sessions-paper-attendance = Attendance sheet, one a room, in alphabetical order
sessions-paper-attendance-button = Attendance sheet (PDF)
sessions-paper-convocations = All convocations in one file, one page a candidate
sessions-paper-convocations-button = Convocations (PDF)
sessions-paper-convocations-zip = One file a candidate, for sending
sessions-paper-convocations-zip-button = Convocations (ZIP)
sessions-paper-incidents = Incident report, one a room, with the codes
sessions-paper-incidents-button = Incident report (PDF)
sessions-page-certificates = Certificates
sessions-page-no-certificate = No certificate was issued for this session. Results whose column “Session” carries { $number } will belong to it.
sessions-page-certificate-count = { $count ->
    [one] 1 certificate issued
   *[other] { $count } certificates issued
}
sessions-page-holder = Holder
sessions-page-level = Level
sessions-page-state = State
sessions-page-more-certificates = And { $count } more.
sessions-page-booklet = A booklet brings the certificates in force together in one PDF to print. Each page is marked “Copy”: only the signed PDF files are originals.
sessions-page-booklet-button = Booklet of copies (PDF)
sessions-field-number = Number of the session
sessions-field-number-hint = The one that the column “Session” of the results will carry.
sessions-field-centre = Centre
sessions-field-centre-hint = A centre that is not here is added on the page Centres.
sessions-field-choose = Choose
sessions-field-framework = Exam
sessions-field-date = Date of the exam
sessions-field-time = Time of the beginning
sessions-field-time-hint = Local time of the centre, for example 09:30.
sessions-field-minutes = Length in minutes
sessions-field-minutes-hint = Optional. Without extra time; serves to work out arrangements.
sessions-field-rooms = Rooms
sessions-field-rooms-hint = One a line: “Room 101 = 20: Ana Beltrán, Hortense Sow”. Places and invigilators may be left out; candidates are shared out in alphabetical order.
sessions-field-site = Place
sessions-field-site-hint = Optional: building or site, if it is not the centre’s address.
sessions-field-notes = Notes
sessions-field-notes-hint = Optional. This text stands on the convocations.
sessions-field-name = Name of the centre
sessions-field-kind = Kind of centre
sessions-field-address = Address
sessions-field-address-hint = Optional: as it is printed, on several lines.
sessions-kind-school = School: nobody pays there, candidates have a class
sessions-kind-other = Other centre: the list says who pays
sessions-field-list = Candidate list
sessions-field-list-again = New list, in the place of this one
sessions-field-list-of-sessions = List of sessions and candidates
sessions-field-file-hint = ODS, XLSX or CSV, in the columns of the exam’s model; { $size } MB at most. A single error, and nothing is stored.
sessions-field-class = Class
sessions-field-whole = The whole session
