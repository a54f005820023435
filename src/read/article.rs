//! Pages → articles: both versions together, or what is missing.

use std::path::{Path, PathBuf};

use super::assign::assign;
use super::decode::Fault;
use super::direction::direction;
use super::find::Form;
use super::formats::{self, Content};
use super::languages::{Lean, language_of};
use super::page::Page;
use super::sides::{sides, with_bilingual_lines_cut};
use super::table::RowResult;
use super::{Input, Rules};
use crate::document::{Article, Inset, Language, Paragraph, Role, Side, Version};
use crate::error::{ArticleError, ErrorCode, Stage};
use crate::text::Text;

/// See [`Input::read`].
pub(super) fn read(input: &Input, rules: &Rules) -> Vec<Result<Article, ArticleError>> {
    let first = input.paths.first().cloned().unwrap_or_default();
    let fail = |path: PathBuf, fault: Fault| vec![Err(error(&input.id, path, fault))];
    match &input.form {
        Form::Faulty(code, message) => fail(first, Fault::new(*code, message.clone())),
        Form::Half(side) => fail(first.clone(), missing_partner(*side, &first)),
        Form::Pair => vec![read_pair(input, rules)],
        Form::Combined => match formats::read(&first) {
            Err(fault) => fail(first, fault),
            Ok(Content::Page(page)) => vec![
                combined(&page, rules)
                    .map(|article| named(article, &input.id, &input.paths))
                    .map_err(|fault| error(&input.id, first, fault)),
            ],
            Ok(Content::Table(rows)) => {
                rows.into_iter().map(|row| of_row(row, input, rules)).collect()
            }
        },
    }
}

fn error(id: &str, path: PathBuf, fault: Fault) -> ArticleError {
    ArticleError {
        doc: id.to_owned(),
        path,
        stage: Stage::Read,
        code: fault.code,
        message: fault.message,
        byte_offset: fault.byte_offset,
    }
}

fn named(article: Article, id: &str, paths: &[PathBuf]) -> Article {
    Article { id: id.to_owned(), path: paths.to_vec(), ..article }
}

/// The article of a row of a table; its id is the file's with the row's name.
fn of_row(row: RowResult, input: &Input, rules: &Rules) -> Result<Article, ArticleError> {
    let path = input.paths.first().cloned().unwrap_or_default();
    let id = |name: &str| format!("{}/{name}", input.id);
    let row = row.map_err(|(name, fault)| error(&id(&name), path.clone(), fault))?;
    from_texts(&id(&row.name), &row.zh, &row.en, rules)
        .map(|article| Article { path: input.paths.clone(), ..article })
        .map_err(|error| ArticleError { path, ..error })
}

/// Says how the file that is missing should be called.
fn missing_partner(side: Side, present: &Path) -> Fault {
    let other = side.other();
    let name = present.file_name().unwrap_or_default().to_string_lossy();
    let expected = partner_name(present, side).map_or_else(
        || format!("the same name with the marker {}", other.code()),
        |partner| partner.display().to_string(),
    );
    Fault::new(
        ErrorCode::MissingPartner,
        format!("{name} is the {side} version; its {other} version is missing: add {expected}"),
    )
}

/// The path with `zh` for `en`, or the other way round, in its name or in its last such folder.
fn partner_name(present: &Path, side: Side) -> Option<PathBuf> {
    let swap = |part: &str| {
        let pieces: Vec<&str> = part.split_inclusive(['.', '_', '-']).collect();
        let index = pieces.iter().rposition(|piece| {
            piece.trim_end_matches(['.', '_', '-']).eq_ignore_ascii_case(side.code())
        })?;
        let swapped = pieces[index].to_lowercase().replace(side.code(), side.other().code());
        let after_region = |next: &&str| next.trim_end_matches('.').len() <= 4;
        let skip = usize::from(
            swapped.ends_with(['-', '_']) && pieces.get(index + 1).is_some_and(after_region),
        );
        let swapped =
            if skip == 1 { swapped.trim_end_matches(['-', '_']).to_owned() + "." } else { swapped };
        Some(pieces[..index].concat() + &swapped + &pieces[index + 1 + skip..].concat())
    };
    let mut parts: Vec<String> =
        present.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let (index, swapped) = (0..parts.len())
        .rev()
        .find_map(|index| swap(&parts[index]).map(|swapped| (index, swapped)))?;
    parts[index] = swapped;
    Some(parts.iter().collect())
}

fn read_pair(input: &Input, rules: &Rules) -> Result<Article, ArticleError> {
    let [zh, en] = &input.paths[..] else { unreachable!("Input::new and find.rs see to it") };
    let version = |path: &Path, side| {
        read_side(path, side, rules).map_err(|fault| error(&input.id, path.to_owned(), fault))
    };
    let (zh, en) = (version(zh, Side::Chinese)?, version(en, Side::English)?);
    Ok(named(article(zh, en), &input.id, &input.paths))
}

/// One side of a pair; it must be in its language.
fn read_side(path: &Path, side: Side, rules: &Rules) -> Result<Version, Fault> {
    let version = version(page_of(path)?, side, rules)?;
    let found = Lean::of(version.text.as_str()).side();
    if found == Some(side.other()) {
        let message = format!(
            "the name says {side}, but the text is {}; check the name and the content",
            side.other()
        );
        return Err(Fault::new(ErrorCode::OneLanguage, message));
    }
    Ok(version)
}

fn page_of(path: &Path) -> Result<Page, Fault> {
    match formats::read(path)? {
        Content::Page(page) => Ok(page),
        Content::Table(_) => {
            let message = "a table holds both versions; name the file without zh or en";
            Err(Fault::new(ErrorCode::Ambiguous, message))
        }
    }
}

/// The article of a page with both versions.
fn combined(page: &Page, rules: &Rules) -> Result<Article, Fault> {
    if page.blocks.is_empty() {
        return Err(empty());
    }
    let page = &with_bilingual_lines_cut(page);
    let sides = sides(page);
    let part = |side: Side| {
        let part = page.part(|index| sides[index] == side);
        if Lean::of(&part.text).side() != Some(side) {
            return Err(one_language(side.other()));
        }
        version(part, side, rules)
    };
    Ok(article(part(Side::Chinese)?, part(Side::English)?))
}

fn empty() -> Fault {
    let message = "there is no text in the file; put the article into it or remove it";
    Fault::new(ErrorCode::Empty, message)
}

fn one_language(present: Side) -> Fault {
    let (other, code) = (present.other(), present.other().code());
    Fault::new(
        ErrorCode::OneLanguage,
        format!(
            "the file holds {present} text only; add the {other} version to it or as a file \
             marked {code}"
        ),
    )
}

fn article(zh: Version, en: Version) -> Article {
    Article { direction: direction(&zh, &en), zh, en, ..Article::default() }
}

/// A version from a page of one side, with roles, title, author and date.
fn version(page: Page, side: Side, rules: &Rules) -> Result<Version, Fault> {
    if page.blocks.is_empty() {
        return Err(empty());
    }
    let assigned = assign(&page, side, rules);
    let language = language_of(&page.text, side);
    let mut version = plain_version(page, language);
    for (index, role) in assigned.roles.into_iter().enumerate() {
        let paragraph = &mut version.paragraphs[index];
        paragraph.role = role;
        let start = paragraph.span.start;
        let moved = |inset: &Inset| Inset { span: inset.span.shifted(start), role: inset.role };
        version.insets.extend(assigned.insets[index].iter().map(moved));
    }
    (version.title, version.author) = (assigned.title, assigned.author);
    version.published = assigned.published;
    Ok(version)
}

/// A version of body text, nothing known about it.
pub(super) fn plain_version(page: Page, language: Language) -> Version {
    let text = Text::new(page.text);
    let spans = page.blocks.into_iter().map(|block| text.span_of_bytes(block.bytes));
    let paragraphs = spans.map(|span| Paragraph { span, role: Role::Body }).collect();
    Version { language, text, paragraphs, ..Version::default() }
}

/// See [`super::article_from_texts`].
pub(super) fn from_texts(
    id: &str,
    zh: &str,
    en: &str,
    rules: &Rules,
) -> Result<Article, ArticleError> {
    let version = |text: &str, side| {
        version(Page::of_text(text.to_owned()), side, rules).map_err(|fault| {
            let message = format!("the {side} version is empty; both texts are needed");
            error(id, PathBuf::new(), Fault { message, ..fault })
        })
    };
    let (zh, en) = (version(zh, Side::Chinese)?, version(en, Side::English)?);
    if is_clearly_english(&zh) && is_clearly_chinese(&en) {
        return Err(error(id, PathBuf::new(), swapped()));
    }
    Ok(named(article(zh, en), id, &[]))
}

/// A name with its Chinese gloss in brackets is not enough.
fn is_clearly_chinese(version: &Version) -> bool {
    let lean = Lean::of(version.text.as_str());
    lean.side() == Some(Side::Chinese) && lean.han > lean.latin
}

fn is_clearly_english(version: &Version) -> bool {
    Lean::of(version.text.as_str()).side() == Some(Side::English)
}

fn swapped() -> Fault {
    let message = "the text of zh is English and the text of en is Chinese; check the names and \
                   the content";
    Fault::new(ErrorCode::OneLanguage, message)
}

/// See [`super::read_version`].
pub(super) fn read_version(
    path: &Path,
    side: Side,
    rules: &Rules,
) -> Result<Version, ArticleError> {
    let read = || version(page_of(path)?, side, rules);
    read().map_err(|fault| error_in(path, fault))
}

/// See [`super::read_lines`].
pub(super) fn read_lines(path: &Path, side: Side) -> Result<Version, ArticleError> {
    let page = page_of(path).map_err(|fault| error_in(path, fault))?;
    let language = language_of(&page.text, side);
    Ok(plain_version(Page::of_lines(page.text), language))
}

/// An error in a file that is read by itself.
fn error_in(path: &Path, fault: Fault) -> ArticleError {
    error(&path.display().to_string(), path.to_owned(), fault)
}

#[cfg(test)]
mod tests {
    use super::super::table::Row;
    use super::*;

    fn code(zh: &str, en: &str) -> Option<ErrorCode> {
        from_texts("a", zh, en, &Rules::embedded()).err().map(|error| error.code)
    }

    #[test]
    fn swapped_texts_are_refused() {
        let swapped = Some(ErrorCode::OneLanguage);
        assert_eq!(code("He walked a long way.", "他走了很远的路。"), swapped);
        let (zh, en) = ("他去了纽约（New York）。\n她没去。", "He went to 纽约.\nShe didn't.");
        assert_eq!(code(zh, en), None);
        assert_eq!(code(en, zh), swapped);
    }

    #[test]
    fn texts_that_are_not_clearly_swapped_are_taken() {
        for (zh, en) in [
            ("他走了。", "他走了。"),
            ("He left.", "He left."),
            ("NBA", "NBA（美职篮）"),
            ("2024", "他走了。"),
            ("He left.", "……"),
            ("“好。”", "\"Good.\""),
        ] {
            assert_eq!(code(zh, en), None, "{zh} {en}");
        }
        assert_eq!(code("", "他走了。"), Some(ErrorCode::Empty));
    }

    #[test]
    fn a_row_of_a_table_is_refused_by_its_id() {
        let row = Row { name: "7".into(), zh: "He left.".into(), en: "他走了。".into() };
        let input = Input::new("t".into(), vec![PathBuf::from("t.tsv")]);
        let error = of_row(Ok(row), &input, &Rules::embedded()).unwrap_err();
        assert_eq!((error.doc.as_str(), error.code), ("t/7", ErrorCode::OneLanguage));
        assert_eq!(error.path, PathBuf::from("t.tsv"));
        assert!(error.message.contains("the text of zh is English"), "{}", error.message);
    }
}
