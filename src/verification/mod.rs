//! Answers whether a code, a QR or a PDF is authentic: evidence is gathered, then judged.

mod verdict;

pub use verdict::{
    AttestedFacts, Check, CheckName, Outcome, Presented, Reason, Verdict, Verification,
};
