//! English words: how text is cut into them, and their base forms.

use crate::script;
use crate::text::CharSpan;
use crate::token::Piece;

/// Past forms, plurals and pronouns whose base form no suffix rule finds; sorted.
#[rustfmt::skip]
const IRREGULAR: &[(&str, &str)] = &[
    ("am", "be"), ("are", "be"), ("ate", "eat"), ("beaten", "beat"), ("been", "be"),
    ("began", "begin"), ("begun", "begin"), ("best", "good"), ("better", "good"), ("bit", "bite"),
    ("bought", "buy"), ("broke", "break"), ("broken", "break"), ("brought", "bring"),
    ("built", "build"), ("came", "come"), ("caught", "catch"), ("children", "child"),
    ("chose", "choose"), ("dealt", "deal"), ("did", "do"), ("does", "do"), ("done", "do"),
    ("drank", "drink"), ("drew", "draw"), ("driven", "drive"), ("drove", "drive"), ("eaten", "eat"),
    ("eyes", "eye"), ("fallen", "fall"), ("feet", "foot"), ("fell", "fall"), ("felt", "feel"),
    ("flew", "fly"), ("forgot", "forget"), ("fought", "fight"), ("found", "find"),
    ("froze", "freeze"), ("gave", "give"), ("given", "give"), ("gone", "go"), ("got", "get"),
    ("gotten", "get"), ("grew", "grow"), ("grown", "grow"), ("had", "have"), ("has", "have"),
    ("heard", "hear"), ("held", "hold"), ("her", "she"), ("hid", "hide"), ("him", "he"),
    ("his", "he"), ("hung", "hang"), ("is", "be"), ("kept", "keep"), ("knelt", "kneel"),
    ("knew", "know"), ("knives", "knife"), ("known", "know"), ("laid", "lay"), ("lain", "lie"),
    ("lay", "lie"), ("led", "lead"), ("left", "leave"), ("lit", "light"), ("lives", "life"),
    ("lost", "lose"), ("made", "make"), ("me", "i"), ("meant", "mean"), ("men", "man"),
    ("met", "meet"), ("mice", "mouse"), ("my", "i"), ("our", "we"), ("paid", "pay"), ("ran", "run"),
    ("ridden", "ride"), ("risen", "rise"), ("rode", "ride"), ("rose", "rise"), ("said", "say"),
    ("sang", "sing"), ("sat", "sit"), ("saw", "see"), ("seen", "see"), ("sent", "send"),
    ("shook", "shake"), ("slept", "sleep"), ("sold", "sell"), ("spent", "spend"),
    ("spoke", "speak"), ("spoken", "speak"), ("stole", "steal"), ("stood", "stand"),
    ("struck", "strike"), ("sung", "sing"), ("swam", "swim"), ("swore", "swear"), ("taken", "take"),
    ("taught", "teach"), ("teeth", "tooth"), ("their", "they"), ("them", "they"),
    ("thought", "think"), ("threw", "throw"), ("thrown", "throw"), ("told", "tell"),
    ("took", "take"), ("tore", "tear"), ("understood", "understand"), ("us", "we"), ("was", "be"),
    ("went", "go"), ("wept", "weep"), ("were", "be"), ("wives", "wife"), ("woke", "wake"),
    ("women", "woman"), ("won", "win"), ("wore", "wear"), ("worn", "wear"), ("worse", "bad"),
    ("worst", "bad"), ("wound", "wind"), ("written", "write"), ("wrote", "write"), ("your", "you"),
];

/// What stands before `n't` where the word itself is cut: `can't`, `won't`, `shan't`.
const CONTRACTED: &[(&str, &str)] = &[("ca", "can"), ("wo", "will"), ("sha", "shall")];

/// Endings after an apostrophe that are verbs of their own and tell nothing.
const VERB_ENDINGS: &[&str] = &["re", "ll", "ve", "d", "m"];

/// The words and numbers of `text`, in order; also used for the Latin words and numbers in Chinese text.
///
/// A word is a run of letters that are not Chinese characters, with at most one apostrophe inside
/// (`don't` gives `do` and `not`, `Tom's` gives `tom`); a number is a run of digits with points and
/// commas inside, its normal form has no commas.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let characters: Vec<char> = text.chars().map(script::half_width).collect();
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < characters.len() {
        let end = run_end(&characters, start);
        if is_letter(characters[start]) {
            push_word(&mut pieces, &characters, start, end);
        } else if characters[start].is_ascii_digit() {
            let form = characters[start..end].iter().filter(|&&c| c != ',').collect::<String>();
            pieces.push(Piece { span: CharSpan::new(start, end), form: form.into() });
        }
        start = end;
    }
    pieces
}

/// One past the last character of the word, number or other character that begins at `start`.
pub(super) fn run_end(characters: &[char], start: usize) -> usize {
    let first = characters[start];
    if is_letter(first) {
        let end = end_of(characters, start, is_letter);
        let apostrophe = characters.get(end).is_some_and(|&c| is_apostrophe(c));
        let ending = end_of(characters, end + 1, |c| c.is_ascii_alphabetic());
        if apostrophe && ending > end + 1 { ending } else { end }
    } else if first.is_ascii_digit() {
        let mut end = end_of(characters, start, |c| c.is_ascii_digit());
        while characters.get(end).is_some_and(|&c| c == '.' || c == ',')
            && characters.get(end + 1).is_some_and(char::is_ascii_digit)
        {
            end = end_of(characters, end + 1, |c| c.is_ascii_digit());
        }
        end
    } else {
        start + 1
    }
}

fn end_of(characters: &[char], start: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = characters.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|&&c| belongs(c)).count()
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic() && !script::is_han(character)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

/// Push the word between `start` and `end`, without its ending or in two pieces.
fn push_word(pieces: &mut Vec<Piece>, characters: &[char], start: usize, end: usize) {
    let word = lower_case(&characters[start..end]);
    let mut push = |from: usize, to: usize, form: &str| {
        if !form.is_empty() {
            pieces.push(Piece { span: CharSpan::new(from, to), form: form.into() });
        }
    };
    let Some((stem, ending)) = word.split_once('\'') else {
        return push(start, end, &word);
    };
    let stem_end = end - ending.chars().count() - 1;
    if ending == "s" || VERB_ENDINGS.contains(&ending) {
        push(start, stem_end, stem);
    } else if let ("t", Some(verb)) = (ending, stem.strip_suffix('n')) {
        let full = CONTRACTED.iter().find(|(short, _)| *short == verb).map_or(verb, |pair| pair.1);
        push(start, stem_end - 1, full);
        push(stem_end - 1, end, "not");
    } else {
        push(start, end, &word);
    }
}

fn lower_case(characters: &[char]) -> String {
    let straight = |&c: &char| if is_apostrophe(c) { '\'' } else { c };
    characters.iter().map(straight).flat_map(char::to_lowercase).collect()
}

/// A suffix rule: words longer than `longer_than` characters that end in `suffix` may come from the
/// word with `replacement` instead, or, if `doubled`, from the one without the doubled consonant before it.
struct SuffixRule {
    suffix: &'static str,
    longer_than: usize,
    replacement: &'static str,
    doubled: bool,
}

const fn rule(suffix: &'static str, longer_than: usize, replacement: &'static str) -> SuffixRule {
    SuffixRule { suffix, longer_than, replacement, doubled: false }
}

const fn doubled(suffix: &'static str, longer_than: usize) -> SuffixRule {
    SuffixRule { suffix, longer_than, replacement: "", doubled: true }
}

/// In the order in which a vector is looked for. The aligner study's rules.
const SUFFIX_RULES: &[SuffixRule] = &[
    rule("ies", 4, "y"),
    rule("es", 3, ""),
    rule("s", 3, ""),
    rule("ied", 4, "y"),
    rule("ed", 4, ""),
    rule("ed", 4, "e"),
    doubled("ed", 5),
    rule("ing", 5, ""),
    rule("ing", 5, "e"),
    doubled("ing", 6),
    rule("ly", 4, ""),
    rule("er", 4, ""),
    rule("er", 4, "e"),
    rule("est", 5, ""),
    rule("est", 5, "e"),
];

impl SuffixRule {
    /// The form that `word` may come from, if the rule fits.
    fn apply(&self, word: &str) -> Option<String> {
        let stem = word.strip_suffix(self.suffix)?;
        if word.chars().count() <= self.longer_than {
            return None;
        }
        if !self.doubled {
            return Some(format!("{stem}{}", self.replacement));
        }
        let last = stem.chars().next_back()?;
        stem.strip_suffix(last).filter(|short| short.ends_with(last)).map(str::to_owned)
    }
}

/// The word and all forms it may be inflected from, the word first, without repetitions.
///
/// The rules propose freely (`ties` gives `ty`, `ti`, `tie`): what is not a word is in no list.
pub(super) fn base_forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    let irregular = IRREGULAR.binary_search_by_key(&word, |pair| pair.0).ok();
    let regular = SUFFIX_RULES.iter().filter_map(|rule| rule.apply(word));
    for form in regular.chain(irregular.map(|index| IRREGULAR[index].1.to_owned())) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        pieces(text).into_iter().map(|piece| piece.form.into_string()).collect()
    }

    #[test]
    fn cuts_words_and_numbers() {
        assert_eq!(forms("Mr. Chen paid 1,250.5 yuan."), ["mr", "chen", "paid", "1250.5", "yuan"]);
        assert_eq!(forms("A380s, U.S.-based"), ["a", "380", "s", "u", "s", "based"]);
        assert_eq!(forms("Beyoncé and Erdoğan"), ["beyoncé", "and", "erdoğan"]);
        assert_eq!(forms("ＧＤＰ ３％"), ["gdp", "3"]);
        assert_eq!(forms("你好 ' ’ . ,"), [""; 0]);
    }

    #[test]
    fn cuts_off_contracted_endings() {
        assert_eq!(
            forms("Don’t they'll can't won't Tom's O'Neill"),
            ["do", "not", "they", "can", "not", "will", "not", "tom", "o'neill"]
        );
        let spans: Vec<_> = pieces("I don't.").into_iter().map(|p| p.span).collect();
        assert_eq!(spans, [CharSpan::new(0, 1), CharSpan::new(2, 4), CharSpan::new(4, 7)]);
    }

    #[test]
    fn finds_base_forms() {
        assert_eq!(base_forms("cities"), ["cities", "city", "citi", "citie"]);
        assert_eq!(base_forms("stopped"), ["stopped", "stopp", "stoppe", "stop"]);
        assert_eq!(base_forms("running"), ["running", "runn", "runne", "run"]);
        assert_eq!(base_forms("went"), ["went", "go"]);
        assert_eq!(base_forms("his"), ["his", "he"]);
        assert_eq!(base_forms("bed"), ["bed"]);
    }

    #[test]
    fn irregular_forms_are_sorted_for_the_search() {
        assert!(IRREGULAR.is_sorted_by(|a, b| a.0 < b.0));
    }
}
