//! What a review changed, for those who write the corpus in another format.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::carry::Unfitting;
use super::corpus::ArticleRecords;
use super::desk::{Desk, DeskError};
use super::journal::Journal;
use super::records;
use super::state::{ArticleState, EntityNames};
use crate::document::Side;
use crate::mention::Label;
use crate::record::{BeadRecord, DocumentRecord, EntityRecord, Score};
use crate::text::CharSpan;

/// The corrections of a reviewed corpus.
#[derive(Debug)]
pub struct Corrections {
    desk: Desk,
}

impl Corrections {
    /// Read the corrections of a corpus folder; `None` if it was never reviewed.
    ///
    /// # Errors
    /// If the folder or its journal cannot be read.
    pub fn open(folder: &Path) -> Result<Option<Self>, DeskError> {
        if !Journal::exists(folder) {
            return Ok(None);
        }
        Ok(Some(Self { desk: Desk::open(folder)? }))
    }

    /// The records of an article with its corrections; unchanged if it has none.
    pub fn apply(
        &self,
        document: DocumentRecord,
        beads: Vec<BeadRecord>,
    ) -> (DocumentRecord, Vec<BeadRecord>) {
        match self.desk.index_of(&document.id) {
            Some(index) if self.desk.sequence(index) > 0 => {
                let ArticleRecords { document, beads } =
                    records::records(self.desk.state(index), &document);
                (document, beads)
            }
            _ => (document, beads),
        }
    }

    /// The entities of the corpus with their names and counts as reviewed.
    pub fn entities(&self, entities: Vec<EntityRecord>) -> Vec<EntityRecord> {
        reviewed_entities(&self.desk, entities)
    }

    /// Corrections of an earlier build that fit nowhere in the present one, by article.
    pub fn unfitting(&self) -> Vec<(&str, &Unfitting)> {
        self.desk.unfitting().collect()
    }

    /// Ids of reviewed articles that the corpus does not hold any more.
    pub fn missing(&self) -> &[String] {
        self.desk.missing()
    }
}

/// The entities with what reviewed articles changed in them, in the order of their ids.
pub fn reviewed_entities(desk: &Desk, entities: Vec<EntityRecord>) -> Vec<EntityRecord> {
    let mut by_id: BTreeMap<String, EntityRecord> =
        entities.into_iter().map(|entity| (entity.id.clone(), entity)).collect();
    for index in (0..desk.len()).filter(|&index| desk.sequence(index) > 0) {
        let history = desk.history(index);
        let (before, after) = (Named::of(history.base()), Named::of(history.state()));
        let ids: BTreeSet<_> = before.0.keys().chain(after.0.keys()).copied().collect();
        for id in ids {
            let entity = by_id.entry(id.to_owned()).or_insert_with(|| blank(id, &after));
            update(entity, &history.base().id, before.0.get(id), after.0.get(id));
        }
        for (id, names) in &history.state().names {
            by_id.entry(id.clone()).and_modify(|entity| rename(entity, names));
        }
    }
    by_id.into_values().filter(|entity| entity.mentions_zh + entity.mentions_en > 0).collect()
}

/// The mentions of an article by entity: their texts on both sides, with the number of each.
struct Named<'a>(BTreeMap<&'a str, EntityMentions<'a>>);

#[derive(Default)]
struct EntityMentions<'a> {
    zh: Vec<&'a str>,
    en: Vec<&'a str>,
    labels: BTreeMap<Label, usize>,
}

impl<'a> Named<'a> {
    fn of(state: &'a ArticleState) -> Self {
        let mut named: BTreeMap<&str, EntityMentions<'_>> = BTreeMap::new();
        for side in Side::BOTH {
            let version = state.side(side);
            for (&start, mention) in version.mentions.iter().filter(|(_, m)| !m.entity.is_empty()) {
                let text = version.slice(CharSpan::new(start, mention.end));
                let entry = named.entry(&mention.entity).or_default();
                *entry.labels.entry(mention.label).or_default() += 1;
                match side {
                    Side::Chinese => entry.zh.push(text),
                    Side::English => entry.en.push(text),
                }
            }
        }
        Self(named)
    }
}

/// An entity that only a reviewer made.
fn blank(id: &str, named: &Named<'_>) -> EntityRecord {
    let mentions = named.0.get(id);
    let first = |texts: Option<&Vec<&str>>| {
        texts.and_then(|texts| texts.first()).map_or_else(String::new, |text| (*text).to_owned())
    };
    let label = mentions.and_then(|m| m.labels.iter().max_by_key(|(_, count)| **count));
    EntityRecord {
        id: id.to_owned(),
        label: label.map_or(Label::Misc, |(label, _)| *label),
        zh: first(mentions.map(|m| &m.zh)),
        en: first(mentions.map(|m| &m.en)),
        zh_aliases: Vec::new(),
        en_aliases: Vec::new(),
        mentions_zh: 0,
        mentions_en: 0,
        docs: Vec::new(),
        confidence: Score::new(1.0),
    }
}

/// Count the mentions of one article anew, and add names that were not known.
fn update(
    entity: &mut EntityRecord,
    doc: &str,
    before: Option<&EntityMentions<'_>>,
    after: Option<&EntityMentions<'_>>,
) {
    let count = |mentions: Option<&EntityMentions<'_>>| {
        mentions.map_or((0, 0), |mentions| (mentions.zh.len(), mentions.en.len()))
    };
    let ((zh_before, en_before), (zh_after, en_after)) = (count(before), count(after));
    entity.mentions_zh = (entity.mentions_zh + zh_after).saturating_sub(zh_before);
    entity.mentions_en = (entity.mentions_en + en_after).saturating_sub(en_before);
    entity.docs.retain(|known| known != doc);
    if let Some(after) = after {
        entity.docs.push(doc.to_owned());
        entity.docs.sort();
        add_names(&mut entity.zh, &mut entity.zh_aliases, &after.zh);
        add_names(&mut entity.en, &mut entity.en_aliases, &after.en);
    }
}

fn add_names(preferred: &mut String, aliases: &mut Vec<String>, texts: &[&str]) {
    for text in texts {
        if preferred.is_empty() {
            *preferred = (*text).to_owned();
        } else if preferred != text && !aliases.iter().any(|alias| alias == text) {
            aliases.push((*text).to_owned());
        }
    }
    aliases.sort();
}

/// Give an entity the names of a reviewer; the old ones stay as aliases.
fn rename(entity: &mut EntityRecord, names: &EntityNames) {
    let pairs = [
        (&mut entity.zh, &mut entity.zh_aliases, &names.zh),
        (&mut entity.en, &mut entity.en_aliases, &names.en),
    ];
    for (preferred, aliases, name) in pairs {
        if name.is_empty() || name == preferred {
            continue;
        }
        let old = std::mem::replace(preferred, name.clone());
        aliases.retain(|alias| alias != name);
        if !old.is_empty() && !aliases.contains(&old) {
            aliases.push(old);
        }
        aliases.sort();
    }
}
