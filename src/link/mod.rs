//! Linking: the mentions of both sides → who is who in the article.
//!
//! [`Linker::name`] is the whole way: the taggers' mentions ([`spots`]), titles ([`titles`]) and glosses
//! ([`gloss`]); links in each bead by spelling, sound, meaning and elimination ([`bead_links`], [`score`]); joint decoding of
//! the two sides ([`joint`]); the document pass ([`document`]); entities ([`entities`]); values ([`values`]).
//! Ids come from the article alone.

mod acronym;
mod bead_links;
mod candidate;
mod document;
mod elimination;
mod entities;
mod family_name;
mod gloss;
pub mod glossary;
mod joint;
mod meaning;
mod name_parts;
pub mod name_table;
mod overrides;
mod pairs;
mod pinyin_name;
mod repair;
mod same_side;
pub mod score;
mod search;
mod spots;
mod titles;
mod transliteration;
mod units;
mod values;
mod words;

pub use transliteration::Transliteration;
pub(crate) use words::WORD_LISTS;

use std::sync::LazyLock;

use bead_links::SpotLink;
use glossary::Glossary;
use name_table::NameTable;
use pairs::PairScores;
use score::{Scorer, confidence};
use spots::Spots;

use crate::bead::{Alignment, Bead};
use crate::document::{Article, Side};
use crate::mention::{Label, Mention, MentionLink, Naming};
use crate::tag::Tagger;
use crate::text::CharSpan;

/// Confidence of a link between values with the same normal form.
const SAME_VALUE: f64 = 0.97;

/// Names with a lower score by sound are names of two persons.
const UNLIKE: f64 = -1.0;

/// Links mentions across the languages and through the article.
#[derive(Debug)]
pub struct Linker {
    tagger: &'static Tagger,
    sounds: &'static Transliteration,
    names: NameTable,
    glossary: Glossary,
}

impl Linker {
    /// The linker with the embedded taggers and tables.
    ///
    /// # Panics
    /// If the embedded tables are damaged, which a test of this crate rules out.
    pub fn embedded() -> &'static Self {
        static LINKER: LazyLock<Linker> =
            LazyLock::new(|| Linker::with_glossary(Glossary::default()));
        &LINKER
    }

    /// The linker with a user's glossary, whose names and labels override what the models say.
    pub fn with_glossary(glossary: Glossary) -> Self {
        let mut names = NameTable::unpack(duizhao_names_data::NAME_PAIRS)
            .expect("the embedded name pairs are whole");
        for entry in &glossary.entries {
            names.insert(&entry.zh, &entry.en, entry.label);
        }
        Self { tagger: Tagger::embedded(), sounds: embedded_sounds(), names, glossary }
    }

    /// The linker with other taggers than the embedded ones, for training and measuring.
    pub fn with_tagger(tagger: &'static Tagger) -> Self {
        Self { tagger, ..Self::with_glossary(Glossary::default()) }
    }

    /// Tag both sides and find which mentions name the same thing.
    pub fn name(&self, article: &Article, alignment: &Alignment) -> Naming {
        let scorer = Scorer { names: &self.names, sounds: self.sounds };
        let mut zh = self.spot(article, Side::Chinese);
        let mut en = self.spot(article, Side::English);
        titles::mark(&self.names, &mut zh, &mut en);
        let glosses = gloss::apply(&scorer, &mut zh, &en);
        joint::decode(&scorer, &mut zh, &mut en, alignment);
        find_titles(&scorer, &zh, &mut en, alignment);
        let (zh_latin, en_latin) = (document::latin_odds(&zh), document::latin_odds(&en));
        document::unify(&mut zh, &en_latin);
        document::unify(&mut en, &zh_latin);
        let anchor = values::anchor(article);
        for spots in [&mut zh, &mut en] {
            repair::finish(&self.names, spots, anchor);
        }
        let scores = PairScores::new(scorer, &zh, &en);
        repair::sounds::cut_persons(&scores, &mut zh, &en, alignment);
        repair::counterparts::cut_to_listed(&scores, &mut zh, &en, alignment);
        repair::counterparts::split_at_and(&scores, &zh, &mut en, alignment);
        repair::seats::put_apart(&scores, &mut zh, &en, alignment);
        repair::seats::extend_by_other_side(&scores, &mut zh, &en, alignment);
        let links = all_links(&scores, &zh, &en, alignment);
        joint::agree(&self.names, &mut zh, &mut en, &links);
        let entities =
            entities::resolve(&self.names, &scores, &mut zh, &mut en, &links, &glosses, alignment);
        assemble(article, alignment, (zh, en), entities, &scores)
    }

    /// The names of one side as the tagger and the glossary give them.
    fn spot<'a>(&'a self, article: &'a Article, side: Side) -> Spots<'a> {
        let mut spots = Spots::tag(self.tagger, article.version(side), side);
        for i in 0..spots.spots.len() {
            let span = spots.spots[i].mention.span;
            let inner = name_parts::trim(side, spots.text(span)).shifted(span.start);
            spots.spots[i].mention.span = inner;
        }
        spots.spots.retain(|spot| !spot.mention.span.is_empty());
        repair::spans(&self.names, &mut spots, values::anchor(article));
        overrides::apply(&self.names, &self.glossary, &mut spots);
        spots.settle();
        spots
    }
}

/// Look for the English titles of works that are marked in Chinese.
fn find_titles(scorer: &Scorer, zh: &Spots, en: &mut Spots, alignment: &Alignment) {
    let unlinked: Vec<(Vec<usize>, &Bead)> = alignment
        .beads
        .iter()
        .filter(|bead| !bead.is_null())
        .map(|bead| (unlinked_works(scorer, zh, en, bead), bead))
        .collect();
    for (titles, bead) in unlinked {
        titles::project(scorer, zh, &titles, en, &bead.en);
    }
}

/// Whether a name is written as an acronym.
pub fn is_acronym(name: &str) -> bool {
    acronym::is_acronym(name)
}

/// Whether the embedded name table has this English name: CNN, NATO.
pub fn is_known_name(en: &str) -> bool {
    !Linker::embedded().names.chinese_of(&name_table::plain_english(en)).is_empty()
}

/// The names in the other language, in plain form, that the embedded table has for a name with this label.
fn known_renderings(side: Side, name: &str, label: Label) -> impl Iterator<Item = &'static str> {
    let names = &Linker::embedded().names;
    let entries = match side {
        Side::Chinese => names.english_of(&name_table::plain_chinese(name)),
        Side::English => names.chinese_of(&name_table::plain_english(name)),
    };
    entries.iter().filter(move |(_, of)| *of == label).map(|(name, _)| &**name)
}

/// Whether a name of a place or an organisation is well known in both languages, and the other side's text shows it in no form: not
/// by any rendering of the table, in English by no adjective (*Chinese*, *Democratic*), and a place by no single character (中) either.
pub fn is_absent(side: Side, name: &str, label: Label, other_text: &str) -> bool {
    let mut renderings = known_renderings(side, name, label).peekable();
    if renderings.peek().is_none() {
        return false;
    }
    let shown = match side {
        Side::Chinese => {
            let mut words = other_text.split(|c: char| !c.is_alphabetic());
            let plain = name_table::plain_english(other_text);
            words.any(repair::is_demonym) || renderings.any(|rendering| plain.contains(rendering))
        }
        Side::English => {
            let plain = name_table::plain_chinese(other_text);
            let character = |c: char| words::words().country_characters.contains(c);
            renderings.any(|rendering| {
                let short =
                    rendering.chars().next().filter(|&c| label == Label::Loc && character(c));
                plain.contains(rendering) || short.is_some_and(|short| plain.contains(short))
            })
        }
    };
    !shown
}

/// Whether the embedded name table has a place of this name.
fn is_known_place(side: Side, name: &str) -> bool {
    is_listed(side, name, Label::Loc)
}

/// Whether the embedded name table has a person who is called by this name alone: *Trump*.
fn is_known_person(side: Side, name: &str) -> bool {
    is_listed(side, name, Label::Per)
}

fn is_listed(side: Side, name: &str, label: Label) -> bool {
    let names = &Linker::embedded().names;
    let known = match side {
        Side::Chinese => names.english_of(&name_table::plain_chinese(name)),
        Side::English => names.chinese_of(&name_table::plain_english(name)),
    };
    known.iter().any(|(_, of)| *of == label)
}

/// Whether an English name is a well-known organisation's.
fn is_known_organisation(name: &str) -> bool {
    let names = &Linker::embedded().names;
    names.settled_english(&name_table::plain_english(name)) == Some(Label::Org)
}

/// Whether a Chinese name written by sound cannot be this English one.
pub fn sounds_different(zh: &str, en: &str) -> bool {
    let linker = Linker::embedded();
    let scorer = Scorer { names: &linker.names, sounds: linker.sounds };
    scorer.score(zh, en, 0.0) < score::THRESHOLD
        && scorer.by_sound(&name_table::plain_chinese(zh), en) < UNLIKE
}

/// The names among `aliases` that are no short or long form of `preferred` and no acronym: the
/// same thing under another name.
pub fn contradicting_names(label: Label, preferred: &str, aliases: &[String]) -> Vec<String> {
    same_side::contradicting(&Linker::embedded().names, label, preferred, aliases)
}

/// The works of a bead's Chinese side whose English title is not marked yet.
fn unlinked_works(scorer: &Scorer, zh: &Spots, en: &Spots, bead: &Bead) -> Vec<usize> {
    let known = en.in_sentences(&bead.en);
    let here = zh.in_sentences(&bead.zh).into_iter();
    here.filter(|&z| zh.spots[z].mention.label == Label::Work)
        .filter(|&z| {
            !known.iter().any(|&e| {
                en.spots[e].mention.label == Label::Work
                    && scorer.score(zh.name(z), en.name(e), 0.0) >= score::THRESHOLD
            })
        })
        .collect()
}

fn embedded_sounds() -> &'static Transliteration {
    static SOUNDS: LazyLock<Transliteration> = LazyLock::new(|| {
        Transliteration::unpack(duizhao_names_data::TRANSLITERATION)
            .expect("the embedded transliteration table is whole")
    });
    &SOUNDS
}

/// The links of every bead with text on both sides, in order.
fn all_bead_links(
    scores: &PairScores,
    zh: &Spots,
    en: &Spots,
    alignment: &Alignment,
) -> Vec<Vec<SpotLink>> {
    let beads = alignment.beads.iter().filter(|bead| !bead.is_null());
    beads
        .map(|bead| {
            let (zh_here, en_here) = (zh.in_sentences(&bead.zh), en.in_sentences(&bead.en));
            let small = bead.zh.len() + bead.en.len() <= 3;
            bead_links::link(scores, (zh, &zh_here), (en, &en_here), small)
        })
        .collect()
}

fn all_links(scores: &PairScores, zh: &Spots, en: &Spots, alignment: &Alignment) -> Vec<SpotLink> {
    all_bead_links(scores, zh, en, alignment).concat()
}

/// Put names and values together.
fn assemble(
    article: &Article,
    alignment: &Alignment,
    (zh, en): (Spots, Spots),
    mut entities: Vec<crate::mention::Entity>,
    scores: &PairScores,
) -> Naming {
    let anchor = values::anchor(article);
    let (mut zh_values, mut en_values) = (values::find(&zh, anchor), values::find(&en, anchor));
    for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
        values::agree(
            &mut of_sentences(&mut zh_values, &bead.zh),
            &mut of_sentences(&mut en_values, &bead.en),
        );
    }
    values::place(&mut zh_values, anchor);
    values::place(&mut en_values, anchor);
    values::tell_apart(&mut zh_values, &article.id);
    values::tell_apart(&mut en_values, &article.id);
    entities.extend(values::entities((&zh, &zh_values), (&en, &en_values)));
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    let mut links = Vec::new();
    let (zh_all, en_all) = (merged(&zh, zh_values), merged(&en, en_values));
    for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
        links.extend(links_of_bead(article, bead, &zh_all, &en_all, scores));
    }
    links.sort_by_key(|link| (link.zh, link.en));
    Naming { zh: zh_all, en: en_all, links, entities }
}

fn of_sentences<'m>(
    values: &'m mut [(usize, Mention)],
    sentences: &[usize],
) -> Vec<&'m mut Mention> {
    values
        .iter_mut()
        .filter(|(sentence, _)| sentences.contains(sentence))
        .map(|(_, mention)| mention)
        .collect()
}

fn merged(spots: &Spots, values: Vec<(usize, Mention)>) -> Vec<Mention> {
    let names = spots.spots.iter().map(|spot| spot.mention.clone());
    let mut all: Vec<Mention> =
        names.chain(values.into_iter().map(|(_, mention)| mention)).collect();
    all.sort_by_key(|mention| mention.span);
    all
}

/// Every pair of mentions of a bead that names one thing.
fn links_of_bead(
    article: &Article,
    bead: &Bead,
    zh: &[Mention],
    en: &[Mention],
    scores: &PairScores,
) -> Vec<MentionLink> {
    let spans = |side: Side| -> Vec<CharSpan> {
        let sentences = &article.version(side).sentences;
        bead.side(side).iter().map(|&i| sentences[i].span).collect()
    };
    let here = |mentions: &[Mention], spans: &[CharSpan]| -> Vec<usize> {
        (0..mentions.len())
            .filter(|&i| spans.iter().any(|span| span.contains(mentions[i].span)))
            .collect()
    };
    let (zh_here, en_here) = (here(zh, &spans(Side::Chinese)), here(en, &spans(Side::English)));
    let mut links = Vec::new();
    for &z in &zh_here {
        for &e in en_here.iter().filter(|&&e| en[e].entity == zh[z].entity) {
            let text =
                |side: Side, mention: &Mention| article.version(side).text.slice(mention.span);
            let sure = if zh[z].label.is_value() || zh[z].label == Label::Misc {
                SAME_VALUE
            } else {
                let score = scores.score(text(Side::Chinese, &zh[z]), text(Side::English, &en[e]));
                // One entity by other mentions, though the two names alone would not say so.
                confidence(score).max(0.8)
            };
            links.push(MentionLink { zh: z, en: e, confidence: sure });
        }
    }
    links
}
