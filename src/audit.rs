//! What may be recorded about who did what. Never holds names, birth dates or codes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An act on a certificate or on the service, as the audit trail keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AuditEvent {
    /// The bytes to be signed were recorded.
    Prepared,
    /// The signed document is archived and the certificate is in force.
    Issued {
        /// Id of the key that signed the seal.
        credential_key: String,
        /// Id of the key that signed the document.
        document_key: String,
        /// SHA-256 of the document in hexadecimal.
        document: String,
    },
    /// Finally out of force.
    Revoked {
        /// The public reason.
        reason: String,
    },
    /// Reversibly out of force.
    Suspended {
        /// The public reason.
        reason: String,
    },
    /// In force again after a suspension.
    Reinstated,
    /// Replaced by a corrected certificate.
    Superseded {
        /// Id of the corrected certificate.
        by: String,
    },
    /// The holder's private link was withdrawn and made anew.
    LinkRenewed,
    /// The holder made a link that shows a part of the certificate.
    ShareMade {
        /// Id of the link.
        share: String,
    },
    /// The holder withdrew such a link.
    ShareWithdrawn {
        /// Id of the link.
        share: String,
    },
    /// The holder says that the certificate is wrong.
    CorrectionAsked {
        /// Id of the request.
        correction: String,
    },
    /// The holder attached a file to such a request.
    CorrectionFileAdded {
        /// Id of the request.
        correction: String,
        /// SHA-256 of the file in hexadecimal.
        file: String,
    },
    /// Somebody fetched that file.
    CorrectionFileRead {
        /// Id of the request.
        correction: String,
    },
    /// The holder was answered.
    CorrectionAnswered {
        /// Id of the request.
        correction: String,
        /// Whether a corrected certificate was issued.
        accepted: bool,
    },
    /// A copy of the document was renewed with a later time stamp.
    DocumentRenewed {
        /// SHA-256 of the copy in hexadecimal.
        document: String,
        /// When it was stamped.
        stamped_at: DateTime<Utc>,
        /// Until when the certificate of the authority that stamped is valid.
        valid_until: DateTime<Utc>,
    },
    /// A new key signs in the place of another.
    KeyRotated {
        /// Id of the new key.
        key: String,
        /// Id of the one before.
        replaced: String,
    },
    /// A key that no longer signs was ended.
    KeyRetired {
        /// Key id.
        key: String,
        /// Until when its signatures count.
        at: DateTime<Utc>,
    },
    /// A key may be in other hands.
    KeyCompromised {
        /// Key id.
        key: String,
        /// From when on its signatures are refused.
        at: DateTime<Utc>,
        /// Why, in the operator's words.
        reason: String,
    },
    /// A file of results was uploaded.
    BatchUploaded {
        /// Id of the batch.
        batch: String,
        /// SHA-256 of the file in hexadecimal.
        file: String,
    },
    /// The issuance of a batch began.
    BatchStarted {
        /// Its id.
        batch: String,
    },
    /// A person approved a batch for issuance.
    BatchApproved {
        /// Its id.
        batch: String,
        /// How many certificates it was to give.
        certificates: u64,
    },
    /// A person sent a batch back to its uploader.
    BatchRefused {
        /// Its id.
        batch: String,
    },
    /// A second person approved what another issues on the command line.
    FileApproved {
        /// SHA-256 of the file in hexadecimal.
        file: String,
        /// How many certificates it was to give.
        certificates: u64,
        /// Who issues.
        operator: String,
    },
    /// The candidates of a batch are sent their private links again.
    LinksSent {
        /// Id of the batch.
        batch: String,
        /// How many letters were written.
        letters: u64,
    },
    /// An operator looked at the whole code.
    CodeShown,
    /// What was not issued of a batch by then is not issued.
    BatchCancelled {
        /// Its id.
        batch: String,
    },
    /// A centre may hold sessions.
    CentreAdded {
        /// Its id.
        centre: String,
    },
    /// An exam session was made.
    SessionAdded {
        /// Its id.
        session: String,
    },
    /// The candidates of a session were read from a list, in the place of any before.
    CandidatesImported {
        /// Id of the session.
        session: String,
        /// SHA-256 of the list in hexadecimal.
        file: String,
        /// How many they are.
        count: u32,
    },
    /// A centre has another name, kind or address.
    CentreChanged {
        /// Its id.
        centre: String,
        /// Which of its fields, separated by spaces.
        fields: String,
    },
    /// A centre that held no session was deleted.
    CentreRemoved {
        /// Its id.
        centre: String,
        /// Its name, which is free again.
        name: String,
    },
    /// A session is held otherwise than it was.
    SessionChanged {
        /// Its id.
        session: String,
        /// Which of its fields, separated by spaces.
        fields: String,
    },
    /// A session is not to take place.
    SessionCancelled {
        /// Its id.
        session: String,
    },
    /// A cancelled session takes place after all.
    SessionResumed {
        /// Its id.
        session: String,
    },
    /// A session was deleted with its candidates; no certificate came of it.
    SessionRemoved {
        /// Its id.
        session: String,
        /// Its number, which is free again.
        number: String,
    },
    /// A candidate was added to a session's list.
    CandidateAdded {
        /// Id of the session.
        session: String,
        /// Place in the list.
        place: u32,
    },
    /// What a session's list says of a candidate was changed.
    CandidateChanged {
        /// Id of the session.
        session: String,
        /// Place in the list.
        place: u32,
        /// Which fields, separated by spaces.
        fields: String,
    },
    /// A candidate was taken out of a session's list.
    CandidateRemoved {
        /// Id of the session.
        session: String,
        /// Place in the list.
        place: u32,
    },
    /// Signing was stopped on every machine.
    Frozen {
        /// Why, in the operator's words.
        reason: String,
    },
    /// Signing goes on.
    Thawed,
    /// The register was restored from a backup: what was given out since is unknown to it.
    Restored,
    /// What was issued was checked again, from the archive.
    SelfChecked {
        /// Certificates checked.
        checked: u64,
        /// Those with a defect.
        bad: u64,
    },
    /// A program may call the service.
    ClientAdded {
        /// Its name.
        client: String,
        /// What it may do: scopes, separated by spaces.
        scopes: String,
    },
    /// A program may no longer call the service.
    ClientDisabled {
        /// Its name.
        client: String,
    },
    /// A client was given an API key.
    ApiKeyIssued {
        /// The client's name.
        client: String,
        /// The key's public part.
        key: String,
        /// Until when it is accepted, if it ends by itself.
        expires_at: Option<DateTime<Utc>>,
    },
    /// An API key is no longer accepted.
    ApiKeyRevoked {
        /// The client's name.
        client: String,
        /// The key's public part.
        key: String,
    },
    /// Somebody reported a suspicious document.
    DocumentReported {
        /// Id of the report.
        report: String,
    },
    /// An operator dealt with a report.
    ReportHandled {
        /// Id of the report.
        report: String,
        /// What became of it; earlier versions asked nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<String>,
    },
    /// A new revocation list was signed.
    StatusListPublished {
        /// Number of the list.
        list: u32,
    },
    /// A client named an address where it is told of changes.
    WebhookAdded {
        /// Id of the webhook.
        webhook: String,
        /// Id of the client.
        client: String,
    },
    /// Nothing more is sent there, by the client's will.
    WebhookRemoved {
        /// Id of the webhook.
        webhook: String,
    },
    /// A new key signs its messages.
    WebhookKeyRotated {
        /// Id of the webhook.
        webhook: String,
        /// Number of the new key.
        generation: u32,
    },
    /// Nothing more is sent there, by the receiver's will or after days of failures.
    WebhookDisabled {
        /// Id of the webhook.
        webhook: String,
        /// `gone` or `failing`.
        why: String,
    },
    /// Messages are sent there again.
    WebhookEnabled {
        /// Id of the webhook.
        webhook: String,
    },
    /// Jobs that were given up were queued anew.
    JobsRetried {
        /// How many.
        count: u64,
    },
    /// A person may sign in.
    AccountAdded {
        /// Id of the account.
        account: String,
        /// What the person may do: roles, separated by spaces.
        roles: String,
    },
    /// A person has other roles.
    AccountRolesChanged {
        /// Id of the account.
        account: String,
        /// What the person may do: roles, separated by spaces.
        roles: String,
    },
    /// A person may no longer sign in.
    AccountDisabled {
        /// Id of the account.
        account: String,
    },
    /// A person may sign in again.
    AccountEnabled {
        /// Id of the account.
        account: String,
    },
    /// A person was given another password and second factor.
    AccountReset {
        /// Id of the account.
        account: String,
    },
    /// A link was made by which a person opens an account, for the first time or anew.
    AccountInvited {
        /// Id of the account.
        account: String,
    },
    /// The person opened it: chose a password and proved a second factor.
    InvitationAccepted {
        /// Id of the account.
        account: String,
    },
    /// A person chose another password.
    PasswordChanged {
        /// Id of the account.
        account: String,
    },
    /// A person signed in.
    SignedIn {
        /// Id of the account.
        account: String,
        /// `password` or `oidc`.
        how: String,
    },
    /// Somebody was not let in.
    SignInRefused {
        /// Id of the account, if it was the login of one.
        account: Option<String>,
        /// `wrong`, `locked` or `disabled`.
        why: String,
    },
    /// A person signed out.
    SignedOut {
        /// Id of the account.
        account: String,
    },
}
