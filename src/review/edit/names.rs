//! Mentions, the links between them, and the entities that they name.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::action::Refusal;
use super::super::diff::changed_stretch;
use super::super::state::{
    ArticleState, BeadKey, BeadState, EntityNames, MentionStart, MentionState,
};
use crate::document::Side;
use crate::mention::{Label, Source};
use crate::text::CharSpan;

/// Change one mention in place; it becomes a reviewer's.
fn change(
    state: &mut ArticleState,
    side: Side,
    mention: MentionStart,
    edit: impl FnOnce(&mut MentionState),
) -> Result<(), Refusal> {
    let old = state.side(side).mentions.get(&mention).ok_or(Refusal::NoMention)?;
    let mut new = old.clone();
    edit(&mut new);
    if new == *old {
        return Err(Refusal::NoChange);
    }
    new.source = Source::Human;
    Arc::make_mut(&mut state.side_mut(side).mentions).insert(mention, new);
    Ok(())
}

pub(super) fn set_label(
    state: &mut ArticleState,
    side: Side,
    mention: MentionStart,
    label: Label,
) -> Result<(), Refusal> {
    change(state, side, mention, |mention| mention.label = label)
}

/// The span, if a mention can stand there; `except` is the mention that moves.
fn free_span(
    state: &ArticleState,
    side: Side,
    (start, end): (usize, usize),
    except: Option<MentionStart>,
) -> Result<CharSpan, Refusal> {
    let version = state.side(side);
    let span = CharSpan { start, end };
    if start >= end || version.sentence_around(span).is_none() {
        return Err(Refusal::BadSpan);
    }
    match version.mention_over(span, except) {
        Some(_) => Err(Refusal::Overlap),
        None => Ok(span),
    }
}

pub(super) fn add(
    state: &mut ArticleState,
    side: Side,
    span: (usize, usize),
    label: Label,
    entity: &str,
) -> Result<(), Refusal> {
    let span = free_span(state, side, span, None)?;
    let entity = match entity {
        "" => entity_of_text(state, side, span, label),
        given => given.to_owned(),
    };
    let mention = MentionState { end: span.end, label, entity, source: Source::Human };
    Arc::make_mut(&mut state.side_mut(side).mentions).insert(span.start, mention);
    Ok(())
}

/// The entity that another mention of the same text and label has, else a new id of the same
/// form as the program's: label, colon, name.
fn entity_of_text(state: &ArticleState, side: Side, span: CharSpan, label: Label) -> String {
    let version = state.side(side);
    let text = version.slice(span);
    let same = |(start, mention): (&MentionStart, &MentionState)| {
        let same_text = version.slice(CharSpan::new(*start, mention.end)) == text;
        (mention.label == label && same_text).then(|| mention.entity.clone())
    };
    version.mentions.iter().find_map(same).unwrap_or_else(|| {
        let name = text.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
        format!("{}:{name}", label.name().to_lowercase())
    })
}

pub(super) fn resize(
    state: &mut ArticleState,
    side: Side,
    mention: MentionStart,
    span: (usize, usize),
) -> Result<(), Refusal> {
    let old = state.side(side).mentions.get(&mention).ok_or(Refusal::NoMention)?.clone();
    let span = free_span(state, side, span, Some(mention))?;
    let old_span = CharSpan::new(mention, old.end);
    if span == old_span {
        return Err(Refusal::NoChange);
    }
    if !span.overlaps(old_span) {
        return Err(Refusal::BadSpan);
    }
    let mentions = Arc::make_mut(&mut state.side_mut(side).mentions);
    mentions.remove(&mention);
    mentions.insert(span.start, MentionState { end: span.end, source: Source::Human, ..old });
    rekey_links(state, side, mention, span.start);
    Ok(())
}

fn rekey_links(state: &mut ArticleState, side: Side, from: MentionStart, to: MentionStart) {
    let rekeyed = |start: usize| if start == from { to } else { start };
    let links = state.links.iter().map(|(&(zh, en), &confidence)| match side {
        Side::Chinese => ((rekeyed(zh), en), confidence),
        Side::English => ((zh, rekeyed(en)), confidence),
    });
    state.links = Arc::new(links.collect());
}

pub(super) fn delete(
    state: &mut ArticleState,
    side: Side,
    mention: MentionStart,
) -> Result<(), Refusal> {
    let mentions = Arc::make_mut(&mut state.side_mut(side).mentions);
    mentions.remove(&mention).ok_or(Refusal::NoMention)?;
    Arc::make_mut(&mut state.links).retain(|&(zh, en), _| match side {
        Side::Chinese => zh != mention,
        Side::English => en != mention,
    });
    Ok(())
}

pub(super) fn link(
    state: &mut ArticleState,
    zh: MentionStart,
    en: MentionStart,
) -> Result<(), Refusal> {
    let entity_of = |side: Side, start| {
        let mention = state.side(side).mentions.get(&start).ok_or(Refusal::NoMention)?;
        Ok(mention.entity.clone())
    };
    let (zh_entity, en_entity) = (entity_of(Side::Chinese, zh)?, entity_of(Side::English, en)?);
    let bead_of = |side, start| state.position_of_span(side, CharSpan::new(start, start + 1));
    if bead_of(Side::Chinese, zh) != bead_of(Side::English, en) {
        return Err(Refusal::NotTogether);
    }
    if Arc::make_mut(&mut state.links).insert((zh, en), 1.0) == Some(1.0) {
        return Err(Refusal::NoChange);
    }
    if zh_entity.is_empty() {
        let _ = change(state, Side::Chinese, zh, |mention| mention.entity = en_entity);
    } else {
        let _ = change(state, Side::English, en, |mention| mention.entity = zh_entity);
    }
    Ok(())
}

/// Link the mentions that name the same entity and now stand in one bead. Beads whose sentences
/// are those of before keep their links as they are: a reviewer may have removed one.
pub(super) fn link_regrouped(before: &ArticleState, after: &mut ArticleState) {
    let (old, new) = changed_stretch(before, after);
    let old: HashMap<BeadKey, &Arc<BeadState>> =
        before.beads[old].iter().map(|bead| (bead.key(), bead)).collect();
    let is_regrouped = |bead: &Arc<BeadState>| {
        !old.get(&bead.key()).is_some_and(|other| other.zh == bead.zh && other.en == bead.en)
    };
    let regrouped = after.beads[new].iter().filter(|bead| !bead.is_null() && is_regrouped(bead));
    let links: Vec<_> = regrouped.flat_map(|bead| implied_links(after, bead)).collect();
    if !links.is_empty() {
        Arc::make_mut(&mut after.links).extend(links);
    }
}

/// Links between the mentions of a bead that name the same entity and have no link in the bead:
/// in the order of the texts, as sure as the surest link of the entity.
fn implied_links(
    state: &ArticleState,
    bead: &BeadState,
) -> Vec<((MentionStart, MentionStart), f64)> {
    let linked = state.links_in(bead);
    let free = |side: Side, is_linked: &dyn Fn(MentionStart) -> bool| {
        let mut by_entity: BTreeMap<&str, Vec<MentionStart>> = BTreeMap::new();
        for start in state.mention_starts(bead, side).into_iter().filter(|&start| !is_linked(start))
        {
            let entity = state.side(side).mentions.get(&start).map_or("", |m| m.entity.as_str());
            by_entity.entry(entity).or_default().push(start);
        }
        by_entity.remove("");
        by_entity
    };
    let zh = free(Side::Chinese, &|start| linked.iter().any(|link| link.0 == start));
    let en = free(Side::English, &|start| linked.iter().any(|link| link.1 == start));
    let pairs = zh.into_iter().filter_map(|(entity, zh)| Some((entity, zh, en.get(entity)?)));
    pairs
        .flat_map(|(entity, zh, en)| {
            let confidence = surest_link(state, entity);
            zh.into_iter().zip(en.iter().copied()).map(move |pair| (pair, confidence))
        })
        .collect()
}

/// The highest confidence of a link of this entity; 1 if it has none, for then a person named both.
fn surest_link(state: &ArticleState, entity: &str) -> f64 {
    let mentions = state.zh.mentions.iter().filter(|(_, mention)| mention.entity == entity);
    let links = mentions.flat_map(|(&zh, _)| state.links.range((zh, 0)..=(zh, usize::MAX)));
    links.map(|(_, confidence)| *confidence).max_by(f64::total_cmp).unwrap_or(1.0)
}

pub(super) fn unlink(
    state: &mut ArticleState,
    zh: MentionStart,
    en: MentionStart,
) -> Result<(), Refusal> {
    Arc::make_mut(&mut state.links).remove(&(zh, en)).map(|_| ()).ok_or(Refusal::NoChange)
}

pub(super) fn rename(
    state: &mut ArticleState,
    entity: &str,
    zh: &str,
    en: &str,
) -> Result<(), Refusal> {
    if !is_named(state, entity) {
        return Err(Refusal::NoEntity);
    }
    let names = EntityNames { zh: zh.trim().to_owned(), en: en.trim().to_owned() };
    if state.names.insert(entity.to_owned(), names.clone()) == Some(names) {
        return Err(Refusal::NoChange);
    }
    Ok(())
}

fn is_named(state: &ArticleState, entity: &str) -> bool {
    let named = |side: Side| state.side(side).mentions.values().any(|m| m.entity == entity);
    Side::BOTH.into_iter().any(named)
}

pub(super) fn merge(state: &mut ArticleState, from: &str, into: &str) -> Result<(), Refusal> {
    if !is_named(state, from) {
        return Err(Refusal::NoEntity);
    }
    if from == into {
        return Err(Refusal::NoChange);
    }
    for side in Side::BOTH {
        for mention in Arc::make_mut(&mut state.side_mut(side).mentions).values_mut() {
            if mention.entity == from {
                into.clone_into(&mut mention.entity);
                mention.source = Source::Human;
            }
        }
    }
    if let Some(names) = state.names.remove(from) {
        state.names.entry(into.to_owned()).or_insert(names);
    }
    Ok(())
}
