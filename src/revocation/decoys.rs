//! Decoys: places that pretend, so that the number of set places does not tell how many
//! certificates were put out of force, and new ones appear when nothing happened.

use crate::status::{LIST_CAPACITY, StatusPurpose};
use crate::store::Decoy;

/// Decoys of a list at its first publication: this many and up to as many again.
const FIRST: u32 = 32;

/// Decoys added at each later publication: fewer than this.
const LATER: u32 = 4;

/// One in so many suspended decoys is reinstated at each publication.
const REINSTATED_ONE_IN: u32 = 8;

/// What changes among the decoys of a list when it is published. `random` is the operating
/// system's randomness. Drawn places that are taken stay what they are.
pub(super) fn plan<E>(
    purpose: StatusPurpose,
    first: bool,
    present: &[(u32, Decoy)],
    mut random: impl FnMut() -> Result<u32, E>,
) -> Result<Vec<(u32, Decoy)>, E> {
    let pretended = match purpose {
        StatusPurpose::Revocation => Decoy::Revoked,
        StatusPurpose::Suspension => Decoy::Suspended,
    };
    let new = if first {
        FIRST + random()? % FIRST
    } else {
        random()? % LATER
    };
    let mut changes = Vec::new();
    for _ in 0..new {
        changes.push((random()? % LIST_CAPACITY, pretended));
    }
    if purpose == StatusPurpose::Suspension {
        for (index, decoy) in present {
            if *decoy == Decoy::Suspended && random()? % REINSTATED_ONE_IN == 0 {
                changes.push((*index, Decoy::Idle));
            }
        }
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn counting() -> impl FnMut() -> Result<u32, Infallible> {
        let mut next = 0;
        move || {
            next += 1;
            Ok(next)
        }
    }

    #[test]
    fn a_new_list_starts_with_decoys() {
        let Ok(changes) = plan(StatusPurpose::Revocation, true, &[], counting());
        assert!(changes.len() >= FIRST as usize);
        assert!(changes.iter().all(|(_, decoy)| *decoy == Decoy::Revoked));
    }

    #[test]
    fn revoked_decoys_never_come_back_and_suspended_ones_sometimes_do() {
        let present: Vec<_> = (0..64)
            .flat_map(|index| [(index, Decoy::Suspended), (index + 100, Decoy::Revoked)])
            .collect();
        let Ok(revocation) = plan(StatusPurpose::Revocation, false, &present, counting());
        assert!(revocation.iter().all(|(_, decoy)| *decoy == Decoy::Revoked));
        let Ok(suspension) = plan(StatusPurpose::Suspension, false, &present, counting());
        let idle: Vec<_> = suspension
            .iter()
            .filter(|(_, decoy)| *decoy == Decoy::Idle)
            .collect();
        assert_eq!(idle.len(), 8);
        assert!(idle.iter().all(|(index, _)| *index < 64));
    }
}
