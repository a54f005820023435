//! All integration tests, in one binary so that they link once. A module per area.
#[cfg(feature = "review")]
mod review;
mod split;
