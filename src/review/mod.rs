//! The review desk: where a translator checks and repairs the alignment in the browser.
//!
//! | module | owns |
//! |---|---|
//! | [`state`] | an article under review: what it is, and its invariants |
//! | [`action`] | what a reviewer can do, and why it can be refused |
//! | [`edit`] | the one pure function from a state and an action to the next state |
//! | [`history`] | undo and redo |
//! | [`journal`] | every action on disk |
//! | [`corpus`], [`records`] | the corpus folder, and between its records and states |
//! | [`carry`] | corrections of an earlier build of the corpus |
//! | [`desk`] | all of these together: the articles of a corpus, what was done to them |
//! | [`corrections`] | what a review changed, for exports |

pub mod action;
pub mod carry;
pub mod corpus;
pub mod corrections;
pub mod desk;
pub mod edit;
pub mod history;
pub mod journal;
pub mod records;
pub mod state;

pub use corrections::Corrections;
pub use desk::{Desk, DeskError};
