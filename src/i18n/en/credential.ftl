# Why facts may not be signed. $field is the name of a column.

credential-lint-name-missing = { $field } is empty: give the name.
credential-lint-name-not-nfc = { $field } contains decomposed letters: type it again.
credential-lint-name-too-long = { $field } is longer than 120 characters: shorten it.
credential-lint-name-control-character = { $field } contains an invisible control character: type it again.
credential-lint-undrawable-character = { $field } contains characters that the fonts can't draw: { $characters }. Give the name as its holder writes it in the Latin alphabet, or add a font.
credential-lint-birth-date-implausible = The birth date { $date } is not plausible for this exam: correct it.
credential-lint-exam-before-framework = No rules are known for exams on { $date }: correct the exam date.
credential-lint-exam-after-delivery = The exam ({ $exam }) is after the delivery ({ $delivery }): correct one of the dates.
credential-lint-delivery-in-future = The delivery date { $date } is in the future: deliver on that day.
credential-lint-framework-differs = The facts are about { $facts }, but { $framework } is installed: install that version.
credential-lint-levels-count = { NUMBER($count) ->
    [one] { NUMBER($count) } competence level is given
   *[other] { NUMBER($count) } competence levels are given
  }, the framework has { $expected }: give all of them.
credential-lint-level-out-of-scale = Level { $level } of competence { $competence } is above { $max }: correct it.
credential-lint-score-out-of-range = The score { $score } is above { $max }: correct it.
credential-lint-score-zero = A score of zero is not certified.
credential-lint-global-level-differs = Global level { $given } is given, but the score means { $implied }: correct one of them.
credential-lint-status-out-of-list = Place { $index } is outside the status list: draw another.
credential-lint-issuer-incomplete = The issuer's name, signatory or role is missing: complete the section [issuer] of the configuration.
credential-lint-verify-url-form = The address { $url } does not fit a QR code: use a public_url of letters, digits and hyphens.
credential-lint-seal-too-large = The seal would take { NUMBER($size) ->
    [one] { NUMBER($size) } byte
   *[other] { NUMBER($size) } bytes
  }, { $max } fit a code that cameras read: shorten the names.

# What the standard credential says besides the framework's own texts.

credential-badge-specimen = SPECIMEN – { $title }
credential-badge-description = Certifies levels of competence measured by “{ $framework }”.
credential-badge-criteria = Passed the examination in a certification centre. The score decides the global level; every competence has a level of its own.
credential-badge-score = Score
credential-badge-global-level = Global level
credential-badge-complete = Test completed
credential-badge-degraded = Test not completed: the score was lowered
