//! The user's glossary: names and terms with their translations, which override everything else.
//!
//! Two formats: a table with the columns Chinese, English and label (`PER`, `ORG`, `LOC`, `WORK` or
//! `MISC`; `MISC` if it is missing), with or without a header row, between tabs or, in a `.csv` file,
//! between commas or semicolons; and TBX, of which the terms of each entry in Chinese and English
//! are read. The encodings are those that articles may have.

use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::name_table::label_named;
use crate::mention::Label;
use crate::read::text_of_bytes;
use crate::script::is_han;

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// What it names.
    pub label: Label,
}

/// Names with their translations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary {
    /// The entries in the order of the file.
    pub entries: Vec<Entry>,
}

/// Why a glossary could not be read.
#[derive(Debug, thiserror::Error)]
pub enum GlossaryError {
    /// The file cannot be opened, or is no text.
    #[error("cannot read the glossary {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// A line that is no entry.
    #[error("{path}, line {line}: {message}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong and what to do.
        message: String,
    },
    /// XML that does not parse.
    #[error("{path}: the TBX does not parse at byte {position}: {message}")]
    Xml {
        /// The file.
        path: PathBuf,
        /// Byte offset.
        position: u64,
        /// What the parser says.
        message: String,
    },
}

impl Glossary {
    /// Read a glossary file: TBX if it begins like XML, otherwise a table.
    ///
    /// # Errors
    /// If the file cannot be read or decoded, or something in it is no entry.
    pub fn read(path: &Path) -> Result<Self, GlossaryError> {
        let unreadable = |source| GlossaryError::Unreadable { path: path.to_owned(), source };
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let text = text_of_bytes(bytes).map_err(|message| {
            unreadable(std::io::Error::new(std::io::ErrorKind::InvalidData, message))
        })?;
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with('<') {
            Self::from_tbx(path, text)
        } else {
            Self::from_table(path, text)
        }
    }

    fn from_table(path: &Path, text: &str) -> Result<Self, GlossaryError> {
        let separator = Separator::of(path, text);
        let mut entries = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if !holds_cells(line) {
                continue;
            }
            let cells = separator.cells(line);
            if index == 0 && is_header(&cells) {
                continue;
            }
            let entry = entry(&cells, separator).map_err(|message| GlossaryError::Line {
                path: path.to_owned(),
                line: index + 1,
                message,
            })?;
            entries.push(entry);
        }
        Ok(Self { entries })
    }

    fn from_tbx(path: &Path, text: &str) -> Result<Self, GlossaryError> {
        let mut reader = Reader::from_str(text);
        let mut entries = Vec::new();
        let mut entry = TbxEntry::default();
        loop {
            let event = reader.read_event().map_err(|error| GlossaryError::Xml {
                path: path.to_owned(),
                position: reader.error_position(),
                message: error.to_string(),
            })?;
            match event {
                Event::Eof => break,
                Event::Start(tag) => entry.open(tag.local_name().as_ref(), tag.attributes()),
                Event::Text(content) => entry.text.push_str(content.as_ref()),
                Event::End(tag) => {
                    if matches!(tag.local_name().as_ref(), "termEntry" | "conceptEntry") {
                        entries.extend(std::mem::take(&mut entry).entries());
                    } else {
                        entry.close(tag.local_name().as_ref());
                    }
                }
                _ => {}
            }
        }
        if entries.is_empty() {
            // A file that was cut off ends like one without entries.
            return Err(GlossaryError::Xml {
                path: path.to_owned(),
                position: text.len() as u64,
                message: "no entry with a Chinese and an English term; is the file whole?".into(),
            });
        }
        Ok(Self { entries })
    }
}

/// What stands between the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Tab,
    Comma,
    Semicolon,
}

impl Separator {
    /// Tabs, but for a file `.csv` that has none in its first line: spreadsheets of some countries
    /// put semicolons into it.
    fn of(path: &Path, text: &str) -> Self {
        let is_csv =
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        let first = text.lines().find(|line| holds_cells(line)).unwrap_or_default();
        if !is_csv || first.contains('\t') {
            Self::Tab
        } else if first.contains(';') && !first.contains(',') {
            Self::Semicolon
        } else {
            Self::Comma
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Tab => "tab",
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
        }
    }

    /// The cells of a line, without white space at their ends. Those of CSV may be quoted.
    fn cells(self, line: &str) -> Vec<String> {
        let delimiter = match self {
            Self::Tab => return line.split('\t').map(|cell| cell.trim().to_owned()).collect(),
            Self::Comma => b',',
            Self::Semicolon => b';',
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(line.as_bytes());
        let cells = reader.records().flatten().next().unwrap_or_default();
        cells.iter().map(|cell| cell.trim().to_owned()).collect()
    }
}

/// Whether a line is neither empty nor a comment.
fn holds_cells(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}

fn is_header(cells: &[String]) -> bool {
    let first = cells.first().map(|cell| cell.to_lowercase()).unwrap_or_default();
    matches!(first.as_str(), "zh" | "chinese" | "中文" | "source")
}

/// The entry of a line's cells, or what is wrong with them.
fn entry(cells: &[String], separator: Separator) -> Result<Entry, String> {
    let (zh, en) = match cells {
        [zh, en, ..] if !zh.is_empty() && !en.is_empty() => (zh, en),
        _ => {
            let mark = separator.name();
            return Err(format!(
                "expected Chinese, a {mark}, English and, if you like, a {mark} and a label"
            ));
        }
    };
    if !zh.contains(is_han) && en.contains(is_han) {
        return Err(format!(
            "the first column is for Chinese, the second one for English, but `{zh}` is not \
             Chinese and `{en}` is; swap the columns"
        ));
    }
    let label = match cells.get(2).filter(|label| !label.is_empty()) {
        None => Label::Misc,
        Some(name) => label_named(name)
            .filter(|label| !label.is_value())
            .ok_or_else(|| format!("`{name}` is no label; use PER, ORG, LOC, WORK or MISC"))?,
    };
    Ok(Entry { zh: zh.clone(), en: en.clone(), label })
}

/// A TBX entry while it is read.
#[derive(Default)]
struct TbxEntry {
    language: String,
    text: String,
    descrip: String,
    zh: Vec<String>,
    en: Vec<String>,
    label: Option<Label>,
}

impl TbxEntry {
    fn open(&mut self, tag: &str, attributes: quick_xml::events::attributes::Attributes) {
        self.text.clear();
        for attribute in attributes.flatten() {
            let value = attribute.value.to_lowercase();
            match (tag, attribute.key.local_name().as_ref()) {
                ("langSet" | "langSec", "lang") => self.language = value,
                ("descrip", "type") => self.descrip = value,
                _ => {}
            }
        }
    }

    fn close(&mut self, tag: &str) {
        let text = self.text.trim().to_owned();
        match tag {
            "term" if self.language.starts_with("zh") => self.zh.push(text),
            "term" if self.language.starts_with("en") => self.en.push(text),
            "descrip" if matches!(self.descrip.as_str(), "label" | "subjectfield") => {
                self.label = self.label.or(label_named(&text));
            }
            _ => {}
        }
        self.text.clear();
    }

    fn entries(self) -> Vec<Entry> {
        let label = self.label.filter(|label| !label.is_value()).unwrap_or(Label::Misc);
        let pairs = self.zh.iter().flat_map(|zh| self.en.iter().map(move |en| (zh, en)));
        pairs.map(|(zh, en)| Entry { zh: zh.clone(), en: en.clone(), label }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_separated_with_header_and_labels() {
        let text = "zh\ten\tlabel\n达娜·惠特洛克\tDana Whitlock\tPER\n\n海港图片\tHarbor Photo\n";
        let glossary = Glossary::from_table(Path::new("g.tsv"), text).unwrap();
        assert_eq!(glossary.entries.len(), 2);
        assert_eq!(glossary.entries[0].label, Label::Per);
        assert_eq!(glossary.entries[1].label, Label::Misc);
        let error = Glossary::from_table(Path::new("g.tsv"), "甲\tA\tDATE\n").unwrap_err();
        assert!(error.to_string().contains("g.tsv, line 1"), "{error}");
    }

    #[test]
    fn swapped_columns_are_refused_by_line() {
        let text = "# places\n青岛\tQingdao\tLOC\nTsingtao\t青岛\tLOC\n";
        let error = Glossary::from_table(Path::new("g.tsv"), text).unwrap_err().to_string();
        assert!(error.contains("g.tsv, line 3"), "{error}");
        assert!(error.contains("the first column is for Chinese"), "{error}");
        // A name may be the same in both languages, or stand there with its gloss.
        let text = "NBA\tNBA\tORG\n关系\tguanxi (关系)\n";
        assert_eq!(Glossary::from_table(Path::new("g.tsv"), text).unwrap().entries.len(), 2);
    }

    #[test]
    fn tables_between_commas_and_semicolons() {
        let pairs = |name: &str, text: &str| -> Vec<(String, String, Label)> {
            let glossary = Glossary::from_table(Path::new(name), text).unwrap();
            glossary.entries.into_iter().map(|entry| (entry.zh, entry.en, entry.label)).collect()
        };
        let qingdao = ("青岛".to_owned(), "Qingdao, Shandong".to_owned(), Label::Loc);
        let haiyan = ("海燕号".to_owned(), "Haiyan".to_owned(), Label::Misc);
        let expected = vec![qingdao, haiyan];
        let text = "zh,en,label\n青岛,\"Qingdao, Shandong\",LOC\n\n海燕号, Haiyan\n";
        assert_eq!(pairs("g.csv", text), expected);
        assert_eq!(pairs("g.CSV", text.split_once('\n').unwrap().1), expected);
        let text = "zh;en;label\n青岛;Qingdao, Shandong;LOC\n海燕号;Haiyan;\n";
        assert_eq!(pairs("g.csv", text), expected);
        let text = "青岛\tQingdao, Shandong\tLOC\n海燕号\tHaiyan\n";
        assert_eq!(pairs("g.csv", text), expected);
        let error = Glossary::from_table(Path::new("g.csv"), "青岛\n").unwrap_err().to_string();
        assert!(error.contains("line 1") && error.contains("a comma"), "{error}");
    }

    #[test]
    fn old_encodings_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("g.tsv");
        let text = "青岛\tTsingtao\tLOC\n蓝色海湾\tBlue Bay\tORG\n";
        let utf16: Vec<u8> =
            format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [encoding_rs::GB18030.encode(text).0.into_owned(), utf16, text.into()] {
            std::fs::write(&path, bytes).unwrap();
            let glossary = Glossary::read(&path).unwrap();
            assert_eq!(glossary.entries[1].zh, "蓝色海湾");
        }
        std::fs::write(&path, b"a\0b").unwrap();
        assert!(matches!(Glossary::read(&path), Err(GlossaryError::Unreadable { .. })));
    }

    #[test]
    fn tbx_terms_of_both_languages() {
        let text = r#"<martif><text><body><termEntry id="1"><descrip type="label">ORG</descrip>
            <langSet xml:lang="zh-CN"><tig><term>国税局</term></tig></langSet>
            <langSet xml:lang="en"><tig><term>IRS</term></tig><tig><term>Internal Revenue Service</term></tig></langSet>
            </termEntry></body></text></martif>"#;
        let glossary = Glossary::from_tbx(Path::new("g.tbx"), text).unwrap();
        let pairs: Vec<(&str, &str)> = glossary.entries.iter().map(|e| (&*e.zh, &*e.en)).collect();
        assert_eq!(pairs, [("国税局", "IRS"), ("国税局", "Internal Revenue Service")]);
        assert!(glossary.entries.iter().all(|entry| entry.label == Label::Org));
    }
}
