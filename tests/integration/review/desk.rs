//! Desk and journal: nothing acknowledged is lost, nothing stale is applied, rebuilds keep what fits.

use std::path::Path;

use duizhao::document::{Article, Language, Paragraph, Role, Side};
use duizhao::flag::Flag;
use duizhao::mention::{Label, Source};
use duizhao::record::Status;
use duizhao::review::action::{Action, Refusal, Way};
use duizhao::review::desk::{Belief, Desk, DeskError, revision_text};
use duizhao::review::flags::Checker;
use duizhao::review::realign::realignment;
use duizhao::review::state::{ArticleState, BeadKey};
use duizhao::review::{Corrections, corpus::Corpus};
use duizhao::text::CharSpan;
use tempfile::TempDir;

use super::fixture::{self, FERRY_EN, FERRY_ZH, Lines};

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fixture::write(folder.path(), &[fixture::ferry(), fixture::bridge()]);
    folder
}

fn open(folder: &Path) -> Desk {
    Desk::open(folder).unwrap()
}

fn key(state: &ArticleState, row: usize) -> BeadKey {
    state.beads[row].key()
}

/// What a page that is up to date believes.
fn fresh(desk: &Desk, index: usize) -> Belief {
    Belief { seen: desk.sequence(index), ..Belief::default() }
}

fn act(desk: &mut Desk, index: usize, action: Action) {
    let belief = fresh(desk, index);
    desk.act(index, &action, &belief).unwrap();
}

fn refusal(result: Result<impl std::fmt::Debug, DeskError>) -> Refusal {
    match result {
        Err(DeskError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn the_state_of_a_folder_holds_its_records() {
    let folder = folder();
    let desk = open(folder.path());
    let state = desk.state(0);
    state.check().unwrap();
    assert_eq!((state.beads.len(), state.links.len()), (7, 5));
    let source = desk.source(0).unwrap();
    let records = duizhao::review::records::records(state, &source.document);
    assert_eq!(records, source, "an article that nobody touched is written as it was read");
}

#[test]
fn actions_survive_a_desk_that_never_closes() {
    let folder = folder();
    let mut desk = open(folder.path());
    let row = key(desk.state(0), 5);
    act(&mut desk, 0, Action::Swap { bead: row, way: Way::Down });
    act(&mut desk, 0, Action::SetStatus { bead: row, status: Status::Confirmed });
    act(&mut desk, 0, Action::Comment { bead: row, text: "swapped".into() });
    desk.undo(0).unwrap();
    let before = desk.state(0).clone();
    std::mem::forget(desk);
    let mut desk = open(folder.path());
    assert_eq!(*desk.state(0), before);
    desk.redo(0).unwrap();
    assert_eq!(desk.state(0).beads[5].comment, "swapped");
    (0..3).for_each(|_| drop(desk.undo(0).unwrap()));
    assert_eq!(*desk.state(0), *desk.history(0).base());
    assert_eq!(refusal(desk.undo(0)), Refusal::NothingToUndo);
}

#[test]
fn a_stale_action_is_refused_and_a_fresh_row_of_a_stale_page_is_not() {
    let folder = folder();
    let (mut one, mut two) = (open(folder.path()), open(folder.path()));
    let state = two.state(0).clone();
    let belief = |rows: &[usize]| Belief {
        seen: 0,
        rows: rows
            .iter()
            .map(|&row| (key(&state, row), revision_text(state.revision(&state.beads[row]))))
            .collect(),
    };
    act(&mut one, 0, Action::Merge { bead: key(&state, 1), way: Way::Down });
    let split = Action::Mark { bead: key(&state, 1), on: true };
    assert_eq!(refusal(two.act(0, &split, &belief(&[1]))), Refusal::Stale);
    let gone = Action::Mark { bead: key(&state, 2), on: true };
    assert_eq!(refusal(two.act(0, &gone, &belief(&[2]))), Refusal::StaleArticle);
    let wide = Action::ConfirmTo { bead: key(&state, 5) };
    assert_eq!(refusal(two.act(0, &wide, &belief(&[5]))), Refusal::StaleArticle);
    let other = Action::Mark { bead: key(&state, 4), on: true };
    two.act(0, &other, &belief(&[4])).unwrap();
    one.catch_up().unwrap();
    assert_eq!(one.state(0), two.state(0));
}

#[test]
fn an_action_on_many_articles_is_taken_back_as_one() {
    let folder = folder();
    let mut desk = open(folder.path());
    let rename = Action::RenameEntity {
        entity: "org:ferry-association".into(),
        zh: "轮渡协会".into(),
        en: "Ferry Association".into(),
    };
    let range = desk.act_on_many(&[(0, rename.clone()), (1, rename)]).unwrap();
    let entities = |folder: &Path| {
        Corrections::open(folder).unwrap().unwrap().entities(Corpus::open(folder).unwrap().entities)
    };
    let find = |folder: &Path| {
        entities(folder).into_iter().find(|e| e.id == "org:ferry-association").unwrap()
    };
    let entity = find(folder.path());
    assert_eq!(
        (entity.zh.as_str(), entity.zh_aliases.as_slice()),
        ("轮渡协会", ["渡轮协会".to_owned()].as_slice())
    );
    let row = key(desk.state(1), 0);
    act(&mut desk, 1, Action::Mark { bead: row, on: true });
    assert_eq!(desk.undo_range(range).unwrap(), (1, vec!["harbour/bridge".to_owned()]));
}

#[test]
fn corrections_reach_the_records() {
    let folder = folder();
    let mut desk = open(folder.path());
    let row = key(desk.state(0), 5);
    act(&mut desk, 0, Action::Swap { bead: row, way: Way::Down });
    act(&mut desk, 0, Action::SetStatus { bead: row, status: Status::Confirmed });
    let first = key(desk.state(0), 1);
    let text =
        Some("Su Lan has been selling tickets in Baisha Harbour for thirty years.".to_owned());
    act(&mut desk, 0, Action::Correct { bead: first, side: Side::English, text });
    let su_lan = desk.state(0).en.mentions.keys().nth(1).copied().unwrap();
    act(
        &mut desk,
        0,
        Action::SetLabel { side: Side::English, mention: su_lan, label: Label::Misc },
    );
    let source = desk.source(0).unwrap();
    let corrections = Corrections::open(folder.path()).unwrap().unwrap();
    let (document, beads) = corrections.apply(source.document.clone(), source.beads);
    assert_eq!(document.zh.text, source.document.zh.text);
    assert_eq!(
        (beads[5].status, beads[5].en.as_str()),
        (Status::Confirmed, "Her daughter disagrees.")
    );
    assert!(beads[5].crossing && beads[6].crossing && !beads[4].crossing);
    let edited = &beads[1];
    assert_eq!(edited.status, Status::Edited);
    let names: Vec<_> =
        edited.en_entities.iter().map(|m| (m.text.as_str(), m.label, m.source)).collect();
    assert_eq!(
        names,
        [("Su Lan", Label::Misc, Source::Human), ("Baisha Harbour", Label::Loc, Source::Model)]
    );
    for mention in &edited.en_entities {
        let slice: String =
            edited.en.chars().skip(mention.start).take(mention.end - mention.start).collect();
        assert_eq!(slice, mention.text);
    }
}

/// The ferry article with one sentence changed and one put in front on both sides.
fn rebuilt() -> duizhao::pipeline::AnnotatedArticle {
    let front: (Role, &'static [&'static str]) = (Role::Body, &["更正：本文有修改。"]);
    let zh: Vec<_> =
        FERRY_ZH[..1].iter().copied().chain([front]).chain(FERRY_ZH[1..].iter().copied()).collect();
    let note: (Role, &'static [&'static str]) =
        (Role::Body, &["Correction: this text was changed."]);
    let changed: (Role, &'static [&'static str]) = (
        Role::Body,
        &[
            "“Then I will stop,” she said.",
            "At night the pier is quiet.",
            "Her daughter disagrees.",
        ],
    );
    let en = [FERRY_EN[0], note, FERRY_EN[1], changed];
    let beads: Vec<([usize; 1], f64)> = (0..8).map(|i| ([i], 0.6)).collect();
    let beads: Vec<fixture::BeadLine> = beads
        .iter()
        .map(|(i, c)| {
            (&*Box::leak(Box::new(*i)) as &[usize], &*Box::leak(Box::new(*i)) as &[usize], *c)
        })
        .collect();
    let zh: &Lines = &zh;
    fixture::article("harbour/ferry", zh, &en, &beads, &[])
}

#[test]
fn a_rebuilt_corpus_keeps_what_fits_and_lists_the_rest() {
    let folder = folder();
    let mut desk = open(folder.path());
    let row = key(desk.state(0), 5);
    act(&mut desk, 0, Action::Swap { bead: row, way: Way::Down });
    act(&mut desk, 0, Action::SetStatus { bead: row, status: Status::Confirmed });
    let retire = key(desk.state(0), 4);
    act(&mut desk, 0, Action::Comment { bead: retire, text: "tone?".into() });
    let (start, end) = (10, 12);
    act(&mut desk, 0, Action::DeleteMention { side: Side::Chinese, mention: 9 });
    act(
        &mut desk,
        0,
        Action::AddMention {
            side: Side::Chinese,
            start,
            end,
            label: Label::Misc,
            entity: String::new(),
        },
    );
    let bridge = key(desk.state(1), 0);
    act(&mut desk, 1, Action::Mark { bead: bridge, on: true });
    drop(desk);
    fixture::write(folder.path(), &[rebuilt()]);
    for _ in 0..2 {
        let desk = open(folder.path());
        let state = desk.state(0);
        state.check().unwrap();
        let confirmed: Vec<_> =
            state.beads.iter().filter(|bead| bead.status == Status::Confirmed).collect();
        assert_eq!(confirmed.len(), 1);
        let text = |side: Side, start: usize| {
            state.side(side).slice(state.side(side).sentence(start).unwrap().span).to_owned()
        };
        assert_eq!(text(Side::Chinese, confirmed[0].zh[0]), "她的女儿不同意。");
        assert_eq!(text(Side::English, confirmed[0].en[0]), "Her daughter disagrees.");
        let human: Vec<_> =
            state.zh.mentions.iter().filter(|(_, m)| m.source == Source::Human).collect();
        assert_eq!(human.len(), 1);
        let unfitting: Vec<_> = desk.unfitting().collect();
        assert_eq!(unfitting.len(), 1, "{unfitting:?}");
        assert_eq!(unfitting[0].1.en, "“Then I will retire,” she said.");
        assert_eq!(desk.missing(), ["harbour/bridge"]);
    }
    let mut desk = open(folder.path());
    let now = desk.state(0).clone();
    let mut states = vec![now.clone()];
    while desk.undo(0).is_ok() {
        assert!(!states.contains(desk.state(0)), "each undo takes something back");
        states.push(desk.state(0).clone());
    }
    assert_eq!(states.len(), 1 + 3, "swap, confirm and add fit; the note does not");
    assert_eq!(*desk.state(0), *desk.history(0).base(), "undo goes on across the rebuild");
    drop(desk);
    let mut desk = open(folder.path());
    while desk.redo(0).is_ok() {}
    assert_eq!(*desk.state(0), now);
}

#[test]
fn what_was_undone_before_a_rebuild_can_be_done_again_after_it() {
    let folder = folder();
    let mut desk = open(folder.path());
    let row = key(desk.state(0), 5);
    act(&mut desk, 0, Action::Swap { bead: row, way: Way::Down });
    act(&mut desk, 0, Action::SetStatus { bead: row, status: Status::Confirmed });
    desk.undo(0).unwrap();
    drop(desk);
    fixture::write(folder.path(), &[rebuilt(), fixture::bridge()]);
    let mut desk = open(folder.path());
    let confirmed = |desk: &Desk| {
        desk.state(0).beads.iter().filter(|bead| bead.status == Status::Confirmed).count()
    };
    assert_eq!(confirmed(&desk), 0);
    desk.redo(0).unwrap();
    assert_eq!(confirmed(&desk), 1);
    desk.undo(0).unwrap();
    desk.undo(0).unwrap();
    assert_eq!(*desk.state(0), *desk.history(0).base());
}

#[test]
fn a_regrouped_row_is_checked_anew_and_its_names_are_linked() {
    let folder = folder();
    let mut desk = open(folder.path());
    // The Chinese with “130万” and the English with “1.3 million” are taken apart and put together.
    let row = key(desk.state(0), 2);
    act(&mut desk, 0, Action::Unlink { bead: row });
    let state = desk.state(0);
    let (zh, en) = (state.beads[2].zh.clone(), state.beads[3].en.clone());
    act(&mut desk, 0, Action::Link { zh: zh.clone(), en: en.clone() });
    let state = desk.state(0).clone();
    assert_eq!(state.links_in(&state.beads[2]).len(), 2, "association and number");
    assert!(Checker::of(&state).flags(&state.beads[2]).is_empty());
    // With another English it disagrees, on the page as in the export.
    let other = state.beads[1].en.clone();
    act(&mut desk, 0, Action::Link { zh, en: other });
    let state = desk.state(0).clone();
    let position = state.beads.iter().position(|bead| bead.by_hand && !bead.is_null()).unwrap();
    let flags = Checker::of(&state).flags(&state.beads[position]).into_owned();
    assert!(flags.contains(&Flag::NumberMismatch), "{flags:?}");
    let source = desk.source(0).unwrap();
    let records = duizhao::review::records::records(&state, &source.document);
    assert_eq!(records.beads[position].flags, flags);
    desk.undo(0).unwrap();
    assert_ne!(*desk.state(0), state);
}

#[test]
fn an_article_with_broken_lines_is_realigned_as_it_was_built() {
    let broken = |lines: &[&str], width: usize| -> String {
        let chars: Vec<char> = lines.concat().chars().collect();
        let rows: Vec<String> = chars.chunks(width).map(|row| row.iter().collect()).collect();
        rows.join("\n")
    };
    let zh = [
        "港务局说，老渡口的最后一班船星期五开走。",
        "船上有一百二十名乘客和四名水手。",
        "新桥下个月通车。",
    ];
    let en = [
        "The port authority said that the last ferry had left on Friday. ",
        "On board were 120 passengers and four sailors. ",
        "The new bridge opens next month.",
    ];
    // English lines break at blanks, so that no word is cut.
    let english =
        en.concat().replace("that the", "that\nthe").replace("passengers and", "passengers\n  and");
    let of = |text: &str, language: Language| {
        let mut version = duizhao::read::version_of(text, language);
        let end = version.text.char_len();
        version.paragraphs = vec![Paragraph { span: CharSpan::new(0, end), role: Role::Body }];
        version
    };
    let article = Article {
        id: "broken".into(),
        zh: of(&broken(&zh, 13), Language::SimplifiedChinese),
        en: of(&english, Language::English),
        ..Article::default()
    };
    let built = duizhao::pipeline::Pipeline::embedded().annotate(article);
    let folder = TempDir::new().unwrap();
    fixture::write(folder.path(), &[built]);
    let desk = open(folder.path());
    let base = desk.state(0);
    assert_eq!(base.beads.len(), 3, "{base:?}");
    let source = desk.source(0).unwrap();
    let Action::Realign { beads } = realignment(base, &source.document) else { unreachable!() };
    for (bead, row) in beads.iter().zip(&base.beads) {
        assert_eq!((&bead.zh, &bead.en), (&row.zh, &row.en));
        let words: Vec<_> =
            row.words.iter().map(|w| (w.zh.start, w.zh.end, w.en.start, w.en.end)).collect();
        let again: Vec<_> = bead.words.iter().map(|w| (w.0, w.1, w.2, w.3)).collect();
        assert_eq!(again, words);
        assert!(!words.is_empty());
    }
}
