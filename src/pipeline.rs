//! The one path from an article as read to an article with everything known about it.

use std::collections::BTreeMap;

use crate::align::Aligner;
use crate::bead::Alignment;
use crate::check;
use crate::document::{Article, Side};
use crate::flag::Flag;
use crate::link::Linker;
use crate::mention::Naming;
use crate::split;

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

    /// The models and tables inside the program, by name: their versions.
    pub fn models(&self) -> BTreeMap<String, String> {
        let version = env!("CARGO_PKG_VERSION");
        ["aligner", "taggers", "linker"].map(|name| (name.to_owned(), version.to_owned())).into()
    }

    /// Split, align, tag, link and check one article.
    pub fn annotate(&self, mut article: Article) -> AnnotatedArticle {
        split::split_version(&mut article.zh, Side::Chinese);
        split::split_version(&mut article.en, Side::English);
        self.annotate_split(article)
    }

    /// Align, tag, link and check an article whose sentences are given and stay as they are.
    pub fn annotate_split(&self, article: Article) -> AnnotatedArticle {
        let alignment = self.aligner.align_article(&article);
        let naming = self.linker.name(&article, &alignment);
        let flags = check::flags(&article, &alignment, &naming);
        AnnotatedArticle { article, alignment, naming, flags }
    }
}
