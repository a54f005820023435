//! Whether a stop ends a Chinese sentence.

use super::marks;
use super::scan::{Candidate, Kind, Scan};
use super::words::words;

/// Decide about `candidate` by the marks and words around it.
pub(super) fn ends_sentence(scan: &Scan, candidate: &Candidate) -> bool {
    let next = scan.characters[candidate.next];
    if matches!(next, '，' | '、' | '；' | '：' | ',' | ';' | ':') || is_inside(scan, candidate)
    {
        return false;
    }
    if scan.characters[candidate.stop] == '．' && candidate.next == candidate.end {
        return false;
    }
    if matches!(next, '—' | '–' | '―') {
        return dash_begins_sentence(scan, candidate);
    }
    if candidate.closes_quote {
        return !is_embedded(scan, candidate)
            && !quotation_goes_on(scan, candidate.next, candidate.kind);
    }
    candidate.kind != Kind::Ellipsis || ellipsis_ends(scan, candidate)
}

/// Whether the quotation that closes at `close`, without a stop in it, ends a sentence because a
/// new speaker is introduced right behind it: `“……证明”埃文斯：“……”`.
pub(super) fn speaker_follows(scan: &Scan, sentence: usize, close: usize) -> bool {
    /// Shortest quotation that is taken for speech, in characters.
    const SHORTEST_SPEECH: usize = 8;
    /// Longest introduction of a speaker, in characters.
    const LONGEST_SPEAKER: usize = 14;
    let Some(open) = scan.pairs.partner(close).filter(|&open| open < close) else { return false };
    let start = scan.skip_space(close + 1);
    let clause = clause_length(scan, start, LONGEST_SPEAKER);
    let colon = scan.skip_space(start + clause);
    let introduces = clause > 0
        && matches!(scan.at(colon), Some('：' | ':'))
        && matches!(scan.at(scan.skip_space(colon + 1)), Some('“' | '「' | '『' | '"'));
    introduces
        && close - open > SHORTEST_SPEECH
        && (open == sentence || scan.before(open).is_some_and(|c| !is_word(c)))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || marks::is_closing_bracket(c)
}

/// Inside a title, or inside a bracket that opened inside the sentence.
fn is_inside(scan: &Scan, candidate: &Candidate) -> bool {
    /// Longest bracket whose stops are taken for its own, in characters.
    const LONGEST_BRACKET: usize = 120;
    let Some(open) = scan.pairs.bracket_around(candidate.stop) else { return false };
    let is_title = matches!(scan.characters[open], '《' | '〈');
    let is_near = scan.pairs.partner(open).is_some_and(|close| close - open <= LONGEST_BRACKET);
    let closes_bracket = scan.pairs.partner(open).is_some_and(|close| close < candidate.end);
    let is_aside = closes_bracket && candidate.kind == Kind::Statement;
    is_near && (is_title || open > candidate.sentence && !is_aside)
}

/// Behind a stop, a dash begins a signature (`——本报记者`); behind a quoted question it goes on.
fn dash_begins_sentence(scan: &Scan, candidate: &Candidate) -> bool {
    let rest = &scan.characters[candidate.next..];
    let dashes = rest.iter().take_while(|c| matches!(c, '—' | '–' | '―' | ' ')).count();
    let start = candidate.next + dashes.min(8);
    let signs = words().chinese_signatures.iter().any(|word| scan.starts_with(start, word));
    signs || (candidate.kind == Kind::Statement && !candidate.closes_quote)
}

/// Whether the quotation is a part of the clause it stands in: `她以“下次再说。”结束了采访。` A quoted
/// statement is so behind a preposition, a question or exclamation behind any word but a verb of
/// speech.
fn is_embedded(scan: &Scan, candidate: &Candidate) -> bool {
    let Some(open) = candidate.quote.filter(|&open| open > candidate.sentence) else {
        return false;
    };
    let words = words();
    let before = scan.before(open);
    if matches!(candidate.kind, Kind::Statement | Kind::Period) {
        return before.is_some_and(|c| words.chinese_prepositions.contains(c));
    }
    before.is_some_and(is_word)
        && !words.chinese_speech_verbs.iter().any(|verb| scan.ends_with(open, verb))
}

/// Whether the words from `start` on belong to the quotation in front of them.
fn quotation_goes_on(scan: &Scan, start: usize, kind: Kind) -> bool {
    let continues = |word: &String| scan.starts_with(start, word);
    words().chinese_continuations.iter().any(continues) || is_speech_tag(scan, start, kind)
}

/// Whether the clause at `start` says who spoke: `她问`, `市长在发布会上对记者说`. Behind a statement,
/// a clause that goes on with a comma reports something new: `“……。”他补充说，……`.
fn is_speech_tag(scan: &Scan, start: usize, kind: Kind) -> bool {
    /// Longest speech tag, in characters; a gloss such as `（Eleanor Fanshawe）` counts.
    const LONGEST_TAG: usize = 45;
    let end = start + clause_length(scan, start, LONGEST_TAG);
    let words = words();
    let is_action = words.chinese_actions.iter().any(|word| scan.starts_with(start, word));
    if end == start || is_action || matches!(scan.at(end), Some('：' | ':')) {
        return false;
    }
    let is_comma = matches!(scan.at(end), Some('，' | ','));
    let opens_quote = scan.at(scan.skip_space(end + 1)).is_some_and(marks::is_quote);
    if kind == Kind::Statement && is_comma && !opens_quote {
        return false;
    }
    let stems = words.chinese_after_verb.iter().filter(|word| scan.ends_with(end, word));
    let ends = std::iter::once(end).chain(stems.map(|word| end - word.chars().count()));
    ends.filter(|&end| end > start).any(|end| ends_with_verb(scan, start, end))
        || words.chinese_asked.iter().any(|word| contains(scan, start, end, word))
}

fn ends_with_verb(scan: &Scan, start: usize, end: usize) -> bool {
    let words = words();
    let fits = |word: &&String| end - start >= word.chars().count() && scan.ends_with(end, word);
    words.chinese_speech_verbs.iter().any(|verb| fits(&verb))
        && !words.chinese_not_speech.iter().any(|word| fits(&word))
}

fn contains(scan: &Scan, start: usize, end: usize, word: &str) -> bool {
    (start..end).any(|index| scan.starts_with(index, word))
}

/// Characters from `start` to the next punctuation mark, `limit` at most.
fn clause_length(scan: &Scan, start: usize, limit: usize) -> usize {
    let is_inner = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '·' | '•' | '．' | '-' | '(' | ')' | '（' | '）')
    };
    let rest = &scan.characters[start.min(scan.characters.len())..];
    let length = rest.iter().take(limit + 1).take_while(|c| is_inner(**c)).count();
    if length > limit { 0 } else { length }
}

/// `……` ends a sentence of some length outside quotations, unless the speaker only hesitates.
fn ellipsis_ends(scan: &Scan, candidate: &Candidate) -> bool {
    /// Shortest sentence that an ellipsis may end, in characters.
    const SHORTEST_SENTENCE: usize = 4;
    let is_quoted = scan.pairs.quote_around(candidate.stop).is_some();
    let is_short = candidate.stop - candidate.sentence < SHORTEST_SENTENCE;
    let repeats = scan.before(candidate.stop) == scan.at(candidate.next);
    let breaks_off =
        scan.before(candidate.stop).is_none_or(|c| words().chinese_unfinished.contains(c));
    let in_list = scan.starts_with(candidate.next, "等");
    let in_chinese = [scan.before(candidate.stop), scan.at(candidate.next)]
        .into_iter()
        .all(|c| c.is_some_and(|c| marks::is_cjk(c) || marks::is_quote(c)));
    in_chinese && !(is_quoted || is_short || repeats || breaks_off || in_list)
}
