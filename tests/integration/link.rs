//! Linking: hard cases, properties of the result, and what a glossary does.

use duizhao::bead::{Alignment, Bead};
use duizhao::check;
use duizhao::document::{Article, Language, Paragraph, Role, Sentence, Side, Version};
use duizhao::flag::Flag;
use duizhao::link::Linker;
use duizhao::link::glossary::{Entry, Glossary};
use duizhao::mention::{Label, Mention, Naming};
use duizhao::text::{CharSpan, Text};
use proptest::prelude::*;

/// A version of these sentences, one a line.
fn version(sentences: &[&str], language: Language) -> Version {
    let mut spans = Vec::new();
    let mut start = 0;
    for sentence in sentences {
        let end = start + sentence.chars().count();
        spans.push(CharSpan::new(start, end));
        start = end + 1;
    }
    let role = Role::Body;
    Version {
        language,
        text: Text::new(sentences.join("\n")),
        paragraphs: spans.iter().map(|&span| Paragraph { span, role }).collect(),
        sentences: spans
            .iter()
            .enumerate()
            .map(|(paragraph, &span)| Sentence { span, paragraph, role })
            .collect(),
        ..Version::default()
    }
}

/// An article whose sentences pair up one to one.
fn article(pairs: &[(&str, &str)]) -> (Article, Alignment) {
    let (zh, en): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
    let article = Article {
        id: "test".into(),
        zh: version(&zh, Language::SimplifiedChinese),
        en: version(&en, Language::English),
        ..Article::default()
    };
    let beads = (0..pairs.len()).map(|i| Bead { confidence: 0.9, ..Bead::of([i], [i]) }).collect();
    (article, Alignment { beads })
}

fn name(pairs: &[(&str, &str)]) -> (Article, Alignment, Naming) {
    let (article, alignment) = article(pairs);
    let naming = Linker::embedded().name(&article, &alignment);
    (article, alignment, naming)
}

fn texts<'a>(article: &'a Article, naming: &'a Naming, side: Side, entity: &str) -> Vec<&'a str> {
    let mentions = if side == Side::Chinese { &naming.zh } else { &naming.en };
    mentions
        .iter()
        .filter(|mention| mention.entity == entity)
        .map(|mention| article.version(side).text.slice(mention.span))
        .collect()
}

#[test]
fn one_person_by_full_name_and_last_name() {
    let (article, _, naming) = name(&[
        ("参议员罗恩·怀登(Ron Wyden)周二发言。", "Sen. Ron Wyden spoke on Tuesday."),
        ("怀登说，账目从未公开。", "Wyden said the accounts had never been opened."),
    ]);
    assert_eq!(texts(&article, &naming, Side::English, "per:ron-wyden"), ["Ron Wyden", "Wyden"]);
    assert_eq!(
        texts(&article, &naming, Side::Chinese, "per:ron-wyden"),
        ["罗恩·怀登", "Ron Wyden", "怀登"]
    );
}

#[test]
fn an_organisation_by_long_name_short_name_and_acronym() {
    let (article, _, naming) = name(&[
        (
            "美国国土安全部（DHS）周一公布了新规定。",
            "The Department of Homeland Security published new rules on Monday.",
        ),
        ("国土安全部没有解释原因。", "DHS gave no reasons."),
    ]);
    let id = "org:department-of-homeland-security";
    assert_eq!(
        texts(&article, &naming, Side::Chinese, id),
        ["美国国土安全部", "DHS", "国土安全部"]
    );
    assert_eq!(
        texts(&article, &naming, Side::English, id),
        ["Department of Homeland Security", "DHS"]
    );
}

#[test]
fn values_have_one_form_on_both_sides() {
    let (_, _, naming) = name(&[(
        "2026年3月11日，近130万人收到了通知，费用为50亿美元。",
        "Nearly 1.3 million people were notified on March 11, 2026, at a cost of $5 billion.",
    )]);
    let keys = |mentions: &[Mention]| -> Vec<String> {
        let mut keys: Vec<String> =
            mentions.iter().filter(|m| m.label.is_value()).map(|m| m.entity.clone()).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&naming.zh), ["date:2026-03-11", "money:usd-5000000000", "num:1300000"]);
    assert_eq!(keys(&naming.zh), keys(&naming.en));
    assert_eq!(naming.links.iter().filter(|link| naming.zh[link.zh].label.is_value()).count(), 3);
}

#[test]
fn a_glossary_overrides_the_models() {
    let entry = |zh: &str, en: &str, label| Entry { zh: zh.into(), en: en.into(), label };
    let glossary = Glossary {
        entries: vec![
            entry("长河计划", "Long River Plan", Label::Work),
            entry("白鹭", "Egret", Label::Org),
        ],
    };
    let linker = Linker::with_glossary(glossary);
    let (article, alignment) =
        article(&[("白鹭加入了长河计划。", "Egret joined the Long River Plan.")]);
    let naming = linker.name(&article, &alignment);
    let labels: Vec<(Label, &str)> =
        naming.en.iter().map(|m| (m.label, m.entity.as_str())).collect();
    assert_eq!(labels, [(Label::Org, "org:egret"), (Label::Work, "work:long-river-plan")]);
    assert_eq!(naming.links.len(), 2);
}

#[test]
fn a_glossary_takes_no_letters_of_other_names() {
    let entry = |zh: &str, en: &str| Entry { zh: zh.into(), en: en.into(), label: Label::Loc };
    let entries = vec![entry("海南", "Hainan"), entry("约克", "York")];
    let linker = Linker::with_glossary(Glossary { entries });
    let (article, alignment) = article(&[
        ("火灾发生在上海南部。", "The fire broke out in southern Shanghai."),
        ("她从纽约来。", "She came from New York."),
        ("他去了海南。", "He went to Hainan."),
    ]);
    let naming = linker.name(&article, &alignment);
    let ids = |mentions: &[Mention]| -> Vec<String> {
        mentions.iter().map(|mention| mention.entity.clone()).collect()
    };
    assert_eq!(ids(&naming.zh), ["loc:shanghai", "loc:new-york", "loc:hainan"]);
    assert_eq!(ids(&naming.en), ids(&naming.zh));
}

#[test]
fn persons_of_one_last_name_are_told_apart() {
    let (_, _, naming) =
        name(&[("玛丽·布朗和马克·布朗住在利兹。", "Mary Brown and Mark Brown live in Leeds.")]);
    let ids: Vec<&str> = naming.en.iter().map(|mention| mention.entity.as_str()).collect();
    assert_eq!(ids, ["per:mary-brown", "per:mark-brown", "loc:leeds"]);
    assert_eq!(naming.links.len(), 3);
    // One last character is all of a last name.
    let (article, _, naming) = name(&[
        ("导演丹尼尔·吴来了。", "The director Daniel Wu came."),
        ("吴说，拍摄用了三年。", "Mr. Wu said the shooting took three years."),
    ]);
    assert_eq!(texts(&article, &naming, Side::Chinese, "per:daniel-wu"), ["丹尼尔·吴", "吴"]);
    assert_eq!(texts(&article, &naming, Side::English, "per:daniel-wu"), ["Daniel Wu", "Wu"]);
}

#[test]
fn a_name_that_the_other_side_lacks_is_flagged() {
    let is_missing = |zh: &str, en: &str| {
        let (article, alignment, naming) = name(&[(zh, en)]);
        check::flags(&article, &alignment, &naming).concat().contains(&Flag::NameMissing)
    };
    assert!(is_missing("代表团将访问挪威。", "The delegation will visit Sweden."));
    assert!(is_missing("世界银行批准了贷款。", "The loan was approved."));
    assert!(!is_missing("代表团将访问挪威。", "The delegation will visit Norway."));
    // The adjective names the place too, and an office its body.
    assert!(!is_missing("中国学生赢了比赛。", "Chinese students won the contest."));
}

#[test]
fn a_wrong_number_and_a_wrong_date_are_flagged() {
    let flags = |zh: &str, en: &str| {
        let (article, alignment, naming) = name(&[(zh, en)]);
        check::flags(&article, &alignment, &naming).concat()
    };
    let wrong = flags("工厂去年生产了35万辆汽车。", "The plant built 450,000 cars last year.");
    assert!(wrong.contains(&Flag::NumberMismatch), "{wrong:?}");
    let right = flags("工厂去年生产了35万辆汽车。", "The plant built 350,000 cars last year.");
    assert!(!right.contains(&Flag::NumberMismatch), "{right:?}");
    let wrong = flags("会议定于3月11日举行。", "The meeting is set for March 12.");
    assert!(wrong.contains(&Flag::DateMismatch), "{wrong:?}");
    let right = flags("会议定于3月11日举行。", "The meeting is set for March 11.");
    assert!(!right.contains(&Flag::DateMismatch), "{right:?}");
}

#[test]
fn a_well_known_place_has_one_id_in_articles_of_either_language() {
    let (_, _, naming) = name(&[("美国周一公布了数据。", "The data came out on Monday.")]);
    assert_eq!(naming.zh[0].entity, "loc:united-states");
    let (_, _, naming) = name(&[("周一公布了数据。", "The data came out in the USA on Monday.")]);
    assert_eq!(naming.en[0].entity, "loc:united-states");
}

#[test]
fn a_family_name_with_an_honorific_is_the_person_of_that_name() {
    let (article, _, naming) = name(&[
        ("教师陈国华周二来到上海。", "The teacher Chen Guohua came to Shanghai on Tuesday."),
        ("陈女士说，她很高兴。", "Ms. Chen said she was glad."),
    ]);
    assert_eq!(texts(&article, &naming, Side::Chinese, "per:chen-guohua"), ["陈国华", "陈"]);
    assert_eq!(texts(&article, &naming, Side::English, "per:chen-guohua"), ["Chen Guohua", "Chen"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mentions_are_in_order_and_every_id_is_listed(
        zh in "[国美部DHS罗恩·怀登（）()《》“”0-9年月日万, ]{0,40}|\\PC{0,40}",
        en in "[A-Z][a-z]{0,6}( [A-Za-z0-9'’()“”.,-]{1,9}){0,8}|\\PC{0,40}",
    ) {
        let (article, alignment, naming) = name(&[(&zh, &en), ("国土安全部（DHS）", "DHS")]);
        for (side, mentions) in [(Side::Chinese, &naming.zh), (Side::English, &naming.en)] {
            let mut end = 0;
            for mention in mentions {
                prop_assert!(mention.span.start >= end && mention.span.start < mention.span.end);
                prop_assert!(mention.span.end <= article.version(side).text.char_len());
                prop_assert!(naming.entities.iter().any(|entity| entity.id == mention.entity));
                prop_assert!((0.0..=1.0).contains(&mention.probability));
                end = mention.span.end;
            }
        }
        let ids: std::collections::BTreeSet<&str> = naming.entities.iter().map(|e| e.id.as_str()).collect();
        prop_assert_eq!(ids.len(), naming.entities.len());
        for link in &naming.links {
            prop_assert_eq!(&naming.zh[link.zh].entity, &naming.en[link.en].entity);
        }
        prop_assert_eq!(check::flags(&article, &alignment, &naming).len(), 2);
    }
}

#[test]
fn who_is_addressed_as_a_person_is_no_place() {
    // 赫雷斯 is a city in Spain too.
    let (article, _, naming) = name(&[
        (
            "“只要有人把路修好就行。”教师纳迪娅·赫雷斯说。",
            "“I only want someone to fix the road,” said Nadia Khreis, a teacher.",
        ),
        ("赫雷斯女士说，她不投票。", "Ms. Khreis said she would not vote."),
    ]);
    let of = |side: Side, mentions: &[Mention]| -> Vec<(String, Label)> {
        let text = |mention: &Mention| article.version(side).text.slice(mention.span).to_owned();
        mentions.iter().map(|mention| (text(mention), mention.label)).collect()
    };
    assert!(of(Side::English, &naming.en).contains(&("Khreis".into(), Label::Per)));
    assert!(of(Side::Chinese, &naming.zh).contains(&("赫雷斯".into(), Label::Per)));
    let mentions = naming.en.iter().chain(&naming.zh);
    let places: Vec<_> = mentions.filter(|mention| mention.label == Label::Loc).collect();
    assert!(places.is_empty(), "{places:?}");
}

#[test]
fn a_shared_last_name_is_whom_the_text_speaks_of_most() {
    let (article, _, naming) = name(&[
        (
            "议会选举陆军司令约瑟夫·马拉克为总统。",
            "Lawmakers elected the army’s commander, Joseph Marrack, president.",
        ),
        ("马拉克获得99票。", "Marrack won 99 votes."),
        ("他接替迈克尔·马拉克。", "He follows Michael Marrack."),
        ("周三，佩特罗转而支持马拉克。", "On Wednesday Mr. Petro endorsed Marrack."),
    ]);
    assert_eq!(
        texts(&article, &naming, Side::English, "per:joseph-marrack"),
        ["Joseph Marrack", "Marrack", "Marrack"]
    );
    assert_eq!(
        texts(&article, &naming, Side::Chinese, "per:joseph-marrack"),
        ["约瑟夫·马拉克", "马拉克", "马拉克"]
    );
}

/// The names that linking finds in a pair, as `text/LABEL`.
fn found(pair: (&str, &str)) -> [Vec<String>; 2] {
    let (article, _, naming) = name(&[pair]);
    [(Side::Chinese, &naming.zh), (Side::English, &naming.en)].map(|(side, mentions)| {
        let names = mentions.iter().filter(|mention| !mention.label.is_value());
        names
            .map(|mention| {
                let text = article.version(side).text.slice(mention.span);
                format!("{text}/{}", mention.label.name())
            })
            .collect()
    })
}

#[test]
fn names_end_where_the_words_around_them_say() {
    // A shortened state has its point, and is a name behind a place.
    let [_, en] =
        found(("案件在俄勒冈州波特兰开庭。", "The case opened in Portland, Ore., on Monday."));
    assert_eq!(en, ["Portland/LOC", "Ore./LOC"]);
    // The committee of a chamber is one name.
    let committee = "参议院卫生、教育、劳工和养老金委员会";
    let english = "The Senate Committee on Health, Education, Labor and Pensions called him.";
    let [zh, _] = found((&format!("{committee}传唤了他。"), english));
    assert_eq!(zh, [format!("{committee}/ORG")]);
    // So is the branch of a hospital.
    let [zh, _] = found((
        "她被送往台北荣民总医院玉里分院。",
        "She was taken to the Yuli branch of Taipei Veterans General Hospital.",
    ));
    assert_eq!(zh, ["台北荣民总医院玉里分院/ORG"]);
    // The last character of the county is the first of its head's office.
    let [zh, _] = found((
        "花莲县长徐榛蔚宣布停课。",
        "Hualien County Magistrate Hsu Chen-wei closed schools.",
    ));
    assert_eq!(zh, ["花莲/LOC", "徐榛蔚/PER"]);
    // Who wins a medal is no prize, and the republic no party.
    let [zh, _] = found(("消防员张强获得了奖章。", "The firefighter Zhang Qiang won a medal."));
    assert_eq!(zh, ["张强/PER"]);
    let [_, en] = found((
        "乌干达和刚果民主共和国加强了检查。",
        "Uganda and the Democratic Republic of Congo stepped up checks.",
    ));
    assert_eq!(en, ["Uganda/LOC", "Democratic Republic of Congo/LOC"]);
    // A number makes a craft of it.
    let [_, en] = found((
        "中继卫星“鹊桥二号”3月发射。",
        "The relay satellite, Queqiao-2, had been sent up in March.",
    ));
    assert!(en.is_empty(), "{en:?}");
    // The letter of a party is no part of the state.
    let [_, en] = found(("参议员墨菲反对。", "Senator Chris Murphy (D-Conn.) opposed the move."));
    assert_eq!(en, ["Chris Murphy/PER", "Conn./LOC"]);
    // A place of the list is none across two words.
    let [zh, _] = found(("我们只有三名护士。", "We had only three nurses."));
    assert!(zh.is_empty(), "{zh:?}");
    // What a firm's name begins with is not what it does.
    let [zh, _] = found((
        "欧洲汽车制造商协会说库存不多了。",
        "The European Automobile Manufacturers’ Association said that stocks were low.",
    ));
    assert_eq!(zh, ["欧洲汽车制造商协会/ORG"]);
}

#[test]
fn names_without_a_known_counterpart_find_it() {
    let linked = |pair: (&str, &str), zh: &str, en: &str| {
        let (article, _, naming) = name(&[pair]);
        let entity = |side: Side, wanted: &str| {
            let mentions = if side == Side::Chinese { &naming.zh } else { &naming.en };
            let of = |mention: &&Mention| article.version(side).text.slice(mention.span) == wanted;
            mentions.iter().find(of).map(|mention| mention.entity.clone())
        };
        let (left, right) = (entity(Side::Chinese, zh), entity(Side::English, en));
        assert!(left.is_some() && left == right, "{zh} {left:?}, {en} {right:?}");
    };
    // Written much like a known name of the other.
    linked(
        (
            "14年来，斯图尔德医疗集团一直承诺拯救卡尼医院。",
            "For 14 years, Steward Health Care promised to save Carney Hospital.",
        ),
        "斯图尔德医疗集团",
        "Steward Health Care",
    );
    // The larger place of a chain stands behind the smaller one.
    linked(
        ("新墨西哥州利县有一名成年人死亡。", "In Lea County, New Mexico, an adult died."),
        "新墨西哥州利县",
        "Lea County",
    );
    // A family name and as many syllables.
    linked(
        (
            "在香港理工大学任教的范柏贤感到失望。",
            "Fan Pak-yin, who teaches at Hong Kong Polytechnic University, was disappointed.",
        ),
        "范柏贤",
        "Fan Pak-yin",
    );
}

#[test]
fn rules_see_what_both_sides_say() {
    // A firm by its legal name, with its seat in brackets.
    let [zh, en] = found((
        "云岭电子（上海）股份有限公司周一停牌。",
        "Trading in shares of Yunling Electronics (Shanghai) Co., Ltd., was halted on Monday.",
    ));
    assert_eq!(zh, ["云岭电子（上海）股份有限公司/ORG"]);
    assert_eq!(en, ["Yunling Electronics (Shanghai) Co., Ltd./ORG"]);
    // A number counts the places before it.
    let [zh, _] = found((
        "平远的八尺、仁居、差干三镇停电。",
        "Power was out in the Pingyuan townships of Bachi, Renju and Chagan.",
    ));
    assert_eq!(zh, ["平远/LOC", "八尺/LOC", "仁居/LOC", "差干/LOC"]);
    // A university and its town, which English names apart.
    let [zh, _] = found((
        "西雅图华盛顿大学的天文学家说，照片很清楚。",
        "The pictures are clear, said an astronomer at the University of Washington in Seattle.",
    ));
    assert_eq!(zh, ["西雅图/LOC", "华盛顿大学/ORG"]);
    // A list of purposes, in English too.
    let [_, en] = found((
        "参议院卫生、教育、劳工和养老金委员会传唤了他。",
        "The Senate Committee on Health, Education, Labor and Pensions called him.",
    ));
    assert_eq!(en, ["Senate Committee on Health, Education, Labor and Pensions/ORG"]);
    // Two bodies side by side are two, and the second is no name in small letters.
    let [zh, _] = found((
        "法令取消了参议院、最高宪法法院和选举委员会。",
        "The decree dissolved the Senate, the High Constitutional Court and the electoral commission.",
    ));
    assert!(zh.contains(&"最高宪法法院/ORG".to_owned()), "{zh:?}");
    assert!(!zh.iter().any(|name| name.contains('和')), "{zh:?}");
}

#[test]
fn a_firm_by_its_first_words_is_no_place() {
    let (article, _, naming) = name(&[
        (
            "该县把拘留所的医疗交给了田纳西州的公司萨米特岭惩教医疗公司。",
            "The county gave its jail’s medical care to Summit Ridge Correctional Care, a company in Tennessee.",
        ),
        (
            "一名发言人说，萨米特岭没有做错。",
            "A spokesman said that Summit Ridge had done nothing wrong.",
        ),
    ]);
    let id = "org:summit-ridge-correctional-care";
    assert_eq!(
        texts(&article, &naming, Side::English, id),
        ["Summit Ridge Correctional Care", "Summit Ridge"]
    );
    assert_eq!(texts(&article, &naming, Side::Chinese, id), ["萨米特岭惩教医疗公司", "萨米特岭"]);
}

#[test]
fn a_subsidiary_is_not_its_owner() {
    let (_, _, naming) = name(&[
        (
            "苹果设在爱尔兰的子公司苹果国际销售公司几乎没有纳税。",
            "Apple’s Irish unit, Apple Sales International, paid almost no tax.",
        ),
        ("苹果说，公司从来依法纳税。", "Apple said that it had always paid what it owed."),
    ]);
    let entity = |i: usize| naming.en[i].entity.as_str();
    let names: Vec<&str> =
        (0..naming.en.len()).map(entity).filter(|id| id.starts_with("org")).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names[0] == names[2] && names[0] != names[1], "{names:?}");
}

#[test]
fn a_river_and_a_town_of_one_name_are_two_places() {
    let (article, _, naming) = name(&[
        (
            "信丰河的水位昨天超过警戒线。",
            "The Xinfeng River rose above its warning level yesterday.",
        ),
        ("信丰河第三次漫堤。", "It was the third time that the Xinfeng burst its banks."),
        ("信丰县转移了三千人。", "Xinfeng County moved three thousand people."),
        ("在信丰，商店昨晚关了门。", "In Xinfeng the shops closed last night."),
    ]);
    let of = |side: Side, word: &str| -> Vec<(String, String)> {
        let mentions = if side == Side::Chinese { &naming.zh } else { &naming.en };
        let text = |mention: &Mention| article.version(side).text.slice(mention.span).to_owned();
        let named = mentions.iter().filter(|mention| text(mention).starts_with(word));
        named.map(|mention| (text(mention), mention.entity.clone())).collect()
    };
    let (zh, en) = (of(Side::Chinese, "信丰"), of(Side::English, "Xinfeng"));
    assert_eq!((zh.len(), en.len()), (4, 4), "{zh:?} {en:?}");
    // The river twice, then the county twice, on both sides.
    for names in [&zh, &en] {
        assert!(names[0].1 == names[1].1 && names[2].1 == names[3].1, "{names:?}");
        assert_ne!(names[0].1, names[2].1, "{names:?}");
    }
    assert_eq!((&zh[0].1, &zh[2].1), (&en[0].1, &en[2].1));
}

#[test]
fn names_do_not_end_at_dots_and_take_no_letters_of_other_words() {
    let [zh, _] = found((
        "她住在让·穆兰大街，对面就是市场。",
        "She lives on Avenue Jean Moulin, opposite the market.",
    ));
    assert!(zh.iter().any(|name| name.starts_with("让·穆兰")), "{zh:?}");
    let [zh, _] =
        found(("小哈罗德·文森特法官周二作出裁决。", "Judge Harold Vincent Jr. ruled on Tuesday."));
    assert_eq!(zh, ["小哈罗德·文森特/PER"]);
    let [zh, _] = found((
        "村里的老面孔帕特里克·摩根也来了。",
        "Patrick Morgan, a familiar face in the village, came too.",
    ));
    assert_eq!(zh, ["帕特里克·摩根/PER"]);
    // Countries of one character.
    let [zh, _] =
        found(("两名英籍记者昨天离开了喀布尔。", "Two British reporters left Kabul yesterday."));
    assert_eq!(zh, ["英/LOC", "喀布尔/LOC"]);
}

#[test]
fn headlines_have_verbs_with_capitals() {
    let (article, _, naming) = name(&[
        ("肯尼亚启用蒙巴萨新港口", "Kenya Opens Lamu Port After Years of Delay"),
        ("肯尼亚周四启用了拉穆港。", "Kenya opened Lamu Port on Thursday."),
    ]);
    let english: Vec<&str> = naming
        .en
        .iter()
        .filter(|mention| matches!(mention.label, Label::Loc | Label::Org | Label::Per))
        .map(|mention| article.version(Side::English).text.slice(mention.span))
        .collect();
    assert_eq!(english, ["Kenya", "Lamu Port", "Kenya", "Lamu Port"]);
}
