//! Roles of paragraphs and sentences: by markup, by the rules, and by the place of a line.
//!
//! Full paragraphs, long and ending with a stop, are the article's body; they tell head, inside
//! and tail apart. A short line without a stop is the headline at the head, a subhead between
//! paragraphs, and boilerplate at the tail. A line in front of a credit is its caption.

use std::borrow::Cow;

use super::dates;
use super::languages::Lean;
use super::page::{Metadata, Page};
use super::roles::{Place, Rules, Scope};
use crate::document::{Inset, Role, Side};
use crate::flat::without_line_breaks;
use crate::split::{split_paragraph, split_wrapped};
use crate::text::{CharSpan, Text};

/// What is found about a page's paragraphs.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Assigned {
    /// A role for each block.
    pub roles: Vec<Role>,
    /// For each block, the stretches of it that have another role, in code points of the block.
    pub insets: Vec<Vec<Inset>>,
    /// The headline.
    pub title: String,
    /// The author as the byline has it.
    pub author: String,
    /// Publication date as `YYYYMMDD`.
    pub published: String,
}

/// Find the roles of the blocks of a page in one language.
pub(super) fn assign(page: &Page, side: Side, rules: &Rules) -> Assigned {
    let lines: Vec<Line> =
        (0..page.blocks.len()).map(|index| Line::new(page, index, side)).collect();
    let mut work = Work { lines, side, rules, author: page.metadata.author.clone() };
    work.places();
    work.by_rule();
    work.headline();
    work.credits_and_captions();
    work.by_place();
    work.finish(&page.metadata)
}

/// A block while its role is looked for.
struct Line<'a> {
    /// Its text without line breaks.
    text: Cow<'a, str>,
    /// Its text as the page has it.
    source: &'a str,
    hint: Option<Role>,
    role: Option<Role>,
    place: Place,
    shape: Shape,
}

/// What a line looks like.
#[derive(Clone, Copy, PartialEq)]
struct Shape {
    /// Its length in words: about two Chinese characters are one.
    words: usize,
    /// Whether a sentence ends at its end.
    ends: bool,
    /// Whether that sentence is a question or an exclamation.
    asks: bool,
    /// Whether it begins with a quotation or ends with one or with a bracket.
    is_quoted: bool,
    /// Whether it ends with a mark that announces more, such as a comma or colon.
    goes_on: bool,
    /// Whether every word is a name: capitals in English, at most ten characters in Chinese.
    is_name: bool,
}

impl Shape {
    fn of(text: &str, side: Side) -> Self {
        let lean = Lean::of(text);
        let words = match side {
            Side::Chinese => lean.han.div_ceil(2) + lean.latin / 6,
            Side::English => text.split_whitespace().count(),
        };
        let closers = ['”', '"', '’', '\'', '」', '』', ')', '）', ']', '】'];
        let last = text.trim_end().trim_end_matches(closers).chars().next_back();
        let is_capital =
            |word: &str| word.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '&'));
        let is_name = match side {
            Side::Chinese => lean.han <= 10 && lean.latin == 0,
            Side::English => words <= 4 && text.split_whitespace().all(is_capital),
        };
        Self {
            words,
            ends: matches!(last, Some('。' | '.' | '！' | '!' | '？' | '?' | '…' | '｡')),
            asks: matches!(last, Some('！' | '!' | '？' | '?')),
            is_quoted: text.trim_end().ends_with(closers)
                || text.trim_start().starts_with(['“', '"', '「', '‘']),
            goes_on: matches!(last, Some('，' | ',' | '：' | ':' | '；' | ';' | '—' | '、')),
            is_name,
        }
    }

    /// A paragraph of running text.
    fn is_full(self) -> bool {
        /// Shortest full paragraph, in words.
        const SHORTEST: usize = 10;
        self.ends && self.words >= SHORTEST
    }

    /// Whether it could stand above an article.
    fn is_title_like(self) -> bool {
        /// Longest headline, in words.
        const LONGEST: usize = 30;
        (!self.ends || self.asks) && !self.goes_on && (2..=LONGEST).contains(&self.words)
    }

    /// Whether it could stand above a part of an article.
    fn is_subhead_like(self) -> bool {
        /// Longest subhead, in words.
        const LONGEST: usize = 12;
        self.is_title_like() && !(self.ends && self.is_quoted) && self.words <= LONGEST
    }
}

impl<'a> Line<'a> {
    fn new(page: &'a Page, index: usize, side: Side) -> Self {
        let source = page.block_text(index);
        let text = without_line_breaks(source, side);
        let hint = page.blocks[index].role;
        let shape = Shape::of(&text, side);
        Self { text, source, hint, role: None, place: Place::Inside, shape }
    }

    /// Whether nothing but its place can say what it is.
    fn is_open(&self) -> bool {
        self.role.is_none()
    }
}

struct Work<'a> {
    lines: Vec<Line<'a>>,
    side: Side,
    rules: &'a Rules,
    author: String,
}

impl Work<'_> {
    fn places(&mut self) {
        let is_full = |line: &Line| line.shape.is_full() && line.hint.is_none();
        let first = self.lines.iter().position(is_full);
        let last = self.lines.iter().rposition(is_full);
        for (index, line) in self.lines.iter_mut().enumerate() {
            line.place = match (first, last) {
                (Some(first), _) if index < first => Place::Head,
                (_, Some(last)) if index > last => Place::Tail,
                (None, _) if index < 4 => Place::Head,
                _ => Place::Inside,
            };
        }
    }

    /// Markup first; but a rule may see a credit or a button where the markup has less to say.
    fn by_rule(&mut self) {
        for line in &mut self.lines {
            // The first and the last full paragraph may still be a byline or an author's note.
            let verdict = [line.place, Place::Tail]
                .into_iter()
                .take(1 + usize::from(line.place == Place::Inside && line.hint.is_some()))
                .find_map(|place| {
                    self.rules.verdict(&line.text, self.side, place, Scope::Paragraph)
                });
            let role = verdict.as_ref().map(|verdict| verdict.role);
            line.role = match (line.hint, role) {
                (Some(Role::Caption), Some(Role::Credit)) => Some(Role::Credit),
                (Some(Role::Byline), Some(Role::Dateline)) => Some(Role::Dateline),
                (Some(Role::Subhead), Some(Role::Boilerplate)) => Some(Role::Boilerplate),
                (hint, role) => hint.or(role),
            };
            let is_byline = line.role == Some(Role::Byline) && line.place != Place::Tail;
            if is_byline && self.author.is_empty() {
                let author = verdict.and_then(|verdict| verdict.author);
                self.author = author.unwrap_or_else(|| bare_author(&line.text));
            }
        }
        self.last_lines();
    }

    /// Full paragraphs at the end may be no body: who contributed, who wrote it.
    fn last_lines(&mut self) {
        for line in self.lines.iter_mut().rev() {
            if line.is_open() && line.shape.is_full() {
                let verdict =
                    self.rules.verdict(&line.text, self.side, Place::Tail, Scope::Paragraph);
                match verdict {
                    Some(verdict) => line.role = Some(verdict.role),
                    None => break,
                }
            }
        }
        let last = self.lines.iter().rposition(|line| line.is_open() && line.shape.is_full());
        if let Some(last) = last {
            for line in &mut self.lines[last + 1..] {
                line.place = Place::Tail;
            }
        }
    }

    fn headline(&mut self) {
        let marked = self.lines.iter().position(|line| line.role == Some(Role::Headline));
        if let Some(first) = marked {
            for line in &mut self.lines[first + 1..] {
                if line.role == Some(Role::Headline) {
                    line.role = Some(Role::Subhead);
                }
            }
            return;
        }
        let candidates: Vec<usize> = (0..self.lines.len())
            .take_while(|&index| self.lines[index].place == Place::Head)
            .filter(|&index| self.lines[index].is_open())
            .filter(|&index| self.lines[index].shape.is_title_like())
            .collect();
        match candidates[..] {
            [] => {}
            // The name of a section above the headline.
            [first, second, ..]
                if self.lines[first].shape.words <= 2 && self.lines[second].shape.words > 4 =>
            {
                self.lines[first].role = Some(Role::Boilerplate);
                self.lines[second].role = Some(Role::Headline);
            }
            [first, ..] => self.lines[first].role = Some(Role::Headline),
        }
    }

    fn credits_and_captions(&mut self) {
        /// Longest caption, in words.
        const LONGEST: usize = 45;
        for index in 0..self.lines.len() {
            if self.is_caption_with_credit(&self.lines[index]) {
                self.lines[index].role = Some(Role::Caption);
            }
            let after_caption = index > 0 && self.lines[index - 1].role == Some(Role::Caption);
            let line = &mut self.lines[index];
            let may_credit = line.is_open() || line.hint == Some(Role::Caption);
            let is_name = line.shape.is_name && !line.shape.ends;
            if may_credit && is_name && (after_caption || line.text.trim() == self.author) {
                line.role = Some(Role::Credit);
            }
            if self.lines[index].role != Some(Role::Credit) || index == 0 {
                continue;
            }
            let is_one_sentence =
                split_paragraph(&self.lines[index - 1].text, self.side).len() == 1;
            let before = &mut self.lines[index - 1];
            if before.is_open() && before.shape.words <= LONGEST && is_one_sentence {
                before.role = Some(Role::Caption);
            }
        }
    }

    /// `The bridge in May. Photo: Jane Doe`: two sentences in one line, the second one a credit.
    fn is_caption_with_credit(&self, line: &Line) -> bool {
        if !line.is_open() || line.shape.ends {
            return false;
        }
        let text = Text::new(&*line.text);
        match split_paragraph(&line.text, self.side)[..] {
            [_, last] => {
                let role = self.sentence_role(text.slice(last), Role::Caption);
                role == Some(Role::Credit)
            }
            _ => false,
        }
    }

    /// What is left is told by its place and its neighbours.
    fn by_place(&mut self) {
        for index in 0..self.lines.len() {
            let next_is_line = self.is_short_line(index + 1);
            let before_is_line = index > 0 && self.is_short_line(index - 1);
            let has_headline = self.lines[..index].iter().any(|l| l.role == Some(Role::Headline));
            let line = &mut self.lines[index];
            if !line.is_open() || !line.shape.is_subhead_like() {
                continue;
            }
            line.role = match line.place {
                Place::Inside if next_is_line || before_is_line => None,
                Place::Inside => Some(Role::Subhead),
                Place::Head if has_headline && !line.shape.ends => Some(Role::Subhead),
                Place::Head => None,
                Place::Tail if line.shape.ends => None,
                Place::Tail => Some(Role::Boilerplate),
            };
        }
    }

    /// Items of a list stand next to each other, subheads do not.
    fn is_short_line(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| {
            line.role.is_none_or(|role| role == Role::Subhead)
                && line.place == Place::Inside
                && line.shape.is_subhead_like()
        })
    }

    fn finish(self, metadata: &Metadata) -> Assigned {
        let of_role = |role: Role| {
            self.lines.iter().filter(move |line| line.role == Some(role)).map(|line| &*line.text)
        };
        let dated = of_role(Role::Dateline).chain(of_role(Role::Byline));
        let published = dated.filter_map(dates::date_in).next();
        Assigned {
            title: of_role(Role::Headline).next().unwrap_or_default().trim().to_owned(),
            published: published.unwrap_or_else(|| metadata.published.clone()),
            roles: self.lines.iter().map(|line| line.role.unwrap_or_default()).collect(),
            insets: self.lines.iter().map(|line| self.insets_of(line)).collect(),
            author: self.author,
        }
    }

    /// The sentences of a line that have another role than the line.
    fn insets_of(&self, line: &Line) -> Vec<Inset> {
        let role = line.role.unwrap_or_default();
        if !matches!(role, Role::Body | Role::Caption) {
            return Vec::new();
        }
        let text = Text::new(line.source);
        let spans = split_wrapped(line.source, self.side);
        let found = |span: &CharSpan| {
            let sentence = without_line_breaks(text.slice(*span), self.side);
            let role = self.sentence_role(&sentence, role)?;
            Some(Inset { span: *span, role })
        };
        spans.iter().skip(1).filter_map(found).collect()
    }

    /// Another role for a sentence that is not the first of its line.
    fn sentence_role(&self, sentence: &str, of_line: Role) -> Option<Role> {
        let verdict = |text: &str, scope| {
            let place = Place::Inside;
            self.rules.verdict(text, self.side, place, scope).map(|verdict| verdict.role)
        };
        let own = verdict(sentence, Scope::Sentence);
        if own.is_some() || of_line != Role::Caption {
            return own;
        }
        let bare = sentence.trim_matches(['[', ']', '【', '】', '(', ')', '（', '）']);
        let is_author = !bare.is_empty() && bare.trim() == self.author;
        verdict(bare, Scope::Paragraph)
            .filter(|role| *role == Role::Credit)
            .or(is_author.then_some(Role::Credit))
    }
}

/// A byline without the words in front of the name.
fn bare_author(byline: &str) -> String {
    let line = byline.trim();
    let name = line
        .strip_prefix("By ")
        .or_else(|| line.strip_prefix("BY "))
        .or_else(|| line.split_once(['：', ':']).map(|(_, name)| name))
        .unwrap_or(line);
    let name = name.trim();
    name.split(['\u{3000}', '|', '/', '／']).next().unwrap_or(name).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(lines: &[&str], side: Side) -> Vec<&'static str> {
        let page = Page::of_lines(lines.join("\n"));
        assign(&page, side, &Rules::embedded()).roles.iter().map(|role| role.name()).collect()
    }

    const BODY: &str =
        "The council voted on Monday to close the old bridge for at least two years.";

    #[test]
    fn lines_are_told_by_their_place() {
        let lines = [
            "Old bridge to close",
            "By Jane Doe",
            BODY,
            "What comes next",
            BODY,
            "The bridge seen from the harbor in May.",
            "Jane Doe/AP/File",
            BODY,
            "More local news",
        ];
        assert_eq!(
            roles(&lines, Side::English),
            [
                "headline",
                "byline",
                "body",
                "subhead",
                "body",
                "caption",
                "credit",
                "body",
                "boilerplate"
            ]
        );
    }

    #[test]
    fn lists_are_no_subheads() {
        let lines = [BODY, "Boil the water", "Let it cool", "Drink it", BODY];
        assert_eq!(roles(&lines, Side::English), ["body"; 5]);
    }

    #[test]
    fn a_caption_and_its_credit_share_a_line() {
        let line = "[图片说明：五月的旧桥。简·多伊/路透社/资料图片]";
        let page = Page::of_lines(line.to_owned());
        let found = assign(&page, Side::Chinese, &Rules::embedded());
        assert_eq!(found.roles, [Role::Caption]);
        assert_eq!(found.insets[0].len(), 1);
        assert_eq!(found.insets[0][0].role, Role::Credit);
        assert_eq!(found.insets[0][0].span.start, 12);
    }

    #[test]
    fn author_and_date_are_found() {
        let page =
            Page::of_lines(format!("Old bridge to close\nBy Jane Doe\nAug. 9, 2024\n{BODY}"));
        let found = assign(&page, Side::English, &Rules::embedded());
        assert_eq!((found.author.as_str(), found.published.as_str()), ("Jane Doe", "20240809"));
        assert_eq!(found.title, "Old bridge to close");
    }
}
