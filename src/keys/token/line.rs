//! An open session with a token: logs in, finds keys, signs.

use std::collections::BTreeMap;

use cryptoki::context::Pkcs11;
use cryptoki::error::{Error as Pkcs11Error, RvError};
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use secrecy::SecretString;

use super::library::MOST_NAMES;
use super::{Fault, KeyName};
use crate::keys::entry::Algorithm;

/// A session in which the user is logged in.
pub(super) struct Line {
    slot: Slot,
    session: Session,
    /// Label of the token.
    token: String,
    keys: BTreeMap<(KeyName, &'static str), ObjectHandle>,
}

/// What a token says of a key.
struct Facts {
    key_type: Option<KeyType>,
    curve: Option<Vec<u8>>,
}

impl Line {
    /// Opens a session and logs in.
    pub(super) fn open(
        context: &Pkcs11,
        slot: Slot,
        info: &TokenInfo,
        pin: &SecretString,
    ) -> Result<Self, Fault> {
        let session = context.open_ro_session(slot)?;
        if info.login_required() {
            log_in(context, slot, &session, info, pin)?;
        }
        Ok(Self {
            slot,
            session,
            token: info.label().to_owned(),
            keys: BTreeMap::new(),
        })
    }

    pub(super) fn sign(
        &mut self,
        context: &Pkcs11,
        name: &KeyName,
        kind: Algorithm,
        input: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        let known = self.keys.get(&(name.clone(), kind.name())).copied();
        let key = match known {
            Some(key) => key,
            None => self.private_key(context, name, kind)?,
        };
        self.keys.insert((name.clone(), kind.name()), key);
        Ok(self.session.sign(&kind.mechanism(), key, input)?)
    }

    /// The only private key of this name and kind, if it may sign and the token can.
    fn private_key(
        &self,
        context: &Pkcs11,
        name: &KeyName,
        kind: Algorithm,
    ) -> Result<ObjectHandle, Fault> {
        let mut wanted = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
        wanted.extend(name.attributes());
        let named = self.session.find_objects(&wanted)?;
        let (mut fitting, mut other) = (Vec::new(), None);
        for key in &named {
            let Facts { key_type, curve } = self.facts(*key)?;
            match kind.is(key_type, curve.as_deref()) {
                Ok(()) => fitting.push(*key),
                Err(found) => other = Some(found),
            }
        }
        let key = match (fitting.as_slice(), other) {
            ([key], _) => *key,
            ([], None) => {
                return Err(Fault::NoKey {
                    token: self.token.clone(),
                    key: name.to_string(),
                    seen: self.private_labels()?,
                });
            }
            ([], Some(found)) => {
                return Err(Fault::Kind {
                    token: self.token.clone(),
                    key: name.to_string(),
                    kind: kind.name(),
                    found,
                });
            }
            (several, _) => {
                return Err(Fault::ManyKeys {
                    token: self.token.clone(),
                    key: name.to_string(),
                    kind: kind.name(),
                    found: several.len(),
                });
            }
        };
        self.permitted(key, name)?;
        // The list of all mechanisms would name kinds that the binding doesn't know, each with an
        // error in the log.
        match context.get_mechanism_info(self.slot, kind.mechanism_type()) {
            Ok(_) => Ok(key),
            Err(Pkcs11Error::Pkcs11(RvError::MechanismInvalid, _)) => Err(Fault::Mechanism {
                token: self.token.clone(),
                mechanism: kind.mechanism_name(),
                kind: kind.name(),
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// A key that asks for the PIN at every signature needs a person beside it.
    fn permitted(&self, key: ObjectHandle, name: &KeyName) -> Result<(), Fault> {
        let refused = |reason| {
            Err(Fault::Forbidden {
                token: self.token.clone(),
                key: name.to_string(),
                reason,
            })
        };
        if let Some(Attribute::Sign(false)) = self.attribute(key, AttributeType::Sign)? {
            return refused("its attribute CKA_SIGN is false");
        }
        let always = self.attribute(key, AttributeType::AlwaysAuthenticate)?;
        if let Some(Attribute::AlwaysAuthenticate(true)) = always {
            return refused("it asks for the PIN at every signature (CKA_ALWAYS_AUTHENTICATE)");
        }
        Ok(())
    }

    /// The point of the only public key of this name and kind, which has a private half that may
    /// sign.
    pub(super) fn public_key(
        &self,
        context: &Pkcs11,
        name: &KeyName,
        kind: Algorithm,
    ) -> Result<Vec<u8>, Fault> {
        self.private_key(context, name, kind)?;
        let mut wanted = vec![Attribute::Class(ObjectClass::PUBLIC_KEY)];
        wanted.extend(name.attributes());
        let mut points = Vec::new();
        for key in self.session.find_objects(&wanted)? {
            let Facts { key_type, curve } = self.facts(key)?;
            if kind.is(key_type, curve.as_deref()).is_err() {
                continue;
            }
            if let Some(Attribute::EcPoint(value)) = self.attribute(key, AttributeType::EcPoint)? {
                points.extend(kind.point(&value));
            }
        }
        match points.pop() {
            Some(point) if points.is_empty() => Ok(point),
            _ => Err(Fault::NoPublicKey {
                token: self.token.clone(),
                key: name.to_string(),
                kind: kind.name(),
            }),
        }
    }

    fn facts(&self, key: ObjectHandle) -> Result<Facts, Fault> {
        let key_type = match self.attribute(key, AttributeType::KeyType)? {
            Some(Attribute::KeyType(key_type)) => Some(key_type),
            _ => None,
        };
        let curve = match self.attribute(key, AttributeType::EcParams)? {
            Some(Attribute::EcParams(curve)) => Some(curve),
            _ => None,
        };
        Ok(Facts { key_type, curve })
    }

    /// An attribute, if the token tells it.
    fn attribute(
        &self,
        key: ObjectHandle,
        which: AttributeType,
    ) -> Result<Option<Attribute>, Fault> {
        match self.session.get_attributes(key, &[which]) {
            Ok(mut values) => Ok(values.pop()),
            Err(error) => {
                let fault = Fault::from(error);
                if fault.is_loss() {
                    Err(fault)
                } else {
                    Ok(None)
                }
            }
        }
    }

    fn private_labels(&self) -> Result<Vec<String>, Fault> {
        let all = [Attribute::Class(ObjectClass::PRIVATE_KEY)];
        let mut labels = Vec::new();
        for key in self
            .session
            .find_objects(&all)?
            .into_iter()
            .take(MOST_NAMES)
        {
            if let Some(Attribute::Label(label)) = self.attribute(key, AttributeType::Label)? {
                labels.push(format!("`{}`", String::from_utf8_lossy(&label)));
            }
        }
        Ok(labels)
    }
}

/// Logs in with one try, unless that try could lock the token: a service that is started again and
/// again with a wrong PIN must not use the last one up.
fn log_in(
    context: &Pkcs11,
    slot: Slot,
    session: &Session,
    info: &TokenInfo,
    pin: &SecretString,
) -> Result<(), Fault> {
    let token = info.label().to_owned();
    let not_tried = |reason| {
        Err(Fault::PinNotTried {
            token: token.clone(),
            reason,
        })
    };
    if !info.user_pin_initialized() {
        return not_tried("the token has none yet");
    }
    if info.user_pin_locked() {
        return not_tried("the token is locked after too many wrong PINs");
    }
    if info.user_pin_final_try() {
        return not_tried("one more wrong PIN locks the token");
    }
    let code = match session.login(UserType::User, Some(pin)) {
        Ok(()) => return Ok(()),
        Err(Pkcs11Error::Pkcs11(code, function)) => match code {
            // Who is logged in is a state of the process: another session did it.
            RvError::UserAlreadyLoggedIn => return Ok(()),
            RvError::PinIncorrect
            | RvError::PinInvalid
            | RvError::PinLenRange
            | RvError::PinExpired
            | RvError::PinLocked => code,
            other => return Err(Pkcs11Error::Pkcs11(other, function).into()),
        },
        Err(other) => return Err(other.into()),
    };
    Err(Fault::Pin {
        token,
        tries: tries_left(code, context.get_token_info(slot).ok().as_ref()),
    })
}

/// PKCS#11 has no counter, only three warnings (§4.4, `CKF_USER_PIN_…`).
fn tries_left(code: RvError, info: Option<&TokenInfo>) -> &'static str {
    let is = |flag: fn(&TokenInfo) -> bool| info.is_some_and(flag);
    if code == RvError::PinExpired {
        "it has expired"
    } else if code == RvError::PinLocked || is(TokenInfo::user_pin_locked) {
        "the token is locked now"
    } else if is(TokenInfo::user_pin_final_try) {
        "one more wrong PIN locks the token"
    } else if is(TokenInfo::user_pin_count_low) {
        "a wrong PIN was entered at least once since the last right one, and too many lock the token"
    } else {
        "how many tries are left, it does not say"
    }
}
