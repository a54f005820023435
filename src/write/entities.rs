//! The entities of all articles → the records of `entities.jsonl`.
//!
//! Articles with the same entity id name the same thing: their names, counts and articles are
//! put together in one record.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Side;
use crate::mention::{Entity, Label, Naming};
use crate::record::{EntityRecord, Score};

/// The entities of the articles seen so far.
#[derive(Debug, Clone, Default)]
pub struct CorpusEntities {
    entities: BTreeMap<String, Gathered>,
}

/// What is known about one entity.
#[derive(Debug, Clone)]
struct Gathered {
    label: Label,
    zh: Names,
    en: Names,
    docs: BTreeSet<String>,
    confidence: f64,
}

/// The names of an entity in one language.
#[derive(Debug, Clone, Default)]
struct Names {
    /// In how many articles each is the preferred name.
    preferred: BTreeMap<String, usize>,
    all: BTreeSet<String>,
    mentions: usize,
}

impl Names {
    fn add(&mut self, preferred: &str, aliases: &[String]) {
        if !preferred.is_empty() {
            *self.preferred.entry(preferred.to_owned()).or_default() += 1;
            self.all.insert(preferred.to_owned());
        }
        self.all.extend(aliases.iter().cloned());
    }

    /// The name that most articles prefer, the first in code-point order among equals, and the
    /// other ones. On the Chinese side a name in Chinese characters goes before one in Latin letters, and
    /// a place of a single character (中) is the last choice.
    fn split(self, side: Side, label: Label) -> (String, Vec<String>) {
        let native = |name: &str| side == Side::English || name.chars().any(crate::script::is_han);
        let whole = |name: &str| label != Label::Loc || name.chars().nth(1).is_some();
        let best = self
            .preferred
            .into_iter()
            .rev()
            .max_by_key(|(name, articles)| (native(name), whole(name), *articles));
        let best = best.map(|(name, _)| name).unwrap_or_default();
        let aliases = self.all.into_iter().filter(|name| *name != best).collect();
        (best, aliases)
    }
}

impl CorpusEntities {
    /// Add the entities of one article.
    pub fn add(&mut self, doc: &str, naming: &Naming) {
        for entity in &naming.entities {
            self.gather(&entity.id, entity.label, doc).add(entity);
        }
        for side in Side::BOTH {
            for mention in naming.side(side).iter().filter(|mention| !mention.entity.is_empty()) {
                self.gather(&mention.entity, mention.label, doc).side(side).mentions += 1;
            }
        }
    }

    /// The records, sorted by id.
    pub fn finish(self) -> Vec<EntityRecord> {
        self.entities.into_iter().map(|(id, gathered)| gathered.record(id)).collect()
    }

    fn gather(&mut self, id: &str, label: Label, doc: &str) -> &mut Gathered {
        let gathered = self.entities.entry(id.to_owned()).or_insert_with(|| Gathered {
            label,
            zh: Names::default(),
            en: Names::default(),
            docs: BTreeSet::new(),
            confidence: 0.0,
        });
        gathered.docs.insert(doc.to_owned());
        gathered
    }
}

impl Gathered {
    fn add(&mut self, entity: &Entity) {
        self.zh.add(&entity.zh, &entity.zh_aliases);
        self.en.add(&entity.en, &entity.en_aliases);
        self.confidence = self.confidence.max(entity.confidence);
    }

    fn side(&mut self, side: Side) -> &mut Names {
        match side {
            Side::Chinese => &mut self.zh,
            Side::English => &mut self.en,
        }
    }

    fn record(self, id: String) -> EntityRecord {
        let (mentions_zh, mentions_en) = (self.zh.mentions, self.en.mentions);
        let ((zh, zh_aliases), (en, en_aliases)) =
            (self.zh.split(Side::Chinese, self.label), self.en.split(Side::English, self.label));
        EntityRecord {
            id,
            label: self.label,
            zh,
            en,
            zh_aliases,
            en_aliases,
            mentions_zh,
            mentions_en,
            docs: self.docs.into_iter().collect(),
            confidence: Score::new(self.confidence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The preferred Chinese name after articles that prefer these.
    fn preferred(label: Label, names: &[&str]) -> String {
        let mut corpus = CorpusEntities::default();
        for (doc, name) in names.iter().enumerate() {
            let entity = Entity {
                id: "x".into(),
                label,
                zh: (*name).into(),
                en: "x".into(),
                zh_aliases: Vec::new(),
                en_aliases: Vec::new(),
                confidence: 0.9,
            };
            corpus.add(&doc.to_string(), &Naming { entities: vec![entity], ..Naming::default() });
        }
        corpus.finish().remove(0).zh
    }

    #[test]
    fn most_articles_say_what_a_thing_is_called() {
        assert_eq!(preferred(Label::Num, &["四", "快四", "四"]), "四");
        assert_eq!(preferred(Label::Loc, &["上海市", "上海", "上海"]), "上海");
        // A place's single character is short for its name.
        assert_eq!(preferred(Label::Loc, &["中", "中国", "中"]), "中国");
    }
}
