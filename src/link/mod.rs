//! Linking: the mentions of both sides → who is who in the article.

use crate::bead::Alignment;
use crate::document::{Article, Side};
use crate::mention::Naming;
use crate::tag::Tagger;

/// Links mentions across the languages and through the article.
#[derive(Debug)]
pub struct Linker {
    tagger: &'static Tagger,
}

impl Linker {
    /// The linker with the embedded taggers and tables.
    pub fn embedded() -> &'static Self {
        static LINKER: std::sync::LazyLock<Linker> =
            std::sync::LazyLock::new(|| Linker { tagger: Tagger::embedded() });
        &LINKER
    }

    /// Tag both sides and find which mentions name the same thing.
    pub fn name(&self, article: &Article, _alignment: &Alignment) -> Naming {
        Naming {
            zh: self.tagger.tag(&article.zh, Side::Chinese),
            en: self.tagger.tag(&article.en, Side::English),
            ..Naming::default()
        }
    }
}
