//! What a place or an institution is, at the end of its name: 隰县 and *Xi County*.

/// Chinese endings with their English ones. The longest Chinese ending comes first.
const UNITS: &[(&str, &[&str])] = &[
    ("国家公园", &["National Park"]),
    ("火车站", &["Railway Station", "Train Station", "Station"]),
    ("国际机场", &["International Airport", "Airport"]),
    ("议会大厦", &["Capitol", "Capitol Building", "Parliament Building"]),
    ("撞击坑", &["Crater", "crater"]),
    ("公园", &["Park"]),
    ("步道", &["Trail"]),
    ("机场", &["Airport"]),
    ("大学", &["University"]),
    ("学院", &["College", "Institute", "Academy"]),
    ("医院", &["Hospital"]),
    ("教堂", &["Church", "Cathedral"]),
    ("大桥", &["Bridge"]),
    ("大坝", &["Dam", "High Dam"]),
    ("海峡", &["Strait"]),
    ("半岛", &["Peninsula"]),
    ("群岛", &["Islands"]),
    ("盆地", &["Basin"]),
    ("山脉", &["Mountains"]),
    ("高速公路", &["Expressway", "Highway", "Motorway"]),
    ("大道", &["Avenue", "Boulevard"]),
    ("广场", &["Square", "Plaza"]),
    ("酒店", &["Hotel", "hotel"]),
    ("书店", &["Bookstore", "Bookshop", "Books"]),
    ("集团", &["Group"]),
    ("公司", &["Inc", "Inc.", "Co", "Company", "Corporation", "Corp", "Ltd"]),
    ("银行", &["Bank"]),
    ("国小", &["Elementary School", "Primary School"]),
    ("小学", &["Elementary School", "Primary School"]),
    ("中学", &["Middle School", "High School", "Secondary School"]),
    ("高中", &["High School", "Higher Secondary School"]),
    ("县", &["County"]),
    ("市", &["City"]),
    ("省", &["Province"]),
    ("州", &["State", "Prefecture"]),
    ("旗", &["Banner"]),
    ("区", &["District", "Region"]),
    ("镇", &["Town", "Township"]),
    ("乡", &["Township"]),
    ("村", &["Village"]),
    ("站", &["Station"]),
    ("岛", &["Island"]),
    ("山", &["Mountain", "Mount"]),
    ("河", &["River"]),
    ("江", &["River"]),
    ("湖", &["Lake"]),
    ("路", &["Road", "Street"]),
    ("街", &["Street", "Road"]),
    ("线", &["Line"]),
    ("桥", &["Bridge"]),
    ("港", &["Harbour", "Harbor", "Port"]),
    ("湾", &["Bay"]),
    ("寺", &["Temple"]),
    ("队", &["Team"]),
];

/// Endings that English leaves out.
const ADMINISTRATIVE: [char; 10] = ['县', '市', '省', '州', '区', '镇', '乡', '村', '岛', '队'];

/// The names in front of what a plain Chinese and an English name say that they name, if both say the same or the English
/// one says nothing, and whether both say it.
pub fn stems<'n>(zh: &'n str, en: &'n str) -> Option<(&'n str, &'n str, bool)> {
    let (stem, units) = UNITS.iter().find_map(|(ending, units)| {
        let stem = zh.strip_suffix(ending).filter(|stem| !stem.is_empty())?;
        Some((stem, units))
    })?;
    let behind = |unit: &&str| en.strip_suffix(*unit)?.strip_suffix(' ');
    match units.iter().find_map(behind) {
        Some(front) => Some((stem, front, true)),
        // 花莲市 is *Hualien* too, but 伦敦桥 is not *London*.
        None if stem.chars().count() >= 2 && zh.ends_with(ADMINISTRATIVE) => {
            Some((stem, en, false))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_both_names() {
        assert_eq!(stems("隰县", "Xi County"), Some(("隰", "Xi", true)));
        assert_eq!(stems("宋皇台站", "Sung Wong Toi"), None);
        assert_eq!(stems("花莲市", "Hualien"), Some(("花莲", "Hualien", false)));
        assert_eq!(stems("隰县", "Xi Village"), None);
        assert_eq!(stems("山西", "Shanxi"), None);
    }
}
