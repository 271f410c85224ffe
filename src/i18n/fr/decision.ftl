# Les issues de la table de décision, telles que la personne concernée les lit.
decision-award = Délivré
decision-cancelled = Annulé
decision-rejected = Non obtenu

decision-cancelled-by-jury = Le jury a annulé cet examen : il est sans effet et aucun certificat n’est délivré.
decision-fraud = Une fraude a été établie pendant l’examen : aucun certificat n’est délivré.
decision-pronounced-cancelled = Le jury de l’examen avait déjà annulé ce résultat : aucun certificat n’est délivré.
decision-pronounced-rejected = Le jury de l’examen avait déjà décidé que le certificat n’était pas obtenu.
decision-too-few-answers-technical = Un problème technique a mis fin au test après { $answered ->
    [one] { $answered } réponse
   *[other] { $answered } réponses
  } ; il en faut au moins { $minimum }. L’examen est annulé et peut être repassé.
decision-too-few-answers = { $answered ->
    [one] { $answered } question sur { $questions } a été traitée
   *[other] { $answered } questions sur { $questions } ont été traitées
  } ; il en faut au moins { $minimum } pour obtenir le certificat.
decision-zero-score = Le score est de 0 : aucun certificat n’est délivré.
decision-awarded-degraded = { $answered ->
    [one] { $answered } question sur { $questions } a été traitée
   *[other] { $answered } questions sur { $questions } ont été traitées
  } avant l’abandon ou la fin du temps : le certificat est délivré avec un score abaissé en conséquence ({ $score }).
decision-awarded-technical = Un problème technique a mis fin au test après { $answered ->
    [one] { $answered } réponse sur
   *[other] { $answered } réponses sur
  } { $questions }, ce qui suffit : le certificat est délivré et le score ({ $score }) n’est pas abaissé.
decision-awarded-complete = Les { $questions } questions ont été traitées : le certificat est délivré avec un score de { $score }.
decision-pronounced-validated = Le jury de l’examen avait déjà validé ce résultat : le certificat est délivré avec un score de { $score }.
decision-not-finished2021 = Le test n’a pas été terminé dans les règles : l’examen est annulé.
decision-too-few-correct2021 = { $correct ->
    [one] { $correct } réponse sur { $answered } était correcte
   *[other] { $correct } réponses sur { $answered } étaient correctes
  } ; il en faut plus de { $percent } % pour obtenir le certificat.
decision-awarded2021 = { $correct ->
    [one] { $correct } réponse sur { $answered } était correcte
   *[other] { $correct } réponses sur { $answered } étaient correctes
  }, soit plus de { $percent } % : le certificat est délivré avec un score de { $score }.

# Les résultats sur lesquels on ne peut pas statuer.
decision-err-no-regime = Aucune règle de délivrance n’est en vigueur pour un examen du { $date }. Vérifiez la date de passage.
decision-err-correct-missing = Les règles en vigueur le jour de l’examen comptent les réponses correctes, et leur nombre manque. Remplissez la colonne « Réponses correctes ».
decision-err-levels-missing = Un certificat est dû, mais { $given ->
    [one] { $given } niveau est donné
   *[other] { $given } niveaux sont donnés
  } pour { $due ->
    [one] { $due } compétence
   *[other] { $due } compétences
  }. Indiquez le niveau de chaque compétence.
decision-err-contradictory = { $answered ->
    [one] { $answered } réponse ne s’accorde pas
   *[other] { $answered } réponses ne s’accordent pas
  } avec la fin de test indiquée. Vérifiez le nombre de réponses et la fin du test.
decision-err-no-line = La table de décision ne dit rien de ce résultat. Merci de le signaler en joignant la ligne.

# Les règles complémentaires.
decision-policy-certifiable-profile = Le profil avant l’examen comptait { NUMBER($given) ->
    [one] { NUMBER($given) } compétence
   *[other] { NUMBER($given) } compétences
  } de niveau 1 ou plus ; il en faut { $due } pour être admis.
decision-policy-session-interval = La même personne a une autre session à { NUMBER($days) ->
    [one] { NUMBER($days) } jour de là
   *[other] { NUMBER($days) } jours de là
  }, le { $date } ; { NUMBER($due) ->
    [one] { NUMBER($due) } jour doit
   *[other] { NUMBER($due) } jours doivent
  } séparer deux sessions.
decision-policy-exam-in-future = La date de passage { $date } est postérieure à aujourd’hui, { $today }.
decision-policy-implausible-age = La personne aurait eu { NUMBER($age) ->
    [one] { NUMBER($age) } an
   *[other] { NUMBER($age) } ans
  } à l’examen ; un âge de { $youngest } à { $oldest } ans est plausible. Vérifiez la date de naissance et la date de passage.
decision-policy-score-above-scale = Le score { $score } dépasse le plus haut qui puisse être atteint, { $maximum }.
decision-policy-level-above-scale = Le niveau { $level } de la compétence { $competence } dépasse le plus haut qui puisse être atteint, { $maximum }.
decision-policy-cancelled-session = La session « { $session } » a été annulée dans le registre. Si elle a eu lieu malgré tout, reprenez-la d’abord.
decision-policy-global-level = Le fichier indique le niveau global « { $given } », mais un score de { $score } correspond à « { $french } ».
