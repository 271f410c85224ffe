# The outcomes of the decision table, as the person concerned reads them.
decision-award = Awarded
decision-cancelled = Cancelled
decision-rejected = Not awarded

decision-cancelled-by-jury = The jury cancelled this examination: it has no effect, and no certificate is issued.
decision-fraud = Fraud was established during the examination: no certificate is issued.
decision-pronounced-cancelled = The examination's jury had already cancelled this result: no certificate is issued.
decision-pronounced-rejected = The examination's jury had already decided that the certificate was not obtained.
decision-too-few-answers-technical = A technical problem ended the test after { $answered ->
    [one] { $answered } answer
   *[other] { $answered } answers
  }; at least { $minimum } are needed. The examination is cancelled and may be sat again.
decision-too-few-answers = { $answered ->
    [one] { $answered } of { $questions } questions was answered
   *[other] { $answered } of { $questions } questions were answered
  }; at least { $minimum } are needed for a certificate.
decision-zero-score = The score is 0: no certificate is issued.
decision-awarded-degraded = { $answered ->
    [one] { $answered } of { $questions } questions was answered
   *[other] { $answered } of { $questions } questions were answered
  } before the test was left or time ran out: the certificate is awarded with the score lowered accordingly ({ $score }).
decision-awarded-technical = A technical problem ended the test after { $answered } of { $questions } answers, which is enough: the certificate is awarded and the score ({ $score }) is not lowered.
decision-awarded-complete = All { $questions } questions were answered: the certificate is awarded with a score of { $score }.
decision-pronounced-validated = The examination's jury had already validated this result: the certificate is awarded with a score of { $score }.
decision-not-finished2021 = The test was not properly finished: the examination is cancelled.
decision-too-few-correct2021 = { $correct ->
    [one] { $correct } of { $answered } answers was correct
   *[other] { $correct } of { $answered } answers were correct
  }; more than { $percent } % are needed for a certificate.
decision-awarded2021 = { $correct ->
    [one] { $correct } of { $answered } answers was correct
   *[other] { $correct } of { $answered } answers were correct
  }, more than { $percent } %: the certificate is awarded with a score of { $score }.

# Results that can't be decided.
decision-err-no-regime = No rules of award are in force for an exam on { $date }. Check the exam date.
decision-err-correct-missing = The rules in force on the day of the exam count correct answers, and the number is missing. Fill in the column “Correct”.
decision-err-levels-missing = A certificate is due, but { $given ->
    [one] { $given } level is given
   *[other] { $given } levels are given
  } for { $due ->
    [one] { $due } competence
   *[other] { $due } competences
  }. Fill in the level of every competence.
decision-err-contradictory = { $answered ->
    [one] { $answered } answer does not fit
   *[other] { $answered } answers do not fit
  } the way the test ended. Check the number of answers and the end of the test.
decision-err-no-line = The decision table says nothing about this result. Please report it with the row.

# Policies.
decision-policy-certifiable-profile = The profile before the exam had { NUMBER($given) ->
    [one] { NUMBER($given) } competence
   *[other] { NUMBER($given) } competences
  } at level 1 or above; { $due } are needed to be admitted.
decision-policy-session-interval = The same person has another session { NUMBER($days) ->
    [one] { NUMBER($days) } day away
   *[other] { NUMBER($days) } days away
  }, on { $date }; { NUMBER($due) ->
    [one] { NUMBER($due) } day must
   *[other] { NUMBER($due) } days must
  } lie between two sessions.
decision-policy-exam-in-future = The exam date { $date } lies after today, { $today }.
decision-policy-implausible-age = The candidate would have been { $age } at the exam; ages from { $youngest } to { $oldest } are plausible. Check the birth date and the exam date.
decision-policy-score-above-scale = The score { $score } is above the highest that can be reached, { $maximum }.
decision-policy-level-above-scale = Level { $level } in competence { $competence } is above the highest that can be reached, { $maximum }.
decision-policy-cancelled-session = The session “{ $session }” was cancelled in the register. If it took place after all, resume it first.
decision-policy-global-level = The file gives the global level “{ $given }”, but a score of { $score } means “{ $english }”.
