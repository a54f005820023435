//! Normal forms of values, compared across the languages.

use super::calendar::Period;

/// Whether two normal forms may mean the same: equal, or dates of which one says less than the
/// other (`3月11日` for *March 11, 2026*, 星期三 for *March 11*).
pub fn compatible(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let date = |key: &str| key.strip_prefix("date:").and_then(Period::parse);
    matches!((date(a), date(b)), (Some(a), Some(b)) if a.compatible(&b))
}

#[cfg(test)]
mod tests {
    use super::compatible;

    #[test]
    fn only_dates_may_differ() {
        assert!(compatible("date:2026-03-11", "date:--03-11"));
        assert!(compatible("num:5", "num:5"));
        assert!(!compatible("num:5", "num:50"));
        assert!(!compatible("num:2026", "date:2026"));
    }
}
