//! Values in Chinese text: one pass from left to right.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::Value;
use super::calendar::{Day, Period};
use super::chinese_dates::{self, date_at, range_sign, stands, time_at};
use super::chinese_number::{self, Form, Numeral};
use super::code::code_at;
use super::currency;
use super::fold;
use super::number::Decimal;
use super::quantity::{self, Worth};
use crate::mention::Label;
use crate::text::CharSpan;

/// Words that say a number is not exact; inside the span. Longest first.
const APPROXIMATORS: &[&str] = &[
    "差不多",
    "大约",
    "大概",
    "将近",
    "接近",
    "超过",
    "至少",
    "最多",
    "多达",
    "高达",
    "不到",
    "不足",
    "最高",
    "快",
    "近",
    "约",
    "逾",
    "超",
];

/// Measure words that make a single Chinese numeral a number: 三名, not 三星.
const MEASURES: &[&str] = &[
    "个", "名", "位", "人", "项", "次", "家", "岁", "年", "天", "周", "小时", "分钟", "秒", "倍",
    "条", "只", "张", "座", "所", "艘", "架", "辆", "枚", "支", "份", "起", "场", "届", "种", "类",
    "轮", "批", "件", "块", "片", "台", "部", "册", "篇", "幅", "栋", "户", "头", "匹", "代", "期",
    "米", "公里", "英里", "千米", "公斤", "吨", "克", "升", "亩", "公顷", "平方", "立方", "海里",
    "英尺", "英寸", "成员", "大", "所", "颗", "间", "层", "分", "颗", "根", "枝", "袋", "盒", "瓶",
    "杯", "套", "款", "笔", "步", "遍", "声", "句", "首", "集", "季", "队", "公尺", "公分", "公克",
    "公里", "厘米", "毫米", "毫升", "盘", "局", "趟", "番", "碗", "粒", "棵", "株", "朵", "尊",
    "扇", "双", "对", "副", "则", "宗", "桩", "封", "枪", "课", "门", "例", "针", "剂", "棒", "拳",
    "晚",
];

/// Units in Latin letters that may follow digits at once.
const LATIN_UNITS: &[&str] = &[
    "km", "m", "cm", "mm", "kg", "g", "mg", "t", "l", "ml", "gb", "mb", "tb", "kb", "mph", "kwh",
    "kw", "mw", "gw", "hz", "mhz", "ghz", "w", "v", "am", "pm", "ft", "lb", "oz", "h", "s",
];

/// The characters that a value or a code may begin with: most characters of a text do not, and no rule need look at them.
static OPENERS: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    let ascii = (0..=127u8).map(char::from);
    let words = APPROXIMATORS.iter().copied().chain(["第", "半", "（"]);
    let words = words.chain(chinese_dates::heads()).chain(currency::signs());
    let heads = words.filter_map(|word| word.chars().next());
    ascii.chain(heads).chain(chinese_number::heads()).collect()
});

/// The values of a Chinese text.
pub fn find(text: &str, anchor: Option<Day>) -> Vec<Value> {
    Scanner { chars: fold::chars(text), anchor, values: Vec::new(), last_date: None }.run()
}

/// Every number that stands anywhere in a Chinese text.
pub fn numbers_in(text: &str) -> BTreeSet<String> {
    let chars = fold::chars(text);
    let mut numbers: BTreeSet<String> = (0..chars.len())
        .filter_map(|at| chinese_number::parse(&chars, at))
        .map(|n| n.text())
        .collect();
    for (i, c) in chars.iter().enumerate() {
        match c {
            '双' | '俩' => drop(numbers.insert("2".to_owned())),
            '仨' => drop(numbers.insert("3".to_owned())),
            '半' => numbers.extend(["0.5", "1/2", "30", "50"].map(str::to_owned)),
            // 二三十: each digit by itself.
            _ => numbers.extend(chinese_number::digit(*c).map(|d| d.to_string())),
        }
        // 季 and 刻 are quarters.
        if matches!(c, '季' | '刻') && i > 0 {
            numbers.insert("15".to_owned());
        }
    }
    numbers
}

type Quantity = quantity::Quantity<Numeral>;

struct Scanner {
    chars: Vec<char>,
    anchor: Option<Day>,
    values: Vec<Value>,
    /// The last date as the text says it, and where it ends.
    last_date: Option<(Period, usize)>,
}

impl Scanner {
    fn run(mut self) -> Vec<Value> {
        let mut at = 0;
        while at < self.chars.len() {
            if !OPENERS.contains(&self.chars[at]) {
                at += 1;
                continue;
            }
            at = code_at(&self.chars, at)
                .or_else(|| self.date(at))
                .or_else(|| self.time(at))
                .or_else(|| self.amount(at))
                .unwrap_or_else(|| self.skip(at));
        }
        self.values
    }

    /// Past one character, or past a whole word of Latin letters and digits or a Chinese numeral.
    fn skip(&self, at: usize) -> usize {
        let latin = |i: usize| self.chars.get(i).is_some_and(char::is_ascii_alphanumeric);
        if latin(at) {
            let mut end = at;
            while latin(end)
                || (self.chars.get(end) == Some(&'-') && latin(end + 1) && self.joined(end))
            {
                end += 1;
            }
            return end;
        }
        let numeral = |i: usize| self.chars.get(i).is_some_and(|&c| chinese_number::is_numeral(c));
        if numeral(at) { (at..).find(|&i| !numeral(i)).unwrap_or(at + 1) } else { at + 1 }
    }

    /// A hyphen after a Latin letter joins a name: COVID-19.
    fn joined(&self, hyphen: usize) -> bool {
        hyphen > 0 && self.chars[hyphen - 1].is_ascii_alphabetic()
    }

    fn push(&mut self, start: usize, end: usize, label: Label, key: String) {
        self.values.push(Value { span: CharSpan::new(start, end), label, key });
    }

    /// Whether a number may begin here: not inside a Latin word or after a point or slash of one.
    fn may_begin(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|i| self.chars[i]) else { return true };
        if !self.chars[at].is_ascii_digit() {
            return !chinese_number::is_numeral(before) && before != '几';
        }
        let joined = matches!(before, '-' | '/' | '.' | '_' | '#')
            && at >= 2
            && self.chars[at - 2].is_ascii_alphabetic();
        !before.is_ascii_alphanumeric() && !joined
    }

    fn date(&mut self, at: usize) -> Option<usize> {
        if !self.may_begin(at) {
            return None;
        }
        let near = self
            .last_date
            .filter(|(_, end)| *end == at || (at > 0 && at - 1 == *end && self.joins_dates(*end)));
        let (period, end) = date_at(&self.chars, at, near.map(|(date, _)| date))?;
        if !period.is_valid() {
            return None;
        }
        self.last_date = Some((period, end));
        self.push(at, end, Label::Date, period.resolved(self.anchor).key());
        Some(end)
    }

    fn joins_dates(&self, at: usize) -> bool {
        range_sign(&self.chars, at).is_some()
            || matches!(self.chars.get(at), Some('、' | '和' | '与' | '及'))
    }

    fn time(&mut self, at: usize) -> Option<usize> {
        // 周五晚8点: the numeral before is the day's.
        let after_date = self.last_date.is_some_and(|(_, end)| end == at);
        if !after_date && !self.may_begin(at) {
            return None;
        }
        let (hour, minute, end) = time_at(&self.chars, at, after_date)?;
        self.push(at, end, Label::Time, format!("time:{hour:02}:{minute:02}"));
        Some(end)
    }

    fn amount(&mut self, at: usize) -> Option<usize> {
        let led = APPROXIMATORS.iter().find(|word| stands(&self.chars, at, word));
        let start = at + led.map_or(0, |word| word.chars().count());
        let start =
            if led.is_some() && self.chars.get(start) == Some(&' ') { start + 1 } else { start };
        if start >= self.chars.len() || (led.is_none() && !self.may_begin(at)) {
            return None;
        }
        let other = self.ordinal(at).or_else(|| self.fraction(at, start));
        if let Some(end) = other.or_else(|| self.bare_unit(at, start)) {
            return Some(end);
        }
        let quantity = self.quantity(start)?;
        // 近三年 is the last three years.
        let recent = self.chars[at] == '近'
            && quantity.label == Label::Num
            && quantity.numeral.value < Decimal::whole(100)
            && ["年", "天", "个月", "周", "日"]
                .iter()
                .any(|unit| stands(&self.chars, quantity.end, unit));
        let begin = if recent { start } else { at };
        let hedge = ["以上", "以下", "左右", "上下"]
            .iter()
            .find(|word| stands(&self.chars, quantity.end, word))
            .map_or(0, |word| word.chars().count());
        let end = quantity.end + hedge;
        self.push(begin, end, quantity.label, quantity.key());
        Some(end)
    }

    /// 逾千人: a unit alone behind a word that says it is a number.
    fn bare_unit(&mut self, at: usize, start: usize) -> Option<usize> {
        let value = match self.chars[start] {
            '百' => "100",
            '千' => "1000",
            '万' => "10000",
            '亿' => "100000000",
            _ => return None,
        };
        let led = at < start && matches!(self.chars[at], '逾' | '近' | '超');
        let alone = !self.chars.get(start + 1).is_some_and(|&c| chinese_number::is_numeral(c))
            && MEASURES.iter().any(|word| stands(&self.chars, start + 1, word));
        if !led || !alone {
            return None;
        }
        self.push(at, start + 1, Label::Num, format!("num:{value}"));
        Some(start + 1)
    }

    /// Ordinals (第三) are no values; their numerals are passed over.
    fn ordinal(&self, at: usize) -> Option<usize> {
        if self.chars.get(at) != Some(&'第') {
            return None;
        }
        chinese_number::parse(&self.chars, at + 1).map(|numeral| numeral.end)
    }

    /// `三分之一`, `百分之三十`, `一半`, `1/3`.
    fn fraction(&mut self, at: usize, start: usize) -> Option<usize> {
        let chars = &self.chars;
        if stands(chars, start, "一半") || stands(chars, start, "半数") {
            let end = start + 2;
            self.push(at, end, Label::Num, "num:1/2".to_owned());
            return Some(end);
        }
        for (name, label, prefix, divisor) in
            [("百分之", Label::Percent, "percent:", 1), ("千分之", Label::Percent, "percent:", 10)]
        {
            if stands(chars, start, name) {
                let numeral = chinese_number::parse(chars, start + 3)?;
                let value = match numeral.form {
                    Form::Row(_) | Form::Vague(_) => numeral.text(),
                    _ => numeral.value.over(divisor).to_string(),
                };
                self.push(at, numeral.end, label, format!("{prefix}{value}"));
                return Some(numeral.end);
            }
        }
        let bottom = chinese_number::parse(chars, start)?;
        let top_at =
            if stands(chars, bottom.end, "分之") { bottom.end + 2 } else { self.slash(&bottom)? };
        let top = chinese_number::parse(chars, top_at)?;
        let (top, bottom) = if chars[top_at - 1] == '/' { (bottom, top) } else { (top, bottom) };
        let end = chinese_number::parse(chars, top_at)?.end;
        // A quarter-final is a round and no fraction.
        if stands(chars, end, "决赛") {
            return Some(end);
        }
        self.push(at, end, Label::Num, format!("num:{}/{}", top.value, bottom.value));
        Some(end)
    }

    /// The place after the stroke of `1/3`, if it is a small proper fraction.
    fn slash(&self, top: &Numeral) -> Option<usize> {
        let at = (self.chars.get(top.end) == Some(&'/')).then_some(top.end + 1)?;
        let bottom = chinese_number::parse(&self.chars, at)?;
        let proper =
            top.small(1, 9)? < bottom.small(2, 10)? && self.chars.get(bottom.end) != Some(&'/');
        proper.then_some(at)
    }

    fn quantity(&self, start: usize) -> Option<Quantity> {
        let sign = currency::sign_at(&self.chars[start..]);
        let mut at = start + sign.map_or(0, |(_, length)| length);
        if sign.is_some() && self.chars.get(at) == Some(&' ') {
            at += 1;
        }
        let numeral = chinese_number::parse(&self.chars, at)?;
        let mut quantity = match sign {
            Some((code, _)) => self.signed_money(code, numeral),
            None => self
                .with_unit(numeral)
                .or_else(|| self.first_of_range(numeral))
                .or_else(|| self.plain(at, numeral))?,
        };
        if sign.is_none() && quantity.label == Label::Num && self.glued(&quantity) {
            return None;
        }
        self.inherit_scale(&mut quantity);
        Some(quantity)
    }

    fn signed_money(&self, code: &str, numeral: Numeral) -> Quantity {
        let end = match currency::chinese_after(&self.chars[numeral.end..]) {
            Some((_, length)) => numeral.end + length,
            None => numeral.end,
        };
        Quantity::new(Label::Money, format!("money:{code}-"), numeral, end)
    }

    /// The numeral with the unit after it: percent, money, 成, 折.
    fn with_unit(&self, numeral: Numeral) -> Option<Quantity> {
        let mut end = numeral.end;
        if self.chars.get(end) == Some(&' ') {
            end += 1;
        }
        let rest = &self.chars[end..];
        if rest.first() == Some(&'%') {
            return Some(Quantity::new(Label::Percent, "percent:", numeral, end + 1));
        }
        for name in ["个百分点", "个基点", "百分点", "基点"] {
            if stands(&self.chars, end, name) {
                let suffix = if name.ends_with("百分点") { "-points" } else { "-basis-points" };
                let end = end + name.chars().count();
                let quantity = Quantity::new(Label::Percent, "percent:", numeral, end);
                return Some(Quantity { suffix, ..quantity });
            }
        }
        if let Some((code, length)) = currency::chinese_after(rest) {
            let vague_yuan = code == "cny" && length == 1 && self.other_yuan(end);
            if !vague_yuan {
                return Some(Quantity::new(
                    Label::Money,
                    format!("money:{code}-"),
                    numeral,
                    end + length,
                ));
            }
        }
        if let Some((code, length)) = currency::chinese_cents_after(rest) {
            let quantity =
                Quantity::new(Label::Money, format!("money:{code}-"), numeral, end + length);
            let value = numeral.value.over(100).to_string();
            return Some(Quantity { value, ..quantity });
        }
        self.tenths(numeral).or_else(|| self.discount(numeral))
    }

    /// 元 in 元旦, 元素, 元宵 … is no currency.
    fn other_yuan(&self, at: usize) -> bool {
        matches!(
            self.chars.get(at + 1),
            Some('旦' | '素' | '宵' | '首' | '老' | '帅' | '年' | '代' | '月')
        )
    }

    /// `三成`, `三成五`, `三成半`.
    fn tenths(&self, numeral: Numeral) -> Option<Quantity> {
        let tenths = numeral.small(1, 9)?;
        let end = numeral.end;
        let other = matches!(
            self.chars.get(end + 1),
            Some(
                '为' | '立'
                    | '功'
                    | '员'
                    | '本'
                    | '果'
                    | '长'
                    | '交'
                    | '就'
                    | '份'
                    | '绩'
                    | '型'
                    | '都'
                    | '效'
                    | '品'
                    | '熟'
                    | '了'
                    | '群'
                    | '人'
            )
        );
        if self.chars.get(end) != Some(&'成') || other {
            return None;
        }
        let (extra, end) = match self.chars.get(end + 1) {
            Some('半') => (5, end + 2),
            Some(&c) => chinese_number::digit(c).map_or((0, end + 1), |extra| (extra, end + 2)),
            None => (0, end + 1),
        };
        let value = (u64::from(tenths) * 10 + extra).to_string();
        Some(Quantity { value, ..Quantity::new(Label::Percent, "percent:", numeral, end) })
    }

    /// `八折`, `85折`, `八五折`, `8.5折`: what is taken off.
    fn discount(&self, numeral: Numeral) -> Option<Quantity> {
        let end = numeral.end;
        let other = matches!(self.chars.get(end + 1), Some('叠' | '腰' | '射' | '磨' | '断'));
        if self.chars.get(end) != Some(&'折') || other || numeral.more {
            return None;
        }
        // Tenths of the price, or hundredths in whole numbers of two digits.
        let hundredths = numeral.value.as_whole().is_some_and(|value| value >= 10);
        let paid = if hundredths { numeral.value } else { numeral.value.times(10)? };
        paid.as_whole().filter(|paid| (1..100).contains(paid))?;
        let value = paid.complement_of_hundred().to_string();
        Some(Quantity { value, ..Quantity::new(Label::Percent, "percent:", numeral, end + 1) })
    }

    /// The first number of a range takes the unit of the second: `3至5%`, `10万-20万元`.
    fn first_of_range(&self, numeral: Numeral) -> Option<Quantity> {
        let next = chinese_number::parse(&self.chars, range_sign(&self.chars, numeral.end)?)?;
        let unit = self.with_unit(next)?;
        (next.value > numeral.value || next.form == Form::Scaled).then(|| Quantity {
            suffix: unit.suffix,
            ..Quantity::new(unit.label, unit.prefix, numeral, numeral.end)
        })
    }

    /// `3至5万`: the first number has the scale of the second.
    fn inherit_scale(&self, quantity: &mut Quantity) {
        let numeral = quantity.numeral;
        if !matches!(numeral.form, Form::Digits { .. }) || quantity.end != numeral.end {
            return;
        }
        let Some(next) = range_sign(&self.chars, numeral.end)
            .and_then(|at| chinese_number::parse(&self.chars, at))
            .filter(|next| next.form == Form::Scaled)
        else {
            return;
        };
        const SCALES: [u64; 5] = [1_000_000_000_000, 100_000_000, 10_000, 1_000, 100];
        if let Some(scaled) = numeral.value.in_scale_of(next.value, &SCALES, 10_000) {
            quantity.value = scaled.to_string();
        }
    }

    /// Whether the number belongs to a name: `PlayStation 5`, 七人欖球, 五人制.
    fn in_name(&self, at: usize, numeral: &Numeral, measured: bool) -> bool {
        let is_sport = ["人制", "人榄球", "人橄榄球", "人足球", "人篮球"]
            .iter()
            .any(|word| stands(&self.chars, numeral.end, word));
        let small = matches!(numeral.form, Form::Digits { count, plain: true } if count <= 3);
        let head = self.chars[..at].iter().rev().skip(1).take_while(|c| c.is_ascii_alphabetic());
        let letters: Vec<char> = head.copied().collect();
        let is_model = small
            && !measured
            && at > 0
            && self.chars[at - 1] == ' '
            && letters.len() >= 3
            && letters.last().is_some_and(char::is_ascii_uppercase);
        is_sport || is_model
    }

    /// A number without a unit that we know.
    fn plain(&self, at: usize, numeral: Numeral) -> Option<Quantity> {
        let chars = &self.chars;
        let measured = MEASURES.iter().any(|word| stands(chars, numeral.end, word))
            || self.is_stroke(numeral.end)
            || self.range_is_measured(numeral.end);
        if self.in_name(at, &numeral, measured) {
            return None;
        }
        let length = numeral.end - at;
        let counts = match numeral.form {
            // 90后 are people born in the nineties.
            Form::Digits { count: 2, .. } if stands(chars, numeral.end, "后") => false,
            Form::Digits { .. } | Form::Scaled => true,
            Form::Vague(1) => !stands(chars, numeral.end, "年"),
            Form::Vague(_) => true,
            Form::Row(_) => false,
            Form::Words
                if length == 1 || matches!(chars[at..numeral.end], [_, '多' | '余' | '几']) =>
            {
                measured && numeral.value > Decimal::whole(1)
            }
            // 十一 is a holiday, 一百 and up are numbers.
            Form::Words => measured || numeral.value >= Decimal::whole(20),
        };
        counts.then(|| Quantity::new(Label::Num, "num:", numeral, numeral.end))
    }

    /// Whether a range sign at `at` leads to a number with a measure word: 二到四周.
    fn range_is_measured(&self, at: usize) -> bool {
        let next =
            range_sign(&self.chars, at).and_then(|at| chinese_number::parse(&self.chars, at));
        next.is_some_and(|next| MEASURES.iter().any(|word| stands(&self.chars, next.end, word)))
    }

    /// 下 of 敲三下, not of 三下乡.
    fn is_stroke(&self, at: usize) -> bool {
        let closed = |c: &char| !c.is_alphanumeric();
        self.chars.get(at) == Some(&'下') && self.chars.get(at + 1).is_none_or(closed)
    }

    /// Digits that belong to a Latin word (5G, 3D) or a score of points in a name.
    fn glued(&self, quantity: &Quantity) -> bool {
        let end = quantity.end;
        let letters: String =
            self.chars[end..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
        // 5G is a network, 5g are grams.
        let network = letters.len() == 1 && letters != letters.to_lowercase();
        let unit = LATIN_UNITS.contains(&letters.to_lowercase().as_str());
        !letters.is_empty() && (network || !unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_begins_with_another_character(text in "\\PC{0,40}|[上下本今去年周星期礼拜公元前近约第半一二百分之万月日点时晚美国东部人民币元(（+/% ]{0,30}") {
            let values = Vec::new();
            let mut scanner =
                Scanner { chars: fold::chars(&text), anchor: None, values, last_date: None };
            for at in 0..scanner.chars.len() {
                if !OPENERS.contains(&scanner.chars[at]) {
                    prop_assert_eq!(code_at(&scanner.chars, at), None);
                    prop_assert_eq!(scanner.date(at), None);
                    prop_assert_eq!(scanner.time(at), None);
                    prop_assert_eq!(scanner.amount(at), None);
                }
            }
        }
    }
}
