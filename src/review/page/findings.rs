//! What a row says about itself in plain words: what agrees, and what is probably wrong.

use std::collections::BTreeSet;

use super::super::flags::Checker;
use super::super::state::{ArticleState, BeadState, MentionStart};
use crate::document::Side;
use crate::flag::Flag;
use crate::mention::Label;
use crate::text::CharSpan;

/// Beads below this confidence are called doubtful: three in ten of them, or more, are wrong.
pub const DOUBTFUL_BELOW: f64 = 0.7;

/// One thing to say about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Key of the words.
    pub key: String,
    /// What goes into their places.
    pub args: Vec<String>,
    /// Whether it deserves a look; else it is good news.
    pub is_trouble: bool,
}

impl Finding {
    fn trouble(key: impl Into<String>, args: Vec<String>) -> Self {
        Self { key: key.into(), args, is_trouble: true }
    }
}

/// Whether a translator should look at the bead because the program is not sure of it.
pub fn is_doubtful(bead: &BeadState) -> bool {
    !bead.is_settled() && bead.confidence < DOUBTFUL_BELOW
}

/// Whether the bead has a flag, the program's or the reviewer's, that nobody has settled.
pub fn is_flagged(checker: &Checker<'_>, bead: &BeadState) -> bool {
    let has_flag = || checker.flags(bead).iter().any(|&flag| flag != Flag::LowConfidence);
    bead.marked || (!bead.is_settled() && has_flag())
}

/// What to say about a bead with these flags, trouble first.
pub fn findings(state: &ArticleState, bead: &BeadState, flags: &[Flag]) -> Vec<Finding> {
    let mut found = Vec::new();
    let names = Names::of(state, bead);
    if flags.contains(&Flag::NameMissing) {
        found.extend(names.without_partner(state));
    }
    let values = [Flag::NumberMismatch, Flag::DateMismatch];
    if values.iter().any(|flag| flags.contains(flag)) {
        found.extend(names.values_without_equal(state));
    }
    let tells_of = |names: &str| found.iter().any(|finding| finding.key.starts_with(names));
    let told = |flag: Flag| match flag {
        Flag::NameMissing => tells_of("find.name"),
        Flag::NumberMismatch | Flag::DateMismatch => tells_of("find.value"),
        _ => false,
    };
    let plain: Vec<_> =
        flags.iter().filter(|&&flag| !told(flag)).map(|&flag| flag_words(flag)).collect();
    found.extend(plain);
    found.extend(names.agreements(state));
    found
}

/// The plain words of a flag of the program.
fn flag_words(flag: Flag) -> Finding {
    let name = serde_json::to_value(flag).ok().and_then(|name| name.as_str().map(str::to_owned));
    Finding::trouble(format!("flag.{}", name.unwrap_or_default()), Vec::new())
}

/// The mentions of a bead by whether they are linked.
struct Names {
    unlinked: [Vec<MentionStart>; 2],
    linked: Vec<(MentionStart, MentionStart)>,
}

impl Names {
    fn of(state: &ArticleState, bead: &BeadState) -> Self {
        let linked: Vec<_> = state.links_in(bead).into_iter().map(|(zh, en, _)| (zh, en)).collect();
        let zh_linked: BTreeSet<_> = linked.iter().map(|link| link.0).collect();
        let en_linked: BTreeSet<_> = linked.iter().map(|link| link.1).collect();
        let rest = |side: Side, linked: &BTreeSet<usize>| {
            let starts = state.mention_starts(bead, side);
            starts.into_iter().filter(|start| !linked.contains(start)).collect()
        };
        let unlinked = [rest(Side::Chinese, &zh_linked), rest(Side::English, &en_linked)];
        Self { unlinked, linked }
    }

    fn without_partner(&self, state: &ArticleState) -> Vec<Finding> {
        let mut found = Vec::new();
        for side in Side::BOTH {
            let names = self.texts(state, side, |label| !label.is_value() && label != Label::Misc);
            let (count, list) = (names.len(), names.join(", "));
            match count {
                0 => {}
                1 => found.push(Finding::trouble(format!("find.name.{}", side.code()), vec![list])),
                _ => {
                    let key = format!("find.names.{}", side.code());
                    found.push(Finding::trouble(key, vec![count.to_string(), list]));
                }
            }
        }
        found
    }

    fn values_without_equal(&self, state: &ArticleState) -> Vec<Finding> {
        let mut found = Vec::new();
        for side in Side::BOTH {
            for text in self.texts(state, side, Label::is_value) {
                found.push(Finding::trouble(format!("find.value.{}", side.code()), vec![text]));
            }
        }
        found
    }

    /// Linked values that are written in different ways.
    fn agreements(&self, state: &ArticleState) -> Vec<Finding> {
        let value = |side: Side, start: MentionStart| {
            let version = state.side(side);
            let mention =
                version.mentions.get(&start).filter(|mention| mention.label.is_value())?;
            Some(version.slice(CharSpan::new(start, mention.end)).to_owned())
        };
        let pairs = self
            .linked
            .iter()
            .filter_map(|&(zh, en)| Some((value(Side::Chinese, zh)?, value(Side::English, en)?)));
        pairs
            .filter(|(zh, en)| zh != en)
            .map(|(zh, en)| Finding {
                key: "find.agree".into(),
                args: vec![zh, en],
                is_trouble: false,
            })
            .collect()
    }

    fn texts(&self, state: &ArticleState, side: Side, wanted: fn(Label) -> bool) -> Vec<String> {
        let version = state.side(side);
        let mentions = self.unlinked[side as usize].iter().filter_map(|&start| {
            let mention = version.mentions.get(&start).filter(|mention| wanted(mention.label))?;
            Some(version.slice(CharSpan::new(start, mention.end)).to_owned())
        });
        mentions.collect()
    }
}
