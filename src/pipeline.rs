//! The one path from an article as read to an article with everything known about it.

use crate::align::Aligner;
use crate::bead::Alignment;
use crate::check;
use crate::document::{Article, Side};
use crate::flag::Flag;
use crate::flat::{FlatVersion, flat_article};
use crate::link::Linker;
use crate::mention::Naming;
use crate::split;
use crate::text::CharSpan;

/// An article with its beads, names and flags: all that the records are written from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnnotatedArticle {
    /// The article with its sentences.
    pub article: Article,
    /// The beads.
    pub alignment: Alignment,
    /// The mentions, links and entities.
    pub naming: Naming,
    /// The flags of each bead.
    pub flags: Vec<Vec<Flag>>,
}

/// The stages between reading and writing, with their models.
#[derive(Debug, Clone, Copy)]
pub struct Pipeline<'a> {
    aligner: &'a Aligner,
    linker: &'a Linker,
}

impl Pipeline<'static> {
    /// The pipeline with the embedded models.
    pub fn embedded() -> Self {
        Self::new(Aligner::embedded(), Linker::embedded())
    }
}

impl<'a> Pipeline<'a> {
    /// A pipeline with an aligner and a linker of one's own: a user's terms, a glossary.
    pub fn new(aligner: &'a Aligner, linker: &'a Linker) -> Self {
        Self { aligner, linker }
    }

    /// Split, align, tag, link and check one article.
    pub fn annotate(&self, mut article: Article) -> AnnotatedArticle {
        split::split_version(&mut article.zh, Side::Chinese);
        split::split_version(&mut article.en, Side::English);
        self.annotate_split(article)
    }

    /// Align, tag, link and check an article whose sentences are given and stay as they are.
    pub fn annotate_split(&self, article: Article) -> AnnotatedArticle {
        match flat_article(&article) {
            None => self.annotate_flat(article),
            Some((flat, versions)) => unfolded(self.annotate_flat(flat), article, &versions),
        }
    }

    /// Annotate an article whose paragraphs have no line breaks.
    fn annotate_flat(&self, article: Article) -> AnnotatedArticle {
        let alignment = self.aligner.align_article(&article);
        let naming = self.linker.name(&article, &alignment);
        let flags = check::flags(&article, &alignment, &naming);
        AnnotatedArticle { article, alignment, naming, flags }
    }
}

/// What was found in flat versions, in terms of the `article` as read.
fn unfolded(
    found: AnnotatedArticle,
    article: Article,
    versions: &[Option<FlatVersion>; 2],
) -> AnnotatedArticle {
    let source = |side: Side, span: CharSpan| match &versions[side as usize] {
        Some(flat) => flat.source(span),
        None => Some(span),
    };
    let AnnotatedArticle { mut alignment, mut naming, flags, .. } = found;
    for bead in &mut alignment.beads {
        bead.word_links.retain_mut(|link| {
            let spans = (source(Side::Chinese, link.zh), source(Side::English, link.en));
            let (Some(zh), Some(en)) = spans else { return false };
            (link.zh, link.en) = (zh, en);
            true
        });
    }
    for (side, mentions) in [(Side::Chinese, &mut naming.zh), (Side::English, &mut naming.en)] {
        for mention in mentions {
            // A mention neither begins nor ends with white space, so it has a source.
            mention.span = source(side, mention.span).unwrap_or(mention.span);
        }
    }
    AnnotatedArticle { article, alignment, naming, flags }
}
