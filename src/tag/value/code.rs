//! Digits that count nothing: telephone numbers, long identifiers, web and mail addresses.

/// Digits of telephone numbers, country and area code among them.
const TELEPHONE: std::ops::RangeInclusive<usize> = 7..=15;

/// Fewest digits in a row, without commas, that are an identifier: nobody writes ten billion so.
const IDENTIFIER: usize = 11;

/// Longest code, and most groups of a telephone number: bounds the work on hostile text.
const LONGEST: usize = 200;
const MOST_GROUPS: usize = 8;

/// The end of the code that starts at `at`, if one does.
pub fn code_at(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|i| chars[i]);
    if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    address(chars, at).or_else(|| telephone(chars, at)).or_else(|| identifier(chars, at))
}

fn run(chars: &[char], at: usize, accepts: impl Fn(char) -> bool) -> usize {
    let rest = &chars[at.min(chars.len())..];
    at + rest.iter().take(LONGEST).take_while(|c| accepts(**c)).count()
}

/// `https://…`, `www.…`, `name@host`.
fn address(chars: &[char], at: usize) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '(' | ')' | ',');
    let end = run(chars, at, is_part);
    let text: String = chars[at..end].iter().collect::<String>().to_lowercase();
    let is_web = ["http://", "https://", "www."].into_iter().any(|head| text.starts_with(head));
    let is_mail = || {
        text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && host.starts_with(|c: char| c.is_alphanumeric())
        })
    };
    if !is_web && !is_mail() {
        return None;
    }
    let marks = text.chars().rev().take_while(|c| matches!(c, '.' | ';' | ':' | '!' | '?')).count();
    Some(end - marks)
}

/// `+86 10 5550 0142`, `(010) 5550-0142`, `027-5550-0142`: groups of digits that begin with a plus sign or
/// a zero, or three of them with hyphens of which one is long; a date is none.
fn telephone(chars: &[char], at: usize) -> Option<usize> {
    let is_open = matches!(chars.get(at), Some('(' | '（'));
    let mut at_group = at + usize::from(matches!(chars.get(at), Some('+' | '(' | '（')));
    let mut groups: Vec<String> = Vec::new();
    let mut hyphens = 0;
    let mut end = at;
    while groups.len() < MOST_GROUPS {
        let group_end = run(chars, at_group, |c| c.is_ascii_digit());
        if group_end == at_group {
            break;
        }
        groups.push(chars[at_group..group_end].iter().collect());
        end = group_end;
        let closes = is_open && groups.len() == 1 && matches!(chars.get(end), Some(')' | '）'));
        let joint = end + usize::from(closes);
        let next = joint + usize::from(matches!(chars.get(joint), Some('-' | ' ' | '‑')));
        if next == end {
            break;
        }
        hyphens += usize::from(matches!(chars.get(joint), Some('-' | '‑')));
        at_group = next;
    }
    let digits: usize = groups.iter().map(String::len).sum();
    let is_led =
        matches!(chars.get(at), Some('+')) || groups.first().is_some_and(|g| g.starts_with('0'));
    let is_joined =
        hyphens >= 2 && hyphens + 1 == groups.len() && groups.iter().any(|g| g.len() >= 4);
    let is_date = groups.first().is_some_and(|year| year.len() == 4 && !year.starts_with('0'))
        && groups.get(1).is_some_and(|month| month.len() <= 2);
    let goes_on = chars.get(end).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '%');
    let is_code = groups.len() >= 2
        && TELEPHONE.contains(&digits)
        && (is_led || is_joined)
        && !is_date
        && !goes_on;
    is_code.then_some(end)
}

fn identifier(chars: &[char], at: usize) -> Option<usize> {
    let end = run(chars, at, |c| c.is_ascii_digit());
    let is_plain = !matches!(chars.get(end), Some(',' | '.'))
        || !chars.get(end + 1).is_some_and(char::is_ascii_digit);
    (end - at >= IDENTIFIER && is_plain).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        let chars: Vec<char> = text.chars().collect();
        code_at(&chars, 0).map(|end| chars[..end].iter().collect())
    }

    #[test]
    fn codes_are_whole() {
        for (text, expected) in [
            ("027-5550-0142。", "027-5550-0142"),
            ("+86 10 5550 0142 ext", "+86 10 5550 0142"),
            ("(010) 5550-0142", "(010) 5550-0142"),
            ("800-555-0142 now", "800-555-0142"),
            ("13800138000，", "13800138000"),
            ("www.example.org/2024/08.", "www.example.org/2024/08"),
            ("desk2@example.com,", "desk2@example.com"),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn numbers_and_dates_are_no_codes() {
        for text in [
            "2009-2016",
            "2024-08-11",
            "21-19-21-15",
            "6-4, 7-5",
            "1,300,000",
            "0.5",
            "3 000 000",
            "100-2000",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
