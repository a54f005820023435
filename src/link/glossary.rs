//! The user's glossary: names and terms with their translations, which override everything else.
//!
//! Two formats: tab-separated text with the columns Chinese, English and label (`PER`, `ORG`, `LOC`,
//! `WORK` or `MISC`; `MISC` if it is missing), with or without a header row; and TBX, of which the terms of
//! each entry in Chinese and English are read.

use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::name_table::label_named;
use crate::mention::Label;

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
    /// The file cannot be opened or is not UTF-8.
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
    /// Read a glossary file: TBX if it begins like XML, otherwise tab-separated.
    pub fn read(path: &Path) -> Result<Self, GlossaryError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| GlossaryError::Unreadable { path: path.to_owned(), source })?;
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with('<') {
            Self::from_tbx(path, text)
        } else {
            Self::from_tsv(path, text)
        }
    }

    fn from_tsv(path: &Path, text: &str) -> Result<Self, GlossaryError> {
        let mut entries = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') || (index == 0 && is_header(line)) {
                continue;
            }
            let fault = |message: String| GlossaryError::Line {
                path: path.to_owned(),
                line: index + 1,
                message,
            };
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let (zh, en) = match fields[..] {
                [zh, en, ..] if !zh.is_empty() && !en.is_empty() => (zh, en),
                _ => {
                    return Err(fault(
                        "expected Chinese, a tab, English and, if you like, a tab and a label"
                            .into(),
                    ));
                }
            };
            let label = match fields.get(2).filter(|label| !label.is_empty()) {
                None => Label::Misc,
                Some(name) => {
                    label_named(name).filter(|label| !label.is_value()).ok_or_else(|| {
                        fault(format!("`{name}` is no label; use PER, ORG, LOC, WORK or MISC"))
                    })?
                }
            };
            entries.push(Entry { zh: zh.to_owned(), en: en.to_owned(), label });
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

fn is_header(line: &str) -> bool {
    let first = line.split('\t').next().unwrap_or_default().trim().to_lowercase();
    matches!(first.as_str(), "zh" | "chinese" | "中文" | "source")
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
        let glossary = Glossary::from_tsv(Path::new("g.tsv"), text).unwrap();
        assert_eq!(glossary.entries.len(), 2);
        assert_eq!(glossary.entries[0].label, Label::Per);
        assert_eq!(glossary.entries[1].label, Label::Misc);
        let error = Glossary::from_tsv(Path::new("g.tsv"), "甲\tA\tDATE\n").unwrap_err();
        assert!(error.to_string().contains("g.tsv, line 1"), "{error}");
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
