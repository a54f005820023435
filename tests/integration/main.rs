//! All integration tests, in one binary so that they link once. A module per area.
mod gold;
#[cfg(feature = "review")]
mod review;
mod split;

mod read;
mod tag;
