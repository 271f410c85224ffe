//! Where holders are told of acts: at the address that the results file gave, as long as it is kept.

use super::Office;
use crate::credential::CertificateId;
use crate::results::FinalizedResult;
use crate::store::{self, Store};

/// Corrections of corrections that are followed to the file that gave an address.
const MOST_CORRECTIONS: usize = 8;

/// What becomes of the holder's letter about an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderLetter {
    /// It is written with the act.
    Written,
    /// No address is known, or none any more.
    NoAddress,
    /// The service writes none.
    Off,
}

/// What would become of the letter, were the act done now.
pub async fn holder_letter(
    office: &Office<'_>,
    id: CertificateId,
) -> Result<HolderLetter, store::Error> {
    Ok(if !office.tells_holders {
        HolderLetter::Off
    } else if address_for(office, id).await?.is_some() {
        HolderLetter::Written
    } else {
        HolderLetter::NoAddress
    })
}

/// The address to write to, if letters are written.
pub(super) async fn address_for(
    office: &Office<'_>,
    id: CertificateId,
) -> Result<Option<String>, store::Error> {
    if office.tells_holders {
        holder_address(office.store, id).await
    } else {
        Ok(None)
    }
}

/// The holder's address, as long as the file that gave it is kept: that of the certificate, or of
/// the one that it corrects.
pub async fn holder_address(
    store: &Store,
    id: CertificateId,
) -> Result<Option<String>, store::Error> {
    let mut next = Some(id);
    for _ in 0..MOST_CORRECTIONS {
        let Some(id) = next else { break };
        let row = store.row_of_certificate(id).await?;
        let address = row.and_then(|(_, row)| candidate(row.result.as_deref()?));
        if address.is_some() {
            return Ok(address);
        }
        let certificate = store.find(id).await?;
        next = certificate.and_then(|certificate| certificate.supersedes);
    }
    Ok(None)
}

fn candidate(result: &[u8]) -> Option<String> {
    let result: FinalizedResult = serde_json::from_slice(result).ok()?;
    result.contact.candidate
}
