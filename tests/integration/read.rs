//! Reading: every form of input, every kind of fault, and the roles of the corpus.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use duizhao::document::{Article, Direction, Role, Version};
use duizhao::error::{ArticleError, ErrorCode};
use duizhao::pipeline::Pipeline;
use duizhao::read::{Rules, find_articles};
use proptest::prelude::*;

const ZH: [&str; 5] = [
    "老渡口停航",
    "作者：简·多伊",
    "三月一日傍晚，老渡口的最后一班船离开了码头，船上载着一百二十名乘客。",
    "“我小时候就是坐这条船去上学的，”乘客陈桂芳（Chen Guifang）说。岸上站满了来送行的人。",
    "轮渡公司表示，两条老船将被改造成水上博物馆，预计明年国庆节前对公众开放。",
];
const TRADITIONAL: [&str; 3] = [
    "老渡口停航",
    "三月一日傍晚，老渡口的最後一班船離開了碼頭，船上載著一百二十名乘客。",
    "輪渡公司表示，兩條老船將被改造成水上博物館，預計明年國慶節前對公眾開放。",
];
const EN: [&str; 5] = [
    "Old ferry makes its last crossing",
    "By Jane Doe",
    "In the evening of March 1 the last ferry left the old landing with 120 passengers on board.",
    "“I took this boat to school as a child,” said Chen Guifang, a passenger. People stood on the bank.",
    "The company says the two old boats will become a museum, which is to open before October next year.",
];

pub fn zh() -> String {
    ZH.join("\n") + "\n"
}

pub fn en() -> String {
    EN.join("\n") + "\n"
}

fn folder(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(path: &Path) -> Vec<Result<Article, ArticleError>> {
    let rules = Rules::embedded();
    find_articles(&[path.to_owned()]).iter().flat_map(|input| input.read(&rules)).collect()
}

fn read_files(files: &[(&str, Vec<u8>)]) -> Vec<Result<Article, ArticleError>> {
    read(folder(files).path())
}

fn only(files: &[(&str, Vec<u8>)]) -> Article {
    let mut found = read_files(files);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).unwrap()
}

fn paragraphs(version: &Version) -> Vec<&str> {
    version.paragraphs.iter().map(|paragraph| version.text.slice(paragraph.span)).collect()
}

fn roles(version: &Version) -> Vec<&'static str> {
    version.paragraphs.iter().map(|paragraph| paragraph.role.name()).collect()
}

#[track_caller]
fn is_the_ferry(article: &Article, id: &str) {
    assert_eq!(article.id, id);
    assert_eq!(paragraphs(&article.zh), ZH);
    assert_eq!(paragraphs(&article.en), EN);
    assert_eq!(roles(&article.zh), ["headline", "byline", "body", "body", "body"]);
    assert_eq!(roles(&article.en), ["headline", "byline", "body", "body", "body"]);
    assert_eq!((article.zh.title.as_str(), article.zh.author.as_str()), (ZH[0], "简·多伊"));
    assert_eq!((article.en.title.as_str(), article.en.author.as_str()), (EN[0], "Jane Doe"));
    assert_eq!(article.zh.language.tag(), "zh-Hans");
    assert_eq!(article.direction, Direction::EnglishToChinese);
}

#[test]
fn pairs_are_found_by_their_names() {
    for (chinese, english, id) in [
        ("ferry.zh.txt", "ferry.en.txt", "ferry"),
        ("ferry_zh.txt", "ferry_en.txt", "ferry"),
        ("ferry-zh.txt", "ferry-en.txt", "ferry"),
        ("ferry.zh-CN.txt", "ferry.en-US.txt", "ferry"),
        ("ferry.zh-Hans.md", "ferry.en.txt", "ferry"),
        ("zh/2025/ferry.txt", "en/2025/ferry.txt", "2025/ferry"),
        ("ferry/zh.txt", "ferry/en.txt", "ferry"),
        ("ferry.zh", "ferry.en", "ferry"),
        ("渡口/停航.中文.txt", "渡口/停航.英文.txt", "渡口/停航"),
        ("渡口/中文版/停航.txt", "渡口/英文版/停航.txt", "渡口/停航"),
        ("a/zh/b/ferry.txt", "a/en/b/ferry.txt", "a/b/ferry"),
    ] {
        let spaced = ZH.join("\n\n") + "\n";
        let article = only(&[(chinese, spaced.into_bytes()), (english, en().into_bytes())]);
        is_the_ferry(&article, id);
        assert_eq!(article.path.len(), 2);
    }
}

#[test]
fn one_file_may_hold_both_versions() {
    let alternating: Vec<String> =
        ZH.iter().zip(EN).map(|(zh, en)| format!("{zh}\n{en}")).collect();
    for text in [zh() + &en(), en() + &zh(), alternating.join("\n\n")] {
        is_the_ferry(&only(&[("ferry.txt", text.into_bytes())]), "ferry");
    }
}

#[test]
fn every_encoding_is_read() {
    let gb = encoding_rs::GB18030.encode(&zh()).0.into_owned();
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(zh().chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let big_endian: Vec<u8> = zh().encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xEF\xBB\xBF".to_vec(), zh().into_bytes()].concat();
    let returns = zh().replace('\n', "\r\n").into_bytes();
    for (name, bytes) in [
        ("ferry.zh.txt", gb),
        ("ferry.zh.txt", utf16),
        ("ferry.zh.txt", big_endian),
        ("ferry.zh.txt", marked),
        ("ferry.zh.txt.gz", gzip(zh().as_bytes())),
        ("ferry.zh.txt", returns),
    ] {
        is_the_ferry(&only(&[(name, bytes), ("ferry.en.txt", en().into_bytes())]), "ferry");
    }
    let big5 = encoding_rs::BIG5.encode(&TRADITIONAL.join("\r\n")).0.into_owned();
    let article = only(&[("a.zh-TW.txt", big5), ("a.en.txt", en().into_bytes())]);
    assert_eq!(paragraphs(&article.zh), TRADITIONAL);
    assert_eq!(article.zh.language.tag(), "zh-Hant");
}

#[test]
fn tables_hold_many_articles() {
    let json = |id: &str| serde_json::json!({"id": id, "zh": zh(), "en": en()}).to_string();
    let lines = format!("{}\n{}\n", json("a"), json("b"));
    let found = read_files(&[("news.jsonl", lines.into_bytes())]);
    let found: Vec<Article> = found.into_iter().map(Result::unwrap).collect();
    is_the_ferry(&found[0], "news/a");
    is_the_ferry(&found[1], "news/b");
    for (name, delimiter) in [("news.csv", b','), ("news.tsv", b'\t')] {
        let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        table.write_record(["doc", "en", "zh"]).unwrap();
        for (zh, en) in ZH.iter().zip(EN) {
            table.write_record(["ferry", en, zh]).unwrap();
        }
        is_the_ferry(&only(&[(name, table.into_inner().unwrap())]), "news/ferry");
    }
}

/// The bytes under gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A DOCX file with the given paragraphs.
pub fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("word/document.xml", options).unwrap();
    let paragraph = |text: &&str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body: String = paragraphs.iter().map(paragraph).collect();
    write!(archive, "<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn tables_of_spreadsheets_are_read() {
    let rows = |delimiter: &str| {
        let row =
            |(zh, en): (&&str, &str)| format!("ferry{delimiter}\"{zh}\"{delimiter}\"{en}\"\r\n");
        let rows: String = ZH.iter().zip(EN).map(row).collect();
        format!("doc{delimiter}zh{delimiter}en\r\n{rows}")
    };
    let semicolons = format!("\u{feff}{}", rows(";")).into_bytes();
    let utf16: Vec<u8> =
        format!("\u{feff}{}", rows("\t")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gb = encoding_rs::GB18030.encode(&rows(",")).0.into_owned();
    for (name, bytes) in [("t.csv", semicolons), ("t.csv", utf16), ("t.csv.gz", gzip(&gb))] {
        is_the_ferry(&only(&[(name, bytes)]), "t/ferry");
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_broken_ones_reported() {
    let folder = folder(&[("a.txt", (zh() + &en()).into_bytes())]);
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, folder.path().join(name)).unwrap();
    };
    link("a.txt", "b.txt");
    link("nowhere.txt", "c.txt");
    link(".", "loop");
    let (articles, errors): (Vec<_>, Vec<_>) =
        read(folder.path()).into_iter().partition(Result::is_ok);
    assert_eq!((articles.len(), errors.len()), (2, 2), "{errors:?}");
    let messages: Vec<String> =
        errors.into_iter().map(|error| error.unwrap_err().message).collect();
    assert!(messages[0].contains("not there") && messages[1].contains("holds it"), "{messages:?}");
}

/// The lines of `text`, broken at `width` columns.
fn broken(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    let words: Vec<&str> = match text.is_ascii() || text.starts_with('“') && text.contains(" said ")
    {
        true => text.split_inclusive(' ').collect(),
        false => text.split_inclusive(|_: char| true).collect(),
    };
    for word in words {
        let line = lines.last_mut().unwrap();
        if line.chars().count() + word.trim_end().chars().count() > width {
            lines.push(String::new());
        }
        lines.last_mut().unwrap().push_str(word);
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

#[test]
fn lines_broken_for_display_are_paragraphs() {
    let wrapped = |lines: &[&str], width: usize| {
        lines.iter().map(|line| broken(line, width)).collect::<Vec<_>>().join("\n\n") + "\n"
    };
    let flat = |version: &Version, gap: &str| -> Vec<String> {
        paragraphs(version).iter().map(|text| text.replace('\n', gap)).collect()
    };
    let (zh, en) = (wrapped(&ZH, 18), wrapped(&EN, 48));
    for files in [
        vec![("f.zh.txt", zh.clone().into_bytes()), ("f.en.txt", en.clone().into_bytes())],
        vec![("f.txt", format!("{zh}\n{en}").into_bytes())],
    ] {
        let article = only(&files);
        assert_eq!(flat(&article.zh, ""), ZH);
        assert_eq!(flat(&article.en, " "), EN);
        assert_eq!(article.en.title, EN[0]);
        assert_eq!(roles(&article.zh), ["headline", "byline", "body", "body", "body"]);
    }
}

#[test]
fn documents_are_read() {
    let both: Vec<&str> = ZH.iter().chain(&EN).copied().collect();
    is_the_ferry(&only(&[("ferry.docx", docx(&both))]), "ferry");
    let pair = [("ferry.zh.docx", docx(&ZH)), ("ferry.en.txt", en().into_bytes())];
    is_the_ferry(&only(&pair), "ferry");
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/read").join(name)
}

#[test]
fn pages_of_news_sites_are_read_without_their_furniture() {
    let pages = [fixture("portal.zh.html"), fixture("portal.en.html")];
    let input = &find_articles(&pages)[0];
    let article = input.read(&Rules::embedded()).remove(0).unwrap();
    assert_eq!(article.zh.title, "老渡口停航：最后一班船载走一百二十人");
    assert_eq!(article.en.title, "Old ferry makes its last crossing");
    assert_eq!(article.en.author, "Ada Moss");
    assert_eq!((&*article.zh.published, &*article.en.published), ("20250301", "20250301"));
    let count = |version: &Version, role: &str| {
        roles(version).into_iter().filter(|found| *found == role).count()
    };
    assert_eq!((count(&article.zh, "body"), count(&article.en, "body")), (4, 4));
    assert_eq!((count(&article.zh, "caption"), count(&article.zh, "boilerplate")), (1, 1));
    for word in ["首页", "相关新闻", "版权", "不是正文", "分享"] {
        assert!(!article.zh.text.as_str().contains(word), "{word}");
    }
    for word in ["Home", "newsletter", "About us"] {
        assert!(!article.en.text.as_str().contains(word), "{word}");
    }
}

#[test]
fn odd_spaces_stay_in_the_text_and_out_of_the_sentences() {
    let article = read(&fixture("spaces.txt")).remove(0).unwrap();
    assert_eq!(roles(&article.zh), ["headline", "dateline", "body", "body"]);
    assert_eq!((&*article.zh.published, &*article.en.published), ("20250301", "20250301"));
    assert!(article.zh.text.as_str().starts_with("\u{3000}\u{3000}老渡口停航\r\n\r\n"));
    assert!(article.en.text.as_str().contains("120\u{a0}passengers"));
    let article = Pipeline::embedded().annotate(article).article;
    assert_eq!(article.zh.sentence_text(0), "老渡口停航");
    assert!(article.en.sentence_text(3).ends_with("no other choice."));
}

/// A name, its bytes, and the fault that they must give.
fn faults() -> Vec<(&'static str, Vec<u8>, ErrorCode)> {
    let mut bad_byte = (zh() + &en()).into_bytes();
    bad_byte.insert(10, 0xFF);
    let whole = docx(&ZH);
    let gzip = gzip(zh().as_bytes());
    vec![
        ("broken.txt", bad_byte, ErrorCode::Undecodable),
        ("broken.txt", b"\x7fELF\0\0\0\x01\0\0\0".to_vec(), ErrorCode::Undecodable),
        ("broken.txt", Vec::new(), ErrorCode::Empty),
        ("broken.txt", b" \r\n\t\n".to_vec(), ErrorCode::Empty),
        ("broken.txt", zh().into_bytes(), ErrorCode::OneLanguage),
        ("broken.txt", en().into_bytes(), ErrorCode::OneLanguage),
        ("broken.zh.txt", zh().into_bytes(), ErrorCode::MissingPartner),
        ("broken.docx", whole[..whole.len() / 2].to_vec(), ErrorCode::DamagedFile),
        ("broken.txt.gz", gzip[..gzip.len() / 2].to_vec(), ErrorCode::DamagedFile),
        ("broken.jsonl", b"{\"zh\": \"a\", \"en\": ".to_vec(), ErrorCode::InvalidRecord),
        ("broken.csv", b"a,b\n1,2\n".to_vec(), ErrorCode::InvalidRecord),
        ("broken.pdf", b"%PDF-1.7".to_vec(), ErrorCode::Unreadable),
        ("broken.html", b"<html></html>".to_vec(), ErrorCode::Empty),
    ]
}

#[test]
fn a_broken_file_costs_nothing_but_itself() {
    for (name, bytes, code) in faults() {
        let mut files: Vec<(String, Vec<u8>)> =
            (1..20).map(|n| (format!("a{n:02}.txt"), (zh() + &en()).into_bytes())).collect();
        files.push((name.to_owned(), bytes));
        let files: Vec<(&str, Vec<u8>)> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        let found = read_files(&files);
        let (articles, errors): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
        assert_eq!((articles.len(), errors.len()), (19, 1), "{name} {code:?}: {errors:?}");
        let error = errors[0].as_ref().unwrap_err();
        assert_eq!(error.code, code, "{name}: {error}");
        assert!(error.doc.starts_with("broken") && !error.message.is_empty());
    }
}

#[test]
fn errors_say_where_and_what() {
    let mut bytes = (zh() + &en()).into_bytes();
    bytes.insert(10, 0xFF);
    let error = read_files(&[("a.txt", bytes)]).remove(0).unwrap_err();
    assert_eq!(error.byte_offset, Some(9), "the character that the bad byte breaks begins there");
    let missing = |name: &str| {
        let error = read_files(&[(name, zh().into_bytes())]).remove(0).unwrap_err();
        assert_eq!(error.code, ErrorCode::MissingPartner);
        error.message
    };
    assert!(missing("a.zh.txt").contains("a.en.txt"), "{}", missing("a.zh.txt"));
    assert!(missing("zh/a.txt").contains("en/a.txt"), "{}", missing("zh/a.txt"));
    assert!(missing("a_zh-CN.txt").contains("a_en.txt"), "{}", missing("a_zh-CN.txt"));
    let both = [("a.txt", zh().into_bytes()), ("a.zh.txt", zh().into_bytes())];
    let error = read_files(&both).remove(0).unwrap_err();
    assert_eq!(error.code, ErrorCode::Ambiguous);
    let gone = read(Path::new("/no/such/file.txt")).remove(0).unwrap_err();
    assert_eq!(gone.code, ErrorCode::Unreadable);
}

#[test]
fn hidden_files_and_readmes_are_no_articles() {
    let article = (zh() + &en()).into_bytes();
    let found = read_files(&[
        ("a.txt", article.clone()),
        (".hidden/b.txt", article.clone()),
        ("README.md", article.clone()),
        ("photo.jpg", article.clone()),
        ("~$a.docx", article),
    ]);
    assert_eq!(found.len(), 1);
}

/// Sentences with their roles, as `tests/gold` has them.
fn gold(id: &str, side: &str) -> Vec<(String, Role)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/{id}.json"));
    let gold: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let list = |name: &str| gold[name].as_array().unwrap().clone();
    let pairs = list(side).into_iter().zip(list(&format!("{side}_roles")));
    let pair = |(sentence, role): (serde_json::Value, serde_json::Value)| {
        (sentence.as_str().unwrap().to_owned(), serde_json::from_value(role).unwrap())
    };
    pairs.map(pair).collect()
}

#[test]
fn the_corpus_has_the_sentences_and_roles_of_the_gold() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut counts: BTreeMap<bool, usize> = BTreeMap::new();
    for article in read(&corpus) {
        let mut article = article.unwrap();
        duizhao::split::split_version(&mut article.zh, duizhao::document::Side::Chinese);
        duizhao::split::split_version(&mut article.en, duizhao::document::Side::English);
        for (side, version) in [("zh", &article.zh), ("en", &article.en)] {
            let found: Vec<(String, Role)> = (0..version.sentences.len())
                .map(|i| (version.sentence_text(i).to_owned(), version.sentences[i].role))
                .collect();
            for expected in gold(&article.id, side) {
                *counts.entry(found.contains(&expected)).or_default() += 1;
            }
        }
    }
    let wrong = counts.get(&false).copied().unwrap_or_default();
    assert!(counts[&true] > 600 && wrong == 0, "right and wrong: {counts:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_make_the_reader_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        text in "[ -~你好。“”\\n#*<>/\\[\\](){}\",:\t]{0,200}",
        extension in prop::sample::select(vec!["txt", "md", "html", "docx", "jsonl", "json", "csv", "tsv", "zh"]),
    ) {
        for bytes in [bytes, text.into_bytes()] {
            let folder = folder(&[]);
            let path = folder.path().join(format!("a.{extension}"));
            std::fs::write(&path, bytes).unwrap();
            prop_assert!(!read(&path).is_empty());
        }
    }
}
