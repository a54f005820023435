//! TMX and XLIFF → rows. Only what an export of ours writes is read; other elements are passed
//! over, so that what a translation tool adds does no harm.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::ImportedRow;

/// `tu` with `tuid`, a `note`, the property `x-status` and `tuv` in two languages.
pub(super) fn from_tmx(bytes: &[u8]) -> Result<Vec<ImportedRow>, String> {
    let mut lang = String::new();
    let mut property = String::new();
    walk(bytes, |element, row| match element {
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
        Element::End(name, text) => {
            if let Some(row) = row {
                match name {
                    "seg" if lang.starts_with("zh") => row.zh = Some(text),
                    "seg" if lang.starts_with("en") => row.en = Some(text),
                    "note" => row.comment = Some(text),
                    "prop" if property == "x-status" => row.status = Some(text),
                    _ => {}
                }
            }
            name == "tu"
        }
    })
}

/// `unit` with `name`, notes by category, `source` and `target`.
pub(super) fn from_xliff(bytes: &[u8]) -> Result<Vec<ImportedRow>, String> {
    let mut category = String::new();
    walk(bytes, |element, row| match element {
        Element::Start("unit", attributes) => {
            *row = Some(ImportedRow { id: attributes("name"), ..ImportedRow::default() });
            false
        }
        Element::Start("note", attributes) => {
            category = attributes("category");
            false
        }
        Element::Start(..) => false,
        Element::End(name, text) => {
            if let Some(row) = row {
                match name {
                    "source" => row.zh = Some(text),
                    "target" => row.en = Some(text),
                    "note" if category == "status" => row.status = Some(text),
                    "note" if category == "comment" => row.comment = Some(text),
                    _ => {}
                }
            }
            name == "unit"
        }
    })
}

/// What [`walk`] meets: a start with a way to its attributes, or an end with the text before it.
enum Element<'a> {
    Start(&'a str, &'a dyn Fn(&str) -> String),
    End(&'a str, String),
}

/// Go through the elements; `visit` fills the row and says when it is complete.
fn walk(
    bytes: &[u8],
    mut visit: impl FnMut(Element, &mut Option<ImportedRow>) -> bool,
) -> Result<Vec<ImportedRow>, String> {
    let content = std::str::from_utf8(bytes).map_err(|error| format!("not UTF-8: {error}"))?;
    let mut reader = Reader::from_str(content.trim_start_matches('\u{feff}'));
    let mut rows = Vec::new();
    let mut row = None;
    let mut text = String::new();
    loop {
        let at = reader.buffer_position();
        let fault = |message: String| format!("line {}: {message}", line_of(content, at));
        match reader.read_event().map_err(|error| fault(error.to_string()))? {
            Event::Start(start) => {
                text.clear();
                visit(
                    Element::Start(start.local_name().as_ref(), &|name| attribute(&start, name)),
                    &mut row,
                );
            }
            Event::Empty(start) => {
                visit(
                    Element::Start(start.local_name().as_ref(), &|name| attribute(&start, name)),
                    &mut row,
                );
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(reference) => {
                text.push_str(
                    &resolve(&reference).ok_or_else(|| fault("unknown entity".to_owned()))?,
                );
            }
            Event::End(end) => {
                let text = std::mem::take(&mut text);
                if visit(Element::End(end.local_name().as_ref(), text), &mut row)
                    && let Some(mut row) = row.take().filter(|row| !row.id.is_empty())
                {
                    row.line = line_of(content, at);
                    rows.push(row);
                }
            }
            Event::Eof => return Ok(rows),
            _ => {}
        }
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

    #[test]
    fn what_other_tools_add_does_no_harm() {
        let tmx = "<tmx version=\"1.4\"><body><tu tuid=\"a/b0000\" creationid=\"me\"><prop type=\"x-other\">1</prop>\
            <tuv xml:lang=\"zh-CN\"><seg>甲 &amp; 乙</seg></tuv><tuv xml:lang=\"EN-us\"><prop type=\"x\">y</prop>\
            <seg>A &#x26; <![CDATA[B]]></seg></tuv></tu><tu><tuv xml:lang=\"en\"><seg>no id</seg></tuv></tu></body></tmx>";
        let rows = from_tmx(tmx.as_bytes()).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].zh.as_deref(), Some("甲 & 乙"));
        assert_eq!(rows[0].en.as_deref(), Some("A & B"));
        assert_eq!(rows[0].status, None);
    }

    #[test]
    fn a_broken_file_is_an_error_with_its_line() {
        let error = from_tmx(b"<tmx>\n<body>\n<tu tuid=\"x\"></body>").unwrap_err();
        assert!(error.starts_with("line 3"), "{error}");
    }
}
