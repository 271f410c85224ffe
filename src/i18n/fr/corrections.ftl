# Les demandes de correction, dans la console.
corrections-nav = Corrections
corrections-title = Demandes de correction
corrections-lead = Ce que des titulaires disent faux. Vérifiez, délivrez le certificat corrigé s’il le faut, puis répondez : la réponse s’affiche sur la page du titulaire.
corrections-none = Aucune demande n’attend.
corrections-see = Voir le certificat
corrections-certificate = Certificat
corrections-message = Message
corrections-file = Justificatif
corrections-file-fetch = Télécharger le fichier
corrections-file-care = Il vient de quiconque a le lien privé, et rien n’y a été contrôlé : ouvrez-le comme tout envoi d’inconnu.
corrections-answer = Réponse au titulaire
corrections-answer-hint = 500 caractères au plus ; obligatoire en cas de refus. Ce que le titulaire a écrit et joint est effacé 30 jours plus tard.
corrections-done = Marquer comme corrigée
corrections-decline = Refuser la demande
corrections-no-answer = Écrivez pourquoi la demande est refusée.
corrections-long-answer = Écrivez 500 caractères au plus.
