//! Bulk verification against registers with a few certificates in them.
