//! Bead features: what a bead's words, lengths, marks, numbers and lines say for it.

use std::ops::Range;

use super::coverage::{Cover, CoverTable, UNIT};
use super::cut::share;
use super::feature::{BeadFeature as F, BeadValues};
use super::number;
use super::profile::{IDF_UNIT, Profile, SentenceProfile};
use super::scene::Scene;
use super::shape::{MAX_SIDE, Shape};
use super::surface::MARK_KINDS;
use super::window::Window;
use crate::document::Role;

/// Largest value of the Gale–Church term, and the variance of its length ratio (the study).
const GALE_CHURCH: (f64, f64) = (25.0, 2.0);

/// Scores of all beads that end in a window's rows come from these tables.
#[derive(Debug)]
pub struct Covers {
    zh: Vec<CoverTable>,
    en: Vec<CoverTable>,
    zh_start: usize,
    en_start: usize,
}

impl Covers {
    /// Covers of the window's sentences by runs that a bead of the band may have.
    pub fn new(scene: &Scene<'_>, window: &Window) -> Self {
        let (zh_window, en_window) = (window.zh_sentences(), window.en_sentences());
        let clip = |starts: Range<usize>, to: &Range<usize>| {
            let start = starts.start.clamp(to.start, to.end);
            start..starts.end.clamp(start, to.end)
        };
        let zh = zh_window.clone().map(|at| {
            let first = *scene.band.row((at + 1).saturating_sub(MAX_SIDE)).start();
            let starts = first.saturating_sub(2)..scene.band.row(at).end() + 2;
            let tokens = &scene.zh.sentences[at].tokens;
            let starts = clip(starts, &en_window);
            CoverTable::new(tokens, &scene.zh.idf, en_window.clone(), starts, |token| {
                window.zh_matches(token)
            })
        });
        let en = en_window.clone().map(|at| {
            let rows = scene.band.rows_near((at + 1).saturating_sub(MAX_SIDE), at);
            let starts = clip(rows.start.saturating_sub(2)..rows.end + 2, &zh_window);
            let tokens = &scene.en.sentences[at].tokens;
            CoverTable::new(tokens, &scene.en.idf, zh_window.clone(), starts, |token| {
                window.en_matches(token)
            })
        });
        Self {
            zh: zh.collect(),
            en: en.collect(),
            zh_start: zh_window.start,
            en_start: en_window.start,
        }
    }

    /// The cover table of a Chinese sentence.
    pub fn zh(&self, at: usize) -> &CoverTable {
        &self.zh[at - self.zh_start]
    }

    /// The cover table of an English sentence.
    pub fn en(&self, at: usize) -> &CoverTable {
        &self.en[at - self.en_start]
    }
}

/// The features of the bead of `shape` that begins with sentences `zh` and `en`, without those of
/// the prior for news (see [`super::domain`]).
pub fn bead_values(
    scene: &Scene<'_>,
    covers: &Covers,
    (zh, en): (usize, usize),
    shape: Shape,
) -> BeadValues {
    let candidate = Candidate {
        scene,
        covers,
        zh: zh..zh + shape.zh,
        en: en..en + shape.en,
        values: [0.0; F::COUNT],
    };
    if shape.is_null() { candidate.lone() } else { candidate.pair(shape) }
}

const ONE_ONE: Shape = Shape { zh: 1, en: 1 };

/// Covers of a bead's sentences on one side, put together.
struct Sums {
    inside: u32,
    beside: u32,
    least: f32,
}

impl Sums {
    fn of(covers: impl Iterator<Item = Cover>, sentences: &[SentenceProfile]) -> Self {
        let mut sums = Self { inside: 0, beside: 0, least: f32::INFINITY };
        for (cover, sentence) in covers.zip(sentences) {
            sums.inside += cover.inside;
            sums.beside += cover.beside;
            sums.least = sums.least.min(share(cover.inside, sentence.weight));
        }
        sums
    }
}

/// Roles that may stand for each other: a byline's place and date, a caption's credit.
fn kind_of(role: Role) -> Role {
    match role {
        Role::Dateline => Role::Byline,
        Role::Credit => Role::Caption,
        Role::Subhead => Role::Body,
        other => other,
    }
}

struct Candidate<'a> {
    scene: &'a Scene<'a>,
    covers: &'a Covers,
    zh: Range<usize>,
    en: Range<usize>,
    values: BeadValues,
}

impl Candidate<'_> {
    fn set(&mut self, feature: F, value: f32) {
        self.values[feature as usize] = value;
    }

    fn zh_sentences(&self) -> &[SentenceProfile] {
        &self.scene.zh.sentences[self.zh.clone()]
    }

    fn en_sentences(&self) -> &[SentenceProfile] {
        &self.scene.en.sentences[self.en.clone()]
    }

    /// A bead with text on both sides.
    fn pair(mut self, shape: Shape) -> BeadValues {
        self.words();
        self.lengths();
        self.set(shape_feature(shape), 1.0);
        self.marks();
        self.layout(shape);
        self.numbers();
        self.values
    }

    fn words(&mut self) {
        let (zh, en) = (self.zh.clone(), self.en.clone());
        let covers = self.covers;
        let zh_covers = zh.clone().map(|at| covers.zh(at).get(en.start, en.len()));
        let en_covers = en.clone().map(|at| covers.en(at).get(zh.start, zh.len()));
        let zh_sums = Sums::of(zh_covers, self.zh_sentences());
        let en_sums = Sums::of(en_covers, self.en_sentences());
        self.set(F::CoverZh, zh_sums.inside as f32 / UNIT);
        self.set(F::CoverEn, en_sums.inside as f32 / UNIT);
        self.set(F::BesideZh, zh_sums.beside as f32 / UNIT);
        self.set(F::BesideEn, en_sums.beside as f32 / UNIT);
        self.set(F::LeastZh, zh_sums.least);
        self.set(F::LeastEn, en_sums.least);
    }

    fn lengths(&mut self) {
        let bytes = |sentences: &[SentenceProfile]| {
            sentences.iter().map(|sentence| sentence.bytes).sum::<usize>() as f64
        };
        let zh = bytes(self.zh_sentences());
        let en = bytes(self.en_sentences()) * self.scene.ratio;
        let length = libm::fabs(libm::log((zh + 1.0) / (en + 1.0))) as f32;
        self.set(F::Length, length);
        self.set(F::GaleChurch, gale_church(zh, en) as f32);
    }

    fn marks(&mut self) {
        const MARKS: [F; MARK_KINDS] = [F::Questions, F::Exclamations, F::Quotes, F::Colons];
        for (kind, feature) in MARKS.into_iter().enumerate() {
            let count = |sentences: &[SentenceProfile]| {
                sentences.iter().map(|s| i32::from(s.surface.marks[kind])).sum::<i32>()
            };
            let difference = count(self.zh_sentences()) - count(self.en_sentences());
            self.set(feature, difference.abs().min(3) as f32);
        }
        let zh_last = self.zh_sentences()[self.zh.len() - 1].surface;
        let en_last = self.en_sentences()[self.en.len() - 1].surface;
        self.set(F::StartsLower, f32::from(self.en_sentences()[0].surface.starts_lower));
        self.set(F::EndsOpenZh, f32::from(zh_last.ends_open));
        self.set(F::EndsOpenEn, f32::from(en_last.ends_open));
    }

    fn layout(&mut self, shape: Shape) {
        let stops = [&self.zh_sentences()[0], &self.en_sentences()[0]]
            .map(|sentence| sentence.surface.has_final_stop);
        let single = shape == ONE_ONE;
        self.set(F::StopDiffers, f32::from(single && stops[0] != stops[1]));
        if !(self.scene.zh.has_paragraphs && self.scene.en.has_paragraphs) {
            return;
        }
        let kinds = [self.zh_sentences()[0].role, self.en_sentences()[0].role].map(kind_of);
        self.set(F::RoleDiffers, f32::from(kinds[0] != kinds[1]));
        let one = bound_at(self.scene.zh, self.zh.end) != bound_at(self.scene.en, self.en.end);
        let inside = |sentences: &[SentenceProfile]| {
            sentences[1..].iter().filter(|sentence| sentence.starts_paragraph).count()
        };
        let inside = inside(self.zh_sentences()) + inside(self.en_sentences());
        self.set(F::ParagraphOne, f32::from(one));
        self.set(F::ParagraphInside, inside as f32);
    }

    fn numbers(&mut self) {
        let [zh, en] = [self.zh_sentences(), self.en_sentences()];
        if zh.iter().chain(en).all(|sentence| sentence.numbers.is_empty()) {
            return;
        }
        let (zh_count, both) = count_numbers(zh, en);
        let (en_count, _) = count_numbers(en, zh);
        self.set(F::NumbersZh, (zh_count - both).min(3) as f32);
        self.set(F::NumbersEn, (en_count - both).min(3) as f32);
        self.set(F::NumbersBoth, both.min(4) as f32);
        self.set(F::NumbersOneSide, f32::from((zh_count > 0) != (en_count > 0)));
    }

    /// A sentence without a partner.
    fn lone(mut self) -> BeadValues {
        if self.en.is_empty() {
            let features = [F::LoneZh, F::LoneNoStopZh, F::LoneFirstZh, F::LoneLastZh];
            self.lone_sentence(self.scene.zh, self.zh.start, features);
        } else {
            let features = [F::LoneEn, F::LoneNoStopEn, F::LoneFirstEn, F::LoneLastEn];
            self.lone_sentence(self.scene.en, self.en.start, features);
        }
        self.values
    }

    fn lone_sentence(&mut self, profile: &Profile, at: usize, features: [F; 4]) {
        let sentence = &profile.sentences[at];
        let [lone, no_stop, first, last] = features;
        let bounds = bound_at(profile, at) && bound_at(profile, at + 1);
        let known = self.scene.zh.has_paragraphs && self.scene.en.has_paragraphs;
        self.set(lone, 1.0);
        self.set(F::LoneLength, lone_length(sentence));
        self.set(F::LoneWeight, sentence.weight as f32 / IDF_UNIT as f32);
        let special = !matches!(kind_of(sentence.role), Role::Body | Role::Boilerplate);
        self.set(F::LoneRole, f32::from(special));
        self.set(no_stop, f32::from(!sentence.surface.has_final_stop));
        self.set(first, f32::from(at == 0));
        self.set(last, f32::from(at + 1 == profile.len()));
        self.set(F::LoneParagraph, f32::from(known && bounds));
        self.set(F::LoneBoilerplate, f32::from(sentence.boilerplate));
    }
}

/// ln(1 + bytes), as the features of lone sentences have it.
pub fn lone_length(sentence: &SentenceProfile) -> f32 {
    libm::log1p(sentence.bytes as f64) as f32
}

fn gale_church(zh: f64, en: f64) -> f64 {
    let (largest, variance) = GALE_CHURCH;
    let difference = (zh - en) / libm::sqrt((zh + en) / 2.0 + 1.0);
    (difference * difference / variance).min(largest)
}

fn shape_feature(shape: Shape) -> F {
    match (shape.zh, shape.en) {
        (1, 1) => F::OneOne,
        (1, 2) => F::OneTwo,
        (2, 1) => F::TwoOne,
        (1, 3) => F::OneThree,
        (3, 1) => F::ThreeOne,
        (2, 2) => F::TwoTwo,
        (1, _) => F::OneMany,
        (_, 1) => F::ManyOne,
        _ => F::ManyMany,
    }
}

/// Whether a paragraph begins with sentence `at`, or the text ends before it.
fn bound_at(profile: &Profile, at: usize) -> bool {
    profile.sentences.get(at).is_none_or(|sentence| sentence.starts_paragraph)
}

/// How many different numbers some sentences have, and how many of them others have too.
pub fn count_numbers(sentences: &[SentenceProfile], others: &[SentenceProfile]) -> (usize, usize) {
    let (mut count, mut both) = (0, 0);
    for (at, sentence) in sentences.iter().enumerate() {
        for value in &sentence.numbers {
            let seen =
                |list: &[SentenceProfile]| list.iter().any(|s| number::has(&s.numbers, *value));
            if !seen(&sentences[..at]) {
                count += 1;
                both += usize::from(seen(others));
            }
        }
    }
    (count, both)
}

#[cfg(test)]
mod tests {
    use super::super::band::Band;
    use super::super::cut::cut_values;
    use super::super::feature::CutFeature;
    use super::*;
    use crate::document::Language;
    use crate::lexicon::Lexicon;
    use crate::read;

    #[test]
    fn gale_church_by_hand() {
        // d = (60 − 40) / √(50 + 1), d²/2 = 400 / 51 / 2.
        assert!((gale_church(60.0, 40.0) - 3.9216).abs() < 1e-4);
        assert_eq!(gale_church(1000.0, 10.0), 25.0);
        assert_eq!(gale_church(33.0, 33.0), 0.0);
    }

    /// Two sentences a side, of words that are in no list: each weighs 1 and is similar to itself alone.
    const WORKED: [&str; 2] = ["Xyzzyq Qwrtpl。\nZzkrvx 1207？", "Xyzzyq Qwrtpl.\nZzkrvx 1207?"];

    #[test]
    fn a_worked_example() {
        let lexicon = Lexicon::embedded();
        let [zh, en] = [(WORKED[0], Language::SimplifiedChinese), (WORKED[1], Language::English)]
            .map(|(text, language)| Profile::of(&read::version_of_lines(text, language), lexicon));
        let words = lexicon.comparer((zh.side, &zh.words), (en.side, &en.words));
        let band = Band::full(2, 2);
        let scene = Scene::new((&zh, &en), &words, &band);
        let window = scene.window(0..3);
        let covers = Covers::new(&scene, &window);
        let single = Shape { zh: 1, en: 1 };
        let check = |values: &BeadValues, expected: &[(F, f32)]| {
            for (feature, value) in expected {
                let found = values[*feature as usize];
                assert!((found - value).abs() < 1e-3, "{}: {found}, not {value}", feature.name());
            }
        };
        // Bytes: 16 and 14 of Chinese, 14 and 12 of English, so r = 30/26.
        // ln((16 + 1) / (14 · 30/26 + 1)) = −.0090; (16 − 16.154)² / (32.154/2 + 1) / 2 = .0007.
        let right = [
            (F::CoverZh, 2.0),
            (F::CoverEn, 2.0),
            (F::BesideZh, 0.0),
            (F::LeastZh, 2.0 / 2.3),
            (F::LeastEn, 2.0 / 2.3),
            (F::Length, 0.0090),
            (F::GaleChurch, 0.0007),
            (F::OneOne, 1.0),
            (F::Questions, 0.0),
            (F::NumbersBoth, 0.0),
        ];
        check(&bead_values(&scene, &covers, (0, 0), single), &right);
        // ln(17 / (12 · 30/26 + 1)) = .1355. The words' partners stand in the sentence beside the bead.
        let wrong = [
            (F::CoverZh, 0.0),
            (F::BesideZh, 2.0),
            (F::LeastZh, 0.0),
            (F::Length, 0.1355),
            (F::Questions, 1.0),
            (F::NumbersZh, 0.0),
            (F::NumbersEn, 1.0),
            (F::NumbersOneSide, 1.0),
        ];
        check(&bead_values(&scene, &covers, (0, 1), single), &wrong);
        // ln(1 + 16) = 2.8332.
        let alone = [
            (F::LoneZh, 1.0),
            (F::LoneLength, 2.8332),
            (F::LoneWeight, 2.0),
            (F::LoneFirstZh, 1.0),
            (F::LoneLastZh, 0.0),
        ];
        check(&bead_values(&scene, &covers, (0, 0), Shape { zh: 1, en: 0 }), &alone);
        let cut = cut_values(&scene, &window, 1, 1);
        assert!((cut[CutFeature::WordsLeftLeft as usize] - 2.0 / 2.3).abs() < 1e-3);
        assert_eq!(cut[CutFeature::WordsLeftRight as usize], 0.0);
        assert_eq!(cut[CutFeature::CrossForward as usize], 0.0);
    }
}
