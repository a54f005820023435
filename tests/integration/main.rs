//! All integration tests, in one binary so that they link once. A module per area.
mod split;
