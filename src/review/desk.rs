//! The desk: the articles of a corpus with their histories, and the journal that keeps them.
//!
//! An action counts when the journal has it on disk; only then the state moves on. Another
//! program on the same journal is noticed before each action and its entries are replayed first.

mod replay;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::action::{Action, Refusal};
use super::carry::Unfitting;
use super::corpus::{ArticleRecords, Corpus, CorpusError, fingerprint};
use super::history::History;
use super::journal::{Deed, Journal, JournalError, NewBuild};
use super::records;
use super::state::{ArticleState, BeadKey};
use crate::record::EntityRecord;

/// Why the desk cannot work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// The corpus folder.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The journal and the corpus do not fit each other: a fault of the program.
    #[error("{}: the journal's entry {sequence} cannot be replayed: {refusal}", path.display())]
    Replay {
        /// The corpus folder.
        path: PathBuf,
        /// The entry.
        sequence: i64,
        /// Why not.
        refusal: Refusal,
    },
    /// The action was refused; nothing was done.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// What the page believed when it asked for an action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belief {
    /// Number of the last entry of this article that the page has seen.
    pub seen: i64,
    /// The rows that the action concerns, with the revisions that the page shows.
    #[serde(default)]
    pub rows: BTreeMap<BeadKey, String>,
}

/// What an action led to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The state before.
    pub before: Arc<ArticleState>,
    /// The state after.
    pub after: Arc<ArticleState>,
    /// Number of the article's last entry before the action.
    pub sequence_before: i64,
    /// Number of the article's last entry now.
    pub sequence: i64,
}

/// An article on the desk.
#[derive(Debug)]
struct DeskArticle {
    history: History,
    /// Its build in the journal, once it has one.
    build: Option<i64>,
    /// Number of its last entry, 0 if it has none.
    sequence: i64,
    /// Corrections of an earlier build that do not fit this one.
    unfitting: Vec<Unfitting>,
}

/// A corpus under review.
#[derive(Debug)]
pub struct Desk {
    folder: PathBuf,
    corpus: Corpus,
    journal: Journal,
    articles: Vec<DeskArticle>,
    by_id: HashMap<String, usize>,
    by_build: HashMap<i64, usize>,
    /// Reviewed articles that the corpus does not hold any more.
    missing: Vec<String>,
    /// Number of the last entry that was replayed.
    last: i64,
}

impl Desk {
    /// Open a corpus folder with its journal, replay it, and carry over what an earlier build of
    /// the corpus had.
    ///
    /// # Errors
    /// If the folder or the journal cannot be read.
    pub fn open(folder: &Path) -> Result<Self, DeskError> {
        let corpus = Corpus::open(folder)?;
        let states: Vec<_> = (0..corpus.ids().len())
            .into_par_iter()
            .map(|index| corpus.records(index).map(|records| records::state(&records)))
            .collect::<Result<_, _>>()?;
        let article = |state| DeskArticle {
            history: History::new(state),
            build: None,
            sequence: 0,
            unfitting: Vec::new(),
        };
        let by_id = corpus.ids().iter().cloned().enumerate().map(|(at, id)| (id, at)).collect();
        let mut desk = Self {
            folder: folder.to_owned(),
            journal: Journal::open(folder)?,
            articles: states.into_iter().map(article).collect(),
            by_id,
            by_build: HashMap::new(),
            missing: Vec::new(),
            corpus,
            last: 0,
        };
        desk.replay_all()?;
        Ok(desk)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Number of articles.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether the corpus has no article.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Position of an article by its id.
    pub fn index_of(&self, doc: &str) -> Option<usize> {
        self.by_id.get(doc).copied()
    }

    /// The present state of article `index`.
    pub fn state(&self, index: usize) -> &Arc<ArticleState> {
        self.articles[index].history.state()
    }

    /// The history of article `index`.
    pub fn history(&self, index: usize) -> &History {
        &self.articles[index].history
    }

    /// Number of the last entry of article `index`, 0 if there is none.
    pub fn sequence(&self, index: usize) -> i64 {
        self.articles[index].sequence
    }

    /// The corpus's entities, as it has them.
    pub fn entities(&self) -> &[EntityRecord] {
        &self.corpus.entities
    }

    /// The records of article `index`, as the corpus has them.
    ///
    /// # Errors
    /// If they cannot be read any more.
    pub fn source(&self, index: usize) -> Result<ArticleRecords, DeskError> {
        Ok(self.corpus.records(index)?)
    }

    /// Ids of reviewed articles that the corpus does not hold any more; their entries stay in the
    /// journal.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// Corrections of earlier builds that fit nowhere in the present one, by article.
    pub fn unfitting(&self) -> impl Iterator<Item = (&str, &Unfitting)> {
        self.articles.iter().flat_map(|article| {
            let id = article.history.base().id.as_str();
            article.unfitting.iter().map(move |unfitting| (id, unfitting))
        })
    }

    /// A token that nobody can guess, from SQLite's generator, which the system seeds.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn random_token(&self) -> Result<String, DeskError> {
        Ok(self.journal.random_token()?)
    }

    /// A setting of the desk.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, DeskError> {
        Ok(self.journal.setting(name)?)
    }

    /// Keep a setting.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), DeskError> {
        Ok(self.journal.set_setting(name, value)?)
    }

    /// Do an action on an article.
    ///
    /// # Errors
    /// [`DeskError::Refused`] if the action is not possible, or if it concerns a row that changed
    /// since `belief` was true; other errors if the journal fails. Nothing is done then.
    pub fn act(
        &mut self,
        index: usize,
        action: &Action,
        belief: &Belief,
    ) -> Result<Outcome, DeskError> {
        loop {
            self.catch_up()?;
            let article = &self.articles[index];
            let next = article.history.preview(action);
            let next = next.map_err(|refusal| self.or_stale(index, refusal, belief))?;
            self.check_belief(index, &next, belief)?;
            let before = article.history.state().clone();
            let sequence_before = article.sequence;
            let build = self.ensure_build(index)?;
            if let Some(sequence) = self.append(&[(build, Deed::Do(action.clone()))])? {
                self.articles[index].history.record(action.clone(), next);
                self.articles[index].sequence = sequence;
                let after = self.state(index).clone();
                return Ok(Outcome { before, after, sequence_before, sequence });
            }
        }
    }

    /// Do actions on several articles, all or none.
    ///
    /// Returns the range of the numbers of their entries, for [`Desk::undo_range`].
    ///
    /// # Errors
    /// As [`Desk::act`].
    pub fn act_on_many(&mut self, actions: &[(usize, Action)]) -> Result<(i64, i64), DeskError> {
        loop {
            self.catch_up()?;
            let mut deeds = Vec::new();
            let mut states = Vec::new();
            for (index, action) in actions {
                states.push(self.articles[*index].history.preview(action)?);
                deeds.push((self.ensure_build(*index)?, Deed::Do(action.clone())));
            }
            let first = self.last + 1;
            if self.append(&deeds)?.is_some() {
                for (at, ((index, action), state)) in actions.iter().zip(states).enumerate() {
                    self.articles[*index].history.record(action.clone(), state);
                    self.articles[*index].sequence = first + at as i64;
                }
                return Ok((first, self.last));
            }
        }
    }

    /// Take back what [`Desk::act_on_many`] did, in the articles where nothing was done since.
    ///
    /// Returns how many were undone and the ids of the others.
    ///
    /// # Errors
    /// If the journal fails.
    pub fn undo_range(&mut self, range: (i64, i64)) -> Result<(usize, Vec<String>), DeskError> {
        self.catch_up()?;
        let inside = |sequence: i64| range.0 <= sequence && sequence <= range.1;
        let entries = self.journal.entries_after(range.0 - 1)?;
        let touched = entries.iter().filter(|entry| inside(entry.sequence));
        let touched: BTreeSet<usize> =
            touched.filter_map(|entry| self.by_build.get(&entry.build).copied()).collect();
        let (undoable, others): (Vec<usize>, Vec<usize>) =
            touched.into_iter().partition(|&index| inside(self.articles[index].sequence));
        for &index in &undoable {
            self.step(index, Deed::Undo)?;
        }
        let id = |index: usize| self.corpus.ids()[index].clone();
        Ok((undoable.len(), others.into_iter().map(id).collect()))
    }

    /// Take the last action on an article back.
    ///
    /// # Errors
    /// [`Refusal::NothingToUndo`], or if the journal fails.
    pub fn undo(&mut self, index: usize) -> Result<Outcome, DeskError> {
        self.step(index, Deed::Undo)
    }

    /// Do the last undone action again.
    ///
    /// # Errors
    /// [`Refusal::NothingToRedo`], or if the journal fails.
    pub fn redo(&mut self, index: usize) -> Result<Outcome, DeskError> {
        self.step(index, Deed::Redo)
    }

    fn step(&mut self, index: usize, deed: Deed) -> Result<Outcome, DeskError> {
        loop {
            self.catch_up()?;
            let article = &self.articles[index];
            let before = article.history.state().clone();
            let sequence_before = article.sequence;
            let mut history = article.history.clone();
            match deed {
                Deed::Redo => history.redo()?,
                _ => history.undo()?,
            }
            let build = self.ensure_build(index)?;
            if let Some(sequence) = self.append(&[(build, deed.clone())])? {
                self.articles[index].history = history;
                self.articles[index].sequence = sequence;
                let after = self.state(index).clone();
                return Ok(Outcome { before, after, sequence_before, sequence });
            }
        }
    }

    /// A refusal of a page that is behind is a sign of that, whatever it says.
    fn or_stale(&self, index: usize, refusal: Refusal, belief: &Belief) -> Refusal {
        if belief.seen == self.articles[index].sequence { refusal } else { Refusal::StaleArticle }
    }

    /// Refuse an action that changes a row which is not as the page shows it.
    fn check_belief(
        &self,
        index: usize,
        next: &ArticleState,
        belief: &Belief,
    ) -> Result<(), Refusal> {
        let article = &self.articles[index];
        if belief.seen == article.sequence {
            return Ok(());
        }
        let now = article.history.state();
        for key in changed_rows(now, next) {
            let Some(position) = now.position(key) else { continue };
            let revision = revision_text(now.revision(&now.beads[position]));
            match belief.rows.get(&key) {
                Some(shown) if *shown == revision => {}
                Some(_) => return Err(Refusal::Stale),
                None => return Err(Refusal::StaleArticle),
            }
        }
        Ok(())
    }

    /// Append to the journal; `None` if someone else wrote meanwhile.
    fn append(&mut self, deeds: &[(i64, Deed)]) -> Result<Option<i64>, DeskError> {
        let Ok(sequence) = self.journal.append(self.last, deeds)? else { return Ok(None) };
        self.last = sequence;
        Ok(Some(sequence))
    }

    /// The article's build in the journal, made now if this is its first action.
    fn ensure_build(&mut self, index: usize) -> Result<i64, DeskError> {
        if let Some(build) = self.articles[index].build {
            return Ok(build);
        }
        let base = self.corpus.raw(index)?;
        let doc = self.corpus.ids()[index].as_str();
        let fingerprint = fingerprint(&base);
        let new = NewBuild { doc, fingerprint: &fingerprint, base: &base, unfitting: "[]" };
        let build = self.journal.add_build(&new, &[])?;
        self.articles[index].build = Some(build);
        self.by_build.insert(build, index);
        Ok(build)
    }
}

/// The rows of `before` that `after` does not show as they were.
fn changed_rows(before: &ArticleState, after: &ArticleState) -> Vec<BeadKey> {
    let kept: HashMap<BeadKey, u64> =
        after.beads.iter().map(|bead| (bead.key(), after.revision(bead))).collect();
    let changed = |bead: &&Arc<_>| {
        kept.get(&super::state::BeadState::key(bead)) != Some(&before.revision(bead))
    };
    before.beads.iter().filter(changed).map(|bead| bead.key()).collect()
}

/// A revision as pages carry it: JavaScript's numbers do not hold 64 bits.
pub fn revision_text(revision: u64) -> String {
    format!("{revision:016x}")
}
