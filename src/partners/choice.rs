//! Which of several certificates is meant: one person's last one in force.

use chrono::{DateTime, NaiveDate, Utc};

use crate::credential::CertificateId;
use crate::store::Force;

/// A certificate that answers a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) id: CertificateId,
    pub(super) person: [u8; 32],
    pub(super) exam_date: NaiveDate,
    pub(super) issued_at: DateTime<Utc>,
    pub(super) force: Force,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    None,
    One(CertificateId),
    Several,
}

impl Choice {
    pub(super) fn one(&self) -> Option<CertificateId> {
        match self {
            Self::One(id) => Some(*id),
            Self::None | Self::Several => None,
        }
    }
}

/// The last certificate in force; if there is none, the last suspended, revoked or replaced one.
///
/// Persons are told apart only among the best of these kinds that there is: a certificate that was
/// revoked for a wrong name, or replaced by one with the right name, is no second person. One that is
/// suspended may be in force again tomorrow, so its holder counts beside those in force.
pub(super) fn choose(candidates: Vec<Candidate>) -> Choice {
    let tier = |force| match force {
        Force::InForce | Force::Suspended => 0,
        Force::Revoked => 1,
        Force::Superseded => 2,
    };
    let Some(best) = candidates.iter().map(|it| tier(it.force)).min() else {
        return Choice::None;
    };
    let mut best: Vec<Candidate> = candidates
        .into_iter()
        .filter(|it| tier(it.force) == best)
        .collect();
    if best.windows(2).any(|pair| pair[0].person != pair[1].person) {
        return Choice::Several;
    }
    best.sort_by_key(|it| {
        let in_force = it.force == Force::InForce;
        (in_force, it.exam_date, it.issued_at, it.id)
    });
    best.last()
        .map_or(Choice::None, |last| Choice::One(last.id))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn candidate(id: u128, person: u8, exam: &str, force: Force) -> Candidate {
        Candidate {
            id: CertificateId(Uuid::from_u128(id)),
            person: [person; 32],
            exam_date: exam.parse().unwrap(),
            issued_at: "2026-06-09T08:00:00Z".parse().unwrap(),
            force,
        }
    }

    fn chosen(candidates: &[Candidate]) -> Choice {
        let forwards = choose(candidates.to_vec());
        let backwards = choose(candidates.iter().rev().copied().collect());
        assert_eq!(forwards, backwards, "the order does not matter");
        forwards
    }

    fn one(id: u128) -> Choice {
        Choice::One(CertificateId(Uuid::from_u128(id)))
    }

    #[test]
    fn the_last_certificate_is_meant() {
        assert_eq!(chosen(&[]), Choice::None);
        let earlier = candidate(2, 1, "2025-05-01", Force::InForce);
        let later = candidate(1, 1, "2026-05-01", Force::InForce);
        assert_eq!(chosen(&[earlier, later]), one(1));
    }

    #[test]
    fn one_in_force_is_meant_rather_than_a_later_one_that_is_not() {
        let earlier = candidate(1, 1, "2025-05-01", Force::InForce);
        for force in [Force::Suspended, Force::Revoked, Force::Superseded] {
            let later = candidate(2, 1, "2026-05-01", force);
            assert_eq!(chosen(&[earlier, later]), one(1), "{force:?}");
            assert_eq!(chosen(&[later]), one(2), "{force:?}");
        }
        let revoked = candidate(3, 1, "2024-05-01", Force::Revoked);
        let replaced = candidate(4, 1, "2026-05-01", Force::Superseded);
        assert_eq!(chosen(&[revoked, replaced]), one(3));
    }

    #[test]
    fn several_persons_are_not_one() {
        let one_person = candidate(1, 1, "2025-05-01", Force::InForce);
        for force in [Force::InForce, Force::Suspended] {
            let other = candidate(2, 2, "2026-05-01", force);
            assert_eq!(chosen(&[one_person, other]), Choice::Several);
        }
    }

    #[test]
    fn a_corrected_name_is_no_second_person() {
        let right = candidate(2, 2, "2026-05-01", Force::InForce);
        for force in [Force::Revoked, Force::Superseded] {
            let wrong = candidate(1, 1, "2026-05-01", force);
            assert_eq!(chosen(&[wrong, right]), one(2));
        }
    }
}
