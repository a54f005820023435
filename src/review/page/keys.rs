//! The verbs and their keys: what is shown on the screen, in the help, and sent to the page.

use std::collections::BTreeMap;

/// A verb of the article page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// Its name in the page's code, and after `verb.` in the words.
    pub name: &'static str,
    /// Its built-in key: modifiers, plus sign, the value of `KeyboardEvent.key`.
    pub key: &'static str,
    /// The group of the help that it stands in.
    pub group: &'static str,
    /// Whether the bar at the bottom of the article shows it.
    pub on_bar: bool,
}

const fn verb(group: &'static str, name: &'static str, key: &'static str, on_bar: bool) -> Verb {
    Verb { name, key, group, on_bar }
}

/// All verbs, in the order of the help.
pub const VERBS: &[Verb] = &[
    verb("move", "next_row", "ArrowDown", false),
    verb("move", "previous_row", "ArrowUp", false),
    verb("move", "left", "ArrowLeft", false),
    verb("move", "right", "ArrowRight", false),
    verb("move", "next_sentence", "]", false),
    verb("move", "previous_sentence", "[", false),
    verb("move", "next_doubtful", "d", true),
    verb("move", "previous_doubtful", "Shift+D", false),
    verb("move", "next_flag", "g", true),
    verb("move", "previous_flag", "Shift+G", false),
    verb("move", "next_irregular", "o", true),
    verb("move", "previous_irregular", "Shift+O", false),
    verb("move", "next_open", "n", true),
    verb("move", "previous_open", "Shift+N", false),
    verb("move", "search", "/", true),
    verb("move", "next_match", "F3", false),
    verb("move", "previous_match", "Shift+F3", false),
    verb("row", "confirm", "Enter", true),
    verb("row", "confirm_to", "Shift+Enter", true),
    verb("row", "reject", "x", true),
    verb("row", "reopen", "Backspace", false),
    verb("row", "merge_down", "m", true),
    verb("row", "merge_up", "Shift+M", true),
    verb("row", "swap", "w", true),
    verb("row", "swap_up", "Shift+W", false),
    verb("row", "unlink", "u", true),
    verb("row", "mark", "f", true),
    verb("row", "comment", "t", true),
    verb("row", "correct", "e", true),
    verb("sentence", "split", "s", true),
    verb("sentence", "move_up", "Alt+ArrowUp", true),
    verb("sentence", "move_down", "Alt+ArrowDown", true),
    verb("sentence", "pick", "p", true),
    verb("sentence", "link", "l", true),
    verb("sentence", "clear", "Escape", false),
    verb("sentence", "cut", "c", true),
    verb("sentence", "join", "Shift+C", true),
    verb("name", "next_name", ".", true),
    verb("name", "previous_name", ",", false),
    verb("name", "add_name", "a", true),
    verb("name", "delete_name", "Delete", true),
    verb("name", "grow_end", "Shift+ArrowRight", false),
    verb("name", "shrink_end", "Shift+ArrowLeft", false),
    verb("name", "grow_start", "Alt+Shift+ArrowLeft", false),
    verb("name", "shrink_start", "Alt+Shift+ArrowRight", false),
    verb("name", "link_name", "v", true),
    verb("name", "rename", "b", true),
    verb("name", "everywhere", "Shift+A", true),
    verb("label", "label_per", "1", false),
    verb("label", "label_org", "2", false),
    verb("label", "label_loc", "3", false),
    verb("label", "label_date", "4", false),
    verb("label", "label_time", "5", false),
    verb("label", "label_num", "6", false),
    verb("label", "label_money", "7", false),
    verb("label", "label_percent", "8", false),
    verb("label", "label_work", "9", false),
    verb("label", "label_misc", "0", false),
    verb("other", "realign", "r", true),
    verb("other", "undo", "z", true),
    verb("other", "redo", "y", true),
    verb("other", "language", "i", false),
    verb("other", "help", "?", true),
];

/// The groups of the help, in order.
pub const GROUPS: [&str; 6] = ["move", "row", "sentence", "name", "label", "other"];

/// Keys by verb: the built-in ones with a reviewer's own in their place.
///
/// `own` is the JSON of the setting, verb → key; unknown verbs in it are ignored.
pub fn keys(own: Option<&str>) -> BTreeMap<&'static str, String> {
    let own: BTreeMap<String, String> =
        own.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let key = |verb: &Verb| own.get(verb.name).cloned().unwrap_or_else(|| verb.key.to_owned());
    VERBS.iter().map(|verb| (verb.name, key(verb))).collect()
}

/// A key as it is printed on a keyboard.
pub fn printed(key: &str) -> String {
    let part = |part: &str| match part {
        "ArrowUp" => "↑".to_owned(),
        "ArrowDown" => "↓".to_owned(),
        "ArrowLeft" => "←".to_owned(),
        "ArrowRight" => "→".to_owned(),
        "Enter" => "⏎".to_owned(),
        "Backspace" => "⌫".to_owned(),
        "Escape" => "Esc".to_owned(),
        "Delete" => "Del".to_owned(),
        "Shift" => "⇧".to_owned(),
        " " => "␣".to_owned(),
        other if other.chars().count() == 1 => other.to_uppercase(),
        other => other.to_owned(),
    };
    key.split('+').map(part).collect::<Vec<_>>().join("")
}

#[cfg(test)]
mod tests {
    use super::super::words::{Interface, say};
    use super::*;

    #[test]
    fn every_verb_has_its_own_key_and_words() {
        let mut taken = BTreeMap::new();
        for verb in VERBS {
            assert_eq!(taken.insert(verb.key, verb.name), None, "{} is taken twice", verb.key);
            let words = format!("verb.{}", verb.name);
            assert_ne!(say(Interface::Chinese, &words, &[]), words);
            let short = format!("bar.{}", verb.name);
            assert!(!verb.on_bar || say(Interface::Chinese, &short, &[]) != short, "{short}");
            assert!(GROUPS.contains(&verb.group));
        }
    }

    #[test]
    fn own_keys_take_the_place_of_the_built_in_ones() {
        let keys = keys(Some(r#"{"confirm":"Ctrl+Enter","nothing":"q"}"#));
        assert_eq!(keys["confirm"], "Ctrl+Enter");
        assert_eq!(keys["undo"], "z");
        assert_eq!(printed("Alt+Shift+ArrowLeft"), "Alt⇧←");
    }
}
