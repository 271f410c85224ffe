# What is printed on the papers of a session and in booklets of copies. $page and $pages are counted
# when the paper is composed.
papers-session = session { $number }
papers-session-number = Session
papers-centre = Centre
papers-place = Place
papers-date = Date
papers-time = Time
papers-duration-label = Length
papers-room = Room
papers-invigilators = Invigilation
papers-exam = Exam
papers-page = Page { $page } of { $pages }
papers-last-name = Birth name
papers-first-name = First name
papers-born = Born
papers-signature = Signature
papers-day = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[other] Sunday
} { $date }
papers-time-of-day = { $hour }:{ $minute }
papers-length = { $hours ->
    [0] { $all } min
   *[other] { $hours } h { $minutes }
}
papers-extra-time = { $percent } % extra time
papers-extra-time-of = { $share }: { $more } more, { $all } in all

papers-attendance = Attendance sheet
papers-attendance-about = Each candidate signs once the identity document has been checked. Tick “Abs.” for those who are absent.
papers-expected = Candidates expected:
papers-present = Present:
papers-absent = Absent:
papers-absent-short = Abs.
papers-mark = Class or identifier
papers-invigilator-statement = We checked the identity of the candidates present and watched over the room.
papers-needs = Arrangements
papers-needs-about = For invigilators only: do not pass this page around with the attendance sheet.
papers-need = To provide

papers-incidents = Incident report
papers-incidents-about = To be filled in during the session, one report a room. Tick the codes used and describe each fact; write it down, too, if there is nothing to report.
papers-categories = Codes of what is reported
papers-categories-questions = During a question
papers-questions-about = Note the number of the question. In the certification in force since November 2024 these cases are dealt with on the spot, in the invigilator’s space.
papers-weighty = can change the result: a precise description is essential.
papers-code-c1 = Name, first name or birth date to be corrected
papers-code-c2 = Extra time to be corrected
papers-code-c4 = Signature missing, or given in somebody else’s place
papers-code-c6 = Suspected fraud
papers-code-c7 = Technical incident that did not keep from finishing
papers-code-c8 = Incident with the candidate that did not keep from finishing
papers-code-e1 = The picture does not show
papers-code-e2 = The module to be handled does not work
papers-code-e3 = The file does not download or open
papers-code-e4 = The site to be visited is down
papers-code-e5 = The site to be visited is blocked by the centre’s network
papers-code-e8 = The time of the question left out the extra time
papers-code-e9 = A program on the machine keeps from answering
papers-code-e10 = Page left without meaning to
papers-code-e11 = Question skipped by mistake
papers-code-e12 = The question is not accessible despite the arrangement
papers-incident-list = What is reported
papers-incident-list-about = One fact a line: who, which code, which question, at what time, what happened and what was done.
papers-candidate = Candidate (name, first name)
papers-code = Code
papers-question = Question
papers-hour = Time
papers-description = Description
papers-unfinished = Tests not finished
papers-unfinished-about = For each candidate who did not see the last screen, tick the reason.
papers-abandoned = Gave up or ran out of time
papers-technical = Technical problem
papers-general = For the whole session
papers-general-incident = An incident concerned the whole room (power cut, evacuation, network failure…).
papers-joining-incident = Some candidates could not join the session.
papers-general-comment = Comment (500 characters at most when it is entered)
papers-report-statement = The report is exact and complete.

papers-convocation = Convocation
papers-convocation-lead = You are expected at the certification exam.
papers-convocation-arrive = Be there a quarter of an hour before: identity is checked and machines are signed in before the exam begins.
papers-convocation-need = Arrangement made for you:
papers-convocation-also = Further certification taken with the exam:
papers-convocation-bring = What you need
papers-convocation-identity = a valid identity document with a photograph;
papers-convocation-paper = this convocation, printed or on your phone;
papers-convocation-accounts = the name and the password of your account, tried the day before.
papers-convocation-late = Once the exam has begun, the invigilators decide who enters; lost time is not given back.
papers-convocation-check = Check your name, first name and birth date: they will stand on the certificate. Tell the centre of any mistake before the exam.
papers-convocation-mark = Class or identifier:
papers-convocation-made = convocation made on

papers-booklet = Booklet of copies
papers-booklet-count = { $count ->
    [one] 1 certificate
   *[other] { $count } certificates
}
papers-booklet-about = This booklet is for printing and filing. Each page is a copy: it bears no electronic signature and is not an original. The original is the signed PDF file that the holder received; whether a certificate is in force can be verified at any time, by its code or by scanning its QR code, at
papers-booklet-left-out = { $count ->
    [one] 1 certificate that is no longer in force is left out.
   *[other] { $count } certificates that are no longer in force are left out.
}
papers-booklet-name = Holder
papers-booklet-level = Level
papers-booklet-page = Page
papers-booklet-made = As of { $date }
papers-booklet-batch = Batch
papers-booklet-class = Class { $class }
papers-copy = COPY
papers-copy-line = UNSIGNED COPY – verify the original at { $address }
papers-copy-page = Copy  ·  { $label }
