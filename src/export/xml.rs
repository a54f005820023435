//! Text in XML.

use std::borrow::Cow;

/// `text` escaped for an element or an attribute.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    match replace_forbidden(text) {
        Cow::Borrowed(text) => quick_xml::escape::escape(text),
        Cow::Owned(text) => Cow::Owned(quick_xml::escape::escape(text.as_str()).into_owned()),
    }
}

/// `text` with U+FFFD for each character that XML 1.0 cannot hold: most control characters.
pub(crate) fn replace_forbidden(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    let replaced =
        text.chars().map(|c| if is_allowed(c) { c } else { char::REPLACEMENT_CHARACTER });
    Cow::Owned(replaced.collect())
}

/// The characters of XML 1.0, section 2.2.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(super::escape("a<b & \"c\"\u{1}😀"), "a&lt;b &amp; &quot;c&quot;\u{fffd}😀");
    }
}
