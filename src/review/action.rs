//! What a reviewer can do, and why it can be refused.
//!
//! An [`Action`] says everything that is needed to repeat it on the same state: the journal
//! stores it as JSON and replays it. What a program computed (a realignment) is stored with its
//! result, so that a later version of the program replays the same.

use serde::{Deserialize, Serialize};

use super::state::{BeadKey, Corrected, MentionStart, SentenceStart};
use crate::document::Side;
use crate::mention::Label;
use crate::record::Status;

/// A direction in the list of beads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// One thing that a reviewer does to an article. Offsets are code points of the version's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Set what the reviewer makes of a bead; `auto` takes a confirmation or rejection back.
    SetStatus {
        /// The bead.
        bead: BeadKey,
        /// The new status.
        status: Status,
    },
    /// Confirm this bead and all before it that are not rejected.
    ConfirmTo {
        /// The last bead to confirm.
        bead: BeadKey,
    },
    /// Make one bead of this one and its neighbour.
    Merge {
        /// The bead.
        bead: BeadKey,
        /// Which neighbour.
        way: Way,
    },
    /// Cut a bead in two before a sentence; the other side is cut where the lengths fit best.
    Split {
        /// The side of the sentence.
        side: Side,
        /// The sentence with which the second bead begins.
        sentence: SentenceStart,
        /// The sentence of the other side with which its part of the second bead begins; none
        /// leaves the choice to the lengths.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<SentenceStart>,
    },
    /// Move a sentence to the neighbouring bead, with those between it and that bead.
    Move {
        /// The side of the sentence.
        side: Side,
        /// The sentence.
        sentence: SentenceStart,
        /// To which neighbour.
        way: Way,
    },
    /// Exchange the English sides of a bead and its neighbour.
    Swap {
        /// The bead.
        bead: BeadKey,
        /// Which neighbour.
        way: Way,
    },
    /// Take the two sides of a bead apart, into two beads without a partner.
    Unlink {
        /// The bead.
        bead: BeadKey,
    },
    /// Make a bead of exactly these sentences, wherever they stand; what remains of their beads
    /// stays where it is.
    Link {
        /// Chinese sentences.
        zh: Vec<SentenceStart>,
        /// English sentences.
        en: Vec<SentenceStart>,
    },
    /// Cut a sentence in two; both parts stay in its bead.
    CutSentence {
        /// The side.
        side: Side,
        /// The sentence.
        sentence: SentenceStart,
        /// Where the second part begins.
        at: usize,
    },
    /// Join a sentence with the next of its paragraph, into the first one's bead.
    JoinSentence {
        /// The side.
        side: Side,
        /// The first of the two.
        sentence: SentenceStart,
    },
    /// Set or remove the reviewer's flag.
    Mark {
        /// The bead.
        bead: BeadKey,
        /// Whether it is flagged.
        on: bool,
    },
    /// Set the note; an empty one removes it.
    Comment {
        /// The bead.
        bead: BeadKey,
        /// The note.
        text: String,
    },
    /// Set the text that an export writes for one side; none restores the source's.
    Correct {
        /// The bead.
        bead: BeadKey,
        /// The side.
        side: Side,
        /// The text.
        text: Option<String>,
    },
    /// Change what a mention is.
    SetLabel {
        /// The side.
        side: Side,
        /// The mention.
        mention: MentionStart,
        /// The new label.
        label: Label,
    },
    /// Tag a stretch of a sentence.
    AddMention {
        /// The side.
        side: Side,
        /// Where it starts.
        start: usize,
        /// End, exclusive.
        end: usize,
        /// What it names.
        label: Label,
        /// The entity, `""` for the one that the article's other mentions of this text have.
        #[serde(default)]
        entity: String,
    },
    /// Change where a mention starts and ends; it must go on sharing text with its old place.
    ResizeMention {
        /// The side.
        side: Side,
        /// The mention.
        mention: MentionStart,
        /// New start.
        start: usize,
        /// New end, exclusive.
        end: usize,
    },
    /// Remove a mention and its links.
    DeleteMention {
        /// The side.
        side: Side,
        /// The mention.
        mention: MentionStart,
    },
    /// Link two mentions of one bead; both then name the same entity.
    LinkMentions {
        /// The Chinese mention.
        zh: MentionStart,
        /// The English mention.
        en: MentionStart,
    },
    /// Remove a link.
    UnlinkMentions {
        /// The Chinese mention.
        zh: MentionStart,
        /// The English mention.
        en: MentionStart,
    },
    /// Give an entity its preferred names.
    RenameEntity {
        /// Its id.
        entity: String,
        /// Chinese name.
        zh: String,
        /// English name.
        en: String,
    },
    /// Say that all mentions of one entity name another one.
    MergeEntity {
        /// The entity that goes.
        from: String,
        /// The entity that stays.
        into: String,
    },
    /// Several actions as one step: all are done, or none.
    Many {
        /// In this order.
        actions: Vec<Action>,
    },
    /// Put beads in the place of those that hold the same sentences: a realignment with its result.
    Realign {
        /// The new beads.
        beads: Vec<RealignedBead>,
    },
    /// Carry a bead over from a corpus that was rebuilt: make it, and say all of it at once.
    Carry(CarriedBead),
}

/// A bead of a realignment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RealignedBead {
    /// Starts of the Chinese sentences.
    pub zh: Vec<SentenceStart>,
    /// Starts of the English sentences.
    pub en: Vec<SentenceStart>,
    /// Calibrated probability that the bead is right.
    pub confidence: f64,
    /// Word pairs that support it: Chinese start and end, English start and end, similarity.
    pub words: Vec<(usize, usize, usize, usize, f64)>,
}

/// A reviewed bead of an earlier build of the corpus, in the offsets of the present one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedBead {
    /// Spans of the Chinese sentences, which are cut anew if need be.
    pub zh: Vec<(usize, usize)>,
    /// Spans of the English sentences.
    pub en: Vec<(usize, usize)>,
    /// What the reviewer made of it.
    pub status: Status,
    /// Whether a person put the sentences together.
    pub by_hand: bool,
    /// The reviewer's flag.
    pub marked: bool,
    /// The note.
    pub comment: String,
    /// Texts for export.
    pub corrected: Corrected,
    /// The program's confidence, for a bead that nobody put together by hand and that the new build
    /// does not have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// Why an action was not done. The state is as before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The bead is not there (any more).
    #[error("This row is not there any more: it was changed elsewhere.")]
    NoBead,
    /// The sentence is not there (any more).
    #[error("This sentence is not there any more: it was changed elsewhere.")]
    NoSentence,
    /// The mention is not there (any more).
    #[error("This name is not there any more: it was changed elsewhere.")]
    NoMention,
    /// The row changed since the page showed it.
    #[error(
        "This row changed since you saw it, so nothing was done. Here is the row as it is now."
    )]
    Stale,
    /// The article changed since the page showed it.
    #[error("This article changed since you saw it, so nothing was done. The rows are fresh now.")]
    StaleArticle,
    /// There is no neighbour in this direction.
    #[error("There is no row in this direction.")]
    NoNeighbour,
    /// A split before the first sentence would leave an empty bead.
    #[error("A row can be split before its second sentence or a later one, not before the first.")]
    SplitAtStart,
    /// Nothing to take apart, or nothing to swap.
    #[error("This needs a row with text on both sides.")]
    OneSided,
    /// The same picks are a bead already.
    #[error("These sentences are a row of their own already.")]
    AlreadyLinked,
    /// A link without sentences.
    #[error("Pick at least one sentence first.")]
    NothingPicked,
    /// The cut is at the edge of the sentence.
    #[error("A sentence can only be cut between two of its characters.")]
    CutAtEdge,
    /// The cut goes through a mention.
    #[error("The cut would go through a name. Shrink or delete the name first.")]
    CutsMention,
    /// The next sentence is in another paragraph, or there is none.
    #[error("There is no next sentence in this paragraph.")]
    NoNextSentence,
    /// The span is empty, reaches out of the text or over the end of a sentence.
    #[error("A name must lie inside one sentence and have at least one character.")]
    BadSpan,
    /// The span shares text with another mention.
    #[error("This would overlap with another name. Shrink or delete that one first.")]
    Overlap,
    /// The two mentions are not in one bead.
    #[error("Only names in the same row can be linked. Link the sentences first.")]
    NotTogether,
    /// Nothing would change.
    #[error("Nothing to change: it is so already.")]
    NoChange,
    /// There is nothing to undo or redo.
    #[error("There is nothing to undo here.")]
    NothingToUndo,
    /// There is nothing to redo.
    #[error("There is nothing to redo here.")]
    NothingToRedo,
    /// The realignment does not hold the same sentences as the beads it replaces.
    #[error("The realignment does not fit the rows any more.")]
    Unfit,
    /// No entity of this article has this id.
    #[error("This article does not name that any more.")]
    NoEntity,
    /// No article has this id.
    #[error("There is no such article in this corpus.")]
    NoArticle,
    /// A text longer than the desk takes.
    #[error("This text is too long for a note or a correction.")]
    TooLong,
}

impl Refusal {
    /// A stable name, for the interface's translations.
    pub fn code(&self) -> String {
        format!("{self:?}")
    }
}
