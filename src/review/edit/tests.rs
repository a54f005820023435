//! Properties of any sequence of actions, and what each verb does on a small article.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::action::{CarriedBead, RealignedBead, Way};
use super::super::history::History;
use super::super::state::{MentionState, SentenceState, SideState};
use super::*;
use crate::document::{Direction, Role};
use crate::mention::{Label, Source};
use crate::record::ParagraphRecord;
use crate::text::{CharSpan, Text};

/// A side whose sentences are given as paragraphs of sentences.
fn side(lang: &str, paragraphs: &[Vec<&str>]) -> SideState {
    let (mut text, mut sentences, mut spans) = (String::new(), Vec::new(), Vec::new());
    let separator = if lang == "en" { " " } else { "" };
    for (paragraph, texts) in paragraphs.iter().enumerate() {
        let start = text.chars().count();
        for (index, sentence) in texts.iter().enumerate() {
            text.push_str(if index > 0 { separator } else { "" });
            let from = text.chars().count();
            text.push_str(sentence);
            let span = CharSpan::new(from, text.chars().count());
            sentences.push(SentenceState { span, paragraph, role: Role::Body });
        }
        spans.push(ParagraphRecord { start, end: text.chars().count(), role: Role::Body });
        text.push('\n');
    }
    SideState {
        lang: lang.into(),
        title: String::new(),
        text: Arc::new(Text::new(text)),
        paragraphs: spans.into(),
        sentences: Arc::new(sentences),
        mentions: Arc::default(),
    }
}

/// Beads given by how many sentences each has on the two sides.
fn article(zh: SideState, en: SideState, types: &[(usize, usize)]) -> ArticleState {
    let starts = |side: &SideState| side.sentences.iter().map(|s| s.span.start).collect::<Vec<_>>();
    let (mut zh_left, mut en_left) = (starts(&zh).into_iter(), starts(&en).into_iter());
    let beads = types.iter().map(|&(z, e)| {
        Arc::new(BeadState {
            zh: zh_left.by_ref().take(z).collect(),
            en: en_left.by_ref().take(e).collect(),
            confidence: 0.8,
            ..BeadState::default()
        })
    });
    let beads = beads.collect();
    let (id, direction) = ("demo".into(), Direction::Unknown);
    ArticleState { id, direction, zh, en, beads, links: Arc::default(), names: BTreeMap::new() }
}

/// Four Chinese and five English sentences in two paragraphs, as 1-1, 1-2, 2-2.
fn small() -> ArticleState {
    let zh =
        side("zh-Hans", &[vec!["苏岚来了。", "她带来了地图。"], vec!["我们出发。", "雨停了。"]]);
    let en = side(
        "en",
        &[vec!["Su Lan came.", "She brought", "the map."], vec!["We left.", "It cleared."]],
    );
    let mut state = article(zh, en, &[(1, 1), (1, 2), (2, 2)]);
    let mention =
        |end, source| MentionState { end, label: Label::Per, entity: "per:su-lan".into(), source };
    Arc::make_mut(&mut state.zh.mentions).insert(0, mention(2, Source::Model));
    Arc::make_mut(&mut state.en.mentions).insert(0, mention(6, Source::Model));
    Arc::make_mut(&mut state.links).insert((0, 0), 0.9);
    state.check().expect("a sound start");
    state
}

fn rows(state: &ArticleState) -> Vec<String> {
    let texts = |bead: &BeadState, side: Side| {
        let version = state.side(side);
        let spans = bead.side(side).iter().map(|&start| version.sentence(start).unwrap().span);
        spans.map(|span| version.slice(span)).collect::<Vec<_>>().join("+")
    };
    let row = |bead: &Arc<BeadState>| {
        format!("{} | {}", texts(bead, Side::Chinese), texts(bead, Side::English))
    };
    state.beads.iter().map(row).collect()
}

fn key(key: &str) -> BeadKey {
    key.parse().unwrap()
}

fn start(state: &ArticleState, side: Side, index: usize) -> usize {
    state.side(side).sentences[index].span.start
}

#[test]
fn merging_joins_texts_notes_and_status() {
    let state =
        apply(&small(), &Action::Comment { bead: key("z0"), text: "see map".into() }).unwrap();
    let state = apply(&state, &Action::Merge { bead: key("z0"), way: Way::Down }).unwrap();
    assert_eq!(rows(&state)[0], "苏岚来了。+她带来了地图。 | Su Lan came.+She brought+the map.");
    assert_eq!(
        (state.beads[0].status, state.beads[0].comment.as_str()),
        (Status::Edited, "see map")
    );
    let refusal = apply(&state, &Action::Merge { bead: key("z0"), way: Way::Up }).unwrap_err();
    assert_eq!(refusal, Refusal::NoNeighbour);
}

#[test]
fn splitting_cuts_the_other_side_where_the_lengths_fit() {
    let state = small();
    let sentence = start(&state, Side::Chinese, 3);
    let split = Action::Split { side: Side::Chinese, sentence, other: None };
    let state = apply(&state, &split).unwrap();
    assert_eq!(rows(&state)[2..], ["我们出发。 | We left.", "雨停了。 | It cleared."]);
    let first = Action::Split { side: Side::Chinese, sentence, other: None };
    assert_eq!(apply(&state, &first).unwrap_err(), Refusal::SplitAtStart);
}

#[test]
fn a_sentence_moves_with_those_before_it() {
    let state = small();
    let sentence = start(&state, Side::English, 3);
    let state =
        apply(&state, &Action::Move { side: Side::English, sentence, way: Way::Up }).unwrap();
    assert_eq!(
        rows(&state)[1..],
        ["她带来了地图。 | She brought+the map.+We left.", "我们出发。+雨停了。 | It cleared."]
    );
    let sentence = start(&state, Side::English, 1);
    let state =
        apply(&state, &Action::Move { side: Side::English, sentence, way: Way::Down }).unwrap();
    assert_eq!(
        rows(&state)[1..],
        ["她带来了地图。 | ", "我们出发。+雨停了。 | She brought+the map.+We left.+It cleared."]
    );
}

#[test]
fn swapping_exchanges_the_english_sides() {
    let state = apply(&small(), &Action::Swap { bead: key("z0"), way: Way::Down }).unwrap();
    assert_eq!(rows(&state)[0], "苏岚来了。 | She brought+the map.");
    assert_eq!(rows(&state)[1], "她带来了地图。 | Su Lan came.");
    assert_eq!(state.crossings(), [true, true, false]);
}

#[test]
fn a_far_link_makes_a_crossing_and_leaves_the_rest_doubtful() {
    let state = small();
    let (zh, en) = (start(&state, Side::Chinese, 0), start(&state, Side::English, 4));
    let state = apply(&state, &Action::Link { zh: vec![zh], en: vec![en] }).unwrap();
    assert_eq!(
        rows(&state),
        [
            "苏岚来了。 | It cleared.",
            " | Su Lan came.",
            "她带来了地图。 | She brought+the map.",
            "我们出发。+雨停了。 | We left.",
        ]
    );
    assert_eq!(state.crossings(), [true, false, true, true]);
    let rest = &state.beads[3];
    assert_eq!((rest.confidence, rest.by_hand, rest.status), (0.0, false, Status::Edited));
    assert!(state.beads[0].is_fixed() && !rest.is_fixed());
    let again = Action::Link { zh: vec![zh], en: vec![en] };
    assert_eq!(apply(&state, &again).unwrap_err(), Refusal::AlreadyLinked);
}

#[test]
fn unlinking_leaves_two_rows_without_a_partner() {
    let state = apply(&small(), &Action::Unlink { bead: key("z0") }).unwrap();
    assert_eq!(rows(&state)[..2], ["苏岚来了。 | ", " | Su Lan came."]);
    assert_eq!(apply(&state, &Action::Unlink { bead: key("e0") }).unwrap_err(), Refusal::OneSided);
}

#[test]
fn a_sentence_is_cut_and_joined_again() {
    let state = small();
    let cut = Action::CutSentence { side: Side::English, sentence: 0, at: 7 };
    let cut_state = apply(&state, &cut).unwrap();
    assert_eq!(rows(&cut_state)[0], "苏岚来了。 | Su Lan+came.");
    let through_name = Action::CutSentence { side: Side::English, sentence: 0, at: 3 };
    assert_eq!(apply(&state, &through_name).unwrap_err(), Refusal::CutsMention);
    let joined =
        apply(&cut_state, &Action::JoinSentence { side: Side::English, sentence: 0 }).unwrap();
    assert_eq!(rows(&joined), rows(&state));
    let last = start(&state, Side::English, 2);
    let over_paragraph = Action::JoinSentence { side: Side::English, sentence: last };
    assert_eq!(apply(&state, &over_paragraph).unwrap_err(), Refusal::NoNextSentence);
}

#[test]
fn a_correction_makes_a_row_edited_and_goes_into_the_note_on_a_split() {
    let state = small();
    let correct =
        Action::Correct { bead: key("z25"), side: Side::English, text: Some("We set out.".into()) };
    let position = state.beads[2].key();
    let correct = match correct {
        Action::Correct { side, text, .. } => Action::Correct { bead: position, side, text },
        other => other,
    };
    let state = apply(&state, &correct).unwrap();
    assert_eq!(state.beads[2].status, Status::Edited);
    let sentence = start(&state, Side::Chinese, 3);
    let state =
        apply(&state, &Action::Split { side: Side::Chinese, sentence, other: None }).unwrap();
    assert_eq!(state.beads[2].comment, "We set out.");
    assert_eq!(state.beads[2].corrected, Corrected::default());
}

#[test]
fn mentions_are_resized_linked_and_kept_apart() {
    let state = small();
    let grown = Action::ResizeMention { side: Side::Chinese, mention: 0, start: 0, end: 3 };
    let state = apply(&state, &grown).unwrap();
    assert_eq!(state.zh.mentions[&0].end, 3);
    assert_eq!(state.links.len(), 1);
    let over = Action::AddMention {
        side: Side::Chinese,
        start: 2,
        end: 4,
        label: Label::Loc,
        entity: String::new(),
    };
    assert_eq!(apply(&state, &over).unwrap_err(), Refusal::Overlap);
    let out = Action::AddMention {
        side: Side::Chinese,
        start: 3,
        end: 7,
        label: Label::Loc,
        entity: String::new(),
    };
    assert_eq!(apply(&state, &out).unwrap_err(), Refusal::BadSpan);
    let state = apply(&state, &Action::DeleteMention { side: Side::English, mention: 0 }).unwrap();
    assert!(state.links.is_empty());
    let again = Action::AddMention {
        side: Side::English,
        start: 0,
        end: 6,
        label: Label::Per,
        entity: String::new(),
    };
    let state = apply(&state, &again).unwrap();
    assert_eq!(state.en.mentions[&0].entity, "per:su-lan");
    let state = apply(&state, &Action::LinkMentions { zh: 0, en: 0 }).unwrap();
    assert_eq!(state.links_in(&state.beads[0]), [(0, 0, 1.0)]);
}

#[test]
fn an_action_of_many_is_done_whole_or_not_at_all() {
    let good = Action::Mark { bead: key("z0"), on: true };
    let bad = Action::Mark { bead: key("z999"), on: true };
    assert_eq!(
        apply(&small(), &Action::Many { actions: vec![good, bad] }).unwrap_err(),
        Refusal::NoBead
    );
}

#[test]
fn realignment_leaves_fixed_beads_alone() {
    let state =
        apply(&small(), &Action::SetStatus { bead: key("z0"), status: Status::Confirmed }).unwrap();
    let all = |side: Side, from: usize| {
        state.side(side).sentences[from..].iter().map(|s| s.span.start).collect::<Vec<_>>()
    };
    let rest = RealignedBead {
        zh: all(Side::Chinese, 1),
        en: all(Side::English, 1),
        confidence: 0.5,
        words: vec![],
    };
    let next = apply(&state, &Action::Realign { beads: vec![rest.clone()] }).unwrap();
    assert_eq!((next.beads.len(), next.beads[1].status), (2, Status::Auto));
    let over = RealignedBead { zh: all(Side::Chinese, 0), en: all(Side::English, 0), ..rest };
    assert_eq!(apply(&state, &Action::Realign { beads: vec![over] }).unwrap_err(), Refusal::Unfit);
}

#[test]
fn a_carried_bead_cuts_the_text_as_it_was() {
    let state = small();
    let carried = CarriedBead {
        zh: vec![(0, 5)],
        en: vec![(0, 6), (7, 12)],
        status: Status::Confirmed,
        by_hand: true,
        marked: false,
        comment: "kept".into(),
        corrected: Corrected::default(),
        confidence: None,
    };
    let state = apply(&state, &Action::Carry(carried)).unwrap();
    assert_eq!(rows(&state)[0], "苏岚来了。 | Su Lan+came.");
    assert_eq!(state.beads[0].status, Status::Confirmed);
}

/// An article of random shape: sentences per paragraph on both sides, beads of random types.
pub(in crate::review) fn any_article() -> impl Strategy<Value = ArticleState> {
    let sides = (prop::collection::vec(1..4usize, 1..4), prop::collection::vec(1..4usize, 1..4));
    (sides, any::<u64>()).prop_map(|((zh, en), seed)| {
        let zh_side =
            side("zh-Hans", &zh.iter().map(|&n| vec!["苏岚 来了。"; n]).collect::<Vec<_>>());
        let en_side = side("en", &en.iter().map(|&n| vec!["Su Lan came."; n]).collect::<Vec<_>>());
        let (mut z, mut e) = (zh_side.sentences.len(), en_side.sentences.len());
        let (mut types, mut random) = (Vec::new(), seed);
        while z + e > 0 {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let take = (((random >> 33) % 3) as usize, ((random >> 40) % 3) as usize);
            let take = (take.0.min(z), take.1.min(e));
            if take != (0, 0) {
                types.push(take);
                (z, e) = (z - take.0, e - take.1);
            }
        }
        article(zh_side, en_side, &types)
    })
}

/// Numbers that [`action_of`] makes an action of that is near to possible on a state.
pub(in crate::review) type Dice = (u8, usize, usize, usize, bool);

pub(in crate::review) fn any_dice() -> impl Strategy<Value = Vec<Dice>> {
    prop::collection::vec((0..24u8, 0..40usize, 0..40usize, 0..12usize, any::<bool>()), 1..30)
}

pub(in crate::review) fn action_of(state: &ArticleState, (kind, a, b, c, flip): Dice) -> Action {
    let bead = state.beads[a % state.beads.len()].key();
    let side = if flip { Side::Chinese } else { Side::English };
    let way = if c % 2 == 0 { Way::Up } else { Way::Down };
    let pick = |side: Side, n: usize| {
        let sentences = &state.side(side).sentences;
        sentences[n % sentences.len()].span.start
    };
    let sentence = pick(side, b);
    let mention = state.side(side).mentions.keys().nth(a % 3).copied().unwrap_or(sentence);
    let (zh, en) = (pick(Side::Chinese, a), pick(Side::English, b));
    let status = [Status::Auto, Status::Confirmed, Status::Edited, Status::Rejected][c % 4];
    let label = Label::ALL[c % 10];
    let entity = format!("per:{}", c % 3);
    match kind {
        0 => Action::SetStatus { bead, status },
        1 => Action::ConfirmTo { bead },
        2 | 3 => Action::Merge { bead, way },
        4 | 5 => Action::Split { side, sentence, other: None },
        6 | 7 => Action::Move { side, sentence, way },
        8 => Action::Swap { bead, way },
        9 => Action::Unlink { bead },
        10 | 11 => Action::Link { zh: vec![zh, pick(Side::Chinese, c)], en: vec![en] },
        12 => Action::Link { zh: vec![], en: vec![en, pick(Side::English, c)] },
        13 => Action::CutSentence { side, sentence, at: sentence + c },
        14 => Action::JoinSentence { side, sentence },
        15 => Action::Mark { bead, on: flip },
        16 => Action::Comment { bead, text: "?".repeat(c) },
        17 => Action::Correct { bead, side, text: Some("text".into()).filter(|_| c > 3) },
        18 => Action::SetLabel { side, mention, label },
        19 => {
            Action::AddMention { side, start: sentence + c % 4, end: sentence + c, label, entity }
        }
        20 => Action::ResizeMention {
            side,
            mention,
            start: mention.saturating_sub(c % 3),
            end: mention + c,
        },
        21 => Action::DeleteMention { side, mention },
        22 => Action::LinkMentions { zh, en },
        _ => realignment_of(state),
    }
}

/// All beads that are free, as one.
fn realignment_of(state: &ArticleState) -> Action {
    let free = || state.beads.iter().filter(|bead| !bead.is_fixed());
    let mut zh: Vec<_> = free().flat_map(|bead| bead.zh.clone()).collect();
    let mut en: Vec<_> = free().flat_map(|bead| bead.en.clone()).collect();
    zh.sort_unstable();
    en.sort_unstable();
    Action::Realign { beads: vec![RealignedBead { zh, en, confidence: 0.5, words: vec![] }] }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_sequence_keeps_each_sentence_in_exactly_one_bead(state in any_article(), dice in any_dice()) {
        let mut state = state;
        state.check().map_err(TestCaseError::fail)?;
        for dice in dice {
            let action = action_of(&state, dice);
            if let Ok(next) = apply(&state, &action) {
                next.check().map_err(|fault| TestCaseError::fail(format!("{action:?}: {fault}")))?;
                prop_assert!(next != state, "{:?} changed nothing", action);
                let chinese = next.beads.iter().filter_map(|bead| bead.zh.first());
                prop_assert!(chinese.is_sorted(), "{:?} broke the order", action);
                state = next;
            }
        }
    }

    #[test]
    fn undo_gives_the_state_before_and_redo_the_state_after(state in any_article(), dice in any_dice()) {
        let mut history = History::new(state);
        let mut states = vec![history.state().clone()];
        for dice in dice {
            let action = action_of(history.state(), dice);
            if history.act(action).is_ok() {
                states.push(history.state().clone());
            }
        }
        for before in states.iter().rev().skip(1) {
            history.undo().unwrap();
            prop_assert_eq!(history.state(), before);
        }
        prop_assert_eq!(history.undo(), Err(Refusal::NothingToUndo));
        for after in states.iter().skip(1) {
            history.redo().unwrap();
            prop_assert_eq!(history.state(), after);
        }
        prop_assert_eq!(history.redo(), Err(Refusal::NothingToRedo));
    }

    #[test]
    fn an_action_means_the_same_after_json(state in any_article(), dice in any_dice()) {
        for dice in dice {
            let action = action_of(&state, dice);
            let json = serde_json::to_string(&action).unwrap();
            prop_assert_eq!(serde_json::from_str::<Action>(&json).unwrap(), action);
        }
    }

    #[test]
    fn a_revision_changes_with_what_its_row_shows(state in any_article(), dice in any_dice()) {
        for dice in dice {
            let action = action_of(&state, dice);
            let Ok(next) = apply(&state, &action) else { continue };
            for bead in &state.beads {
                let Some(position) = next.position(bead.key()) else { continue };
                let other = &next.beads[position];
                let same = state.revision(bead) == next.revision(other);
                let same_row = bead.zh == other.zh && bead.en == other.en && bead.status == other.status
                    && bead.comment == other.comment && bead.marked == other.marked;
                prop_assert!(!same || same_row, "{:?} kept the revision of {}", action, bead.key());
            }
        }
    }
}

#[test]
fn undo_reaches_further_back_than_the_states_that_are_kept() {
    let mut history = History::new(small());
    let first = history.state().clone();
    for round in 0..300 {
        history.act(Action::Mark { bead: key("z0"), on: round % 2 == 0 }).unwrap();
    }
    for _ in 0..300 {
        history.undo().unwrap();
    }
    assert_eq!(history.state(), &first);
    assert_eq!(history.undone().len(), 300);
}
