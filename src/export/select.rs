//! Which beads are exported.

use std::collections::BTreeSet;

use crate::document::Role;
use crate::record::{BeadRecord, Status};

/// Conditions that a bead must meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The lowest confidence, 0–1. What a reviewer confirmed or edited passes with any.
    pub min_confidence: f64,
    /// The statuses; by default all but rejected.
    pub statuses: BTreeSet<Status>,
    /// The roles; empty for all.
    pub roles: BTreeSet<Role>,
}

impl Default for Selection {
    fn default() -> Self {
        let statuses = [Status::Auto, Status::Confirmed, Status::Edited].into();
        Self { min_confidence: 0.0, statuses, roles: BTreeSet::new() }
    }
}

impl Selection {
    /// Whether the bead is exported.
    pub fn keeps(&self, bead: &BeadRecord) -> bool {
        let reviewed = matches!(bead.status, Status::Confirmed | Status::Edited);
        self.statuses.contains(&bead.status)
            && (self.roles.is_empty() || self.roles.contains(&bead.role))
            && (reviewed || bead.confidence.value() >= self.min_confidence)
    }
}
