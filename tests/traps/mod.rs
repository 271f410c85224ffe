//! What implementers of credentials get wrong, one test for each trap, named after it. The numbers
//! are those of the project's list of traps; 11 (a second kind of key for wallets) and 21
//! (transparency logs) are about things that are not here.

mod credentials;
mod issuer;
mod lists;
