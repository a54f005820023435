//! Checking: what a translator should look at in each bead.
//!
//! A flag that cries wolf is worse than none: each check asks for evidence on both sides before it
//! speaks. How often it speaks on professional translations is measured by `duizhao-training
//! evaluate-flags`.

mod names;
mod numbers;
mod surface;

use std::collections::BTreeSet;

use crate::bead::{Alignment, Bead};
use crate::document::{Article, Role, Side};
use crate::flag::Flag;
use crate::mention::{Mention, Naming};
use crate::text::CharSpan;

/// Beads below this confidence get [`Flag::LowConfidence`]: more likely wrong than right.
const LOW_CONFIDENCE: f64 = 0.5;

/// A bead with what the checks look at.
struct BeadView<'a> {
    bead: &'a Bead,
    /// Text of each side, sentences joined by a space.
    texts: [String; 2],
    /// Indices of the mentions of each side.
    mentions: [Vec<usize>; 2],
    naming: &'a Naming,
    article: &'a Article,
    role: Role,
}

impl<'a> BeadView<'a> {
    fn new(article: &'a Article, bead: &'a Bead, naming: &'a Naming) -> Self {
        let spans = Side::BOTH.map(|side| -> Vec<CharSpan> {
            let sentences = &article.version(side).sentences;
            bead.side(side).iter().map(|&i| sentences[i].span).collect()
        });
        let texts = [0, 1].map(|side| {
            let version = article.version(Side::BOTH[side]);
            let parts: Vec<&str> =
                spans[side].iter().map(|&span| version.text.slice(span)).collect();
            parts.join(" ")
        });
        let mentions = [0, 1].map(|side| {
            let all = if side == 0 { &naming.zh } else { &naming.en };
            (0..all.len())
                .filter(|&i| spans[side].iter().any(|s| s.contains(all[i].span)))
                .collect()
        });
        let first = Side::BOTH.into_iter().find_map(|side| {
            bead.side(side).first().map(|&i| article.version(side).sentences[i].role)
        });
        Self { bead, texts, mentions, naming, article, role: first.unwrap_or_default() }
    }

    /// The text of a mention of one side.
    fn slice(&self, side: usize, mention: &Mention) -> String {
        self.article.version(Side::BOTH[side]).text.slice(mention.span).to_owned()
    }

    /// The mentions of one side, 0 Chinese, 1 English.
    fn mentions(&self, side: usize) -> impl Iterator<Item = &'a Mention> {
        let all = if side == 0 { &self.naming.zh } else { &self.naming.en };
        self.mentions[side].iter().map(|&i| &all[i])
    }
}

/// The flags of every bead, in the order of `alignment.beads`, each list sorted.
pub fn flags(article: &Article, alignment: &Alignment, naming: &Naming) -> Vec<Vec<Flag>> {
    let renderings = names::Renderings::new(naming);
    let views: Vec<BeadView> =
        alignment.beads.iter().map(|bead| BeadView::new(article, bead, naming)).collect();
    let mut explained = BTreeSet::new();
    views
        .iter()
        .map(|view| {
            let mut flags = BTreeSet::new();
            if view.bead.confidence < LOW_CONFIDENCE {
                flags.insert(Flag::LowConfidence);
            }
            names::check_acronyms(view, naming, &mut explained, &mut flags);
            surface::check_script(article, view, &mut flags);
            if !view.bead.is_null() && view.role != Role::Boilerplate {
                numbers::check(view, &mut flags);
                // A byline of one side names the translator, or leaves the author out.
                if view.role != Role::Byline {
                    names::check(view, &renderings, &mut flags);
                }
                surface::check(view, &mut flags);
            }
            flags.into_iter().collect()
        })
        .collect()
}
