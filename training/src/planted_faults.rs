//! Faults put into good translations: does the right flag see them?
//!
//! Every pair gets each fault that it has room for, one at a time. A fault counts as seen if its flag is among
//! the pair's flags; how often the flag speaks on the same pairs without a fault stands beside it.

use std::collections::BTreeMap;

use duizhao::check;
use duizhao::mention::{Label, Mention};

use crate::evaluate_flags::{flag_name, named};

/// Counts of one kind of fault.
#[derive(Default)]
struct Seen {
    planted: usize,
    seen: usize,
    /// Any flag at all that the clean pair did not have.
    any: usize,
    false_alarms: usize,
}

/// A fault: its kind, the flag that should see it, and the pairs with it.
struct Fault {
    kind: &'static str,
    flag: &'static str,
    pairs: Vec<(String, String)>,
}

/// Print recall and false alarms by kind of fault.
pub fn run(text: &str, every: usize, show: &str) -> anyhow::Result<()> {
    let mut counts: BTreeMap<(&str, &str), Seen> = BTreeMap::new();
    let mut others: Vec<(Label, String)> = Vec::new();
    for line in text.lines().step_by(every) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, _, zh, en, ..] = fields[..] else { continue };
        let clean = flags(&[(zh.to_owned(), en.to_owned())]);
        for fault in faults(zh, en, &mut others) {
            let found = flags(&fault.pairs);
            let count = counts.entry((fault.kind, fault.flag)).or_default();
            let seen = found.iter().any(|flag| flag == fault.flag);
            count.planted += 1;
            count.seen += usize::from(seen);
            count.any += usize::from(found.iter().any(|flag| !clean.contains(flag)));
            count.false_alarms += usize::from(clean.iter().any(|flag| flag == fault.flag));
            if !seen && show == fault.kind {
                fault.pairs.iter().for_each(|(zh, en)| println!("{zh}\n{en}"));
                println!();
            }
        }
    }
    for ((kind, flag), count) in counts {
        let share = |part: usize| 100.0 * part as f64 / count.planted.max(1) as f64;
        println!(
            "{kind:20} {flag:18} planted {:5}  seen {:5.1} %  any flag {:5.1} %  false alarms {:.2} %",
            count.planted,
            share(count.seen),
            share(count.any),
            share(count.false_alarms)
        );
    }
    Ok(())
}

fn flags(pairs: &[(String, String)]) -> Vec<String> {
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(zh, en)| (zh.as_str(), en.as_str())).collect();
    let (article, alignment, naming) = named(&pairs);
    check::flags(&article, &alignment, &naming).concat().into_iter().map(flag_name).collect()
}

/// The faults that a pair has room for. `others` are names of earlier pairs, for swapping.
fn faults(zh: &str, en: &str, others: &mut Vec<(Label, String)>) -> Vec<Fault> {
    let (_, _, naming) = named(&[(zh, en)]);
    let mut faults = Vec::new();
    let one = |zh: String, en: &str| vec![(zh, en.to_owned())];
    for link in &naming.links {
        let (z, e) = (&naming.zh[link.zh], &naming.en[link.en]);
        let (name, english) = (slice(zh, z), slice(en, e));
        let first = |kind: &str| !faults.iter().any(|fault: &Fault| fault.kind == kind);
        match z.label {
            Label::Num | Label::Money | Label::Percent if first("number changed") => {
                if let Some(changed) = change_digit(&name) {
                    let pairs = one(replaced(zh, z, &changed), en);
                    faults.push(Fault { kind: "number changed", flag: "number_mismatch", pairs });
                }
            }
            Label::Date if first("date changed") => {
                if let Some(changed) = change_digit(&name).or_else(|| change_weekday(&name)) {
                    let pairs = one(replaced(zh, z, &changed), en);
                    faults.push(Fault { kind: "date changed", flag: "date_mismatch", pairs });
                }
            }
            Label::Per if name.contains('·') && english.contains(' ') => {
                if zh.matches(&*name).count() == 1 && first("person dropped") {
                    let pairs = one(replaced(zh, z, "他"), en);
                    faults.push(Fault { kind: "person dropped", flag: "name_missing", pairs });
                    let swap = others.iter().rev().find(|(label, other)| {
                        *label == Label::Per && *other != name && other.contains('·')
                    });
                    if let Some((_, other)) = swap {
                        let pairs = one(replaced(zh, z, other), en);
                        faults.push(Fault { kind: "person swapped", flag: "name_missing", pairs });
                    }
                    let mut pairs = one(zh.to_owned(), en);
                    pairs.push((replaced(zh, z, &respelled(&name)), en.to_owned()));
                    faults.push(Fault {
                        kind: "person respelled",
                        flag: "name_inconsistent",
                        pairs,
                    });
                }
                others.push((Label::Per, name));
            }
            _ => {}
        }
    }
    faults.extend(bare_faults(zh, en));
    faults
}

/// Faults that need no names.
fn bare_faults(zh: &str, en: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |kind: &'static str, flag: &'static str, zh: String| {
        faults.push(Fault { kind, flag, pairs: vec![(zh, en.to_owned())] });
    };
    add("untranslated", "untranslated", en.to_owned());
    if zh.matches('“').count() == 1 && zh.matches('”').count() == 1 {
        add("quote not closed", "unbalanced_quote", zh.replace('”', ""));
    }
    for close in [')', '）', '》'] {
        if zh.matches(close).count() == 1 {
            add("bracket not closed", "unbalanced_quote", zh.replace(close, ""));
        }
    }
    // Half of the text or more.
    let characters: Vec<char> = zh.chars().collect();
    let comma = (0..characters.len() / 2).rev().find(|&i| characters[i] == '，');
    if let Some(comma) = comma.filter(|_| characters.len() >= 30) {
        let cut: String = characters[..comma].iter().chain(['。'].iter()).collect();
        add("half left out", "possible_omission", cut);
    }
    faults
}

fn slice(text: &str, mention: &Mention) -> String {
    text.chars().skip(mention.span.start).take(mention.span.len()).collect()
}

fn replaced(text: &str, mention: &Mention, by: &str) -> String {
    let front = text.chars().take(mention.span.start);
    front.chain(by.chars()).chain(text.chars().skip(mention.span.end)).collect()
}

/// The first digit made another one.
fn change_digit(name: &str) -> Option<String> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let digit = name[at..].chars().next()?.to_digit(10)?;
    let other = char::from_digit(if digit == 1 { 2 } else { digit.max(2) - 1 }, 10)?;
    Some(format!("{}{other}{}", &name[..at], &name[at + 1..]))
}

fn change_weekday(name: &str) -> Option<String> {
    let days = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    let at = days.iter().position(|day| name == *day)?;
    Some(days[(at + 3) % 7].to_owned())
}

/// The last character of the name that has another one of the same sound, respelled.
fn respelled(name: &str) -> String {
    const SAME: &[(char, char)] = &[
        ('尔', '耳'),
        ('斯', '思'),
        ('特', '忒'),
        ('德', '得'),
        ('克', '柯'),
        ('森', '逊'),
        ('顿', '敦'),
        ('利', '里'),
        ('莱', '来'),
        ('曼', '门'),
        ('姆', '母'),
        ('拉', '腊'),
        ('兰', '岚'),
        ('蒂', '迪'),
        ('维', '韦'),
        ('尼', '妮'),
        ('里', '利'),
        ('恩', '因'),
    ];
    let mut characters: Vec<char> = name.chars().collect();
    for c in characters.iter_mut().rev() {
        if let Some((_, other)) = SAME.iter().find(|(own, _)| own == c) {
            *c = *other;
            break;
        }
    }
    characters.into_iter().collect()
}
