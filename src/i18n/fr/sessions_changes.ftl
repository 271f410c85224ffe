# Exam sessions after they were made: changes of sessions, centres and candidates, specimens.
sessions-rule-session-has-candidates = Cette session a déjà des candidats.
sessions-rule-session-has-candidates-remedy = Importez sa liste depuis sa page : la différence y est montrée avant d’être appliquée.
sessions-rule-session-cancelled = Cette session est annulée.
sessions-rule-session-cancelled-remedy = Reprenez-la d’abord, ou retirez ces lignes.
sessions-rule-certification-unknown = Cette certification complémentaire n’est pas connue.
sessions-rule-certification-unknown-remedy = Choisissez-en une de la liste, ou aucune.
sessions-rule-already-listed = Cette personne (nom, prénom, date de naissance) figure déjà dans la liste de la session.
sessions-rule-already-listed-remedy = Modifiez plutôt son inscription.

sessions-fault-kind-in-use = Le centre a des sessions dont les candidats ont été lus selon les règles de ce type : il ne change plus tant qu’ils sont conservés.
sessions-fault-has-sessions = Le centre a des sessions : supprimez-les d’abord, ou modifiez-le.
sessions-fault-issued = Des certificats ont été délivrés d’après les résultats de cette session : le numéro, le centre, l’examen et le jour ne changent plus.
sessions-fault-before-births = Un candidat de la liste est né ce jour-là ou après.
sessions-fault-other-kind = Ce centre est d’un autre type : la liste des candidats a été lue selon d’autres règles. Supprimez la session et recréez-la.
sessions-fault-not-the-number = Ce n’est pas le numéro de la session.

sessions-outdated = Quelqu’un d’autre a fait une modification entre-temps. Rien n’a été enregistré : comparez, puis envoyez de nouveau.
sessions-outdated-by = { $who } a fait une modification le { $at }, depuis que vous avez ouvert cette page. Rien n’a été enregistré : comparez, puis envoyez de nouveau.
sessions-cancelled = La session est annulée : reprenez-la avant de la modifier ou d’imprimer ses documents.
sessions-has-certificates = Des certificats ont été délivrés d’après les résultats de cette session : elle ne peut être ni annulée ni supprimée.
sessions-full = La session a 2 000 candidats, le maximum.
sessions-no-such-candidate = Il n’y a plus de candidat à cette place : quelqu’un l’a retiré ou a remplacé la liste.
sessions-draft-gone = Cette liste n’attend plus : elle a été appliquée, une autre l’a remplacée, ou deux heures ont passé. Déposez-la de nouveau.

sessions-done-changed = La session est modifiée.
sessions-done-added = Le candidat est ajouté.
sessions-done-candidate = L’inscription est modifiée.
sessions-done-removed = Le candidat est retiré de la liste.
sessions-done-list = La liste est enregistrée.
sessions-done-cancelled = La session est annulée.
sessions-done-resumed = La session est reprise.

sessions-page-now = Valeur actuelle :
sessions-page-all-candidates = Voir les { $count } candidats
sessions-page-conflict = Modifié entre-temps
sessions-page-edit = Modifier la session
sessions-page-save = Enregistrer
sessions-page-centre-edit = Modifier un centre
sessions-page-centre-edit-lead = Le nom et l’adresse changent aussi pour les sessions existantes et leurs convocations.
sessions-page-centre-remove = Supprimer ce centre
sessions-page-centre-remove-lead = Il n’a aucune session. Il pourra être ajouté de nouveau à tout moment.
sessions-page-add-candidate = Ajouter un candidat
sessions-page-candidate = Candidat
sessions-page-remove-candidate = Retirer ce candidat
sessions-page-remove-candidate-lead = Il ne figurera plus sur les documents de la session. Ce que la liste disait de lui est supprimé.
sessions-page-before = Précédents
sessions-page-after = Suivants
sessions-page-compared = La différence vous est montrée avant que rien ne change.
sessions-page-compare-button = Comparer avec cette liste
sessions-page-template = Modèle à remplir :
sessions-page-view = Aperçu
sessions-page-specimen = Spécimen
sessions-page-print-never = La session est annulée : ses documents ne s’impriment pas.
sessions-page-cancelled-tag = Annulée
sessions-page-cancelled = La session a été annulée le { $at }. Son numéro reste pris.
sessions-page-resume = Reprendre la session
sessions-page-back = Revenir à la session
sessions-page-end = Annuler ou supprimer la session
sessions-page-end-lead = Une session annulée reste dans la liste avec ses candidats, et peut être reprise. Une session supprimée disparaît avec ses candidats, et son numéro redevient libre ; le journal garde la trace de l’acte.
sessions-page-end-act = Que faire ?
sessions-page-end-cancel = Annuler : l’examen n’aura pas lieu
sessions-page-end-remove = Supprimer : la session a été créée par erreur
sessions-page-end-number = Pour confirmer, écrivez le numéro de la session
sessions-page-end-button = Confirmer
sessions-page-revision = Différence avec la nouvelle liste
sessions-page-revision-lead = Rien n’est encore changé. La liste attend deux heures.
sessions-page-added = Ajoutés
sessions-page-changed = Modifiés
sessions-page-removed = Retirés
sessions-page-same = Inchangés
sessions-page-nothing-changes = La liste dit la même chose que la session.
sessions-page-and-more = Et { $count ->
    [one] { $count } autre
   *[other] { $count } autres
  }.
sessions-page-apply = Appliquer la nouvelle liste

sessions-person-last-name = Nom de naissance
sessions-person-first-name = Prénom
sessions-person-birth-date = Date de naissance
sessions-person-sex = Sexe
sessions-person-female = Féminin
sessions-person-male = Masculin
sessions-person-country = Pays de naissance
sessions-person-country-hint = Par exemple France.
sessions-person-insee = Code Insee de la commune de naissance
sessions-person-insee-hint = En France : ce code seul, ou la commune avec son code postal.
sessions-person-postal-code = Code postal de la commune de naissance
sessions-person-postal-code-hint = En France seulement, avec la commune.
sessions-person-commune = Commune de naissance
sessions-person-commune-hint = À l’étranger : la ville.
sessions-person-class = Classe
sessions-person-local-id = Identifiant local
sessions-person-extra-time = Temps majoré
sessions-person-extra-time-hint = Facultatif : par exemple 33 %.
sessions-person-convocation-mail = E-mail de convocation
sessions-person-results-mail = E-mail du destinataire des résultats
sessions-person-complementary = Certification complémentaire
sessions-person-billing = Tarification part Pix
sessions-person-free = Gratuite
sessions-person-paid = Payante
sessions-person-prepaid = Prépayée
sessions-person-prepayment-code = Code de prépaiement
sessions-person-none = Aucune
sessions-person-optional = Facultatif.

sessions-cli-changed = Session modifiée : { $number }
sessions-cli-centre-changed = Centre modifié : { $name }
sessions-cli-centre-removed = Centre supprimé : { $name }
sessions-cli-cancelled = Session annulée : { $number }
sessions-cli-resumed = Session reprise : { $number }
sessions-cli-removed = Session supprimée : { $number }
sessions-cli-candidates = Session { $number } : liste des candidats modifiée.
sessions-cli-difference = { $added ->
    [one] { $added } ajouté
   *[other] { $added } ajoutés
  }, { $changed ->
    [one] { $changed } modifié
   *[other] { $changed } modifiés
  }, { $removed ->
    [one] { $removed } retiré
   *[other] { $removed } retirés
  }, { $same ->
    [one] { $same } inchangé
   *[other] { $same } inchangés
  }.

papers-specimen = SPÉCIMEN

console-event-centre-changed = Centre modifié
console-event-centre-removed = Centre supprimé
console-event-session-changed = Session modifiée
console-event-session-cancelled = Session annulée
console-event-session-resumed = Session reprise
console-event-session-removed = Session supprimée
console-event-candidate-added = Candidat ajouté
console-event-candidate-changed = Inscription d’un candidat modifiée
console-event-candidate-removed = Candidat retiré
