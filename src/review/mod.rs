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
//! | [`realign`], [`everywhere`] | what a program proposes: a realignment, one change in many places |
//! | [`flags`] | the flags of a row as it stands now |
//! | [`moved`] | the rows that stand elsewhere in the other version |
//! | [`navigate`], [`concordance`] | finding: the next row, a word in the corpus |
//! | [`page`], [`diff`], [`serve`] | the pages, what of them to swap, and the server |
//! | `warm` | the models, loaded before somebody waits for them |
//! | [`html`] | the reading view as one file |
//! | [`corrections`] | what a review changed, for exports |

pub mod action;
pub mod carry;
pub mod concordance;
pub mod corpus;
pub mod corrections;
pub mod desk;
pub mod diff;
pub mod edit;
pub mod everywhere;
pub mod flags;
pub mod history;
pub mod html;
pub mod journal;
pub mod moved;
pub mod navigate;
pub mod page;
pub mod realign;
pub mod records;
pub mod serve;
pub mod state;
mod warm;

pub use corrections::Corrections;
pub use desk::{Desk, DeskError};
pub use serve::{ServeError, ServeOptions, serve};
