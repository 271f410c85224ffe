//! An invented certificate for the tests of this room.

use std::sync::Arc;

use chrono::{NaiveDate, TimeZone, Utc};

use super::Template;
use crate::credential::{
    CertificateFacts, CertificateId, IssuerProfile, StatusReference, VerificationCode,
};
use crate::framework::{Folder, Framework};
use crate::i18n::Language;
use crate::results::Identity;

/// A shipped template.
pub(super) fn template(name: &str) -> Template {
    let folder = Folder::embedded()
        .into_iter()
        .find(|folder| folder.name == name)
        .unwrap();
    let framework = Framework::parse(&folder).unwrap();
    Template::new(&folder, Arc::new(framework)).unwrap()
}

/// An ordinary certificate of the template's framework.
pub(super) fn facts(template: &Template) -> CertificateFacts {
    let framework = template.framework();
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let score = framework.max_score * 54 / 100;
    let reachable = usize::from(framework.max_level) + 1;
    CertificateFacts {
        id: CertificateId("019e2b1c-7f00-7abc-8def-0123456789ab".parse().unwrap()),
        code: VerificationCode::from_random([1, 2, 3, 4, 5, 6, 7, 8, 9]),
        framework: framework.id.clone(),
        framework_version: framework.version,
        language: Language::French,
        holder: Identity {
            last_name: "Kervadec-Oduya".to_owned(),
            first_name: "Maëlle".to_owned(),
            birth_date: day(1998, 3, 14),
            birth_place: "Quimper".to_owned(),
            local_id: None,
            ine: None,
        },
        centre: "Lycée des Dunes, Douarnenez".to_owned(),
        exam_date: day(2026, 5, 21),
        delivery_date: day(2026, 6, 9),
        issued_at: Utc.with_ymd_and_hms(2026, 6, 9, 8, 30, 0).unwrap(),
        score,
        degraded: false,
        levels: (0..framework.competences().count())
            .map(|i| u8::try_from((i * 5 + 3) % reachable).unwrap())
            .collect(),
        global_level: framework.global_level(score).map(|level| level.number),
        status: StatusReference {
            list: 1,
            index: 4711,
        },
        issuer: IssuerProfile {
            name: "Institut des savoirs numériques".to_owned(),
            signatory: "Hortense Lavigerie-Sow".to_owned(),
            role: "Directrice de la certification".to_owned(),
        },
        verify_url: "HTTPS://SCEAU.EXAMPLE/V".to_owned(),
        specimen: false,
    }
}
