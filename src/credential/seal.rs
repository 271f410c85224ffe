//! The seal: the signed bytes in the QR code.
/// COSE_Sign1 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBytes(pub Vec<u8>);
/// What a seal claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealClaims {}
/// Why a seal can't be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {}
