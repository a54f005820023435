//! Chinese words and characters that say what the name beside them is.

use std::sync::LazyLock;

use super::hash;
use super::table::Table;

/// Characters that write foreign names by sound.
const TRANSLITERATION: &str = "阿艾爱安昂奥巴芭白班邦保鲍贝倍本比彼毕宾波勃伯博布采蔡查察茨兹达大戴丹道德登邓狄迪蒂第\
丁杜顿多厄恩尔耳法范菲费芬丰佛弗夫福富盖甘冈高戈哥格古瓜哈海汉豪赫黑亨洪侯胡华怀惠霍基吉季加贾简杰金津卡凯坎康考柯科克\
肯孔库奎夸拉莱赖兰朗劳勒雷蕾黎里理利莉丽列林琳龙卢鲁路伦罗洛马玛迈麦曼芒梅门蒙米密缅明摩莫姆木穆拿那娜纳乃奈南内尼宁纽\
农努诺欧帕派潘庞佩彭皮匹平珀普齐奇契乔琴丘切琼让热仁日荣茹儒瑞若萨塞赛桑瑟森沙莎珊尚舍申生圣施史士舒朔斯丝思司松苏索塔\
泰坦唐陶特腾提田汀廷图托脱瓦万旺威韦维伟温文翁沃乌吾武伍西希锡夏香肖谢辛欣休逊雅亚延扬耶叶伊依因英尤于雨约泽扎詹张哲珍芝\
知朱祖佐埃茜琪妮娅姬薇";

/// What an organisation's name ends in.
const ORGANISATION_ENDS: [&str; 52] = [
    "公司",
    "集团",
    "大学",
    "学院",
    "委员会",
    "协会",
    "银行",
    "局",
    "部",
    "署",
    "院",
    "厅",
    "党",
    "队",
    "俱乐部",
    "中心",
    "研究所",
    "组织",
    "联盟",
    "法院",
    "医院",
    "学校",
    "中学",
    "报",
    "电视台",
    "社",
    "基金会",
    "联合会",
    "政府",
    "军",
    "会",
    "警察",
    "处",
    "办公室",
    "议会",
    "国会",
    "通讯社",
    "航空",
    "联队",
    "工会",
    "时报",
    "日报",
    "杂志",
    "证券",
    "工厂",
    "出版社",
    "小学",
    "乐团",
    "联邦",
    "法庭",
    "检察院",
    "教会",
];

/// What a place's name ends in.
const PLACE_ENDS: [&str; 38] = [
    "省", "市", "县", "州", "区", "镇", "村", "岛", "山", "河", "湖", "海", "洋", "国", "路", "街",
    "道", "站", "机场", "港", "湾", "半岛", "桥", "郡", "府", "寺", "广场", "公园", "江", "大道",
    "乡", "城", "峡", "谷", "沙漠", "群岛", "高原", "平原",
];

/// Words beside which persons stand: titles and words of speech.
const PERSON_CONTEXT: [&str; 44] = [
    "总统",
    "先生",
    "女士",
    "总理",
    "主席",
    "部长",
    "议员",
    "参议员",
    "州长",
    "教授",
    "博士",
    "记者",
    "说",
    "表示",
    "称",
    "首相",
    "法官",
    "律师",
    "导演",
    "演员",
    "局长",
    "发言人",
    "CEO",
    "市长",
    "书记",
    "将军",
    "警长",
    "国务卿",
    "众议员",
    "首席",
    "主任",
    "教练",
    "球员",
    "歌手",
    "作家",
    "国王",
    "女王",
    "公主",
    "王子",
    "院长",
    "校长",
    "主教",
    "认为",
    "指出",
];

/// What a suffix ends: an organisation's or a place's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// An organisation.
    Organisation,
    /// A place.
    Place,
}

/// Whether a character writes foreign names by sound.
#[inline]
pub fn is_transliteration(c: char) -> bool {
    static SET: LazyLock<Table> =
        LazyLock::new(|| Table::new(TRANSLITERATION.chars().map(|c| (u32::from(c), 1))));
    SET.get(u32::from(c)).is_some()
}

/// The longest ending, in characters.
const LONGEST_ENDING: usize = 3;

/// The endings of names in which `before` ends, with the hash of each.
#[inline]
pub fn endings(before: &[char]) -> impl Iterator<Item = (Ending, u64)> + '_ {
    static ENDS: LazyLock<Table> = LazyLock::new(|| {
        let entry = |suffix: &&str, bit| (hash::key(hash::of_str(suffix)), bit);
        let organisations = ORGANISATION_ENDS.iter().map(|suffix| entry(suffix, 1));
        Table::new(organisations.chain(PLACE_ENDS.iter().map(|suffix| entry(suffix, 2))))
    });
    (1..=LONGEST_ENDING.min(before.len())).filter_map(|length| {
        let suffix = hash::of_chars(&before[before.len() - length..]);
        let bits = ENDS.get(hash::key(suffix))?;
        Some((if bits & 1 != 0 { Ending::Organisation } else { Ending::Place }, suffix))
    })
}

/// Whether persons stand beside the word with this hash.
#[inline]
pub fn is_person_context(word: u64) -> bool {
    static SET: LazyLock<Table> = LazyLock::new(|| {
        Table::new(PERSON_CONTEXT.iter().map(|word| (hash::key(hash::of_str(word)), 1)))
    });
    SET.get(hash::key(word)).is_some()
}
