//! Titles of works, laws and programmes: 《通用数据保护条例》, *Clean Air Act*, “The Vegetarian”.
//!
//! Chinese marks titles with 《》. In English a run of capitalised words that ends like a law is one; a
//! title in quotes needs the Chinese side to tell it from quoted speech, which is linking's business.

use crate::document::Side;
use crate::mention::Mention;
use crate::script;
use crate::text::{CharSpan, word_spans};

/// Last words of English names of laws and programmes.
const LAW_WORDS: &[&str] = &[
    "Act",
    "Law",
    "Bill",
    "Treaty",
    "Convention",
    "Regulation",
    "Directive",
    "Agreement",
    "Accord",
    "Accords",
    "Protocol",
    "Constitution",
    "Declaration",
    "Initiative",
    "Program",
    "Programme",
    "Code",
    "Charter",
    "Amendment",
    "Directory",
    "Register",
    "Registry",
    "Plan",
    "Ordinance",
    "Pact",
];

/// What has a subject behind it, with the word before the subject.
const SUBJECTS: &[(&[&str], &str)] = &[
    (&["Directory", "Register", "Registry", "Declaration", "Charter", "Treaty", "Code"], "of"),
    (&["Convention", "Treaty", "Protocol", "Agreement", "Declaration", "Accord"], "on"),
];

/// Words of names of bodies, which may be for a *Regulation*.
const BODIES: &[&str] = &[
    "Administration",
    "Agency",
    "Authority",
    "Board",
    "Bureau",
    "Commission",
    "Committee",
    "Council",
    "Department",
    "Institute",
    "Office",
];

/// Words of lower case that may stand inside a title.
const SMALL_WORDS: &[&str] =
    &["of", "the", "and", "for", "on", "in", "to", "a", "an", "with", "de", "la"];

/// Longest title, in characters of Chinese and words of English.
const LONGEST_CHINESE: usize = 40;
const LONGEST_WORDS: usize = 12;

/// A headline has at least so many words.
const SHORTEST_HEADLINE: usize = 5;

/// Endings of the names of newspapers, magazines and other media, which are organisations.
const MEDIA_ENDINGS: &[&str] = &[
    "日报",
    "晚报",
    "时报",
    "邮报",
    "早报",
    "周报",
    "商报",
    "快报",
    "周刊",
    "杂志",
    "新闻",
    "新闻网",
    "电视台",
    "电台",
    "通讯社",
    "报",
    "Times",
    "Post",
    "News",
    "Daily",
    "Journal",
    "Magazine",
    "Tribune",
    "Guardian",
    "Herald",
    "评论",
    "导报",
    "学报",
    "期刊",
    "月刊",
];

/// What stands behind the title of a medium: 《…》杂志, 《…》记者, 《…》报道.
const BEHIND_MEDIA: &[&str] = &[
    "杂志",
    "周刊",
    "月刊",
    "季刊",
    "日报",
    "报社",
    "记者",
    "编辑",
    "报道",
    "社论",
    "网站",
    "评论员",
    "专栏",
];

/// A title of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    /// Where it stands, without marks or quotes, in code points.
    pub span: CharSpan,
    /// It is a newspaper's or magazine's, which is an organisation and no work.
    pub is_medium: bool,
}

/// The titles in a sentence, in order.
pub fn find(text: &str, side: Side) -> Vec<Title> {
    let characters: Vec<char> = text.chars().collect();
    let spans = match side {
        Side::Chinese => marked(&characters),
        Side::English => laws(&characters),
    };
    let slice = |span: CharSpan| characters[span.start..span.end].iter().collect::<String>();
    let behind = |span: CharSpan| characters[span.end..].iter().collect::<String>();
    let title = |span: CharSpan| Title {
        span,
        is_medium: side == Side::Chinese && is_medium(&slice(span), &behind(span)),
    };
    spans.into_iter().map(title).collect()
}

/// Whether a Chinese title is a newspaper's or magazine's, by its own end or by what stands behind it, the mark with it or not.
pub fn is_medium(title: &str, behind: &str) -> bool {
    let name = script::fold(title);
    let behind = script::fold(behind.trim_start_matches('》'));
    MEDIA_ENDINGS.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
        || BEHIND_MEDIA.iter().any(|word| behind.starts_with(word))
}

/// Cut names that run across a title's mark: 明镜 of 明镜》周刊.
pub fn cut_at_marks(characters: &[char], mentions: &mut Vec<Mention>) {
    for mention in mentions.iter_mut() {
        let name = &characters[mention.span.start..mention.span.end];
        let (open, close) =
            (name.iter().position(|c| *c == '《'), name.iter().position(|c| *c == '》'));
        match (open, close) {
            (None, Some(close)) => mention.span.end = mention.span.start + close,
            (Some(open), None) => mention.span.end = mention.span.start + open,
            _ => {}
        }
    }
    mentions.retain(|mention| !mention.span.is_empty());
}

/// What stands between 《 and 》, the outermost.
fn marked(characters: &[char]) -> Vec<CharSpan> {
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    let mut depth = 0usize;
    for (i, c) in characters.iter().enumerate() {
        match c {
            '《' => {
                if depth == 0 {
                    open = Some(i + 1);
                }
                depth += 1;
            }
            '》' if depth > 0 => {
                depth -= 1;
                if let Some(start) = open.filter(|_| depth == 0) {
                    if start < i && i - start <= LONGEST_CHINESE {
                        spans.push(CharSpan::new(start, i));
                    }
                    open = None;
                }
            }
            _ => {}
        }
    }
    spans
}

/// Runs of capitalised words that end like a law.
fn laws(characters: &[char]) -> Vec<CharSpan> {
    let words = word_spans(characters);
    // *Qantas Broke the Law*: in a headline capitals show no title.
    let capital = |word: &CharSpan| !characters[word.start].is_lowercase() || word.len() <= 3;
    if words.len() >= SHORTEST_HEADLINE && words.iter().all(capital) {
        return Vec::new();
    }
    let text = |word: CharSpan| characters[word.start..word.end].iter().collect::<String>();
    let mut spans: Vec<CharSpan> = Vec::new();
    for (last, &word) in words.iter().enumerate() {
        if !LAW_WORDS.contains(&text(word).as_str()) {
            continue;
        }
        let mut first = last;
        while first > 0
            && last - first < LONGEST_WORDS
            && joined(characters, words[first - 1], words[first])
        {
            let before = text(words[first - 1]);
            let small = SMALL_WORDS.contains(&before.as_str());
            // *… and the …*: two names.
            let another = before == "and" && text(words[first]) == "the";
            if another || !before.starts_with(char::is_uppercase) && !small {
                break;
            }
            first -= 1;
        }
        // A title begins with a capital and not with an article.
        while first < last && {
            let head = text(words[first]);
            !head.starts_with(char::is_uppercase)
                || matches!(head.as_str(), "The" | "A" | "An" | "Under" | "In")
        } {
            first += 1;
        }
        let end = with_subject(characters, &words[last..]).unwrap_or(word.end);
        let span = CharSpan::new(words[first].start, with_year(characters, end));
        // *State Administration for Market Regulation*: a body for something, not a law.
        let body = words[first..last].iter().any(|&word| BODIES.contains(&text(word).as_str()))
            && text(word) == "Regulation";
        if first < last && !body && spans.last().is_none_or(|previous| !previous.overlaps(span)) {
            spans.push(span);
        }
    }
    spans
}

/// Where a title ends that goes on with what it is of or on: *National Directory of New Hires*, *Convention on the Law of the Sea*. `words`
/// begins with the word of [`LAW_WORDS`].
fn with_subject(characters: &[char], words: &[CharSpan]) -> Option<usize> {
    let text = |word: CharSpan| characters[word.start..word.end].iter().collect::<String>();
    let [head, small, rest @ ..] = words else { return None };
    let goes_on = SUBJECTS.iter().any(|(heads, preposition)| {
        heads.contains(&text(*head).as_str()) && text(*small) == *preposition
    });
    if !goes_on || !joined(characters, *head, *small) {
        return None;
    }
    let mut end = None;
    let mut before = *small;
    for &word in rest.iter().take(LONGEST_WORDS) {
        let capital = characters[word.start].is_uppercase();
        // Behind *and* another name may begin.
        let is_small = SMALL_WORDS.contains(&text(word).as_str()) && text(word) != "and";
        if !joined(characters, before, word) || !capital && !is_small {
            break;
        }
        if capital {
            end = Some(word.end);
        }
        before = word;
    }
    end
}

/// Where a law's title ends that ends here or with its year: *Civil Rights Act of 1964*.
fn with_year(characters: &[char], end: usize) -> usize {
    let Some([' ', 'o', 'f', ' ', year @ ..]) = characters.get(end..) else { return end };
    let digits = year.iter().take_while(|c| c.is_ascii_digit()).count();
    let is_year = digits == 4 && matches!(year[0], '1' | '2');
    if is_year { end + " of ".len() + digits } else { end }
}

fn joined(characters: &[char], before: CharSpan, after: CharSpan) -> bool {
    characters[before.end..after.start].iter().all(|c| matches!(c, ' ' | '-' | '’' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str, side: Side) -> Vec<String> {
        find(text, side)
            .into_iter()
            .map(|Title { span, .. }| text.chars().skip(span.start).take(span.len()).collect())
            .collect()
    }

    #[test]
    fn titles_by_marks_and_by_last_word() {
        assert_eq!(titles("她写了《白》和《植物妻子》。", Side::Chinese), ["白", "植物妻子"]);
        assert_eq!(titles("《论〈史记〉》", Side::Chinese), ["论〈史记〉"]);
        assert_eq!(
            titles("under the General Data Protection Regulation.", Side::English),
            ["General Data Protection Regulation"]
        );
        assert_eq!(
            titles("the Energy Agency and the Office for Market Regulation", Side::English),
            Vec::<String>::new()
        );
        assert_eq!(
            titles("The Act was signed, the Clean Air Act too", Side::English),
            ["Clean Air Act"]
        );
        assert_eq!(titles("Qantas Broke the Law, High Court Rules", Side::English), [""; 0]);
        assert_eq!(
            titles("The Civil Rights Act of 1964 bans it", Side::English),
            ["Civil Rights Act of 1964"]
        );
        assert_eq!(
            titles("in the National Directory of New Hires, which", Side::English),
            ["National Directory of New Hires"]
        );
        assert_eq!(
            titles(
                "they signed the UN Convention on the Law of the Sea and Vietnam",
                Side::English
            ),
            ["UN Convention on the Law of the Sea"]
        );
        assert_eq!(
            titles("a Trade Agreement on steel, a Trade Treaty of old", Side::English),
            ["Trade Agreement", "Trade Treaty"]
        );
    }

    #[test]
    fn newspapers_are_no_works() {
        let titles = find("據《華盛頓郵報》和《科学》杂志，《白》杂", Side::Chinese);
        let found: Vec<bool> = titles.iter().map(|title| title.is_medium).collect();
        assert_eq!(found, [true, true, false]);
    }

    #[test]
    fn no_name_runs_across_a_mark() {
        let characters: Vec<char> = "据《明镜》周刊".chars().collect();
        let mut mentions = vec![Mention {
            span: CharSpan::new(2, 7),
            label: crate::mention::Label::Org,
            source: crate::mention::Source::Model,
            probability: 0.9,
            entity: String::new(),
        }];
        cut_at_marks(&characters, &mut mentions);
        assert_eq!(mentions[0].span, CharSpan::new(2, 4));
    }
}
