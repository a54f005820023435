//! Which language and which script a text is in, by its characters.

use crate::document::{Language, Side};

/// Characters of everyday text that exist in one script only, Simplified and Traditional in turn.
const SIMPLIFIED_TRADITIONAL: &str = "们們这這国國会會来來时時过過后後发發现現实實学學对對开開长長见見门門问問间間车車东東书書马馬风風飞飛\
    说說话話语語记記认認让讓议議计計论論设設许許证證评評试試该該请請调調谈談\
    为為产產业業义義专專严嚴两兩个個丰豐临臨举舉习習乡鄉买買卖賣亚亞亿億从從仅僅们們价價众眾优優传傳伤傷伦倫\
    关關兴興军軍农農决決况況准準减減几幾击擊划劃创創别別动動务務劳勞势勢区區医醫华華协協单單厅廳历歷压壓厂廠县縣参參双雙变變\
    号號员員团團园園围圍图圖圆圓场場块塊坚堅处處备備复復够夠头頭夹夾奖獎妇婦孙孫宁寧实實宝寶审審宪憲将將尔爾层層岁歲岛島\
    师師带帶帮幫广廣应應庄莊庆慶库庫张張强強归歸当當录錄忆憶态態总總惊驚愿願戏戲战戰户戶执執扩擴扫掃护護报報担擔拥擁择擇损損据據\
    数數断斷无無旧舊显顯术術机機权權条條极極构構枪槍标標样樣桥橋检檢楼樓欢歡欧歐汉漢没沒灾災灵靈点點热熱爱愛独獨\
    环環电電画畫疗療监監盖蓋确確离離种種积積称稱稳穩穷窮竞競笔筆签簽简簡类類紧緊红紅约約级級纪紀纳納纸紙线線组組细細终終经經结結给給统統继繼绝絕维維绿綠网網\
    联聯职職肤膚脑腦节節苏蘇药藥获獲观觀规規视視觉覺诉訴账賬货貨质質贵貴费費资資赛賽转轉轮輪软軟载載较較边邊达達运運进進远遠连連选選适適递遞遗遺邮郵\
    针針钟鐘钱錢铁鐵银銀错錯长長闻聞队隊阶階际際陆陸难難雾霧静靜韩韓页頁项項须須领領题題额額风風饭飯馆館验驗鱼魚鸟鳥黄黃龙龍";

/// Which language a stretch of text is in, and how surely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lean {
    /// Chinese characters.
    pub han: usize,
    /// Latin letters.
    pub latin: usize,
}

impl Lean {
    /// Count the letters of `text`.
    pub fn of(text: &str) -> Self {
        let mut lean = Lean { han: 0, latin: 0 };
        for c in text.chars() {
            lean.han += usize::from(is_han(c));
            lean.latin += usize::from(c.is_alphabetic() && !is_han(c));
        }
        lean
    }

    /// The language; `None` where there are no letters. A Chinese character says about as much
    /// as four Latin letters.
    pub fn side(self) -> Option<Side> {
        match (self.han, self.latin) {
            (0, 0) => None,
            (han, latin) if han * 4 >= latin => Some(Side::Chinese),
            _ => Some(Side::English),
        }
    }
}

/// Whether `c` is a Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}

/// The language and script of a version of which the side is known.
pub(super) fn language_of(text: &str, side: Side) -> Language {
    if side == Side::English {
        return Language::English;
    }
    let (mut simplified, mut traditional) = (0usize, 0usize);
    let pairs: Vec<char> = SIMPLIFIED_TRADITIONAL.chars().collect();
    let mut table: Vec<(char, bool)> =
        pairs.chunks_exact(2).flat_map(|pair| [(pair[0], false), (pair[1], true)]).collect();
    table.sort_unstable();
    for c in text.chars().filter(|c| is_han(*c)) {
        if let Ok(index) = table.binary_search_by_key(&c, |entry| entry.0) {
            if table[index].1 { traditional += 1 } else { simplified += 1 }
        }
    }
    if traditional > simplified {
        Language::TraditionalChinese
    } else {
        Language::SimplifiedChinese
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_table_is_made_of_pairs() {
        let pairs: Vec<char> = SIMPLIFIED_TRADITIONAL.chars().collect();
        assert_eq!(pairs.len() % 2, 0);
        for pair in pairs.chunks_exact(2) {
            assert_ne!(pair[0], pair[1]);
        }
    }

    #[test]
    fn scripts_are_told_apart() {
        let language = |text| language_of(text, Side::Chinese).tag();
        assert_eq!(language("这座城市的地铁昨天开通。"), "zh-Hans");
        assert_eq!(language("這座城市的地鐵昨天開通。"), "zh-Hant");
        assert_eq!(language("他引用了「國會」一詞。"), "zh-Hant");
    }

    #[test]
    fn glosses_do_not_change_the_language() {
        let side = |text| Lean::of(text).side();
        assert_eq!(side("维基·图雷茨基（Vicki Turetsky）拒绝置评。"), Some(Side::Chinese));
        assert_eq!(side("He called it guanxi (关系), or connections."), Some(Side::English));
        assert_eq!(side("* * * 2024"), None);
    }
}
