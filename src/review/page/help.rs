//! The help overlay with every key, and the dialogs that verbs open.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::keys::{GROUPS, VERBS, printed};
use super::words::{Interface, say, shown};
use crate::mention::Label;

/// The overlay and the dialogs; all closed.
pub fn dialogs(interface: Interface, keys: &BTreeMap<&'static str, String>) -> Markup {
    html! {
        (help(interface, keys))
        (text_dialog(interface))
        (names_dialog(interface))
        (everywhere_dialog(interface))
    }
}

fn help(interface: Interface, keys: &BTreeMap<&'static str, String>) -> Markup {
    html! {
        dialog #help aria-labelledby="help-title" {
            header {
                h2 #help-title { (shown(interface, "help.title", &[])) }
                p { (shown(interface, "help.hint", &[])) }
            }
            div.groups {
                @for group in GROUPS {
                    section {
                        h3 { (shown(interface, &format!("group.{group}"), &[])) }
                        dl {
                            @for verb in VERBS.iter().filter(|verb| verb.group == group) {
                                div data-verb-row=(verb.name) {
                                    dt { kbd { (printed(&keys[verb.name])) } }
                                    dd {
                                        (shown(interface, &format!("verb.{}", verb.name), &[]))
                                        button.change type="button" data-change=(verb.name) {
                                            (shown(interface, "help.change", &[]))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            footer {
                button type="button" #help-reset { (shown(interface, "help.reset", &[])) }
                button.primary type="button" data-close autofocus { (shown(interface, "help.close", &[])) }
            }
        }
    }
}

fn buttons(interface: Interface, action: &str) -> Markup {
    html! {
        footer {
            button type="button" data-close { (shown(interface, "verb.cancel", &[])) }
            button.primary type="submit" { (shown(interface, action, &[])) }
        }
    }
}

fn labels(interface: Interface, name: &str) -> Markup {
    html! {
        select name=(name) aria-label=(say(interface, "names.label", &[])) data-say-label="names.label" {
            @for label in Label::ALL {
                option value=(label.name()) data-say={ "label." (label.name()) } {
                    (say(interface, &format!("label.{}", label.name()), &[]))
                }
            }
        }
    }
}

/// One dialog for a note, a corrected text, a cut and a new name: a title, a text, a label.
fn text_dialog(interface: Interface) -> Markup {
    html! {
        dialog #text-dialog aria-labelledby="text-title" {
            form method="dialog" {
                h2 #text-title {}
                p.hint #text-hint {}
                textarea name="text" rows="5" spellcheck="false" aria-labelledby="text-title" {}
                div.label-choice hidden { (labels(interface, "label")) }
                (buttons(interface, "verb.save"))
            }
        }
    }
}

fn names_dialog(interface: Interface) -> Markup {
    html! {
        dialog #names-dialog aria-labelledby="names-title" {
            form method="dialog" {
                h2 #names-title { (shown(interface, "dialog.rename", &[])) }
                p.hint { (shown(interface, "dialog.rename.hint", &[])) }
                label { (shown(interface, "names.zh", &[])) input name="zh" lang="zh" autocomplete="off"; }
                label { (shown(interface, "names.en", &[])) input name="en" lang="en" autocomplete="off"; }
                label.into { (shown(interface, "names.merge", &[])) input name="into" autocomplete="off" list="entity-ids"; }
                label.scope { (shown(interface, "dialog.scope", &[])) (scope(interface)) }
                (preview(interface))
                (buttons(interface, "verb.save"))
            }
        }
    }
}

/// What a change would touch, filled in by the page.
fn preview(interface: Interface) -> Markup {
    html! {
        h3 { (shown(interface, "dialog.preview", &[])) }
        div.preview aria-live="polite" tabindex="0" role="region"
            aria-label=(say(interface, "dialog.preview", &[])) data-say-label="dialog.preview" {}
    }
}

fn scope(interface: Interface) -> Markup {
    html! {
        select name="scope" {
            option value="article" data-say="scope.article" { (say(interface, "scope.article", &[])) }
            option value="corpus" data-say="scope.corpus" { (say(interface, "scope.corpus", &[])) }
        }
    }
}

fn everywhere_dialog(interface: Interface) -> Markup {
    let what = |value: &str| {
        let key = format!("what.{value}");
        html! { option value=(value) data-say=(key) { (say(interface, &key, &[])) } }
    };
    html! {
        dialog #everywhere-dialog aria-labelledby="everywhere-title" {
            form method="dialog" {
                h2 #everywhere-title {}
                div.choices {
                    label { (shown(interface, "dialog.what", &[]))
                        select name="what" { (what("write")) (what("label")) (what("add")) (what("delete")) } }
                    label.with { (shown(interface, "dialog.with", &[])) input name="with" autocomplete="off" spellcheck="false"; }
                    label.label-field { (shown(interface, "names.label", &[])) (labels(interface, "label")) }
                    label.scope { (shown(interface, "dialog.scope", &[])) (scope(interface)) }
                }
                (preview(interface))
                (buttons(interface, "verb.apply"))
            }
        }
    }
}
