# Pourquoi des faits ne peuvent pas être signés. $field est le nom d’une colonne.

credential-lint-name-missing = { $field } est vide : indiquez le nom.
credential-lint-name-not-nfc = { $field } contient des lettres décomposées : saisissez-le de nouveau.
credential-lint-name-too-long = { $field } dépasse 120 caractères : raccourcissez-le.
credential-lint-name-control-character = { $field } contient un caractère de commande invisible : saisissez-le de nouveau.
credential-lint-undrawable-character = { $field } contient des caractères que les polices ne savent pas dessiner : { $characters }. Donnez le nom tel que la personne l’écrit en alphabet latin, ou ajoutez une police.
credential-lint-birth-date-implausible = La date de naissance { $date } n’est pas plausible pour cet examen : corrigez-la.
credential-lint-exam-before-framework = Aucune règle n’est connue pour un examen du { $date } : corrigez la date d’examen.
credential-lint-exam-after-delivery = L’examen ({ $exam }) est postérieur à la délivrance ({ $delivery }) : corrigez l’une des dates.
credential-lint-delivery-in-future = La date de délivrance { $date } est dans le futur : délivrez ce jour-là.
credential-lint-framework-differs = Les faits portent sur { $facts }, mais { $framework } est installé : installez cette version.
credential-lint-levels-count = { NUMBER($count) ->
    [one] { NUMBER($count) } niveau de compétence est donné
   *[other] { NUMBER($count) } niveaux de compétence sont donnés
  }, le référentiel en a { $expected } : donnez-les tous.
credential-lint-level-out-of-scale = Le niveau { $level } de la compétence { $competence } dépasse { $max } : corrigez-le.
credential-lint-score-out-of-range = Le score { $score } dépasse { $max } : corrigez-le.
credential-lint-score-zero = Un score nul n’est pas certifié.
credential-lint-global-level-differs = Le niveau global { $given } est donné, mais le score signifie { $implied } : corrigez l’un des deux.
credential-lint-status-out-of-list = La place { $index } est hors de la liste d’état : tirez-en une autre.
credential-lint-issuer-incomplete = Le nom, le signataire ou la fonction de l’organisme manque : complétez la section [issuer] de la configuration.
credential-lint-verify-url-form = L’adresse { $url } n’entre pas dans un code QR : prenez une public_url de lettres, chiffres et traits d’union.
credential-lint-seal-too-large = Le sceau ferait { NUMBER($size) ->
    [one] { NUMBER($size) } octet
   *[other] { NUMBER($size) } octets
  }, { $max } tiennent dans un code lisible : raccourcissez les noms.

# Ce que dit le titre vérifiable standard, outre les textes du cadre de référence.

credential-badge-specimen = SPÉCIMEN – { $title }
credential-badge-description = Certifie des niveaux de compétence mesurés selon « { $framework } ».
credential-badge-criteria = Réussite de l’examen dans un centre de certification. Le score décide du niveau global ; chaque compétence a son propre niveau.
credential-badge-score = Score
credential-badge-global-level = Niveau global
credential-badge-complete = Test achevé
credential-badge-degraded = Test inachevé : le score a été abaissé
