//! The characters of a text as the rules want them: as many, at the same places, in Simplified
//! characters and half width, with one form of apostrophe, space and zero.

use crate::script;

/// The folded characters of `text`, one for one.
pub fn chars(text: &str) -> Vec<char> {
    script::fold(text).chars().map(one_form).collect()
}

fn one_form(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        '’' => '\'',
        '〇' | '○' => '零',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn folding_keeps_the_count() {
        let text = "１３０萬，二〇二六年😀";
        let folded = super::chars(text);
        assert_eq!(folded.len(), text.chars().count());
        assert_eq!(folded.into_iter().collect::<String>(), "130万,二零二六年😀");
    }
}
