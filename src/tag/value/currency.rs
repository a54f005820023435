//! Currencies: how they are written in both languages, and their ISO 4217 codes in lower case.

/// Chinese names of currencies, longest first where one begins another. 元 alone is the yuan.
const CHINESE: &[(&str, &str)] = &[
    ("新加坡元", "sgd"),
    ("新台币", "twd"),
    ("瑞士法郎", "chf"),
    ("人民币", "cny"),
    ("印尼盾", "idr"),
    ("印尼卢比", "idr"),
    ("印度卢比", "inr"),
    ("越南盾", "vnd"),
    ("林吉特", "myr"),
    ("雷亚尔", "brl"),
    ("里亚尔", "irr"),
    ("港元", "hkd"),
    ("港币", "hkd"),
    ("台币", "twd"),
    ("澳门元", "mop"),
    ("澳门币", "mop"),
    ("美元", "usd"),
    ("美金", "usd"),
    ("欧元", "eur"),
    ("英镑", "gbp"),
    ("日元", "jpy"),
    ("日圆", "jpy"),
    ("韩元", "krw"),
    ("韩圆", "krw"),
    ("澳元", "aud"),
    ("加元", "cad"),
    ("新元", "sgd"),
    ("纽元", "nzd"),
    ("卢布", "rub"),
    ("卢比", "inr"),
    ("泰铢", "thb"),
    ("比索", "peso"),
    ("兰特", "zar"),
    ("里拉", "try"),
    ("令吉", "myr"),
    ("谢克尔", "ils"),
    ("第纳尔", "dinar"),
    ("迪拉姆", "aed"),
    ("瑞典克朗", "sek"),
    ("挪威克朗", "nok"),
    ("丹麦克朗", "dkk"),
    ("克朗", "krone"),
    ("法郎", "franc"),
    ("格里夫纳", "uah"),
    ("先令", "shilling"),
    ("奈拉", "ngn"),
    ("塔卡", "bdt"),
    ("马克", "mark"),
    ("元", "cny"),
    ("块钱", "cny"),
];

/// Chinese names of hundredths.
const CHINESE_CENTS: &[(&str, &str)] = &[("美分", "usd"), ("欧分", "eur"), ("便士", "gbp")];

/// Signs before a number, in either language; longest first.
const SIGNS: &[(&str, &str)] = &[
    ("us$", "usd"),
    ("hk$", "hkd"),
    ("nt$", "twd"),
    ("au$", "aud"),
    ("nz$", "nzd"),
    ("ca$", "cad"),
    ("rmb", "cny"),
    ("cny", "cny"),
    ("rs.", "inr"),
    ("usd", "usd"),
    ("eur", "eur"),
    ("gbp", "gbp"),
    ("a$", "aud"),
    ("c$", "cad"),
    ("s$", "sgd"),
    ("rs", "inr"),
    ("r$", "brl"),
    ("人民币", "cny"),
    ("新台币", "twd"),
    ("台币", "twd"),
    ("港币", "hkd"),
    ("澳门币", "mop"),
    ("$", "usd"),
    ("€", "eur"),
    ("£", "gbp"),
    ("¥", "cny"),
    ("₹", "inr"),
    ("₽", "rub"),
    ("₩", "krw"),
    ("₺", "try"),
    ("₴", "uah"),
];

/// English names, singular or plural, lower case, as words; longest first.
const ENGLISH: &[(&[&str], &str)] = &[
    (&["u", ".", "s", ".", "dollars"], "usd"),
    (&["hong", "kong", "dollars"], "hkd"),
    (&["new", "taiwan", "dollars"], "twd"),
    (&["new", "zealand", "dollars"], "nzd"),
    (&["taiwan", "dollars"], "twd"),
    (&["singapore", "dollars"], "sgd"),
    (&["australian", "dollars"], "aud"),
    (&["canadian", "dollars"], "cad"),
    (&["american", "dollars"], "usd"),
    (&["us", "dollars"], "usd"),
    (&["pounds", "sterling"], "gbp"),
    (&["british", "pounds"], "gbp"),
    (&["swiss", "francs"], "chf"),
    (&["chinese", "yuan"], "cny"),
    (&["japanese", "yen"], "jpy"),
    (&["korean", "won"], "krw"),
    (&["indian", "rupees"], "inr"),
    (&["dollars"], "usd"),
    (&["dollar"], "usd"),
    (&["yuan"], "cny"),
    (&["renminbi"], "cny"),
    (&["rmb"], "cny"),
    (&["usd"], "usd"),
    (&["euros"], "eur"),
    (&["euro"], "eur"),
    (&["pounds"], "gbp"),
    (&["yen"], "jpy"),
    (&["won"], "krw"),
    (&["rubles"], "rub"),
    (&["roubles"], "rub"),
    (&["rupees"], "inr"),
    (&["rupee"], "inr"),
    (&["rupiah"], "idr"),
    (&["baht"], "thb"),
    (&["pesos"], "peso"),
    (&["rand"], "zar"),
    (&["lira"], "try"),
    (&["ringgit"], "myr"),
    (&["shekels"], "ils"),
    (&["dirhams"], "aed"),
    (&["dong"], "vnd"),
    (&["francs"], "franc"),
    (&["kronor"], "sek"),
    (&["kroner"], "krone"),
    (&["hryvnia"], "uah"),
    (&["naira"], "ngn"),
    (&["reais"], "brl"),
];

/// The currency named at the start of `text`: its code and length in code points.
pub fn chinese_after(text: &[char]) -> Option<(&'static str, usize)> {
    longest(CHINESE, text)
}

/// A hundredth named at the start of `text`.
pub fn chinese_cents_after(text: &[char]) -> Option<(&'static str, usize)> {
    longest(CHINESE_CENTS, text)
}

/// The sign of a currency at the start of `text`, any case.
pub fn sign_at(text: &[char]) -> Option<(&'static str, usize)> {
    longest(SIGNS, text)
}

/// All signs, in lower case.
pub fn signs() -> impl Iterator<Item = &'static str> {
    SIGNS.iter().map(|(sign, _)| *sign)
}

fn longest(table: &[(&str, &'static str)], text: &[char]) -> Option<(&'static str, usize)> {
    table.iter().find_map(|(name, code)| {
        let length = name.chars().count();
        let found = text.len() >= length
            && name.chars().zip(text).all(|(a, b)| a == b.to_ascii_lowercase());
        found.then_some((*code, length))
    })
}

/// The currency named by the words at the start of `words` (lower case): code and word count.
pub fn english_after<'a>(word: impl Fn(usize) -> Option<&'a str>) -> Option<(&'static str, usize)> {
    ENGLISH.iter().find_map(|(name, code)| {
        let found = name.iter().enumerate().all(|(i, part)| word(i) == Some(part));
        found.then_some((*code, name.len()))
    })
}
