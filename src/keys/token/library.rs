//! What is asked of a loaded module: tokens, sessions, keys, signatures.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Pkcs11Error, RvError};
use cryptoki::slot::{Slot, TokenInfo};
use secrecy::SecretString;

use super::line::Line;
use super::{Fault, KeyName};
use crate::keys::entry::Algorithm;

/// How long a token that could not be reached again is left alone: a batch of a thousand rows
/// shall not try a thousand times.
const REST: Duration = Duration::from_secs(2);
/// After what time a token that is not there at the start is looked for once more.
const SECOND_LOOK: Duration = Duration::from_millis(200);
/// How many names an error lists.
pub(super) const MOST_NAMES: usize = 10;

/// How a token is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::keys) enum Wanted {
    Label(String),
    Serial(String),
}

impl Wanted {
    fn is(&self, info: &TokenInfo) -> bool {
        match self {
            Self::Label(label) => info.label() == label,
            Self::Serial(serial) => info.serial_number() == serial,
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(label) => write!(f, "label `{label}`"),
            Self::Serial(serial) => write!(f, "serial number `{serial}`"),
        }
    }
}

/// A token and what opens it.
pub(in crate::keys) struct Address {
    pub(in crate::keys) module: PathBuf,
    pub(in crate::keys) wanted: Wanted,
    pub(in crate::keys) pin: SecretString,
}

/// A module, and the sessions that are open.
pub(super) struct Library {
    path: PathBuf,
    loaded: Option<Pkcs11>,
    started: bool,
    lines: BTreeMap<Wanted, Line>,
    /// Tokens that refused their PIN: a second try could lock them.
    refused: BTreeMap<Wanted, Fault>,
    /// Tokens that could not be reached again, or keys that were no longer found in them, since
    /// when, and why.
    resting: BTreeMap<(Wanted, Option<KeyName>), (Instant, Fault)>,
}

impl Library {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            loaded: None,
            started: false,
            lines: BTreeMap::new(),
            refused: BTreeMap::new(),
            resting: BTreeMap::new(),
        }
    }

    /// Signs a message: 64 bytes, as the token gave them.
    pub(super) fn sign(
        &mut self,
        address: &Address,
        name: &KeyName,
        kind: Algorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        let input = kind.input(message);
        self.reconnecting((address, name), |library| {
            let context = library.context()?;
            let line = library.line(address)?;
            line.sign(&context, name, kind, &input)
        })
    }

    /// The public half that the token has beside a private key, as a point of the curve.
    pub(super) fn public_key(
        &mut self,
        address: &Address,
        name: &KeyName,
        kind: Algorithm,
    ) -> Result<Vec<u8>, Fault> {
        self.reconnecting((address, name), |library| {
            let context = library.context()?;
            library.line(address)?.public_key(&context, name, kind)
        })
    }

    /// Does it; if the token was lost, connects anew and does it again, once. A token that is not
    /// there at the start may be one that another process is just writing to (some modules leave it out
    /// then): it is looked for once more, a moment later.
    fn reconnecting<T>(
        &mut self,
        (address, name): (&Address, &KeyName),
        act: impl Fn(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        for part in [None, Some(name.clone())] {
            let place = (address.wanted.clone(), part);
            if let Some((since, fault)) = self.resting.get(&place) {
                if since.elapsed() < REST {
                    return Err(fault.clone());
                }
                self.resting.remove(&place);
            }
        }
        let fresh = !self.started;
        let fault = match act(self) {
            Err(fault) if fault.is_loss() => fault,
            answer => return answer,
        };
        if fresh {
            std::thread::sleep(SECOND_LOOK);
        } else {
            tracing::warn!(token = %address.wanted, %fault, "the token was lost: connecting anew, once");
        }
        self.stop();
        let answer = act(self);
        match &answer {
            Err(fault) if fault.is_loss() => {
                // A key that is not there says nothing about the others.
                let part = matches!(fault, Fault::NoKey { .. }).then(|| name.clone());
                let rest = (Instant::now(), fault.clone());
                self.resting.insert((address.wanted.clone(), part), rest);
            }
            Err(_) => {}
            Ok(_) => tracing::info!(token = %address.wanted, "the token answers again"),
        }
        answer
    }

    /// Ends every session and the module's own state: the way back from a lost token that every
    /// module knows. Only this thread calls the module, so nobody is in the middle of a call.
    fn stop(&mut self) {
        self.lines.clear();
        if let Some(context) = &self.loaded {
            // What can't be ended is replaced by the new start.
            let _ = context.clone().finalize();
        }
        self.started = false;
    }

    /// The module, loaded and started.
    fn context(&mut self) -> Result<Pkcs11, Fault> {
        let fault = |reason: String| Fault::Module {
            module: self.path.display().to_string(),
            reason,
        };
        let context = match &self.loaded {
            Some(context) => context.clone(),
            None => Pkcs11::new(&self.path).map_err(|error| match error {
                Pkcs11Error::LibraryLoading(error) => fault(error.to_string()),
                other => fault(other.to_string()),
            })?,
        };
        self.loaded = Some(context.clone());
        if !self.started {
            let arguments = CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK);
            match context.initialize(arguments) {
                Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
                Err(error) => return Err(fault(Fault::from(error).to_string())),
            }
            self.started = true;
        }
        Ok(context)
    }

    /// The session with the token, opened if there is none.
    fn line(&mut self, address: &Address) -> Result<&mut Line, Fault> {
        if let Some(fault) = self.refused.get(&address.wanted) {
            return Err(fault.clone());
        }
        let context = self.context()?;
        // Taken out and put back: a session that fails to open leaves nothing behind.
        let line = match self.lines.remove(&address.wanted) {
            Some(line) => line,
            None => self.open(&context, address)?,
        };
        Ok(self.lines.entry(address.wanted.clone()).or_insert(line))
    }

    fn open(&mut self, context: &Pkcs11, address: &Address) -> Result<Line, Fault> {
        let (slot, info) = self.find(context, &address.wanted)?;
        Line::open(context, slot, &info, &address.pin).inspect_err(|fault| {
            if matches!(fault, Fault::Pin { .. }) {
                self.refused.insert(address.wanted.clone(), fault.clone());
            }
        })
    }

    /// The only token that is wanted.
    fn find(&self, context: &Pkcs11, wanted: &Wanted) -> Result<(Slot, TokenInfo), Fault> {
        let mut seen = Vec::new();
        for slot in context.get_slots_with_token()? {
            // A slot whose card was just drawn, or that was never set up, is no token.
            let Ok(info) = context.get_token_info(slot) else {
                continue;
            };
            if info.token_initialized() {
                seen.push((slot, info));
            }
        }
        let name = |info: &TokenInfo| format!("`{}` ({})", info.label(), info.serial_number());
        let names: Vec<String> = seen.iter().map(|(_, info)| name(info)).collect();
        let mut found: Vec<_> = seen
            .into_iter()
            .filter(|(_, info)| wanted.is(info))
            .collect();
        match (found.pop(), found.is_empty()) {
            (Some(one), true) => Ok(one),
            (None, _) => Err(Fault::NoToken {
                wanted: wanted.to_string(),
                module: self.path.display().to_string(),
                seen: names.into_iter().take(MOST_NAMES).collect(),
            }),
            (Some(last), false) => Err(Fault::ManyTokens {
                wanted: wanted.to_string(),
                seen: found
                    .iter()
                    .chain([&last])
                    .map(|(_, info)| name(info))
                    .collect(),
            }),
        }
    }
}
