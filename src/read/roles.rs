//! The rules that give lines their roles: `roles.toml`, and files of the same form from users.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use regex::Regex;
use serde::Deserialize;

use crate::document::{Role, Side};

/// The rules that give paragraphs and sentences their roles, in the order in which they are tried.
#[derive(Debug, Clone)]
pub struct Rules {
    rules: Arc<[Rule]>,
}

impl Default for Rules {
    fn default() -> Self {
        Self::embedded()
    }
}

/// Why a file of rules cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {message}", path.display())]
pub struct RulesError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with which rule.
    pub message: String,
}

/// A rule, compiled.
#[derive(Debug, Clone)]
struct Rule {
    role: Role,
    side: Option<Side>,
    zone: Zone,
    scope: Scope,
    longest: usize,
    pattern: Regex,
}

/// Where in an article a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Zone {
    #[default]
    Any,
    Edge,
    Head,
    Tail,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scope {
    /// A paragraph.
    #[default]
    Paragraph,
    /// A sentence of a body paragraph or caption.
    Sentence,
}

/// Where in the article a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before the first full paragraph.
    Head,
    /// Between full paragraphs, or one of them.
    Inside,
    /// Behind the last full paragraph.
    Tail,
}

/// What a rule says about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub role: Role,
    /// The author's name, if the rule takes it out of the line.
    pub author: Option<String>,
}

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<RuleText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    role: Role,
    side: Option<String>,
    #[serde(default, rename = "where")]
    zone: Zone,
    #[serde(default)]
    scope: Scope,
    #[serde(default = "default_longest")]
    longest: usize,
    pattern: String,
    #[serde(default)]
    note: String,
}

fn default_longest() -> usize {
    120
}

/// `roles.toml` as it is embedded.
pub(crate) const ROLE_RULES: &str = include_str!("roles.toml");

static EMBEDDED: LazyLock<Arc<[Rule]>> =
    LazyLock::new(|| parse(ROLE_RULES).expect("roles.toml is checked by a test").into());

impl Rules {
    /// The rules that the program carries.
    pub fn embedded() -> Self {
        Self { rules: Arc::clone(&EMBEDDED) }
    }

    /// The rules of a file, and behind them the embedded ones.
    ///
    /// # Errors
    /// If the file cannot be read, is no TOML of the form of `roles.toml`, or holds a pattern
    /// that is no regular expression.
    pub fn with_file(path: &Path) -> Result<Self, RulesError> {
        let fail = |message: String| RulesError { path: path.to_owned(), message };
        let text = std::fs::read_to_string(path)
            .map_err(|error| fail(format!("the rules cannot be read: {error}")))?;
        let own = parse(&text).map_err(fail)?;
        let rules: Vec<Rule> = own.into_iter().chain(EMBEDDED.iter().cloned()).collect();
        Ok(Self { rules: rules.into() })
    }

    /// What the first rule that fits says about `line`.
    pub(super) fn verdict(
        &self,
        line: &str,
        side: Side,
        place: Place,
        scope: Scope,
    ) -> Option<Verdict> {
        let line = plain_spaces(line.trim());
        let length = line.chars().count();
        self.rules
            .iter()
            .filter(|rule| {
                rule.scope == scope && rule.applies(side, place) && length <= rule.longest
            })
            .find_map(|rule| rule.pattern.captures(&line).map(|found| (rule, found)))
            .map(|(rule, found)| Verdict {
                role: rule.role,
                author: found.name("author").map(|name| name.as_str().trim().to_owned()),
            })
    }
}

/// `line` with every white space but U+3000 as a plain space, so that patterns need not know of
/// no-break spaces.
fn plain_spaces(line: &str) -> String {
    line.chars().map(|c| if c.is_whitespace() && c != '\u{3000}' { ' ' } else { c }).collect()
}

impl Rule {
    fn applies(&self, side: Side, place: Place) -> bool {
        let here = match self.zone {
            Zone::Any => true,
            Zone::Edge => place != Place::Inside,
            Zone::Head => place == Place::Head,
            Zone::Tail => place == Place::Tail,
        };
        here && self.side.is_none_or(|own| own == side)
    }
}

fn parse(text: &str) -> Result<Vec<Rule>, String> {
    let file: RuleFile = toml::from_str(text).map_err(|error| error.to_string())?;
    file.rule.into_iter().map(compile).collect()
}

fn compile(rule: RuleText) -> Result<Rule, String> {
    let side = match rule.side.as_deref() {
        None => None,
        Some("zh") => Some(Side::Chinese),
        Some("en") => Some(Side::English),
        Some(other) => return Err(format!("side must be zh or en, not {other:?}")),
    };
    let pattern = Regex::new(&rule.pattern)
        .map_err(|error| format!("the pattern of the rule {:?} is wrong: {error}", rule.note))?;
    let RuleText { role, zone, scope, longest, .. } = rule;
    Ok(Rule { role, side, zone, scope, longest, pattern })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(line: &str, side: Side, place: Place) -> Option<&'static str> {
        let verdict = Rules::embedded().verdict(line, side, place, Scope::Paragraph);
        verdict.map(|verdict| verdict.role.name())
    }

    fn author(line: &str, side: Side) -> Option<String> {
        Rules::embedded().verdict(line, side, Place::Head, Scope::Paragraph)?.author
    }

    #[test]
    fn lines_of_every_role_are_known() {
        use Place::{Head, Inside, Tail};
        use Side::{Chinese, English};
        for (line, side, place, expected) in [
            ("发表回复", Chinese, Tail, Some("boilerplate")),
            ("责任编辑：王敏", Chinese, Tail, Some("boilerplate")),
            ("（編輯：陳大文）", Chinese, Tail, Some("boilerplate")),
            ("分享到微信", Chinese, Inside, Some("boilerplate")),
            ("点击此处查看原文", Chinese, Inside, Some("boilerplate")),
            ("点击率上升了三成，广告收入却下降了。", Chinese, Inside, None),
            ("编辑部里的灯亮了一夜。", Chinese, Inside, None),
            ("记者从市政府获悉，新的线路图将于下周公布。", Chinese, Head, None),
            ("记者　区文静　广州报道", Chinese, Head, Some("byline")),
            ("【記者陳大文／台南報導】", Chinese, Head, Some("byline")),
            ("2024年8月9日", Chinese, Head, Some("dateline")),
            ("2024年8月9日，市政府公布了新的线路图。", Chinese, Head, None),
            ("图：列车驶过新桥。", Chinese, Inside, Some("caption")),
            ("图为列车驶过新桥。", Chinese, Inside, Some("caption")),
            ("李国华 摄", Chinese, Inside, Some("credit")),
            ("图片：李国华", Chinese, Inside, Some("credit")),
            ("简·多伊/路透社/资料图片", Chinese, Inside, Some("credit")),
            ("Share this article", English, Inside, Some("boilerplate")),
            ("Share prices fell for a third day.", English, Inside, None),
            ("Sign up for our daily newsletter.", English, Inside, Some("boilerplate")),
            ("By Jane Doe", English, Head, Some("byline")),
            ("By Jane Doe and Ben van der Berg in Lagos", English, Head, Some("byline")),
            ("By Monday the river had risen by two metres.", English, Head, None),
            ("Aug. 9, 2024, 2:05 p.m. ET", English, Head, Some("dateline")),
            ("Jane Doe/AP/File", English, Inside, Some("credit")),
            ("Photo by Jane Doe", English, Inside, Some("credit")),
            ("Photos of the bridge went around the world.", English, Inside, None),
            ("FILE - A train crosses the new bridge in May.", English, Inside, Some("caption")),
            ("Jane Doe is a reporter in Lagos.", English, Tail, Some("boilerplate")),
            ("Jane Doe is a reporter in Lagos.", English, Inside, None),
        ] {
            assert_eq!(role(line, side, place), expected, "{line}");
        }
    }

    #[test]
    fn authors_are_taken_out_of_bylines() {
        for (line, side, expected) in [
            ("发布时间:2025年3月1日,下午2:05 / 作者:简·多伊", Side::Chinese, "简·多伊"),
            ("作者：简·多伊 译者：李国华", Side::Chinese, "简·多伊"),
            ("本报记者　李国华　发自巴黎", Side::Chinese, "李国华"),
            ("PUBLISHED Mar 1, 2025, 2:05 PM ET / By Jane Doe", Side::English, "Jane Doe"),
            ("By Jane Doe in Paris", Side::English, "Jane Doe"),
            ("By Jane Doe; translated by Li Guohua", Side::English, "Jane Doe"),
        ] {
            assert_eq!(author(line, side).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn a_user_file_comes_first_and_must_be_valid() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own.toml");
        std::fs::write(&path, "[[rule]]\nrole = 'body'\npattern = '^发表回复$'\n").unwrap();
        let rules = Rules::with_file(&path).unwrap();
        let verdict =
            rules.verdict("发表回复", Side::Chinese, Place::Tail, Scope::Paragraph).unwrap();
        assert_eq!(verdict.role, Role::Body);
        std::fs::write(&path, "[[rule]]\nrole = 'body'\npattern = '('\nnote = 'n'\n").unwrap();
        assert!(Rules::with_file(&path).unwrap_err().to_string().contains("\"n\""));
    }
}
