//! Whole flows through the public door: the real binary, real files.

mod crash;
mod life;
mod web;
