//! The review desk: where a translator checks and repairs the alignment in the browser.
//!
//! [`state`] is an article under review, [`action`] what can be done to it, [`edit`] the one pure
//! function from one to the next, [`history`] undo and redo.

pub mod action;
pub mod edit;
pub mod history;
pub mod state;
