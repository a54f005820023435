//! All integration tests, in one binary so that they link once. A module per area.
#[cfg(feature = "cli")]
mod adapt;
mod align;
#[cfg(feature = "cli")]
mod broken;
#[cfg(feature = "cli")]
mod command_line;
mod gold;
mod link;
mod properties;
#[cfg(feature = "review")]
mod review;
mod split;

mod read;
mod tag;
#[cfg(feature = "cli")]
mod write;
