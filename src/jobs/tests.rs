//! The contract of the queue.
