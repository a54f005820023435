//! Mentions against `entities.jsonl`: every mention's entity is there, counts and articles agree.

use std::collections::{BTreeMap, BTreeSet};

use super::bead::mentions;
use super::document::version;
use super::{Faults, Place};
use crate::document::Side;
use crate::record::{BeadRecord, DocumentRecord, EntityRecord};

/// What the mentions say about the entities.
#[derive(Debug, Default)]
pub(super) struct Names {
    used: BTreeMap<String, Uses>,
    checked: BTreeSet<String>,
}

/// The uses of one entity.
#[derive(Debug, Default)]
struct Uses {
    /// The first place that names it, with the field.
    first: Option<(Place, String)>,
    zh: usize,
    en: usize,
    docs: BTreeSet<String>,
}

impl Names {
    /// Take the mentions of one article.
    pub(super) fn add(
        &mut self,
        place: &Place,
        document: &DocumentRecord,
        beads: &[(Place, BeadRecord)],
    ) {
        for side in Side::BOTH {
            for (index, mention) in version(document, side).entities.iter().enumerate() {
                let field = format!("{}.entities[{index}].entity", side.code());
                let uses = self.uses(&mention.entity, place, field);
                uses.docs.insert(document.id.clone());
                match side {
                    Side::Chinese => uses.zh += 1,
                    Side::English => uses.en += 1,
                }
            }
            for (place, bead) in beads {
                for (index, mention) in mentions(bead, side).iter().enumerate() {
                    let field = format!("{}_entities[{index}].entity", side.code());
                    self.uses(&mention.entity, place, field);
                }
            }
        }
    }

    fn uses(&mut self, entity: &str, place: &Place, field: String) -> &mut Uses {
        let uses = self.used.entry(entity.to_owned()).or_default();
        uses.first.get_or_insert_with(|| (place.clone(), field));
        uses
    }

    /// Check one record of `entities.jsonl`.
    pub(super) fn check(&mut self, place: &Place, entity: &EntityRecord, faults: &mut Faults) {
        self.checked.insert(entity.id.clone());
        let none = Uses::default();
        let uses = self.used.get(&entity.id).unwrap_or(&none);
        for (field, found, expected) in [
            ("mentions_zh", entity.mentions_zh, uses.zh),
            ("mentions_en", entity.mentions_en, uses.en),
        ] {
            if found != expected {
                faults.add(place, field, format!("is {found} and should be {expected}"));
            }
        }
        if !entity.docs.iter().eq(&uses.docs) {
            faults.add(place, "docs", "are not the articles that name it, sorted");
        }
        if entity.zh.is_empty() && entity.en.is_empty() {
            faults.add(place, "zh", "it has no name in either language");
        }
        for (field, preferred, aliases) in [
            ("zh_aliases", &entity.zh, &entity.zh_aliases),
            ("en_aliases", &entity.en, &entity.en_aliases),
        ] {
            if aliases.contains(preferred) {
                faults.add(place, field, "repeat the preferred name");
            }
            if !aliases.is_sorted_by(|left, right| left < right) {
                faults.add(place, field, "are not sorted, or one is there twice");
            }
        }
    }

    /// Report the entities that mentions name and no record describes.
    pub(super) fn check_missing(&mut self, faults: &mut Faults) {
        for (id, uses) in &self.used {
            let Some((place, field)) = uses.first.as_ref().filter(|_| !self.checked.contains(id))
            else {
                continue;
            };
            faults.add(place, field.clone(), format!("{id:?} is not in entities.jsonl"));
        }
    }
}
