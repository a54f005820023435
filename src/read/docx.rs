//! DOCX → blocks: the paragraphs of the main document, roles by their styles.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::decode::{Fault, LARGEST_FILE};
use super::page::Page;
use crate::document::Role;
use crate::error::ErrorCode;

/// Read a DOCX file. Deleted text, comments, footnotes, headers, footers and the readings above characters
/// are left out.
pub(super) fn page(bytes: &[u8]) -> Result<Page, Fault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let document = part(&mut archive, "word/document.xml")?;
    let styles = match archive.index_for_name("word/styles.xml") {
        Some(_) => style_roles(&part(&mut archive, "word/styles.xml")?)?,
        None => BTreeMap::new(),
    };
    let mut body = Body { styles, ..Body::default() };
    each_event(&document, |event| body.event(event))?;
    Ok(body.page)
}

fn damaged(error: impl std::fmt::Display) -> Fault {
    let message = format!("the DOCX file is damaged ({error}); open it in Word and save it again");
    Fault::new(ErrorCode::DamagedFile, message)
}

fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, Fault> {
    let file = archive.by_name(name).map_err(damaged)?;
    let mut xml = String::new();
    file.take(LARGEST_FILE).read_to_string(&mut xml).map_err(damaged)?;
    Ok(xml)
}

fn each_event(xml: &str, mut handle: impl FnMut(&Event)) -> Result<(), Fault> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Eof => return Ok(()),
            event => handle(&event),
        }
    }
}

/// The value of a `w:` attribute.
fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let attribute =
        element.attributes().flatten().find(|it| it.key.local_name().as_ref() == name)?;
    Some(attribute.value.into_owned())
}

/// The roles of the styles, by style id. Names are in the language of the author's Word.
fn style_roles(xml: &str) -> Result<BTreeMap<String, Role>, Fault> {
    let mut roles = BTreeMap::new();
    let mut current = String::new();
    each_event(xml, |event| {
        let (Event::Start(element) | Event::Empty(element)) = event else { return };
        match element.local_name().as_ref() {
            "style" => current = attribute(element, "styleId").unwrap_or_default(),
            "name" => {
                let name = attribute(element, "val").unwrap_or_default();
                if let Some(role) = role_of_style(&name) {
                    roles.insert(current.clone(), role);
                }
            }
            _ => {}
        }
    })?;
    Ok(roles)
}

/// The role that a style name stands for.
fn role_of_style(name: &str) -> Option<Role> {
    const ROLES: &[(&str, Role)] = &[
        ("subtitle", Role::Subhead),
        ("副标题", Role::Subhead),
        ("title", Role::Headline),
        ("headline", Role::Headline),
        ("heading", Role::Subhead),
        ("subhead", Role::Subhead),
        ("标题", Role::Subhead),
        ("標題", Role::Subhead),
        ("credit", Role::Credit),
        ("caption", Role::Caption),
        ("题注", Role::Caption),
        ("標號", Role::Caption),
        ("byline", Role::Byline),
        ("author", Role::Byline),
        ("作者", Role::Byline),
        ("dateline", Role::Dateline),
        ("date", Role::Dateline),
        ("日期", Role::Dateline),
    ];
    let name = name.trim().to_lowercase();
    if matches!(name.as_str(), "heading 1" | "标题 1" | "標題 1" | "标题" | "標題") {
        return Some(Role::Headline);
    }
    ROLES.iter().find(|(word, _)| name.contains(word)).map(|(_, role)| *role)
}

/// The main document while it is read.
#[derive(Default)]
struct Body {
    page: Page,
    styles: BTreeMap<String, Role>,
    paragraph: String,
    role: Option<Role>,
    in_text: bool,
    /// How deep inside elements whose text is not read.
    skipping: usize,
}

impl Body {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Start(element) => self.start(element, true),
            Event::Empty(element) => self.start(element, false),
            Event::End(element) => self.end(element.local_name().as_ref()),
            Event::Text(text) if self.in_text && self.skipping == 0 => {
                self.paragraph.push_str(text);
            }
            Event::GeneralRef(reference) if self.in_text && self.skipping == 0 => {
                let character = reference.resolve_char_ref().ok().flatten();
                let named = quick_xml::escape::resolve_xml_entity(reference);
                match character {
                    Some(c) => self.paragraph.push(c),
                    None => self.paragraph.push_str(named.unwrap_or_default()),
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, element: &BytesStart, has_content: bool) {
        match element.local_name().as_ref() {
            "del" | "Fallback" | "moveFrom" | "rt" if has_content => self.skipping += 1,
            "t" => self.in_text = has_content,
            "p" if has_content => self.flush(),
            "pStyle" => {
                let style = attribute(element, "val").unwrap_or_default();
                let by_id = || role_of_style(&style);
                self.role = self.styles.get(&style).copied().or_else(by_id);
            }
            "br" | "cr" if self.skipping == 0 => {
                let role = self.role;
                self.flush();
                self.role = role;
            }
            "tab" if self.skipping == 0 => self.paragraph.push(' '),
            "noBreakHyphen" if self.skipping == 0 => self.paragraph.push('-'),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "del" | "Fallback" | "moveFrom" | "rt" => {
                self.skipping = self.skipping.saturating_sub(1)
            }
            "t" => self.in_text = false,
            "p" => self.flush(),
            _ => {}
        }
    }

    fn flush(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        self.page.push(&paragraph, self.role.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(body: &str) -> Vec<(String, Option<Role>)> {
        let mut reader = Body::default();
        each_event(body, |event| reader.event(event)).unwrap();
        let page = reader.page;
        let block = |i| (page.block_text(i).to_owned(), page.blocks[i].role);
        (0..page.blocks.len()).map(block).collect()
    }

    #[test]
    fn runs_are_joined_and_deletions_left_out() {
        let xml = "<w:p><w:pPr><w:pStyle w:val=\"Title\"/><w:tabs><w:tab/></w:tabs></w:pPr>\
            <w:r><w:t>Salt &amp; </w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del>\
            <w:r><w:t>wa</w:t></w:r><w:r><w:t>ter&#x2019;s</w:t></w:r></w:p>\
            <w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r></w:p>";
        let expected = [("Salt & water’s", Some(Role::Headline)), ("一", None), ("二", None)];
        assert_eq!(blocks(xml), expected.map(|(text, role)| (text.to_owned(), role)));
    }

    #[test]
    fn damage_is_an_error() {
        assert_eq!(page(b"PK\x03\x04 cut off").unwrap_err().code, ErrorCode::DamagedFile);
    }
}
