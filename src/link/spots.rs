//! The mentions of one side while they are worked on.

use crate::document::{Side, Version};
use crate::mention::{Label, Mention, Source};
use crate::tag::{TaggedSentence, Tagger};
use crate::text::CharSpan;

/// The labels that the taggers know, in the order of [`Spot::odds`].
pub const NAME_LABELS: [Label; 3] = [Label::Per, Label::Org, Label::Loc];

/// A label to which the tagger gives this probability stays, whatever the table of names, the words around the name and the other
/// mentions say: *Bordeaux* the club, the town of *Dafen* beside *Dafen Committee*. Chosen on news labelled by readers
/// (`training/EXPERIMENTS.md`: .7 does as well).
pub const SURE: f64 = 0.85;

/// A mention of a name, with what the tagger thinks of it.
#[derive(Debug, Clone)]
pub struct Spot {
    /// The sentence it stands in.
    pub sentence: usize,
    /// The mention; its span counts in the version's text.
    pub mention: Mention,
    /// Probability of each of [`NAME_LABELS`].
    pub odds: [f64; 3],
    /// Label and span are given by the user's glossary and do not change.
    pub fixed: bool,
}

impl Spot {
    /// Whether the tagger is as good as sure of a label.
    pub fn is_sure_of(&self, label: Label) -> bool {
        NAME_LABELS.iter().zip(self.odds).any(|(&name, odds)| name == label && odds >= SURE)
    }
}

/// The names of one side of an article.
pub struct Spots<'a> {
    /// The version.
    pub version: &'a Version,
    /// Which side it is.
    pub side: Side,
    /// The sentences as the tagger sees them.
    pub tagged: Vec<TaggedSentence<'a>>,
    /// The mentions, in no order while they are worked on.
    pub spots: Vec<Spot>,
}

impl<'a> Spots<'a> {
    /// Tag every sentence.
    pub fn tag(tagger: &'a Tagger, version: &'a Version, side: Side) -> Self {
        let sentences = 0..version.sentences.len();
        let texts: Vec<&str> = sentences.map(|i| version.sentence_text(i)).collect();
        let tagged = tagger.tag_sentences(&texts, side);
        let mut spots = Self { version, side, tagged, spots: Vec::new() };
        for sentence in 0..spots.tagged.len() {
            for mention in spots.tagged[sentence].mentions.clone() {
                let span = mention.span.shifted(version.sentences[sentence].span.start);
                let odds = spots.odds(sentence, span);
                let mention = Mention { span, ..mention };
                spots.spots.push(Spot { sentence, mention, odds, fixed: false });
            }
        }
        spots
    }

    /// The text of a span of the version.
    pub fn text(&self, span: CharSpan) -> &'a str {
        self.version.text.slice(span)
    }

    /// The text of a mention.
    pub fn name(&self, spot: usize) -> &'a str {
        self.text(self.spots[spot].mention.span)
    }

    /// What stands before a mention in its sentence.
    pub fn before(&self, spot: &Spot) -> &'a str {
        let start = self.version.sentences[spot.sentence].span.start;
        self.text(CharSpan::new(start.min(spot.mention.span.start), spot.mention.span.start))
    }

    /// What stands behind a mention in its sentence.
    pub fn behind(&self, spot: &Spot) -> &'a str {
        let end = self.version.sentences[spot.sentence].span.end;
        self.text(CharSpan::new(spot.mention.span.end, end.max(spot.mention.span.end)))
    }

    /// A mention and the next one of its sentence, if the mentions are in text order and the user's glossary fixes neither.
    pub fn neighbours(&self, front: usize) -> Option<(&Spot, &Spot)> {
        let (front, back) = (&self.spots[front], self.spots.get(front + 1)?);
        (front.sentence == back.sentence && !front.fixed && !back.fixed).then_some((front, back))
    }

    /// The tagger's probability of each label for a span of a sentence.
    pub fn odds(&self, sentence: usize, span: CharSpan) -> [f64; 3] {
        let start = self.version.sentences[sentence].span.start;
        self.tagged[sentence].probability(span.relative_to(start)).labels
    }

    /// The tagger's probability that a span of a sentence is part of a name.
    pub fn name_probability(&self, sentence: usize, span: CharSpan) -> f64 {
        self.odds(sentence, span).iter().sum()
    }

    /// Indices of the mentions of some sentences, in text order.
    pub fn in_sentences(&self, sentences: &[usize]) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.spots.len())
            .filter(|&i| sentences.contains(&self.spots[i].sentence))
            .collect();
        found.sort_by_key(|&i| self.spots[i].mention.span);
        found
    }

    /// Whether a span overlaps a mention.
    pub fn taken(&self, span: CharSpan) -> bool {
        self.spots.iter().any(|spot| spot.mention.span.overlaps(span))
    }

    /// Whether a span overlaps no mention but one: that mention may be made so long.
    pub fn is_free_for(&self, mention: usize, span: CharSpan) -> bool {
        let mut others = self.spots.iter().enumerate().filter(|(other, _)| *other != mention);
        !others.any(|(_, other)| other.mention.span.overlaps(span))
    }

    /// Whether a span overlaps no mention, or only mentions of parts of it that may give way.
    pub fn replaceable(&self, span: CharSpan) -> bool {
        self.spots.iter().filter(|spot| spot.mention.span.overlaps(span)).all(|spot| {
            !spot.fixed && span.contains(spot.mention.span) && span != spot.mention.span
        })
    }

    /// Take away the mentions that overlap a span.
    pub fn clear(&mut self, span: CharSpan) {
        self.spots.retain(|spot| !spot.mention.span.overlaps(span));
    }

    /// Add a mention that the tagger did not find. Its probability is at least `probability`.
    pub fn add(
        &mut self,
        sentence: usize,
        span: CharSpan,
        label: Label,
        source: Source,
        probability: f64,
    ) {
        let mut odds = self.odds(sentence, span);
        if let Some(i) = NAME_LABELS.iter().position(|&name| name == label) {
            odds[i] = odds[i].max(probability);
        }
        let mention = Mention { span, label, source, probability, entity: String::new() };
        self.spots.push(Spot { sentence, mention, odds, fixed: false });
    }

    /// Read mentions in another way: `rule` says of the mention with an index what its bounds and its label are to be, and
    /// the tagger is asked anew what it thinks of it. Those that the user's glossary fixes stay. Mentions that
    /// overlap afterwards wait for [`Spots::settle`].
    pub fn revise(&mut self, rule: impl Fn(&Self, usize) -> Option<(CharSpan, Label)>) {
        for i in 0..self.spots.len() {
            let change = (!self.spots[i].fixed).then(|| rule(self, i)).flatten();
            if let Some((span, label)) = change {
                self.set(i, span, label);
            }
        }
    }

    /// Give a mention other bounds and another label.
    fn set(&mut self, i: usize, span: CharSpan, label: Label) {
        let odds = self.odds(self.spots[i].sentence, span);
        let spot = &mut self.spots[i];
        (spot.mention.span, spot.mention.label, spot.odds) = (span, label, odds);
    }

    /// Give a mention other bounds.
    pub fn set_span(&mut self, i: usize, span: CharSpan) {
        self.set(i, span, self.spots[i].mention.label);
    }

    /// Give mentions other bounds and leave them their labels; see [`Spots::revise`].
    pub fn rebound(&mut self, rule: impl Fn(&Self, usize) -> Option<CharSpan>) {
        self.revise(|spots, i| rule(spots, i).map(|span| (span, spots.spots[i].mention.label)));
    }

    /// Sort by place and drop mentions that overlap an earlier or surer one.
    pub fn settle(&mut self) {
        let mut order: Vec<Spot> = std::mem::take(&mut self.spots);
        order.sort_by(|a, b| {
            b.fixed
                .cmp(&a.fixed)
                .then(b.mention.span.len().cmp(&a.mention.span.len()))
                .then(a.mention.span.cmp(&b.mention.span))
        });
        for spot in order {
            if !spot.mention.span.is_empty() && !self.taken(spot.mention.span) {
                self.spots.push(spot);
            }
        }
        self.spots.sort_by_key(|spot| spot.mention.span);
    }
}
