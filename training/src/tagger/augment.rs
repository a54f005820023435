//! Copies of training sentences with other letters: headlines, other punctuation, other persons.
//!
//! Labels stay those of the sentence copied. What is drawn depends on the number of the sentence alone.

use duizhao::document::Side;
use duizhao::mention::Label;
use duizhao::tag::capitals;
use duizhao::text::CharSpan;

use super::data::{Example, Possible};

/// The copies of `examples`, to be trained on beside them, each with the number of what it is a copy of.
pub fn copies(examples: &[(usize, Example)], side: Side) -> Vec<(usize, Example)> {
    let pool = Pool::new(examples, side);
    let copied = |(place, (number, example)): (usize, &(usize, Example))| {
        let made = match side {
            Side::Chinese => chinese(place, example, &pool),
            Side::English => english(place, example, &pool),
        };
        made.into_iter().map(|copy| (*number, copy)).collect::<Vec<_>>()
    };
    examples.iter().enumerate().flat_map(copied).collect()
}

fn chinese(number: usize, example: &Example, pool: &Pool) -> Vec<Example> {
    let mut made = Vec::new();
    if number.is_multiple_of(6) {
        let wide = draw(number, 1, 2) == 0;
        made.extend(relettered(example, |c| other_width(c, wide)));
    }
    if example.text.contains('·') {
        let dot = ['•', '．', '・'][draw(number, 2, 3)];
        made.extend(relettered(example, |c| if c == '·' { dot } else { c }));
    }
    if draw(number, 3, 2) == 0 {
        made.extend(with_other_persons(number, example, pool, chinese_person));
    }
    made
}

fn english(number: usize, example: &Example, pool: &Pool) -> Vec<Example> {
    let mut made = Vec::new();
    if number.is_multiple_of(5) {
        made.extend(
            capitals::headline(&example.text).map(|text| Example { text, ..example.clone() }),
        );
    }
    if number % 10 == 1 {
        let capitals = example.text.to_uppercase();
        let read = capitals::title_case(&capitals).filter(|read| same_length(read, &example.text));
        made.extend(read.map(|text| Example { text, ..example.clone() }));
    }
    if draw(number, 3, 2) == 0 {
        made.extend(with_other_persons(number, example, pool, english_person));
    }
    made
}

fn same_length(one: &str, other: &str) -> bool {
    one.chars().count() == other.chars().count()
}

/// A number below `below` that depends on the sentence's number and the purpose alone.
fn draw(number: usize, purpose: u64, below: usize) -> usize {
    let mixed = duizhao::tag::hash::mix(duizhao::tag::hash::mix(purpose, number as u64), 0x5EED);
    (mixed >> 20) as usize % below
}

/// The example with each character replaced; nothing if that changes nothing.
fn relettered(example: &Example, to: impl Fn(char) -> char) -> Option<Example> {
    let text: String = example.text.chars().map(to).collect();
    (text != example.text).then(|| Example { text, ..example.clone() })
}

/// Punctuation in the other width.
fn other_width(c: char, wide: bool) -> char {
    const NARROW: [char; 8] = [',', '.', '(', ')', ':', ';', '?', '!'];
    const WIDE: [char; 8] = ['，', '。', '（', '）', '：', '；', '？', '！'];
    let (from, to) = if wide { (NARROW, WIDE) } else { (WIDE, NARROW) };
    from.iter().position(|&f| f == c).map_or(c, |place| to[place])
}

/// Parts of names to make other persons of.
struct Pool {
    first: Vec<String>,
    last: Vec<String>,
    places: Vec<String>,
}

impl Pool {
    fn new(examples: &[(usize, Example)], side: Side) -> Self {
        let mut pool = Self { first: Vec::new(), last: Vec::new(), places: Vec::new() };
        for (_, example) in examples {
            let chars: Vec<char> = example.text.chars().collect();
            for (span, label) in &example.mentions {
                let name: String = chars[span.start..span.end].iter().collect();
                match (label, side) {
                    (Label::Per, Side::English) => {
                        if let Some((first, last)) = name.split_once(' ') {
                            pool.first.push(first.to_owned());
                            pool.last.push(last.to_owned());
                        }
                    }
                    (Label::Per, Side::Chinese)
                        if is_chinese_name(&chars[span.start..span.end]) =>
                    {
                        pool.first.push(name.chars().take(1).collect());
                        pool.last.push(name.chars().skip(1).collect());
                    }
                    (Label::Loc, Side::English) if is_word(&name) => pool.places.push(name),
                    _ => {}
                }
            }
        }
        pool
    }
}

fn is_word(name: &str) -> bool {
    let rest = name.get(1..).unwrap_or("");
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && rest.len() > 2
        && rest.chars().all(|c| c.is_ascii_lowercase())
}

/// Two or three Chinese characters, the first of them no part of a word for a title.
fn is_chinese_name(name: &[char]) -> bool {
    (2..=3).contains(&name.len()) && name.iter().all(|&c| duizhao::script::is_han(c))
}

/// The example with other names for its persons, where `person` gives some.
fn with_other_persons(
    number: usize,
    example: &Example,
    pool: &Pool,
    person: fn(usize, &[char], &Pool) -> Option<String>,
) -> Option<Example> {
    let chars: Vec<char> = example.text.chars().collect();
    let mut made = Example { text: String::new(), mentions: Vec::new(), ..example.clone() };
    let (mut at, mut length, mut changed) = (0, 0, false);
    for (place, (span, label)) in example.mentions.iter().enumerate() {
        let written = &chars[span.start..span.end];
        let new =
            (*label == Label::Per).then(|| person(number * 8 + place, written, pool)).flatten();
        changed |= new.is_some();
        let new = new.unwrap_or_else(|| written.iter().collect());
        made.text.extend(&chars[at..span.start]);
        length += span.start - at;
        let start = length;
        length += new.chars().count();
        made.text.push_str(&new);
        made.mentions.push((CharSpan::new(start, length), *label));
        at = span.end;
    }
    made.text.extend(&chars[at..]);
    made.others = example.others.iter().filter_map(|other| moved(other, example, &made)).collect();
    changed.then_some(made)
}

/// A possible mention at its place in a copy whose mentions have other lengths; nothing if it overlaps with a mention.
fn moved(other: &Possible, example: &Example, made: &Example) -> Option<Possible> {
    let (span, label, probability) = *other;
    let before =
        example.mentions.iter().take_while(|(mention, _)| mention.end <= span.start).count();
    if example.mentions.get(before).is_some_and(|(mention, _)| mention.start < span.end) {
        return None;
    }
    let end = |mentions: &[(CharSpan, Label)]| mentions[..before].last().map_or(0, |(m, _)| m.end);
    let shifted = |place: usize| place - end(&example.mentions) + end(&made.mentions);
    Some((CharSpan::new(shifted(span.start), shifted(span.end)), label, probability))
}

/// A person whose first name may be a place's (`Paris`, `Virginia`).
fn english_person(number: usize, written: &[char], pool: &Pool) -> Option<String> {
    let full = written.contains(&' ') && !pool.first.is_empty() && !pool.places.is_empty();
    full.then(|| {
        let first = match draw(number, 4, 3) {
            0 => &pool.places[draw(number, 5, pool.places.len())],
            _ => &pool.first[draw(number, 6, pool.first.len())],
        };
        format!("{first} {}", pool.last[draw(number, 7, pool.last.len())])
    })
}

fn chinese_person(number: usize, written: &[char], pool: &Pool) -> Option<String> {
    (is_chinese_name(written) && !pool.first.is_empty()).then(|| {
        let first = &pool.first[draw(number, 6, pool.first.len())];
        format!("{first}{}", pool.last[draw(number, 7, pool.last.len())])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_keep_their_mentions_at_the_names() {
        let mention = |start, end, label| (CharSpan::new(start, end), label);
        let examples: Vec<(usize, Example)> = (0..40)
            .map(|number| {
                (
                    number,
                    Example {
                        text: "Anna Bell flew to Vienna with Tom Reed.".into(),
                        mentions: vec![
                            mention(0, 9, Label::Per),
                            mention(18, 24, Label::Loc),
                            mention(30, 38, Label::Per),
                        ],
                        others: vec![(CharSpan::new(10, 14), Label::Org, 0.1)],
                        ..Example::default()
                    },
                )
            })
            .collect();
        let made = copies(&examples, Side::English);
        let made: Vec<Example> = made.into_iter().map(|(_, example)| example).collect();
        assert!(made.len() > 20);
        for example in &made {
            let chars: Vec<char> = example.text.chars().collect();
            let name = |n: usize| {
                let span = example.mentions[n].0;
                chars[span.start..span.end].iter().collect::<String>()
            };
            assert!(name(0).contains(' ') && name(2).contains(' '), "{}", example.text);
            assert_eq!(name(1), "Vienna");
            let other = example.others[0].0;
            assert_eq!(
                chars[other.start..other.end].iter().collect::<String>().to_lowercase(),
                "flew"
            );
        }
        assert!(made.iter().any(|example| example.text.starts_with("Vienna ")));
        assert!(made.iter().any(|example| example.text.contains("Flew to Vienna")));
    }
}
