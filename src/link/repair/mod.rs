//! What is wrong with a tagger's span by its own letters: two names in one span, half a name, a country in
//! front of something else.

mod addressed;
pub mod counterparts;
mod cut;
mod divide;
pub mod dots;
mod endings;
mod extend;
mod firms;
mod headlines;
mod join;
mod kinds;
mod listed;
mod nicknames;
mod no_names;
mod offices;
mod one_character;
mod places;
mod purposes;
mod rows;
pub mod seats;
pub mod sounds;
mod states;

pub use addressed::is_addressed;
use join::join_places;
pub use kinds::is_called_a_place;
pub use listed::crosses_words;
pub use no_names::{is_demonym, is_no_name};

use super::name_table::NameTable;
use super::spots::{Spot, Spots};
use crate::document::Side;
use crate::lexicon::Lexicon;
use crate::mention::Label;
use crate::script;
use crate::tag::value::{self, Day};
use crate::text::CharSpan;

/// Signs that no name runs across.
const CHINESE_BREAKS: &str = ",，、;；:：。！？/|｜\u{3000}()（）";
const ENGLISH_BREAKS: &str = "/|;:()";

/// Signs that no name of a side runs across.
pub fn breaks(side: Side) -> &'static str {
    match side {
        Side::Chinese => CHINESE_BREAKS,
        Side::English => ENGLISH_BREAKS,
    }
}

/// A person's name has at most so many words; a longer span is a headline in capitals.
const LONGEST_PERSON: usize = 5;

/// Whether a text in Chinese characters is a word of the lexicon.
fn is_chinese_word(text: &str) -> bool {
    Lexicon::embedded().vector_number(Side::Chinese, &script::fold(text)).is_some()
}

/// The organisations that some sentences name, without those that the user's glossary gives.
fn organisations(spots: &Spots, sentences: &[usize]) -> Vec<usize> {
    let mut found = spots.in_sentences(sentences);
    found.retain(|&i| spots.spots[i].mention.label == Label::Org && !spots.spots[i].fixed);
    found
}

/// Put the spans of one side right.
pub fn spans(names: &NameTable, spots: &mut Spots, anchor: Option<Day>) {
    divide::split_at_signs(spots);
    divide::split_after_acronyms(spots);
    extend::extend_hyphens(names, spots);
    join::join_parts(spots);
    dots::extend(spots);
    nicknames::join(spots);
    nicknames::extend_withheld(spots);
    divide::split_places(spots);
    divide::split_countries(spots);
    divide::split_parties(names, spots);
    cut::cut_dates(spots);
    offices::cut_offices(names, spots);
    spots.spots.retain(|spot| !impossible(spots.version.text.slice(spot.mention.span), spot));
    no_names::drop_products(spots);
    no_names::drop_storms(spots);
    cut::cut_honorifics(spots);
    addressed::find_addressed(spots);
    addressed::extend_to_family_names(spots);
    if spots.side == Side::Chinese {
        let text = &spots.version.text;
        // 全美, 北美: the one character is no country's name.
        spots.spots.retain(|spot| {
            let CharSpan { start, end } = spot.mention.span;
            let before = || text.slice(CharSpan::new(start - 1, start));
            !(end == start + 1 && start > 0 && matches!(before(), "全" | "北" | "南" | "欧"))
        });
    }
    cut::cut_to_countries(names, spots);
    listed::settle_labels(names, spots);
    listed::find_listed(names, spots);
    addressed::find_credits(spots);
    one_character::find(spots);
    dots::include_junior(spots);
    kinds::settle_by_context(names, spots);
    endings::extend(names, spots);
    purposes::extend(spots);
    join::find_national_bodies(names, spots);
    join::join_bodies(names, spots);
    join::join_missions(spots);
    yield_to_values(spots, anchor);
}

/// Put right what joint decoding and the article brought in: first what is no name or not all of one, then what a span has too much, then
/// what it lacks, and at last what several spans make together. Each step builds on the ones before it.
pub fn finish(names: &NameTable, spots: &mut Spots, anchor: Option<Day>) {
    sort_out(names, spots);
    shorten(names, spots);
    lengthen(names, spots);
    put_together(names, spots);
    yield_to_values(spots, anchor);
    spots.settle();
    join_places(names, spots);
}

/// What is no name goes, persons' names become whole, and the names that the table knows are found.
fn sort_out(names: &NameTable, spots: &mut Spots) {
    no_names::drop_products(spots);
    no_names::drop_storms(spots);
    no_names::drop_words(spots);
    nicknames::join(spots);
    nicknames::extend_withheld(spots);
    addressed::extend_to_family_names(spots);
    cut::cut_honorifics(spots);
    divide::split_before_countries(names, spots);
    listed::find_listed(names, spots);
}

/// Kinds, the first characters of next words, sectors, governments and verbs of headlines are no parts of names.
fn shorten(names: &NameTable, spots: &mut Spots) {
    cut::cut_kinds(spots);
    cut::cut_before_words(names, spots);
    cut::cut_persons(names, spots);
    cut::cut_industries(spots);
    dots::include_junior(spots);
    one_character::find(spots);
    cut::cut_governments(names, spots);
    headlines::cut(spots);
    cut::cut_to_countries(names, spots);
    kinds::settle_by_context(names, spots);
}

/// Names go on with what says what they name, and what it is for.
fn lengthen(names: &NameTable, spots: &mut Spots) {
    extend::extend_heads(spots);
    extend::extend_fronts(spots);
    extend::extend_hyphens(names, spots);
    offices::cut_offices(names, spots);
    // 阿拉巴马州 + 议会 + 大厦.
    endings::extend(names, spots);
    endings::extend(names, spots);
    purposes::extend(spots);
}

/// Bodies with their countries, branches, lists, teams, firms with their legal forms, rows of places.
fn put_together(names: &NameTable, spots: &mut Spots) {
    join::find_national_bodies(names, spots);
    join::join_bodies(names, spots);
    join::join_missions(spots);
    join::join_branches(spots);
    purposes::join_committees(spots);
    purposes::join_lists(spots);
    join::join_seats(spots);
    join::join_firms_of_places(spots);
    headlines::cut_kinds(spots);
    endings::extend_teams(spots);
    endings::extend_autonomous(spots);
    cut::cut_rivers(spots);
    divide::split_at_and(names, spots);
    firms::extend(spots);
    states::find_states(spots);
    states::find_states_of_parties(spots);
    rows::find(spots);
    places::include_articles(spots);
    places::cut_heads_of_places(spots);
}

fn impossible(text: &str, spot: &Spot) -> bool {
    let words = text.split_whitespace().count();
    (spot.mention.label == Label::Per && words > LONGEST_PERSON) || is_no_name(text)
}

/// A place inside a time of day (美国东部时间下午2:05) or an amount (US$5) is no mention.
pub fn yield_to_values(spots: &mut Spots, anchor: Option<Day>) {
    for (sentence, place) in spots.version.sentences.iter().enumerate() {
        let origin = place.span.start;
        for value in value::find(spots.version.sentence_text(sentence), spots.side, anchor) {
            let span = value.span.shifted(origin);
            if value.label == Label::Date && spots.side == Side::Chinese {
                cut_before(spots, span);
            }
            if matches!(value.label, Label::Time | Label::Money | Label::Date) {
                spots.spots.retain(|spot| {
                    spot.fixed || !span.contains(spot.mention.span) || spot.mention.span == span
                });
            }
        }
    }
}

/// 肖尔茨周三: a name that runs into a date ends before it.
fn cut_before(spots: &mut Spots, date: CharSpan) {
    let text = &spots.version.text;
    let relative =
        text.slice(date).starts_with(['周', '星', '昨', '今', '明', '去', '上', '本', '当']);
    for spot in spots.spots.iter_mut().filter(|spot| !spot.fixed && relative) {
        let span = &mut spot.mention.span;
        if span.start + 2 <= date.start && span.end > date.start && span.end <= date.end {
            span.end = date.start;
        }
    }
}
