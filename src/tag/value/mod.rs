//! Values: dates, times, numbers, money and percentages, found by rule, with normal forms that
//! are the same in both languages.
//!
//! What a span holds: approximators are inside (`近130万`, `nearly 1.3 million`), measure words and
//! units of measure are outside (`130万` of `130万名`), signs and names of currencies and percent are
//! inside. A range is two values. 一 and *one* are articles more often than numbers and are left
//! alone, and so are ordinals (第三, *third*).

pub mod calendar;
mod chinese;
mod chinese_dates;
mod chinese_number;
mod code;
mod currency;
mod english;
mod english_dates;
mod english_number;
mod fold;
pub mod key;
mod number;
mod quantity;

pub use calendar::{Day, Period};

use std::collections::BTreeSet;

use crate::document::Side;
use crate::mention::Label;
use crate::text::CharSpan;

/// A date, time, number, amount or percentage in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Where it stands, in code points of the text.
    pub span: CharSpan,
    /// [`Label::Date`], [`Label::Time`], [`Label::Num`], [`Label::Money`] or [`Label::Percent`].
    pub label: Label,
    /// Normal form with a prefix: `date:2026-03-11`, `num:1300000`, `money:usd-5`.
    pub key: String,
}

/// The values of `text` in order, never overlapping. `anchor` is the day of publication, from
/// which 去年 and *last year* count.
pub fn find(text: &str, side: Side, anchor: Option<Day>) -> Vec<Value> {
    match side {
        Side::Chinese => chinese::find(text, anchor),
        Side::English => english::find(text, anchor),
    }
}

/// Every number that a text shows anywhere: in names, ordinals and words too, as normal forms
/// without prefix. For asking whether a number of the other side is there in some form.
pub fn numbers_in(text: &str, side: Side) -> BTreeSet<String> {
    match side {
        Side::Chinese => chinese::numbers_in(text),
        Side::English => english::numbers_in(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str, side: Side) -> Vec<String> {
        let slice =
            |span: CharSpan| -> String { text.chars().skip(span.start).take(span.len()).collect() };
        let values = find(text, side, None);
        values.iter().map(|value| format!("{} {}", slice(value.span), value.key)).collect()
    }

    fn check(side: Side, cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            assert_eq!(found(text, side), *expected, "in {text}");
        }
    }

    #[test]
    fn chinese_dates_and_times() {
        check(
            Side::Chinese,
            &[
                ("会议于2026年3月11日召开", &["2026年3月11日 date:2026-03-11"]),
                ("二〇一六年三月", &["二〇一六年三月 date:2016-03"]),
                ("去年年底被叫停", &["去年年底 date:last-year-late"]),
                ("美国东部时间下午2:05", &["美国东部时间下午2:05 time:14:05"]),
                ("晚上8点半开场", &["晚上8点半 time:20:30"]),
                ("2009年至2016年任职", &["2009年 date:2009", "2016年 date:2016"]),
                ("2009至2016年任职", &["2009 date:2009", "2016年 date:2016"]),
                ("上世纪90年代的厂房", &["上世纪90年代 date:1990s"]),
                ("2025年第三季度营收", &["2025年第三季度 date:2025-q3"]),
                ("本周三和星期五", &["本周三 date:wednesday", "星期五 date:friday"]),
                ("8月3日至5日", &["8月3日 date:--08-03", "5日 date:--08-05"]),
                ("记者11日获悉", &["11日 date:---11"]),
                ("21世纪初", &["21世纪初 date:c21-early"]),
                ("20世纪90年代末", &["20世纪90年代末 date:1990s-late"]),
                ("2025年前三季度", &["2025年前三季度 date:2025-q1-q3"]),
                ("2018-19赛季", &["2018 date:2018", "19 date:2019"]),
                ("周五晚8点", &["周五 date:friday", "晚8点 time:20:00"]),
                ("夜里两点，夜里11点", &["夜里两点 time:02:00", "夜里11点 time:23:00"]),
                ("用了三个月", &["三 num:3"]),
                ("20年前的雅典", &["20年前 date:20-years-ago"]),
                ("早在公元前4000年", &["公元前4000年 date:-4000"]),
                ("今起生效", &["今 date:today"]),
                ("两周一次的例会", &["两 num:2"]),
            ],
        );
    }

    #[test]
    fn chinese_numbers_and_amounts() {
        check(
            Side::Chinese,
            &[
                ("近130万名移民", &["近130万 num:1300000"]),
                ("約4.7萬名納稅人", &["約4.7萬 num:47000"]),
                ("三位消息人士", &["三 num:3"]),
                ("一名法官", &[]),
                ("三星电子在四川", &[]),
                ("花费3亿5000万元", &["3亿5000万元 money:cny-350000000"]),
                ("人民币500元", &["人民币500元 money:cny-500"]),
                ("逾20亿美元", &["逾20亿美元 money:usd-2000000000"]),
                ("增长5.5%", &["5.5% percent:5.5"]),
                ("下降了0.3个百分点", &["0.3个百分点 percent:0.3-points"]),
                ("三分之一的居民", &["三分之一 num:1/3"]),
                ("百分之三十", &["百分之三十 percent:30"]),
                ("需要二到四周", &["二 num:2", "四 num:4"]),
                ("敲三下。三下乡活动", &["三 num:3"]),
                ("近百年的历史", &["近百 num:100"]),
                ("PlayStation 5上有七人榄球", &[]),
                ("电话：027-5550-0142或13800138000", &[]),
                ("三成受访者", &["三成 percent:30"]),
                ("打八折", &["八折 percent:20"]),
                ("打七五折，打8.5折", &["七五折 percent:25", "8.5折 percent:15"]),
                ("下降两成半", &["两成半 percent:25"]),
                ("罚款新台币30万元", &["新台币30万元 money:twd-300000"]),
                ("3至5%", &["3 percent:3", "5% percent:5"]),
                ("10万-20万元", &["10万 money:cny-100000", "20万元 money:cny-200000"]),
                ("3至5万人", &["3 num:30000", "5万 num:50000"]),
                ("数百万美国人", &["数百万 num:millions"]),
                ("第三次会议", &[]),
                ("5G和COVID-19与G20", &[]),
                ("上涨100日元", &["100日元 money:jpy-100"]),
            ],
        );
    }

    #[test]
    fn english_dates_and_times() {
        check(
            Side::English,
            &[
                (
                    "PUBLISHED Mar 11, 2026, 2:05 PM ET",
                    &["Mar 11, 2026 date:2026-03-11", "2:05 PM ET time:14:05"],
                ),
                ("on 11 March 2026 in Paris", &["11 March 2026 date:2026-03-11"]),
                ("blocked it late last year, ruling", &["late last year date:last-year-late"]),
                ("from 2009 to 2016.", &["2009 date:2009", "2016 date:2016"]),
                ("in the early 1990s", &["early 1990s date:1990s-early"]),
                ("the third quarter of 2025", &["third quarter of 2025 date:2025-q3"]),
                ("on Wednesday", &["Wednesday date:wednesday"]),
                ("May said in May", &["May date:--05"]),
                ("the 21st century", &["21st century date:c21"]),
                ("at 8 p.m. local time", &["8 p.m. local time time:20:00"]),
                ("2000 people came in 2000", &["2000 num:2000", "2000 date:2000"]),
                ("March 3-5", &["March 3 date:--03-03", "5 date:--03-05"]),
                ("Twenty years ago in Athens", &["Twenty years ago date:20-years-ago"]),
                ("as early as 4000 B.C., in AD 79", &["4000 B.C. date:-4000", "AD 79 date:79"]),
                ("by the end of the year", &["end of the year date:this-year-late"]),
                (
                    "the summer of 2021, spring 2019",
                    &["summer of 2021 date:2021-summer", "spring 2019 date:2019-spring"],
                ),
                ("in fiscal 2025", &["fiscal 2025 date:2025"]),
                (
                    "the first three quarters of 2025",
                    &["first three quarters of 2025 date:2025-q1-q3"],
                ),
            ],
        );
    }

    #[test]
    fn english_numbers_and_amounts() {
        check(
            Side::English,
            &[
                ("nearly 1.3 million suspected", &["nearly 1.3 million num:1300000"]),
                ("for about 47,000 taxpayers", &["about 47,000 num:47000"]),
                ("three sources", &["three num:3"]),
                ("one of those", &[]),
                ("US$5 or $1.2bn", &["US$5 money:usd-5", "$1.2bn money:usd-1200000000"]),
                ("20 million yuan", &["20 million yuan money:cny-20000000"]),
                (
                    "5.5 percent, 3 percentage points",
                    &["5.5 percent percent:5.5", "3 percentage points percent:3-points"],
                ),
                ("one-third of them", &["one-third num:1/3"]),
                (
                    "cut deaths by a third in May, by a third party",
                    &["a third num:1/3", "May date:--05"],
                ),
                ("magnitude 6.5 or more", &["6.5 or more num:6.5"]),
                ("44 countries and one territory", &["44 num:44", "one num:1"]),
                ("Rs. 100 or Rs 2,500", &["Rs. 100 money:inr-100", "Rs 2,500 money:inr-2500"]),
                ("call +86 10 5550 0142 or 800-555-0142", &[]),
                ("a Long March 5 rocket", &[]),
                ("$3-5 million", &["$3 money:usd-3000000", "5 million num:5000000"]),
                ("the third time, the second", &[]),
                ("COVID-19 and 5G at the G20", &[]),
                ("a 35-year-old man", &["35 num:35"]),
                (
                    "one in five homes, four out of five, one in 2 million",
                    &["one in five num:1/5", "four out of five num:4/5", "2 million num:2000000"],
                ),
                (
                    "Hundreds of millions of dollars",
                    &["Hundreds of millions of dollars money:usd-hundreds-of-millions"],
                ),
                (
                    "hundreds of thousands of people",
                    &["hundreds of thousands num:hundreds-of-thousands"],
                ),
            ],
        );
    }

    #[test]
    fn an_anchor_makes_relative_dates_absolute() {
        let anchor = Day::parse("20260311");
        assert_eq!(find("去年", Side::Chinese, anchor)[0].key, "date:2025");
        assert_eq!(find("last month", Side::English, anchor)[0].key, "date:2026-02");
        assert_eq!(find("last December", Side::English, anchor)[0].key, "date:2025-12");
    }

    proptest! {
        #[test]
        fn values_are_valid_spans_in_order(text in "\\PC{0,60}|[0-9一二十百千万亿年月日点分第周%.,:$/ -]{0,40}|[0-9a-z ,.:$%/-]{0,40}") {
            let length = text.chars().count();
            for side in Side::BOTH {
                let mut end = 0;
                for value in find(&text, side, Day::parse("20260311")) {
                    prop_assert!(value.span.start >= end && value.span.end <= length);
                    prop_assert!(!value.span.is_empty() && value.label.is_value());
                    prop_assert!(value.key.contains(':'));
                    end = value.span.end;
                }
            }
        }
    }
}
