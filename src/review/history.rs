//! Undo and redo without limit, by replaying: a history is its base and its actions.
//!
//! The last states are kept so that undo is instant; further back they are made again from the
//! base, a stretch at a time.

use std::collections::VecDeque;
use std::sync::Arc;

use super::action::{Action, Refusal};
use super::edit;
use super::state::ArticleState;

/// How many states are kept. A state shares what did not change with its neighbours, about 50 kB
/// remain for an article of 5,000 beads.
const KEPT_STATES: usize = 64;

/// The states of one article under review, from its base to the present and the undone ones.
#[derive(Debug, Clone)]
pub struct History {
    base: Arc<ArticleState>,
    /// Done and undone actions, in order.
    actions: Vec<Action>,
    /// How many of them are done.
    done: usize,
    /// The states after the last done actions, the present one last; never empty.
    recent: VecDeque<Arc<ArticleState>>,
}

impl History {
    /// A history without actions.
    pub fn new(base: ArticleState) -> Self {
        let base = Arc::new(base);
        Self { recent: VecDeque::from([base.clone()]), base, actions: Vec::new(), done: 0 }
    }

    /// The state as the corpus has it, before any action.
    pub fn base(&self) -> &Arc<ArticleState> {
        &self.base
    }

    /// The present state.
    pub fn state(&self) -> &Arc<ArticleState> {
        self.recent.back().unwrap_or(&self.base)
    }

    /// The actions that are done, oldest first.
    pub fn done(&self) -> &[Action] {
        &self.actions[..self.done]
    }

    /// The undone actions that can be done again, next one first.
    pub fn undone(&self) -> &[Action] {
        &self.actions[self.done..]
    }

    /// The state that an action would lead to; nothing is changed.
    ///
    /// # Errors
    /// The refusal of the action.
    pub fn preview(&self, action: &Action) -> Result<ArticleState, Refusal> {
        edit::apply(self.state(), action)
    }

    /// Do an action; what was undone is forgotten.
    ///
    /// # Errors
    /// The refusal of the action; then nothing changed.
    pub fn act(&mut self, action: Action) -> Result<(), Refusal> {
        let next = edit::apply(self.state(), &action)?;
        self.record(action, next);
        Ok(())
    }

    /// Take over an action whose result is known from [`History::preview`].
    pub fn record(&mut self, action: Action, next: ArticleState) {
        self.actions.truncate(self.done);
        self.actions.push(action);
        self.done += 1;
        self.push(next);
    }

    /// Take the last action back.
    ///
    /// # Errors
    /// [`Refusal::NothingToUndo`].
    pub fn undo(&mut self) -> Result<(), Refusal> {
        if self.done == 0 {
            return Err(Refusal::NothingToUndo);
        }
        self.done -= 1;
        self.recent.pop_back();
        if self.recent.is_empty() {
            self.replay()?;
        }
        Ok(())
    }

    /// Do the last undone action again.
    ///
    /// # Errors
    /// [`Refusal::NothingToRedo`].
    pub fn redo(&mut self) -> Result<(), Refusal> {
        let action = self.actions.get(self.done).ok_or(Refusal::NothingToRedo)?;
        let next = edit::apply(self.state(), action)?;
        self.done += 1;
        self.push(next);
        Ok(())
    }

    fn push(&mut self, state: ArticleState) {
        self.recent.push_back(Arc::new(state));
        if self.recent.len() > KEPT_STATES {
            self.recent.pop_front();
        }
    }

    /// Make the last states again from the base.
    fn replay(&mut self) -> Result<(), Refusal> {
        let mut state = self.base.clone();
        self.recent = VecDeque::from([state.clone()]);
        for index in 0..self.done {
            state = Arc::new(edit::apply(&state, &self.actions[index])?);
            self.recent.push_back(state.clone());
            if self.recent.len() > KEPT_STATES {
                self.recent.pop_front();
            }
        }
        Ok(())
    }
}
