//! Replaying the journal: on the corpus that it was written for, on what others wrote since, and
//! on a corpus that was built again.

use std::collections::BTreeMap;

use super::super::action::Refusal;
use super::super::carry::{self, Unfitting};
use super::super::corpus::{ArticleRecords, fingerprint};
use super::super::history::History;
use super::super::journal::{Deed, Entry, JournalError, NewBuild};
use super::super::records;
use super::{Desk, DeskError};

impl Desk {
    /// Replay what others wrote since.
    ///
    /// # Errors
    /// If the journal cannot be read or replayed.
    pub fn catch_up(&mut self) -> Result<(), DeskError> {
        let entries = self.journal.entries_after(self.last)?;
        if entries.iter().any(|entry| !self.by_build.contains_key(&entry.build)) {
            self.learn_builds()?;
        }
        for entry in entries {
            self.last = entry.sequence;
            if let Some(&index) = self.by_build.get(&entry.build) {
                self.replay_entry(index, entry)?;
            }
        }
        Ok(())
    }

    /// Learn the builds that others began, of articles as this desk has them.
    fn learn_builds(&mut self) -> Result<(), DeskError> {
        for build in self.journal.builds()? {
            let Some(&index) = self.by_id.get(&build.doc) else { continue };
            if self.articles[index].build.is_none()
                && fingerprint(&self.corpus.raw(index)?) == build.fingerprint
            {
                self.articles[index].build = Some(build.build);
                self.by_build.insert(build.build, index);
            }
        }
        Ok(())
    }

    /// Replay the whole journal on the corpus as it is now.
    pub(super) fn replay_all(&mut self) -> Result<(), DeskError> {
        let mut entries: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
        for entry in self.journal.entries_after(0)? {
            self.last = entry.sequence;
            entries.entry(entry.build).or_default().push(entry);
        }
        // The latest build of each article; builds are ascending.
        let builds = self.journal.builds()?;
        let latest: BTreeMap<_, _> =
            builds.into_iter().map(|build| (build.doc.clone(), build)).collect();
        for (doc, build) in latest {
            let own = entries.remove(&build.build).unwrap_or_default();
            let Some(&index) = self.by_id.get(&doc) else {
                if !own.is_empty() {
                    self.missing.push(doc);
                }
                continue;
            };
            if fingerprint(&self.corpus.raw(index)?) == build.fingerprint {
                self.articles[index].build = Some(build.build);
                self.articles[index].unfitting =
                    serde_json::from_str(&build.unfitting).unwrap_or_default();
                self.by_build.insert(build.build, index);
                own.into_iter().try_for_each(|entry| self.replay_entry(index, entry))?;
            } else {
                let earlier = serde_json::from_str(&build.unfitting).unwrap_or_default();
                self.carry_over(index, build.build, own, earlier)?;
            }
        }
        self.last =
            self.last.max(self.journal.entries_after(self.last)?.last().map_or(0, |e| e.sequence));
        Ok(())
    }

    fn replay_entry(&mut self, index: usize, entry: Entry) -> Result<(), DeskError> {
        let article = &mut self.articles[index];
        replay(&mut article.history, entry.deed).map_err(|refusal| DeskError::Replay {
            path: self.folder.clone(),
            sequence: entry.sequence,
            refusal,
        })?;
        article.sequence = entry.sequence;
        Ok(())
    }

    /// Bring the corrections of an earlier build of an article into the present one.
    fn carry_over(
        &mut self,
        index: usize,
        old_build: i64,
        entries: Vec<Entry>,
        mut unfitting: Vec<Unfitting>,
    ) -> Result<(), DeskError> {
        let damaged = |message: String| JournalError::Damaged {
            path: self.folder.clone(),
            sequence: old_build,
            message,
        };
        let stored = self.journal.base(old_build)?;
        let old = ArticleRecords::parse(&stored).map_err(|(_, message)| damaged(message))?;
        let mut history = History::new(records::state(&old));
        for entry in entries {
            replay(&mut history, entry.deed).map_err(|refusal| DeskError::Replay {
                path: self.folder.clone(),
                sequence: entry.sequence,
                refusal,
            })?;
        }
        let fresh = self.articles[index].history.base();
        let carried =
            carry::carry(&history, fresh).map_err(|refusal| damaged(refusal.to_string()))?;
        unfitting.extend(carried.unfitting);
        let undone = std::iter::repeat_n(Deed::Undo, carried.undone);
        let deeds: Vec<Deed> = carried.actions.into_iter().map(Deed::Do).chain(undone).collect();
        let raw = self.corpus.raw(index)?;
        let fingerprint = fingerprint(&raw);
        let list = serde_json::to_string(&unfitting).unwrap_or_default();
        let doc = self.corpus.ids()[index].as_str();
        let new = NewBuild { doc, fingerprint: &fingerprint, base: &raw, unfitting: &list };
        let build = self.journal.add_build(&new, &deeds)?;
        self.articles[index].build = Some(build);
        self.articles[index].unfitting = unfitting;
        self.by_build.insert(build, index);
        for entry in self.journal.entries_after(self.last)? {
            self.last = entry.sequence;
            if entry.build == build {
                self.replay_entry(index, entry)?;
            }
        }
        Ok(())
    }
}

/// Apply one entry to a history.
fn replay(history: &mut History, deed: Deed) -> Result<(), Refusal> {
    match deed {
        Deed::Do(action) => history.act(action),
        Deed::Undo => history.undo(),
        Deed::Redo => history.redo(),
    }
}
