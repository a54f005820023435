//! Full-text search over the corpus: substrings in Chinese, word forms in English.
//!
//! An index of sentences in SQLite's FTS5, in memory: made at the first search, and anew for an
//! article that was changed since. What a sentence's partner is, is read from the state.

use rusqlite::{Connection, params};
use serde::Deserialize;

use super::desk::Desk;
use super::journal::JournalError;
use super::state::{ArticleState, BeadState};
use crate::document::Side;
use crate::mention::Label;
use crate::record::Status;
use crate::text::CharSpan;

/// How many hits a page shows.
pub const SHOWN: usize = 200;

/// Put around a hit by FTS5; private-use characters that a text will hardly hold.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// A search.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ConcordanceQuery {
    /// Chinese text, or English words.
    pub q: String,
    /// What the article's id or title must contain.
    pub article: String,
    /// A label of which the row must hold a name, `""` for any.
    pub label: String,
    /// The least confidence, in per cent; `""` for any.
    pub confidence: String,
    /// The status, `""` for any.
    pub status: String,
}

/// A hit: a sentence and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The article.
    pub index: usize,
    /// The side of the sentence.
    pub side: Side,
    /// Position of its bead.
    pub position: usize,
    /// The sentence.
    pub sentence: CharSpan,
    /// The stretches of it that were looked for, in code points of the article's text.
    pub spans: Vec<CharSpan>,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The first hits, in the order of the corpus.
    pub hits: Vec<Hit>,
    /// Number of all hits.
    pub count: usize,
    /// Number of articles with a hit.
    pub articles: usize,
}

/// The index.
#[derive(Debug, Default)]
pub struct Concordance {
    connection: Option<Connection>,
    /// For each article, the number of its last entry when it was indexed.
    indexed: Vec<i64>,
}

const TABLES: &str = "
    CREATE VIRTUAL TABLE zh USING fts5(text, article UNINDEXED, start UNINDEXED, tokenize = 'trigram');
    CREATE VIRTUAL TABLE en USING fts5(text, article UNINDEXED, start UNINDEXED,
        tokenize = 'porter unicode61 remove_diacritics 2');
";

impl Concordance {
    /// Search; the index is brought up to date first.
    ///
    /// # Errors
    /// If SQLite fails, which for a database in memory means that memory is short.
    pub fn search(&mut self, desk: &Desk, query: &ConcordanceQuery) -> Result<Found, JournalError> {
        if query.q.trim().is_empty() {
            return Ok(Found::default());
        }
        let search = |this: &mut Self| -> rusqlite::Result<Found> {
            this.update(desk)?;
            this.find(desk, query)
        };
        search(self).map_err(|source| JournalError::Database { path: ":memory:".into(), source })
    }

    fn update(&mut self, desk: &Desk) -> rusqlite::Result<()> {
        if self.connection.is_none() {
            let connection = Connection::open_in_memory()?;
            connection.execute_batch(TABLES)?;
            self.connection = Some(connection);
            self.indexed = vec![-1; desk.len()];
        }
        let Some(connection) = self.connection.as_mut() else { return Ok(()) };
        let transaction = connection.transaction()?;
        for index in 0..desk.len() {
            if self.indexed[index] != desk.sequence(index) {
                if self.indexed[index] >= 0 {
                    forget(&transaction, index)?;
                }
                add(&transaction, index, desk.state(index))?;
                self.indexed[index] = desk.sequence(index);
            }
        }
        transaction.commit()
    }

    fn find(&self, desk: &Desk, query: &ConcordanceQuery) -> rusqlite::Result<Found> {
        let side = side_of(&query.q);
        let mut found = Found::default();
        let mut last = None;
        for (index, start, marked) in self.rows(side, query.q.trim())? {
            let Some(hit) = hit(desk, index, side, start, &marked, query) else { continue };
            found.count += 1;
            found.articles += usize::from(last != Some(index));
            last = Some(index);
            if found.hits.len() < SHOWN {
                found.hits.push(hit);
            }
        }
        Ok(found)
    }

    /// Article, sentence start and marked text of each sentence that matches, in corpus order.
    fn rows(&self, side: Side, q: &str) -> rusqlite::Result<Vec<(usize, usize, Marked)>> {
        let Some(connection) = &self.connection else { return Ok(Vec::new()) };
        let by_index = side == Side::English || q.chars().count() >= 3;
        let table = side.code();
        let (sql, argument) = if by_index {
            let marks = format!("highlight({table}, 0, '{OPEN}', '{CLOSE}')");
            (
                format!("SELECT article, start, {marks} FROM {table} WHERE {table} MATCH ?1"),
                expression(side, q),
            )
        } else {
            // The trigram index knows no shorter strings; these are looked for in the texts.
            (
                format!("SELECT article, start, text FROM {table} WHERE instr(text, ?1) > 0"),
                q.to_owned(),
            )
        };
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map([argument], |row| {
            let text: String = row.get(2)?;
            let marked =
                if by_index { Marked::Signs(text) } else { Marked::Text(text, q.to_owned()) };
            Ok((row.get::<_, i64>(0)? as usize, row.get::<_, i64>(1)? as usize, marked))
        })?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.sort_by_key(|row| (row.0, row.1));
        Ok(rows)
    }
}

/// A sentence with what was looked for.
enum Marked {
    /// Signs stand around each hit.
    Signs(String),
    /// The text, and what to look for in it.
    Text(String, String),
}

impl Marked {
    /// The hits, in code points of the sentence.
    fn spans(&self, sentence: &str) -> Vec<CharSpan> {
        match self {
            Marked::Text(text, needle) => {
                let length = needle.chars().count();
                let starts = text
                    .match_indices(needle.as_str())
                    .map(|(byte, _)| text[..byte].chars().count());
                starts.map(|start| CharSpan::new(start, start + length)).collect()
            }
            Marked::Signs(marked) => {
                let (mut spans, mut open, mut at) = (Vec::new(), None, 0);
                let mut original = sentence.chars().peekable();
                for c in marked.chars() {
                    if original.peek() == Some(&c) {
                        original.next();
                        at += 1;
                    } else if c == OPEN {
                        open = Some(at);
                    } else if let Some(start) = open.take() {
                        spans.push(CharSpan::new(start, at));
                    }
                }
                spans
            }
        }
    }
}

/// Chinese if there is a Chinese character in it.
fn side_of(q: &str) -> Side {
    let is_han = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    if q.chars().any(is_han) { Side::Chinese } else { Side::English }
}

/// The query in FTS5's language: every word quoted, so that nothing in it is an operator.
fn expression(side: Side, q: &str) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    match side {
        Side::Chinese => quoted(q),
        Side::English => q.split_whitespace().map(quoted).collect::<Vec<_>>().join(" "),
    }
}

fn forget(connection: &Connection, index: usize) -> rusqlite::Result<()> {
    for table in ["zh", "en"] {
        connection.execute(&format!("DELETE FROM {table} WHERE article = ?1"), [index as i64])?;
    }
    Ok(())
}

fn add(connection: &Connection, index: usize, state: &ArticleState) -> rusqlite::Result<()> {
    for side in Side::BOTH {
        let version = state.side(side);
        let sql = format!("INSERT INTO {} (text, article, start) VALUES (?1, ?2, ?3)", side.code());
        let mut statement = connection.prepare(&sql)?;
        for sentence in version.sentences.iter() {
            let text = version.slice(sentence.span);
            statement.execute(params![text, index as i64, sentence.span.start as i64])?;
        }
    }
    Ok(())
}

/// The hit of a sentence that matches, if it passes the filters.
fn hit(
    desk: &Desk,
    index: usize,
    side: Side,
    start: usize,
    marked: &Marked,
    query: &ConcordanceQuery,
) -> Option<Hit> {
    let state = desk.state(index);
    let sentence = state.side(side).sentence(start)?.span;
    let position = state.position_of_sentence(side, start)?;
    if !passes(state, &state.beads[position], query) {
        return None;
    }
    let text = state.side(side).slice(sentence);
    let spans: Vec<_> = marked.spans(text).into_iter().map(|span| span.shifted(start)).collect();
    (!spans.is_empty()).then_some(Hit { index, side, position, sentence, spans })
}

fn passes(state: &ArticleState, bead: &BeadState, query: &ConcordanceQuery) -> bool {
    let article = query.article.to_lowercase();
    let in_article = [state.id.as_str(), state.zh.heading(), state.en.heading()];
    let confidence = query.confidence.parse::<f64>().map_or(0.0, |percent| percent / 100.0);
    let status = serde_json::from_value::<Status>(query.status.as_str().into()).ok();
    let label = Label::ALL.into_iter().find(|label| label.name() == query.label);
    let has_label = |label: Label| {
        Side::BOTH.into_iter().any(|side| {
            let version = state.side(side);
            let starts = state.mention_starts(bead, side);
            starts.iter().filter_map(|start| version.mentions.get(start)).any(|m| m.label == label)
        })
    };
    (article.is_empty() || in_article.iter().any(|text| text.to_lowercase().contains(&article)))
        && bead.confidence >= confidence
        && status.is_none_or(|status| bead.status == status)
        && label.is_none_or(has_label)
}

/// The stretches of the other side that say what `hit` says: words and names linked with it.
pub fn counterparts(state: &ArticleState, hit: &Hit) -> Vec<CharSpan> {
    let bead = &state.beads[hit.position];
    let is_hit = |span: CharSpan| hit.spans.iter().any(|other| other.overlaps(span));
    let pairs = bead.words.iter().map(|pair| (pair.zh, pair.en));
    let span = |side: Side, start: usize| {
        let end = state.side(side).mentions.get(&start).map_or(start, |mention| mention.end);
        CharSpan::new(start, end)
    };
    let links = state.links_in(bead).into_iter();
    let links = links.map(|(zh, en, _)| (span(Side::Chinese, zh), span(Side::English, en)));
    let mut found: Vec<CharSpan> = pairs
        .chain(links)
        .map(|(zh, en)| if hit.side == Side::Chinese { (zh, en) } else { (en, zh) })
        .filter(|(here, _)| is_hit(*here))
        .map(|(_, there)| there)
        .collect();
    found.sort_unstable();
    found
}
