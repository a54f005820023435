//! TMX and XLIFF → rows. Only what an export of ours writes is read; other elements are passed
//! over, so that what a translation tool adds does no harm: elements around the texts, marks inside
//! them, and the cutting of a unit into several segments.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::ImportedRow;
use crate::document::Side;

/// The elements of TMX that hold a text of a row, each with the element around it.
const TMX_TEXTS: &[(&str, &str)] =
    &[("seg", "tuv"), ("note", "tu"), ("note", "tuv"), ("prop", "tu")];

/// The same of XLIFF. The suggestions that a tool adds have sources and targets too, elsewhere.
const XLIFF_TEXTS: &[(&str, &str)] = &[
    ("source", "segment"),
    ("target", "segment"),
    ("source", "ignorable"),
    ("target", "ignorable"),
    ("note", "notes"),
];

/// The inline elements whose content is code of the other tool and no text. What stands inside
/// all others (`hi` and `sub` of TMX, `g`, `pc` and `mrk` of XLIFF) is text.
const CODES: [&str; 5] = ["bpt", "ept", "ph", "it", "ut"];

/// `tu` with `tuid`, a `note`, the property `x-status` and `tuv` in two languages.
pub(super) fn from_tmx(content: &str) -> Result<Vec<ImportedRow>, String> {
    let mut lang = String::new();
    let mut property = String::new();
    walk(content, TMX_TEXTS, |element, row| match element {
        Element::Start("tu", attributes) => {
            *row = Some(ImportedRow { id: attributes("tuid"), ..ImportedRow::default() });
            false
        }
        Element::Start("tuv", attributes) => {
            lang = attributes("xml:lang").to_lowercase();
            false
        }
        Element::Start("prop", attributes) => {
            property = attributes("type");
            false
        }
        Element::Start(..) => false,
        Element::Text(name, text) => {
            if let Some(row) = row {
                match name {
                    "seg" if lang.starts_with("zh") => row.zh = translated(text),
                    "seg" if lang.starts_with("en") => row.en = translated(text),
                    "note" => row.comment = Some(text),
                    "prop" if property == "x-status" => row.status = Some(text),
                    _ => {}
                }
            }
            false
        }
        Element::End(name) => name == "tu",
    })
}

/// `unit` with `name`, notes by category, and in its segments `source` and `target`.
pub(super) fn from_xliff(content: &str) -> Result<Vec<ImportedRow>, String> {
    let mut category = String::new();
    let mut unit = Unit::default();
    walk(content, XLIFF_TEXTS, |element, row| match element {
        Element::Start("unit", attributes) => {
            *row = Some(ImportedRow { id: attributes("name"), ..ImportedRow::default() });
            unit = Unit::default();
            false
        }
        Element::Start(name @ ("segment" | "ignorable"), _) => {
            unit.place += 1;
            unit.is_segment = name == "segment";
            false
        }
        Element::Start("target", attributes) => {
            unit.order = attributes("order").parse().ok();
            false
        }
        Element::Start("note", attributes) => {
            category = attributes("category");
            false
        }
        Element::Start(..) => false,
        Element::Text(name, text) => {
            match (name, row) {
                ("source", _) => unit.add_source(text),
                ("target", _) => unit.add_target(text),
                ("note", Some(row)) if category == "status" => row.status = Some(text),
                ("note", Some(row)) if category == "comment" => row.comment = Some(text),
                _ => {}
            }
            false
        }
        Element::End("unit") => {
            let Unit { zh, en, .. } = std::mem::take(&mut unit);
            if let Some(row) = row {
                row.zh = translated(joined(zh, Side::Chinese));
                row.en = translated(joined(en, Side::English));
            }
            true
        }
        Element::End(_) => false,
    })
}

/// A text without words is one that nobody has translated yet: it says nothing.
fn translated(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The texts of a unit of XLIFF that were read so far.
#[derive(Default)]
struct Unit {
    /// Segments and ignorable elements so far.
    place: usize,
    /// Whether the last of them is a segment.
    is_segment: bool,
    /// Where the target stands among the targets, if it says so.
    order: Option<usize>,
    zh: Vec<Part>,
    en: Vec<Part>,
}

impl Unit {
    fn add_source(&mut self, text: String) {
        let (place, is_segment) = (self.place, self.is_segment);
        self.zh.push(Part { place, is_segment, text });
    }

    fn add_target(&mut self, text: String) {
        let (place, is_segment) = (self.order.unwrap_or(self.place), self.is_segment);
        self.en.push(Part { place, is_segment, text });
    }
}

/// A part of a unit's text: a segment, or what stands between two of them.
struct Part {
    /// Where it stands in the text, from 1.
    place: usize,
    is_segment: bool,
    text: String,
}

/// The parts as one text. Between two English segments that touch there is a space.
fn joined(mut parts: Vec<Part>, side: Side) -> String {
    parts.sort_by_key(|part| part.place);
    let mut text = String::new();
    let mut after_segment = false;
    for part in parts.iter().filter(|part| !part.text.is_empty()) {
        let touches = !text.ends_with(char::is_whitespace)
            && !part.text.starts_with(char::is_whitespace)
            && after_segment
            && part.is_segment;
        if touches && side == Side::English {
            text.push(' ');
        }
        text.push_str(&part.text);
        after_segment = part.is_segment;
    }
    text
}

/// What [`walk`] meets outside the texts: a start with a way to its attributes, a whole text by
/// its element, or an end. A text has all three, in this order of start, text, end.
enum Element<'a> {
    Start(&'a str, &'a dyn Fn(&str) -> String),
    Text(&'a str, String),
    End(&'a str),
}

/// A text that is being read.
struct OpenText {
    /// How many elements are around its own.
    depth: usize,
    content: String,
    /// How many elements are around the code in which the reader is, if it is in one.
    code: Option<usize>,
}

impl OpenText {
    fn new(depth: usize) -> Self {
        Self { depth, content: String::new(), code: None }
    }

    /// An inline element begins, inside `depth` others.
    fn enter(&mut self, name: &str, start: &BytesStart, depth: usize) {
        if self.code.is_some() {
            return;
        }
        if CODES.contains(&name) {
            self.code = Some(depth);
        } else if name == "cp" {
            // A character that XML cannot hold, by its number.
            self.content.extend(character(&attribute(start, "hex")));
        }
    }

    /// The inline element inside `depth` others has ended.
    fn leave(&mut self, depth: usize) {
        if self.code == Some(depth) {
            self.code = None;
        }
    }

    fn push(&mut self, part: &str) {
        if self.code.is_none() {
            self.content.push_str(part);
        }
    }
}

/// The character whose number is written as `hex`.
fn character(hex: &str) -> Option<char> {
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
}

/// Go through the elements; `visit` fills the row and says when it is complete. `texts` are the
/// elements that hold a text, each with the element around it.
fn walk(
    content: &str,
    texts: &[(&str, &str)],
    mut visit: impl FnMut(Element, &mut Option<ImportedRow>) -> bool,
) -> Result<Vec<ImportedRow>, String> {
    let mut reader = Reader::from_str(content);
    // `<x/>` and `<x></x>` are the same.
    reader.config_mut().expand_empty_elements = true;
    let mut rows = Vec::new();
    let mut row = None;
    let mut open: Vec<String> = Vec::new();
    let mut text: Option<OpenText> = None;
    loop {
        let at = reader.buffer_position();
        let fault = |message: String| format!("line {}: {message}", line_of(content, at));
        match reader.read_event().map_err(|error| fault(error.to_string()))? {
            Event::Start(start) => {
                let local = start.local_name();
                let name: &str = local.as_ref();
                if let Some(text) = &mut text {
                    text.enter(name, &start, open.len());
                } else {
                    visit(Element::Start(name, &|name| attribute(&start, name)), &mut row);
                    let around = open.last().map_or("", String::as_str);
                    if texts.iter().any(|text| text.0 == name && text.1 == around) {
                        text = Some(OpenText::new(open.len()));
                    }
                }
                open.push(name.to_owned());
            }
            Event::Text(part) => push(&mut text, &part),
            Event::CData(part) => push(&mut text, &part),
            Event::GeneralRef(reference) => {
                let part = resolve(&reference).ok_or_else(|| fault("unknown entity".to_owned()))?;
                push(&mut text, &part);
            }
            Event::End(end) => {
                let local = end.local_name();
                let name: &str = local.as_ref();
                open.pop();
                if let Some(text) = text.as_mut().filter(|text| text.depth < open.len()) {
                    text.leave(open.len());
                    continue;
                }
                if let Some(text) = text.take() {
                    visit(Element::Text(name, text.content), &mut row);
                }
                if visit(Element::End(name), &mut row)
                    && let Some(mut row) = row.take().filter(|row| !row.id.is_empty())
                {
                    row.line = line_of(content, at);
                    rows.push(row);
                }
            }
            Event::Eof => match open.last() {
                None => return Ok(rows),
                Some(name) => return Err(fault(format!("the file ends inside <{name}>"))),
            },
            _ => {}
        }
    }
}

fn push(text: &mut Option<OpenText>, part: &str) {
    if let Some(text) = text {
        text.push(part);
    }
}

fn attribute(start: &BytesStart, name: &str) -> String {
    let attribute = start.try_get_attribute(name).ok().flatten();
    let value = attribute
        .and_then(|attribute| attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok());
    value.map(|value| value.into_owned()).unwrap_or_default()
}

/// The text of `&lt;` or `&#x4e2d;`.
fn resolve(reference: &BytesRef) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

fn line_of(content: &str, byte: u64) -> usize {
    let byte = (byte as usize).min(content.len());
    content.as_bytes()[..byte].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tmx(zh: &str, en: &str) -> ImportedRow {
        let content = format!(
            "<tmx version=\"1.4\"><body><tu tuid=\"a/b0000\"><tuv xml:lang=\"zh\"><seg>{zh}</seg></tuv>\
             <tuv xml:lang=\"en\"><seg>{en}</seg></tuv></tu></body></tmx>"
        );
        from_tmx(&content).unwrap().remove(0)
    }

    /// A unit of XLIFF with this content.
    fn unit(content: &str) -> ImportedRow {
        let content = format!(
            "<xliff version=\"2.0\"><file id=\"f\"><unit id=\"u\" name=\"a/b0000\">{content}</unit></file></xliff>"
        );
        from_xliff(&content).unwrap().remove(0)
    }

    fn segment(zh: &str, en: &str) -> String {
        format!("<segment>\n<source>{zh}</source>\n<target>{en}</target>\n</segment>\n")
    }

    #[test]
    fn what_other_tools_add_does_no_harm() {
        let tmx = "<tmx version=\"1.4\"><body><tu tuid=\"a/b0000\" creationid=\"me\"><prop type=\"x-other\">1</prop>\
            <tuv xml:lang=\"zh-CN\"><seg>甲 &amp; 乙</seg></tuv><tuv xml:lang=\"EN-us\"><prop type=\"x\">y</prop>\
            <seg>A &#x26; <![CDATA[B]]></seg></tuv></tu><tu><tuv xml:lang=\"en\"><seg>no id</seg></tuv></tu></body></tmx>";
        let rows = from_tmx(tmx).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].zh.as_deref(), Some("甲 & 乙"));
        assert_eq!(rows[0].en.as_deref(), Some("A & B"));
        assert_eq!(rows[0].status, None);
    }

    #[test]
    fn a_broken_file_is_an_error_with_its_line() {
        let error = from_tmx("<tmx>\n<body>\n<tu tuid=\"x\"></body>").unwrap_err();
        assert!(error.starts_with("line 3"), "{error}");
        let cut = from_tmx("<tmx>\n<body>\n<tu tuid=\"x\"></tu>\n").unwrap_err();
        assert!(cut.contains("inside <body>"), "{cut}");
    }

    #[test]
    fn marks_in_tmx_go_and_the_text_stays() {
        let row = tmx(
            "甲<bpt i=\"1\">&lt;b&gt;</bpt>乙<ept i=\"1\">&lt;/b&gt;</ept><ph>{1}</ph>丙\
             <it pos=\"begin\">[x]</it>丁<ut>{\\i}</ut>戊",
            "A <hi>big <hi type=\"x\">red</hi></hi> dog<ph>{img <sub>alt</sub> 1}</ph> \
             <sub>or</sub> cat<ph/>.",
        );
        assert_eq!(row.zh.as_deref(), Some("甲乙丙丁戊"));
        assert_eq!(row.en.as_deref(), Some("A big red dog or cat."));
    }

    #[test]
    fn marks_in_xliff_2_go_and_the_text_stays() {
        let row = unit(&segment(
            "甲<pc id=\"1\">乙<mrk id=\"2\" type=\"term\">丙</mrk></pc>丁<ph id=\"3\"/>戊\
             <sc id=\"4\"/>己<ec startRef=\"4\"/>庚<sm id=\"5\"/>辛<em startRef=\"5\"/>壬",
            "The <pc id=\"1\"><pc id=\"2\">old</pc> dam</pc><ph id=\"3\"></ph> &amp; \
             <mrk id=\"4\">lake</mrk><cp hex=\"0021\"/>",
        ));
        assert_eq!(row.zh.as_deref(), Some("甲乙丙丁戊己庚辛壬"));
        assert_eq!(row.en.as_deref(), Some("The old dam & lake!"));
    }

    #[test]
    fn marks_of_xliff_1_go_and_the_text_stays() {
        let row = unit(&segment(
            "<g id=\"1\">甲<g id=\"2\">乙</g></g>丙",
            "<g id=\"1\">The</g> <x id=\"2\"/>dam <bx id=\"3\"/>op<bpt id=\"4\">{b}</bpt>ens\
             <ept id=\"4\">{/b}</ept><ex id=\"3\"/> <it id=\"5\" pos=\"open\">{i}</it>now\
             <ph id=\"6\">{br}</ph> <mrk mtype=\"x\">again</mrk>.",
        ));
        assert_eq!(row.zh.as_deref(), Some("甲乙丙"));
        assert_eq!(row.en.as_deref(), Some("The dam opens now again."));
    }

    #[test]
    fn segments_of_a_unit_are_joined_in_order() {
        let first = segment("他来了。", "He came.");
        let second = segment("她走了。", "She left.");
        let row = unit(&format!("{first}{second}"));
        assert_eq!(row.zh.as_deref(), Some("他来了。她走了。"));
        assert_eq!(row.en.as_deref(), Some("He came. She left."));
        let spaced = unit(&format!("{}{second}", segment("他来了。", "He came. ")));
        assert_eq!(spaced.en.as_deref(), Some("He came. She left."));
    }

    #[test]
    fn what_stands_between_segments_is_text() {
        let between = "<ignorable><source>——</source><target>—</target></ignorable>";
        let row = unit(&format!("{}{between}{}", segment("甲", "A"), segment("乙", "B")));
        assert_eq!(row.zh.as_deref(), Some("甲——乙"));
        assert_eq!(row.en.as_deref(), Some("A—B"));
        let blank = "<ignorable><source> </source></ignorable>";
        let row = unit(&format!("{}{blank}{}", segment("甲", "A"), segment("乙", "B")));
        assert_eq!(row.zh.as_deref(), Some("甲 乙"));
        assert_eq!(row.en.as_deref(), Some("A B"));
    }

    #[test]
    fn targets_may_stand_in_another_order() {
        let row = unit(
            "<segment><source>甲</source><target order=\"2\">one</target></segment>\
             <segment><source>乙</source><target order=\"1\">two</target></segment>",
        );
        assert_eq!(row.zh.as_deref(), Some("甲乙"));
        assert_eq!(row.en.as_deref(), Some("two one"));
    }

    #[test]
    fn suggestions_and_empty_targets_say_nothing() {
        let matches = "<mtc:matches><mtc:match ref=\"#s\"><source>旧</source>\
                       <target>old</target></mtc:match></mtc:matches>";
        let row = unit(&format!("{matches}{}", segment("甲", "A")));
        assert_eq!((row.zh.as_deref(), row.en.as_deref()), (Some("甲"), Some("A")));
        for empty in ["<target/>", "<target></target>", "<target> </target>"] {
            let row = unit(&format!("<segment><source>甲</source>{empty}</segment>"));
            assert_eq!((row.zh.as_deref(), row.en), (Some("甲"), None), "{empty}");
        }
    }
}
