//! English words that say what the name beside them is.

use std::sync::LazyLock;

use super::hash;
use super::table::Table;

/// Ends or heads the name of an organisation.
pub const ORGANISATION: u32 = 1;
/// Belongs to the name of a place.
pub const PLACE: u32 = 2;
/// Stands before the name of a person.
pub const TITLE: u32 = 4;
/// Says that somebody speaks: persons and organisations stand beside it.
pub const SPEECH: u32 = 8;
/// A first name or title is likely after it, or a place: months and weekdays, never names by themselves.
pub const CALENDAR: u32 = 16;

const ORGANISATION_WORDS: &str = "inc corp ltd llc plc co company corporation group university \
    college institute school department ministry agency bureau commission committee council court \
    party bank association federation union league club fc united fund foundation society board \
    office service services authority organization organisation press news times post daily \
    television tv airlines airways motors technologies systems holdings partners police army navy \
    force forces congress senate parliament house assembly administration center centre hospital \
    museum church team network academy international national federal trust alliance forum \
    broadcasting industries pharmaceuticals laboratories studios media magazine journal gazette \
    herald tribune guard corps coalition campaign caucus tribunal secretariat treasury";

const PLACE_WORDS: &str = "river lake mountain mountains mount island islands sea ocean bay gulf \
    street road avenue county province state city town village district region valley desert \
    peninsula strait bridge park airport square beach north south east west northern southern \
    eastern western central cape port fort hill hills forest coast republic kingdom boulevard \
    highway station canal falls creek canyon territory islamic";

const TITLE_WORDS: &str = "mr mrs ms dr president minister senator sen sens rep reps gov governor \
    judge justice prof professor chancellor premier king queen prince princess pope general gen \
    captain capt sgt col lt sir lord lady director chairman chairwoman ceo secretary mayor chief \
    coach spokesman spokeswoman spokesperson actor actress singer author attorney officer saint st \
    emperor ambassador commissioner congressman congresswoman lawmaker analyst economist scientist \
    researcher founder owner manager striker midfielder goalkeeper driver pastor rev bishop sheikh \
    imam sheriff detective sergeant lieutenant colonel major admiral ayatollah";

const SPEECH_WORDS: &str = "said says told added asked warned announced wrote tweeted tells \
    insisted admitted argued claimed explained confirmed declined denied replied thinks believes";

const CALENDAR_WORDS: &str = "january february march april may june july august september october \
    november december monday tuesday wednesday thursday friday saturday sunday";

/// The kinds of a word in lower case as bits; 0 for most words.
#[inline]
pub fn kinds(word_hash: u64) -> u32 {
    static KINDS: LazyLock<Table> = LazyLock::new(|| {
        let lists = [
            (ORGANISATION_WORDS, ORGANISATION),
            (PLACE_WORDS, PLACE),
            (TITLE_WORDS, TITLE),
            (SPEECH_WORDS, SPEECH),
            (CALENDAR_WORDS, CALENDAR),
        ];
        Table::new(lists.iter().flat_map(|&(words, kind)| {
            words.split_whitespace().map(move |word| (hash::key(hash::of_str(word)), kind))
        }))
    });
    KINDS.get(hash::key(word_hash)).unwrap_or(0)
}
