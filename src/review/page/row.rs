//! One row: a bead with its two cells, its rail of signs and what there is to say about it.

use maud::{Markup, html};

use super::super::desk::revision_text;
use super::super::flags::Checker;
use super::super::state::{ArticleState, BeadState, SentenceStart, SentenceState, SideState};
use super::article::CrossingTarget;
use super::findings::{Finding, findings, is_doubtful};
use super::stretches;
use super::words::{Interface, say, shown};
use crate::bead::NullReason;
use crate::document::{Role, Side};
use crate::record::Status;
use crate::text::CharSpan;

/// A row with what it needs to know about the rest of the article.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a, 's> {
    /// The article.
    pub state: &'a ArticleState,
    /// Tells the flags of its rows.
    pub checker: &'a Checker<'s>,
    /// The bead.
    pub bead: &'a BeadState,
    /// Set if the bead is crossing: where its English stands.
    pub crossing: Option<CrossingTarget>,
    /// Language of the interface.
    pub interface: Interface,
    /// Whether the row can be acted on, or is only to be read.
    pub live: bool,
    /// What the row's id begins with, where several articles share a page.
    pub prefix: &'a str,
}

impl Row<'_, '_> {
    /// The row's element.
    pub fn render(&self) -> Markup {
        let (bead, key) = (self.bead, self.bead.key());
        html! {
            article.row.(status_class(bead.status)).(self.role().name())
                .doubtful[is_doubtful(bead)] .null[bead.is_null()] .marked[bead.marked]
                .para[self.begins_paragraph()]
                id={ (self.prefix) "r-" (key) } data-key=(key)
                data-rev=[self.live.then(|| revision_text(self.state.revision(bead)))]
                data-cross=[self.crossing.map(|to| to.map(|(key, _)| key.to_string()).unwrap_or_default())]
                tabindex=[self.live.then_some("-1")] aria-label=(self.spoken()) {
                (self.rail())
                (self.cell(Side::Chinese))
                (self.cell(Side::English))
                (self.notes())
            }
        }
    }

    fn role(&self) -> Role {
        self.state.role(self.bead)
    }

    fn first(&self, side: Side) -> Option<(usize, &SentenceState)> {
        let version = self.state.side(side);
        let index = version.sentence_index(*self.bead.side(side).first()?)?;
        Some((index, &version.sentences[index]))
    }

    /// Whether a side of the row begins a paragraph that is not the first.
    fn begins_paragraph(&self) -> bool {
        let begins = |side| {
            self.first(side)
                .is_some_and(|(index, _)| begins_paragraph(self.state.side(side), index))
        };
        begins(Side::Chinese) || (self.bead.zh.is_empty() && begins(Side::English))
    }

    /// The row in a few words for a screen reader.
    fn spoken(&self) -> String {
        let bead = self.bead;
        let status = say(self.interface, &format!("status.{}", status_name(bead.status)), &[]);
        let sure = confidence_words(self.interface, bead);
        let bead_type = bead.bead_type();
        say(self.interface, "row.label", &[&format!("{bead_type}, {status}"), &sure])
    }

    /// Status, confidence as colour, number and shape, and the type.
    fn rail(&self) -> Markup {
        let bead = self.bead;
        let (zh, en) = (bead.zh.len().to_string(), bead.en.len().to_string());
        html! {
            div.rail {
                span.status title=(say(self.interface, &format!("status.{}", status_name(bead.status)), &[])) {
                    (status_sign(bead.status))
                }
                (confidence(self.interface, bead))
                span.type title=(say(self.interface, "type.title", &[&zh, &en])) { (bead.bead_type()) }
                @if self.role() != Role::Body {
                    span.role { (shown(self.interface, &format!("role.{}", self.role().name()), &[])) }
                }
                @if bead.marked { span.flag title=(say(self.interface, "row.marked", &[])) { "⚑" } }
            }
        }
    }

    fn cell(&self, side: Side) -> Markup {
        let version = self.state.side(side);
        let starts = self.bead.side(side);
        html! {
            div.cell.(side.code()) lang=(version.lang) data-side=(side.code()) {
                @if starts.is_empty() {
                    p.absent { (shown(self.interface, null_words(self.bead.null_reason), &[])) }
                } @else {
                    p.text { (self.sentences(version, starts, side)) }
                }
                @if let Some(text) = self.bead.corrected(side) {
                    p.corrected { span.tag { (shown(self.interface, "row.corrected", &[])) } " " bdi { (text) } }
                }
            }
        }
    }

    fn sentences(&self, version: &SideState, starts: &[usize], side: Side) -> Markup {
        let indices: Vec<usize> =
            starts.iter().filter_map(|&start| version.sentence_index(start)).collect();
        html! {
            @for (at, &index) in indices.iter().enumerate() {
                @if at > 0 {
                    @if begins_paragraph(version, index) { br; } @else if side == Side::English { " " }
                }
                bdi.s.p[begins_paragraph(version, index)] data-s=(version.sentences[index].span.start)
                    data-n=(index + 1) { (self.marked_text(version, version.sentences[index].span, side)) }
            }
        }
    }

    /// A sentence with its mentions and, inside and outside of them, its supporting words.
    fn marked_text(&self, version: &SideState, span: CharSpan, side: Side) -> Markup {
        let mentions = version.mentions_in(span);
        let mentions =
            mentions.map(|(start, mention)| (CharSpan::new(start, mention.end), mention));
        html! {
            @for (piece, mention) in stretches(span, mentions) {
                @match mention {
                    None => (self.words(version, piece, side)),
                    Some(mention) => mark.(mention.label.name()) data-m=(piece.start)
                        data-l=(mention.label.name()) data-e=(mention.entity)
                        data-to=[self.counterparts(piece.start, side)] {
                        (self.words(version, piece, side))
                    }
                }
            }
        }
    }

    /// Starts of the row's mentions on the other side that a mention is linked with.
    fn counterparts(&self, start: usize, side: Side) -> Option<String> {
        let links = self.state.links_in(self.bead).into_iter();
        let pairs =
            links.map(|(zh, en, _)| if side == Side::Chinese { (zh, en) } else { (en, zh) });
        let texts: Vec<String> =
            pairs.filter(|&(own, _)| own == start).map(|(_, other)| other.to_string()).collect();
        (!texts.is_empty()).then(|| texts.join(" "))
    }

    /// Text with the words that support the pair.
    fn words(&self, version: &SideState, span: CharSpan, side: Side) -> Markup {
        let pairs = self.bead.words.iter().enumerate();
        let mut words: Vec<(CharSpan, usize)> = pairs
            .map(|(index, pair)| (if side == Side::Chinese { pair.zh } else { pair.en }, index))
            .filter(|(word, _)| span.contains(*word))
            .collect();
        words.sort_unstable();
        html! {
            @for (stretch, word) in stretches(span, words) {
                @match word {
                    None => (version.slice(stretch)),
                    Some(index) => span.w data-w=(index) { (version.slice(stretch)) }
                }
            }
        }
    }

    /// Findings, crossing and note.
    fn notes(&self) -> Markup {
        let found = findings(self.state, self.bead, &self.checker.flags(self.bead));
        let comment = self.bead.comment.as_str();
        if found.is_empty() && comment.is_empty() && self.crossing.is_none() {
            return html! {};
        }
        html! {
            ul.notes {
                @if let Some(to) = self.crossing { (self.crossing_note(to)) }
                @for finding in &found { (self.finding(finding)) }
                @if !comment.is_empty() {
                    li.comment { span.tag { (shown(self.interface, "row.note", &[])) } " " bdi { (comment) } }
                }
            }
        }
    }

    fn finding(&self, finding: &Finding) -> Markup {
        let args: Vec<&str> = finding.args.iter().map(String::as_str).collect();
        html! {
            li.trouble[finding.is_trouble].fine[!finding.is_trouble] { (shown(self.interface, &finding.key, &args)) }
        }
    }

    fn crossing_note(&self, to: CrossingTarget) -> Markup {
        let place = match to {
            Some((_, start)) => say(self.interface, "cross.after", &[&self.beginning_of(start)]),
            None => say(self.interface, "cross.start", &[]),
        };
        html! {
            li.crossing {
                (shown(self.interface, "cross.note", &[&place]))
                @if let Some((key, _)) = to {
                    " " a.jump href={ "#" (self.prefix) "r-" (key) } data-go=(key)
                        title=(say(self.interface, "cross.jump", &[])) { "↪" }
                }
            }
        }
    }

    /// The first words of an English sentence.
    fn beginning_of(&self, start: SentenceStart) -> String {
        const LENGTH: usize = 28;
        let version = self.state.side(Side::English);
        let text = version.sentence(start).map_or("", |sentence| version.slice(sentence.span));
        let short: String = text.chars().take(LENGTH).collect();
        if text.chars().nth(LENGTH).is_some() { short.trim_end().to_owned() + "…" } else { short }
    }
}

fn begins_paragraph(version: &SideState, index: usize) -> bool {
    index > 0 && version.sentences[index].paragraph != version.sentences[index - 1].paragraph
}

/// The name of a status in classes and words.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Auto => "auto",
        Status::Confirmed => "confirmed",
        Status::Edited => "edited",
        Status::Rejected => "rejected",
    }
}

fn status_class(status: Status) -> String {
    format!("is-{}", status_name(status))
}

/// A sign for a status that needs no colour.
pub fn status_sign(status: Status) -> &'static str {
    match status {
        Status::Auto => "",
        Status::Confirmed => "✓",
        Status::Edited => "✎",
        Status::Rejected => "✕",
    }
}

fn null_words(reason: NullReason) -> &'static str {
    match reason {
        NullReason::Omitted => "null.omitted",
        NullReason::Added => "null.added",
        NullReason::Headline => "null.headline",
        NullReason::Byline => "null.byline",
        NullReason::Caption => "null.caption",
        NullReason::Boilerplate => "null.boilerplate",
        NullReason::None | NullReason::Unknown => "null.unknown",
    }
}

fn confidence_words(interface: Interface, bead: &BeadState) -> String {
    if bead.by_hand {
        say(interface, "conf.by_hand", &[])
    } else if bead.is_leftover() {
        say(interface, "conf.leftover", &[])
    } else {
        say(interface, "conf.value", &[&percent(bead.confidence)])
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).floor())
}

/// Confidence as a filled circle (shape), a number, and a colour by tenths.
fn confidence(interface: Interface, bead: &BeadState) -> Markup {
    let tenth = (bead.confidence * 10.0).floor().clamp(0.0, 10.0) as u8;
    html! {
        span.conf.{ "c" (tenth) } title=(confidence_words(interface, bead)) {
            @if bead.by_hand {
                span.hand { "☛" }
            } @else {
                span.pie aria-hidden="true" {}
                span.number { (percent(bead.confidence)) }
            }
        }
    }
}
