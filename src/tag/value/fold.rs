//! The characters of a text as the rules want them: as many, at the same places, with full-width
//! forms narrowed and the Traditional characters of numbers and dates made Simplified.

/// Traditional and variant characters that occur in numbers, dates and amounts.
const PAIRS: &[(char, char)] = &[
    ('萬', '万'),
    ('億', '亿'),
    ('兩', '两'),
    ('點', '点'),
    ('時', '时'),
    ('號', '号'),
    ('週', '周'),
    ('幾', '几'),
    ('個', '个'),
    ('歲', '岁'),
    ('間', '间'),
    ('約', '约'),
    ('將', '将'),
    ('過', '过'),
    ('數', '数'),
    ('餘', '余'),
    ('圓', '圆'),
    ('鎊', '镑'),
    ('盧', '卢'),
    ('歐', '欧'),
    ('韓', '韩'),
    ('幣', '币'),
    ('臺', '台'),
    ('禮', '礼'),
    ('後', '后'),
    ('這', '这'),
    ('當', '当'),
    ('東', '东'),
    ('準', '准'),
    ('標', '标'),
    ('紀', '纪'),
    ('財', '财'),
    ('鐘', '钟'),
    ('鍾', '钟'),
    ('塊', '块'),
    ('錢', '钱'),
    ('達', '达'),
    ('〇', '零'),
    ('○', '零'),
    ('壹', '一'),
    ('貳', '二'),
    ('叁', '三'),
    ('陸', '陆'),
    ('從', '从'),
    ('國', '国'),
    ('報', '报'),
    ('濟', '济'),
    ('進', '进'),
    ('項', '项'),
    ('條', '条'),
    ('隻', '只'),
    ('張', '张'),
    ('場', '场'),
    ('屆', '届'),
    ('種', '种'),
    ('類', '类'),
    ('層', '层'),
    ('級', '级'),
    ('輪', '轮'),
    ('組', '组'),
    ('隊', '队'),
    ('對', '对'),
    ('雙', '双'),
    ('間', '间'),
    ('棟', '栋'),
    ('戶', '户'),
    ('頭', '头'),
    ('輛', '辆'),
    ('噸', '吨'),
    ('畝', '亩'),
    ('頃', '顷'),
    ('節', '节'),
    ('門', '门'),
    ('倫', '伦'),
    ('紐', '纽'),
    ('會', '会'),
    ('紹', '绍'),
    ('上', '上'),
    ('麼', '么'),
    ('華', '华'),
    ('離', '离'),
    ('齡', '龄'),
    ('處', '处'),
    ('顆', '颗'),
];

/// The folded characters of `text`, one for one.
pub fn chars(text: &str) -> Vec<char> {
    text.chars().map(fold).collect()
}

fn fold(c: char) -> char {
    if (c as u32) < 0x80 {
        return c;
    }
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => ' ',
        '’' => '\'',
        _ => PAIRS.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn folding_keeps_the_count() {
        let text = "１３０萬，２０２６年😀";
        let folded = super::chars(text);
        assert_eq!(folded.len(), text.chars().count());
        assert_eq!(folded.into_iter().collect::<String>(), "130万,2026年😀");
    }
}
