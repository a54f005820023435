//! The models and tables that the desk needs, loaded before somebody waits for them.
//!
//! They are made when they are first asked for. On the desk that would be at the first row that
//! somebody regroups, which is checked anew, and it would take some tenths of a second.

use crate::document::{Article, Language};
use crate::pipeline::Pipeline;
use crate::read::version_of;

/// A sentence with each kind of thing that a table exists for.
const CHINESE: &str = "2026年3月11日，王小明（Wang Xiaoming）在伦敦对BBC说：“约有130万人。”";
const ENGLISH: &str =
    "On March 11, 2026, Wang Xiaoming told the BBC in London: \"About 1.3 million.\"";

/// Annotate two sentences, by the way that every article goes.
pub fn load_models() {
    let article = Article {
        zh: version_of(CHINESE, Language::SimplifiedChinese),
        en: version_of(ENGLISH, Language::English),
        ..Article::default()
    };
    Pipeline::embedded().annotate(article);
}
