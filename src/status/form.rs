//! The six forms in which a list is published.

use super::StatusPurpose;

/// One of the forms of a list. All forms of one version say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A W3C Bitstring Status List as JSON-LD with two proofs.
    Document(StatusPurpose),
    /// A W3C Bitstring Status List as JWT (VC-JOSE-COSE).
    Jwt(StatusPurpose),
    /// An IETF Token Status List as JWT.
    TokenJwt,
    /// An IETF Token Status List as CWT.
    TokenCwt,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 6] = [
        Self::Document(StatusPurpose::Revocation),
        Self::Jwt(StatusPurpose::Revocation),
        Self::Document(StatusPurpose::Suspension),
        Self::Jwt(StatusPurpose::Suspension),
        Self::TokenJwt,
        Self::TokenCwt,
    ];

    /// The name in the register.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document(StatusPurpose::Revocation) => "bitstring-revocation-json",
            Self::Jwt(StatusPurpose::Revocation) => "bitstring-revocation-jwt",
            Self::Document(StatusPurpose::Suspension) => "bitstring-suspension-json",
            Self::Jwt(StatusPurpose::Suspension) => "bitstring-suspension-jwt",
            Self::TokenJwt => "token-jwt",
            Self::TokenCwt => "token-cwt",
        }
    }

    /// The form with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The media type, without parameters.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Document(_) => "application/vc",
            Self::Jwt(_) => "application/vc+jwt",
            Self::TokenJwt => "application/statuslist+jwt",
            Self::TokenCwt => "application/statuslist+cwt",
        }
    }

    /// Where this form of a list stands below the public address. The form that is sent to who
    /// asks for none in particular has the address of the list itself.
    pub fn path(self, list: u32) -> String {
        match self {
            Self::Document(purpose) => format!("status/{}/{list}", purpose.name()),
            Self::Jwt(purpose) => format!("status/{}/{list}.jwt", purpose.name()),
            Self::TokenJwt => format!("tsl/{list}"),
            Self::TokenCwt => format!("tsl/{list}.cwt"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_form_has_a_name_and_an_address_of_its_own() {
        for form in Form::ALL {
            assert_eq!(Form::from_name(form.name()), Some(form));
        }
        let paths: BTreeSet<String> = Form::ALL.iter().map(|form| form.path(7)).collect();
        assert_eq!(paths.len(), Form::ALL.len());
        assert_eq!(Form::from_name("gzip"), None);
    }
}
