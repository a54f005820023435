//! Punctuation: which characters stop, open and close, and which quotes and brackets belong together.

/// What ends a sentence, if anything does.
pub(super) fn is_stop(c: char) -> bool {
    is_full_stop(c) || matches!(c, '.' | '…' | '⋯')
}

/// Stops that are not also used for something else.
pub(super) fn is_full_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '‽' | '．')
}

/// Characters of the CJK blocks and their punctuation, where no white space separates words.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

pub(super) fn is_closing_quote(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '»' | '›' | '＂' | '〞' | '﹂' | '﹄')
}

/// Any quotation mark, opening or closing.
pub(super) fn is_quote(c: char) -> bool {
    is_closing_quote(c) || matches!(c, '“' | '‘' | '「' | '『' | '«' | '‹' | '"' | '\'')
}

pub(super) fn is_closing_bracket(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '］' | '}' | '】' | '》' | '〉' | '〕' | '｝' | '〗')
}

pub(super) fn is_opening(c: char) -> bool {
    closer_of(c).is_some()
}

fn closer_of(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '«' => '»',
        '‹' => '›',
        '﹁' => '﹂',
        '﹃' => '﹄',
        '(' => ')',
        '（' => '）',
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '〔' => '〕',
        '〖' => '〗',
        '《' => '》',
        '〈' => '〉',
        '{' => '}',
        _ => return None,
    })
}

/// Whether an opening mark opens a bracket and not a quotation.
fn opens_bracket(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '［' | '【' | '〔' | '〖' | '《' | '〈' | '{')
}

/// How many openings may wait for their closing mark: bounds the work on hostile text.
const DEEPEST_NESTING: usize = 32;

/// The quotes and brackets of a paragraph, matched.
pub(super) struct Pairs {
    /// For a closing mark, the position of its opening mark, and the other way round.
    partner: Vec<Option<u32>>,
    /// The innermost matched quotation around a position.
    quote: Vec<Option<u32>>,
    /// The innermost matched bracket around a position.
    bracket: Vec<Option<u32>>,
}

impl Pairs {
    /// Match the marks of `characters`, in linear time.
    pub fn new(characters: &[char]) -> Self {
        let partner = partners(characters);
        let quote = enclosing(characters, &partner, |c| !opens_bracket(c));
        let bracket = enclosing(characters, &partner, opens_bracket);
        Self { partner, quote, bracket }
    }

    /// The other half of the mark at `index`, if it has one.
    pub fn partner(&self, index: usize) -> Option<usize> {
        self.partner[index].map(|other| other as usize)
    }

    /// Whether the mark at `index` closes a pair.
    pub fn closes(&self, index: usize) -> bool {
        self.partner(index).is_some_and(|other| other < index)
    }

    /// Where the innermost quotation around `index` opens.
    pub fn quote_around(&self, index: usize) -> Option<usize> {
        self.quote[index].map(|open| open as usize)
    }

    /// Where the innermost bracket around `index` opens.
    pub fn bracket_around(&self, index: usize) -> Option<usize> {
        self.bracket[index].map(|open| open as usize)
    }
}

fn partners(characters: &[char]) -> Vec<Option<u32>> {
    let mut partner = vec![None; characters.len()];
    let mut waiting: Vec<(usize, char)> = Vec::new();
    for (index, &c) in characters.iter().enumerate() {
        let closer = match c {
            '"' | '\'' | '＂' => straight_opens(characters, index, &waiting).then_some(c),
            _ => closer_of(c),
        };
        if let Some(closer) = closer {
            if waiting.len() == DEEPEST_NESTING {
                waiting.remove(0);
            }
            waiting.push((index, closer));
        } else if closes_something(characters, index)
            && let Some(depth) = waiting.iter().rposition(|&(_, closer)| closer == c)
        {
            partner[waiting[depth].0] = Some(index as u32);
            partner[index] = Some(waiting[depth].0 as u32);
            waiting.truncate(depth);
        }
    }
    partner
}

/// Whether the mark at `index` may close: an apostrophe inside a word does not.
fn closes_something(characters: &[char], index: usize) -> bool {
    let is_letter = |index: Option<usize>| {
        index.and_then(|i| characters.get(i)).is_some_and(|c| c.is_alphanumeric() && !is_cjk(*c))
    };
    match characters[index] {
        '\'' | '’' => !is_letter(index.checked_sub(1)) || !is_letter(Some(index + 1)),
        _ => true,
    }
}

/// Whether the straight quote at `index` opens: by the space around it, else by turns.
fn straight_opens(characters: &[char], index: usize, waiting: &[(usize, char)]) -> bool {
    let c = characters[index];
    let is_open = waiting.iter().any(|&(_, closer)| closer == c);
    let before = index.checked_sub(1).map(|i| characters[i]);
    let after = characters.get(index + 1).copied();
    let gap_before = before.is_none_or(|b| b.is_whitespace() || is_opening(b) || is_dash(b));
    let gap_after = after.is_none_or(|a| a.is_whitespace() || is_closing_bracket(a));
    if c == '\'' && !is_open {
        let joins = before.is_some_and(|b| b.is_alphanumeric() && !is_cjk(b));
        return !joins && after.is_some_and(|a| !a.is_whitespace() && !a.is_ascii_digit());
    }
    match (gap_before, gap_after) {
        (true, false) => true,
        (false, true) => false,
        _ => !is_open,
    }
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―' | '-')
}

fn enclosing(
    characters: &[char],
    partner: &[Option<u32>],
    counts: impl Fn(char) -> bool,
) -> Vec<Option<u32>> {
    let mut around = Vec::with_capacity(characters.len());
    let mut open: Vec<u32> = Vec::new();
    for (index, &other) in partner.iter().enumerate() {
        let is_closing = other.is_some_and(|other| (other as usize) < index);
        if is_closing && open.last().copied() == other {
            open.pop();
        }
        around.push(open.last().copied());
        if other.is_some() && !is_closing && counts(characters[index]) {
            open.push(index as u32);
        }
    }
    around
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs_of(text: &str) -> Vec<(usize, usize)> {
        let characters: Vec<char> = text.chars().collect();
        let pairs = Pairs::new(&characters);
        (0..characters.len())
            .filter_map(|i| pairs.partner(i).filter(|&j| j > i).map(|j| (i, j)))
            .collect()
    }

    #[test]
    fn every_quote_style_is_matched() {
        for text in ["“好”", "「好」", "『好』", "\"好\"", "'好'", "‘好’", "《好》"]
        {
            assert_eq!(pairs_of(text), [(0, 2)], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_not_quotes() {
        assert_eq!(pairs_of("the players' '90s dogs' it's"), []);
        assert_eq!(pairs_of("'It's ours,' he said"), [(0, 11)]);
    }

    #[test]
    fn straight_quotes_take_turns_without_space() {
        assert_eq!(pairs_of("\"好。\"\"那就\""), [(0, 3), (4, 7)]);
    }
}
