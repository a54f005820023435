//! Which files make up which article: walking folders, language markers, pairing.
//!
//! A file's id is its path below the input folder without extension and language marker. The
//! marker stands at the end of the name (`a.zh.txt`, `a_en.html`, `a-zh-Hant.md`), as its
//! extension (`a.zh`), as the whole name (`a/zh.txt`), or as a folder (`zh/a.txt`). A file without
//! a marker holds both versions.
//!
//! Two files that none of this pairs are paired by what is less sure, where it fits them both: a
//! marker in brackets (`a (Chinese).txt`), at the beginning (`ZH_a.txt`) or without a gap
//! (`a中.txt`), and names that differ in how Unicode composes their letters.
//!
//! Left out of a folder: hidden files and folders, `README`, `LICENSE` and `NOTICE` files, and
//! files of a kind that holds no articles (`.json` among them, which is read where it is given by
//! name).

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::Input;
use crate::document::Side;
use crate::error::ErrorCode;

/// Names of languages as people write them into file and folder names, in small letters.
const MARKERS: &[(&str, Side)] = &[
    ("zh", Side::Chinese),
    ("zh-cn", Side::Chinese),
    ("zh-hans", Side::Chinese),
    ("zh-hans-cn", Side::Chinese),
    ("zh-sg", Side::Chinese),
    ("zh-tw", Side::Chinese),
    ("zh-hk", Side::Chinese),
    ("zh-mo", Side::Chinese),
    ("zh-hant", Side::Chinese),
    ("zh-hant-tw", Side::Chinese),
    ("zh-hant-hk", Side::Chinese),
    ("cn", Side::Chinese),
    ("chs", Side::Chinese),
    ("cht", Side::Chinese),
    ("zho", Side::Chinese),
    ("chi", Side::Chinese),
    ("cmn", Side::Chinese),
    ("chinese", Side::Chinese),
    ("中文", Side::Chinese),
    ("中", Side::Chinese),
    ("汉语", Side::Chinese),
    ("简体", Side::Chinese),
    ("漢語", Side::Chinese),
    ("中文版", Side::Chinese),
    ("繁體", Side::Chinese),
    ("繁体", Side::Chinese),
    ("简体中文", Side::Chinese),
    ("繁体中文", Side::Chinese),
    ("繁體中文", Side::Chinese),
    ("en", Side::English),
    ("en-us", Side::English),
    ("en-gb", Side::English),
    ("en-uk", Side::English),
    ("en-au", Side::English),
    ("en-ca", Side::English),
    ("en-hk", Side::English),
    ("en-sg", Side::English),
    ("eng", Side::English),
    ("english", Side::English),
    ("英文", Side::English),
    ("英", Side::English),
    ("英文版", Side::English),
    ("英语", Side::English),
    ("英語", Side::English),
];

/// Extensions of the formats that are read.
const READABLE: &[&str] = &[
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "docx", "jsonl", "ndjson", "json",
    "csv", "tsv",
];

/// Extensions of formats that hold text and are not read: reported, not passed over.
const UNREADABLE: &[&str] = &["doc", "pdf", "rtf", "odt", "epub", "pages", "wps"];

/// Extensions of tables, which hold both versions.
const TABLES: &[&str] = &["jsonl", "ndjson", "json", "csv", "tsv"];

/// What the files of an input are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// One file with both versions, or with many articles.
    Combined,
    /// A file for each side, Chinese first.
    Pair,
    /// A file for one side only.
    Half(Side),
    /// Something is wrong before any file is opened.
    Faulty(ErrorCode, String),
}

/// A file that was found: where, whose article it belongs to, and to which side.
struct Found {
    id: String,
    side: Option<Side>,
    path: PathBuf,
}

/// See [`super::find_articles`].
pub(super) fn articles(inputs: &[PathBuf]) -> Vec<Input> {
    let mut groups: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    let mut faults = Vec::new();
    for root in inputs {
        if root.is_dir() {
            walk(root, &mut groups, &mut faults);
        } else if root == Path::new("-") {
            let id = "stdin".to_owned();
            add(Found { id, side: None, path: root.clone() }, &mut groups);
        } else {
            let name = root.file_name().map(Path::new).unwrap_or(root);
            add(found(name, root.clone(), None), &mut groups);
        }
    }
    let grouped = loosely_paired(groups).into_iter().map(|(id, files)| input(id, files));
    let mut inputs: Vec<Input> = grouped.chain(faults).collect();
    inputs.sort_by(|a, b| (&a.id, &a.paths).cmp(&(&b.id, &b.paths)));
    inputs
}

fn add(found: Found, groups: &mut BTreeMap<String, Vec<Found>>) {
    let group = groups.entry(found.id.clone()).or_default();
    if group.iter().all(|other| other.path != found.path) {
        group.push(found);
    }
}

/// The groups with those of one file put together in pairs where a less sure reading of their names
/// says so. A reading that more than two files have, or that is the id of others, pairs nothing.
fn loosely_paired(groups: BTreeMap<String, Vec<Found>>) -> BTreeMap<String, Vec<Found>> {
    let mut paired: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    let mut readings: BTreeMap<String, Vec<(Side, Found)>> = BTreeMap::new();
    for (id, mut files) in groups {
        let reading = match &files[..] {
            [file] => loose_reading(file),
            _ => None,
        };
        match (reading, files.pop()) {
            (Some((loose_id, side)), Some(file)) => {
                readings.entry(loose_id).or_default().push((side, file));
            }
            (_, last) => {
                files.extend(last);
                paired.insert(id, files);
            }
        }
    }
    for (loose_id, files) in readings {
        let is_pair = matches!(&files[..], [(one, _), (other, _)] if one != other);
        let is_free = !paired.contains_key(&loose_id);
        for (side, file) in files {
            let file = if is_pair && is_free {
                Found { id: loose_id.clone(), side: Some(side), path: file.path }
            } else {
                file
            };
            paired.entry(file.id.clone()).or_default().push(file);
        }
    }
    paired
}

/// The id and side of a file by the less sure readings of its name, composed as Unicode has it.
fn loose_reading(file: &Found) -> Option<(String, Side)> {
    let (id, side) = match file.side {
        Some(side) => (file.id.clone(), side),
        None if TABLES.contains(&extension(&file.path).as_str()) => return None,
        None => {
            let name_at = file.id.rfind('/').map_or(0, |at| at + 1);
            let (name, side) = with_loose_marker(&file.id[name_at..])?;
            (format!("{}{name}", &file.id[..name_at]), side)
        }
    };
    Some((id.nfc().collect(), side))
}

/// `name (Chinese)`, `ZH_name` or `name中` → `name` and the side.
fn with_loose_marker(name: &str) -> Option<(&str, Side)> {
    let found = in_brackets(name).or_else(|| in_front(name)).or_else(|| without_gap(name));
    found.filter(|(rest, _)| !rest.is_empty())
}

fn is_gap(c: char) -> bool {
    matches!(c, '.' | '_' | '-') || c.is_whitespace()
}

fn in_brackets(name: &str) -> Option<(&str, Side)> {
    let inside = name.strip_suffix([')', '）', ']', '】'])?;
    let (rest, language) = inside.rsplit_once(['(', '（', '[', '【'])?;
    Some((rest.trim_end_matches(is_gap), marker(language.trim())?))
}

/// Words such as `chinese` begin the names of articles too, `chinese-schools`: codes do not.
fn in_front(name: &str) -> Option<(&str, Side)> {
    let is_code = |language: &str| {
        let language = language.to_lowercase();
        language.is_ascii() && !matches!(language.as_str(), "chinese" | "english")
    };
    let cuts = name.char_indices().filter(|(_, c)| is_gap(*c));
    let mut found = cuts.filter_map(|(at, c)| {
        let (language, rest) = name.split_at(at);
        let is_sure = matches!(c, '_' | '.') || is_code(language);
        let side = marker(language).filter(|_| is_sure)?;
        Some((rest.trim_start_matches(is_gap), side))
    });
    found.next_back()
}

fn without_gap(name: &str) -> Option<(&str, Side)> {
    let chinese = MARKERS.iter().filter(|(marker, _)| !marker.is_ascii());
    let found = chinese.filter_map(|(marker, side)| Some((name.strip_suffix(*marker)?, *side)));
    found.min_by_key(|(rest, _)| rest.len())
}

fn walk(root: &Path, groups: &mut BTreeMap<String, Vec<Found>>, faults: &mut Vec<Input>) {
    let root_side = root.file_name().and_then(|name| marker(&name.to_string_lossy()));
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with(['.', '~'])
    };
    let walker = walkdir::WalkDir::new(root).follow_links(true).sort_by_file_name();
    for entry in walker.into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_article(entry.path()) => {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned();
                add(found(&below, entry.into_path(), root_side), groups);
            }
            Ok(_) => {}
            Err(error) => faults.push(unwalkable(root, &error)),
        }
    }
}

fn unwalkable(root: &Path, error: &walkdir::Error) -> Input {
    let path = error.path().unwrap_or(root).to_owned();
    let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let is_gone = error.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::NotFound);
    let message = if error.loop_ancestor().is_some() {
        "is a link to a folder that holds it; remove the link".to_owned()
    } else if is_gone {
        "is a link to something that is not there; mend or remove it".to_owned()
    } else {
        format!("cannot be opened ({reason}); check its permissions")
    };
    Input { id: below, paths: vec![path], form: Form::Faulty(ErrorCode::Unreadable, message) }
}

/// Whether a file of a folder is taken for an article, by its name.
fn is_article(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let (stem, extension) = stem_and_extension(&name);
    let is_about_folder = matches!(stem.split('.').next(), Some("readme" | "license" | "notice"));
    // JSON files in a folder of articles are rarely articles.
    let is_known =
        READABLE.contains(&extension) && extension != "json" || UNREADABLE.contains(&extension);
    (is_known || marker(extension).is_some()) && !is_about_folder
}

/// The name without its extension, and the extension; `.gz` is looked through.
fn stem_and_extension(name: &str) -> (&str, &str) {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, extension),
        _ => (name, ""),
    }
}

/// The extension of a path in small letters, `.gz` looked through.
pub(super) fn extension(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    stem_and_extension(&name).1.to_owned()
}

/// The side that a language name stands for.
pub(super) fn marker(name: &str) -> Option<Side> {
    let name = name.to_lowercase().replace('_', "-");
    MARKERS.iter().find(|(marker, _)| *marker == name).map(|(_, side)| *side)
}

/// The id and side of a file from its path below the input folder.
fn found(below: &Path, path: PathBuf, root_side: Option<Side>) -> Found {
    let mut parts: Vec<String> = below
        .components()
        .filter_map(|component| match component {
            Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    let name = parts.pop().unwrap_or_default();
    let lowered = name.to_lowercase();
    let (stem, extension) = stem_and_extension(&lowered);
    let is_known = READABLE.contains(&extension) || UNREADABLE.contains(&extension);
    let stem = if is_known || marker(extension).is_some() {
        name.get(..stem.len()).unwrap_or(&name).to_owned()
    } else {
        name.clone()
    };
    let in_extension = if is_known { None } else { marker(extension) };
    let (stem, in_name) = match in_extension {
        Some(side) => (stem, Some(side)),
        None => without_marker(&stem),
    };
    let side = in_name.or_else(|| take_marked_folder(&mut parts)).or(root_side);
    if !stem.is_empty() {
        parts.push(stem);
    }
    let id = if parts.is_empty() { name } else { parts.join("/") };
    Found { id, side, path }
}

/// `name_zh-CN` → `name` and the side; the marker may be two or three parts long.
fn without_marker(stem: &str) -> (String, Option<Side>) {
    if let Some(side) = marker(stem) {
        return (String::new(), Some(side));
    }
    let cuts = stem.char_indices().filter(|(_, c)| matches!(c, '.' | '_' | '-' | ' '));
    for (index, _) in cuts {
        if let Some(side) = marker(&stem[index + 1..]).filter(|_| index > 0) {
            return (stem[..index].to_owned(), Some(side));
        }
    }
    (stem.to_owned(), None)
}

/// Remove the innermost folder that names a language.
fn take_marked_folder(folders: &mut Vec<String>) -> Option<Side> {
    let index = folders.iter().rposition(|folder| marker(folder).is_some())?;
    marker(&folders.remove(index))
}

/// The input of the files with one id.
fn input(id: String, mut files: Vec<Found>) -> Input {
    files.sort_by(|a, b| (a.side, &a.path).cmp(&(b.side, &b.path)));
    let form = match files.iter().map(|file| file.side).collect::<Vec<_>>()[..] {
        [None] => Form::Combined,
        [Some(Side::Chinese), Some(Side::English)] => Form::Pair,
        [Some(side)] => Form::Half(side),
        _ => ambiguous(&id, &files),
    };
    let paths: Vec<PathBuf> = files.into_iter().map(|file| file.path).collect();
    let unreadable = paths.iter().find(|path| UNREADABLE.contains(&extension(path).as_str()));
    let form = unreadable.map_or(form, |path| unsupported(path));
    Input { id, paths, form }
}

fn unsupported(path: &Path) -> Form {
    let kind = extension(path);
    let message =
        format!("files of the kind .{kind} are not read; save it as .docx, .html or .txt");
    Form::Faulty(ErrorCode::Unreadable, message)
}

fn ambiguous(id: &str, files: &[Found]) -> Form {
    let names: Vec<String> = files.iter().map(|file| file.path.display().to_string()).collect();
    let names = names.join(", ");
    let message = format!("several files claim the article {id}: {names}; rename or remove some");
    Form::Faulty(ErrorCode::Ambiguous, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_and_side(below: &str) -> (String, Option<Side>) {
        let found = found(Path::new(below), PathBuf::from(below), None);
        (found.id, found.side)
    }

    #[test]
    fn markers_are_found_wherever_they_stand() {
        for (path, id, side) in [
            ("a.zh.txt", "a", Some(Side::Chinese)),
            ("a.en.txt.gz", "a", Some(Side::English)),
            ("a_zh.html", "a", Some(Side::Chinese)),
            ("a-en.md", "a", Some(Side::English)),
            ("a.zh-CN.txt", "a", Some(Side::Chinese)),
            ("a_zh_TW.txt", "a", Some(Side::Chinese)),
            ("a.zh-Hant.docx", "a", Some(Side::Chinese)),
            ("a.en-US.txt", "a", Some(Side::English)),
            ("a.zh", "a", Some(Side::Chinese)),
            ("2024/zh/a.txt", "2024/a", Some(Side::Chinese)),
            ("en/2024/a.txt", "2024/a", Some(Side::English)),
            ("a/zh.txt", "a", Some(Side::Chinese)),
            ("报道.中文.txt", "报道", Some(Side::Chinese)),
            ("双语/报道.txt", "双语/报道", None),
            ("v1.2 notes.txt", "v1.2 notes", None),
            ("../a.txt", "a", None),
            ("zheng-qinwen.txt", "zheng-qinwen", None),
            ("open.jsonl", "open", None),
        ] {
            assert_eq!(id_and_side(path), (id.to_owned(), side), "{path}");
        }
    }

    /// The ids of files, and the names of each one's files.
    fn groups(names: &[&str]) -> Vec<(String, Vec<String>)> {
        let mut groups = BTreeMap::new();
        for name in names {
            add(found(Path::new(name), PathBuf::from(name), None), &mut groups);
        }
        let inputs = loosely_paired(groups).into_iter().map(|(id, files)| input(id, files));
        let path = |path: &PathBuf| path.display().to_string();
        inputs.map(|input| (input.id, input.paths.iter().map(path).collect())).collect()
    }

    #[test]
    fn markers_of_other_forms_count_where_both_files_have_them() {
        for (zh, en, id) in [
            ("新闻稿（中文版）.txt", "新闻稿（英文版）.txt", "新闻稿"),
            ("x/g (Chinese).txt", "x/g (English).docx", "x/g"),
            ("g [zh-CN].txt", "g.en.txt", "g"),
            ("ZH_b.txt", "EN_b.txt", "b"),
            ("zh-CN_b.md", "en-b.md", "b"),
            ("Chinese_b.txt", "English_b.txt", "b"),
            ("h中.txt", "h英.txt", "h"),
            ("新闻稿中文版.txt", "新闻稿英文.txt", "新闻稿"),
        ] {
            let expected = (id.to_owned(), vec![zh.to_owned(), en.to_owned()]);
            assert_eq!(groups(&[en, zh]), [expected]);
        }
    }

    #[test]
    fn a_marker_of_another_form_means_nothing_alone_or_among_many() {
        for names in [
            &["石英.txt"][..],
            &["g (Chinese).txt"][..],
            &["en-route.txt", "en-suite.txt"][..],
            &["chinese-schools.txt", "english-schools.txt"][..],
            &["zh_b.csv", "en_b.csv"][..],
            &["b.txt", "b中.txt", "b英.txt"][..],
            &["b (zh).txt", "b中.txt", "b英.txt"][..],
        ] {
            let found = groups(names);
            assert_eq!(found.len(), names.len(), "{found:?}");
            let is_whole = |(id, paths): &(String, Vec<String>)| paths[0].starts_with(id.as_str());
            assert!(found.iter().all(is_whole), "{found:?}");
        }
        let found = groups(&["b.zh.txt", "b.en.txt", "b中.txt", "b英.txt"]);
        let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["b", "b中", "b英"]);
    }

    #[test]
    fn composed_and_decomposed_names_are_the_same() {
        let (composed, decomposed) = ("\u{dc}n\u{ef}", "U\u{308}ni\u{308}");
        let (zh, en) = (format!("{decomposed}.zh.txt"), format!("{composed}.en.txt"));
        let expected = (composed.to_owned(), vec![zh.clone(), en.clone()]);
        assert_eq!(groups(&[&zh, &en]), [expected]);
        // What pairs anyway keeps its id.
        let en = format!("{decomposed}.en.txt");
        assert_eq!(groups(&[&zh, &en])[0].0, decomposed);
        assert_eq!(groups(&[&zh])[0].0, decomposed);
    }

    #[test]
    fn only_text_files_are_articles() {
        for name in ["a.txt", "a.HTML", "a.docx", "a.csv.gz", "a.zh", "a.pdf"] {
            assert!(is_article(Path::new(name)), "{name}");
        }
        for name in ["README.md", "readme.zh-CN.md", "LICENSE.txt", "a.png", "Makefile"] {
            assert!(!is_article(Path::new(name)), "{name}");
        }
    }
}
