# Un certificat, à la console.
console-cert-title = Certificat

## La recherche

console-cert-search-title = Chercher un certificat
console-cert-search-lead = Ce que vous cherchez n’apparaît dans aucune adresse.
console-cert-by-code = Par son code
console-cert-by-person = Par la personne
console-cert-by-person-hint = Majuscules, accents, tirets et apostrophes ne comptent pas.
console-cert-by-ine = Par l’INE
console-cert-last-name = Nom
console-cert-first-name = Prénom
console-cert-ine = Identifiant national d’élève ou d’étudiant (INE)
console-cert-search-code = Chercher ce code
console-cert-search-person = Chercher cette personne
console-cert-search-ine = Chercher cet INE
console-cert-code-wrong = Ce n’est pas un code : 14 lettres et chiffres. L’un d’eux est peut-être mal saisi.
console-cert-ine-wrong = Un INE a neuf chiffres et deux lettres, ou dix chiffres et une lettre.
console-cert-name-missing = Écrivez le nom et le prénom en entier.
console-cert-birth-wrong = Écrivez la date comme 2007-03-14 ou 14/03/2007.
console-cert-found = Trouvés
console-cert-none = Aucun certificat délivré n’y répond.
console-cert-several = { $count ->
    [0] Aucun certificat.
    [one] Un certificat.
   *[other] { $count } certificats, le plus récent d’abord.
}

## La fiche

console-cert-level = Niveau global
console-cert-score = Score
console-cert-exam = Examen
console-cert-birth-date = Né(e) le
console-cert-birth-place = À
console-cert-centre = Centre
console-cert-delivery = Délivrance
console-cert-issued = Signé le
console-cert-key = Clé
console-cert-status = Index d’état
console-cert-place = liste { $list }, n° { $index }
console-cert-digest = Empreinte du PDF
console-cert-masked = Le code entier reste masqué. L’afficher est un acte consigné au journal.
console-cert-reveal = Afficher le code
console-cert-revealed = L’affichage du code est consigné au journal.
console-cert-batch = Voir le lot
console-cert-newer = Voir le certificat corrigé qui le remplace
console-cert-older = Voir le certificat qu’il remplace
console-cert-public = Ce que voit le public
console-cert-preview = Aperçu de la page de vérification
console-cert-folded = Ancien contenu, replié sur la page publique
console-cert-below = La suite de la page publique
console-cert-trail = Journal
console-cert-trail-caption = Du plus ancien au plus récent.
console-cert-when = Quand
console-cert-act = Acte
console-cert-detail = Détail
console-cert-document-is = PDF { $digest } …
console-cert-note-is = Note :

## Les actes

console-cert-acts = Agir
console-cert-acts-lead = Chaque acte porte votre nom au journal. Une erreur dans les données se corrige ; une révocation est définitive.
console-cert-supersede = Remplacer par un certificat corrigé
console-cert-suspend = Suspendre…
console-cert-reinstate = Rétablir…
console-cert-revoke = Révoquer…
console-cert-revoke-title = Révoquer ce certificat
console-cert-revoke-lead = C’est définitif : le certificat ne prouvera plus rien.
console-cert-revoke-button = Révoquer définitivement
console-cert-rather-suspend = Pour un doute, suspendez plutôt.
console-cert-suspend-title = Suspendre ce certificat
console-cert-suspend-lead = Le certificat ne vaut plus, jusqu’à ce que vous le rétablissiez ou le révoquiez.
console-cert-suspend-button = Suspendre
console-cert-reinstate-title = Rétablir ce certificat
console-cert-reinstate-lead = La suspension prend fin : le certificat vaut de nouveau.
console-cert-reinstate-button = Rétablir
console-cert-why = Motif
console-cert-public-reason = Motif public
console-cert-public-reason-hint = Lu par toute personne qui vérifie.
console-cert-note = Note interne (facultatif)
console-cert-note-hint = Pour vos collègues seulement. Jamais publiée.
console-cert-note-long = La note a 2 000 caractères au plus.
console-cert-refresh = Mettre à jour l’aperçu
console-cert-will-see = Ce que le public verra
console-cert-will-see-old = Ce que le public verra de l’ancien
console-cert-letter-written = Une lettre le dira au titulaire, dans la langue du certificat, à l’adresse que donnait le fichier de résultats.
console-cert-letter-no-address = Aucune lettre ne le dira au titulaire : son adresse n’est pas connue, ou n’est plus conservée.
console-cert-letter-off = Aucune lettre ne le dira au titulaire : ce service n’en écrit pas.
console-cert-visible = Visible en ligne aussitôt ; hors ligne, dès que la liste d’état signée est relue.
console-cert-never-linked = La page de l’ancien ne mène jamais au nouveau : une personne qui a changé de nom n’est pas exposée par un vieux papier.
console-cert-confirm = Confirmer
console-cert-last-two = Deux derniers caractères du code
console-cert-last-two-hint = Pour être sûr du bon certificat : ils sont sur sa page 1 et dans sa fiche.
console-cert-last-two-wrong = Ce ne sont pas les deux derniers caractères du code de ce certificat.

## Le lien privé

console-cert-link-title = Renouveler le lien privé
console-cert-link-lead = L’ancien lien ne s’ouvrira plus. Le nouveau est envoyé à l’adresse indiquée.
console-cert-address = Adresse du candidat (facultatif)
console-cert-address-hint = Celle du fichier de résultats, tant qu’il est conservé. Sans adresse, rien n’est envoyé.
console-cert-address-wrong = Écrivez une seule adresse, comme ada@exemple.fr.
console-cert-link-no-mail = Aucun serveur de courriel n’est configuré : le nouveau lien ne sera envoyé à personne.
console-cert-link-button = Retirer l’ancien lien

## La correction

console-cert-correct-lead = Corrigez ce qui est faux. Rien n’est signé avant que vous ayez vu ce qui change.
console-cert-data = Données
console-cert-pronounced = Le déroulement du test est celui que le jury a prononcé.
console-cert-then = Ensuite
console-cert-then-lead = Vous verrez chaque différence et la page publique de l’ancien certificat.
console-cert-check = Voir ce qui change
console-cert-same = Rien n’est corrigé : le nouveau certificat dirait la même chose.
console-cert-replace-title = Remplacer ce certificat
console-cert-replace-lead = Un certificat corrigé est signé ; l’ancien n’est plus valable, et c’est définitif.
console-cert-changes = Différences
console-cert-changes-caption = { $count ->
    [0] Aucune valeur ne change.
    [one] Une valeur change.
   *[other] { $count } valeurs changent.
}
console-cert-about = Donnée
console-cert-before = Avant
console-cert-after = Après
console-cert-edit = Modifier encore
console-cert-replace-button = Remplacer définitivement
