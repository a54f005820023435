//! The aligner's properties on the shipped articles: what must hold for any text.

use duizhao::align::Aligner;
use duizhao::bead::{Bead, NullReason};
use duizhao::document::{Article, Language, Paragraph, Side, Version};
use duizhao::lexicon::Term;
use duizhao::read::{Rules, find_articles, version_of_lines};
use duizhao::split::split_version;
use duizhao::text::CharSpan;

fn corpus() -> Vec<Article> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let rules = Rules::embedded();
    find_articles(&[folder])
        .iter()
        .flat_map(|input| input.read(&rules))
        .map(|article| {
            let mut article = article.expect("the shipped articles can be read");
            split_version(&mut article.zh, Side::Chinese);
            split_version(&mut article.en, Side::English);
            article
        })
        .collect()
}

fn align(zh: &Version, en: &Version) -> Vec<Bead> {
    Aligner::embedded().align(zh, en).beads
}

type Sentences = (Vec<usize>, Vec<usize>);

fn sentences(beads: &[Bead]) -> Vec<Sentences> {
    beads.iter().map(|bead| (bead.zh.clone(), bead.en.clone())).collect()
}

/// Share of the beads of `expected` that are among `found`.
fn share(expected: &[Sentences], found: &[Sentences]) -> f64 {
    let kept = expected.iter().filter(|bead| found.contains(bead)).count();
    kept as f64 / expected.len().max(1) as f64
}

fn without(version: &Version, left_out: &[usize]) -> Version {
    let mut version = version.clone();
    let mut index = 0;
    version.sentences.retain(|_| {
        index += 1;
        !left_out.contains(&(index - 1))
    });
    version
}

fn assert_each_sentence_once(beads: &[Bead], zh: usize, en: usize) {
    for (side, count) in [(Side::Chinese, zh), (Side::English, en)] {
        let mut seen: Vec<usize> =
            beads.iter().flat_map(|bead| bead.side(side).iter().copied()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..count).collect::<Vec<_>>(), "{side}");
    }
}

#[test]
fn every_sentence_is_in_exactly_one_bead() {
    for article in corpus() {
        let beads = align(&article.zh, &article.en);
        assert_each_sentence_once(&beads, article.zh.sentences.len(), article.en.sentences.len());
        for bead in &beads {
            assert!((0.0..=1.0).contains(&bead.confidence), "{bead:?}");
            assert_eq!(bead.is_null(), bead.null_reason != NullReason::None, "{bead:?}");
            let evidence = bead.evidence;
            for part in [
                evidence.length,
                evidence.lexical,
                evidence.name,
                evidence.number,
                evidence.position,
            ] {
                assert!((0.0..=1.0).contains(&part), "{bead:?}");
            }
        }
    }
}

#[test]
fn one_side_or_both_may_be_empty() {
    let article = &corpus()[0];
    let nothing = Version::default();
    assert_eq!(align(&nothing, &nothing), []);
    let beads = align(&article.zh, &nothing);
    assert_each_sentence_once(&beads, article.zh.sentences.len(), 0);
    let beads = align(&nothing, &article.en);
    assert_each_sentence_once(&beads, 0, article.en.sentences.len());
}

#[test]
fn sentences_need_no_words() {
    for (zh, en) in [("！\n$", "！"), ("……", "…\n!\n?"), ("。\n。", "Rain fell.\nIt stopped.")]
    {
        let zh = version_of_lines(zh, Language::SimplifiedChinese);
        let en = version_of_lines(en, Language::English);
        let beads = align(&zh, &en);
        assert_each_sentence_once(&beads, zh.sentences.len(), en.sentences.len());
    }
}

#[test]
fn a_text_aligned_with_itself_is_the_identity() {
    for article in corpus() {
        for version in [&article.zh, &article.en] {
            let count = version.sentences.len();
            let found = sentences(&align(version, version));
            let identity: Vec<Sentences> = (0..count).map(|at| (vec![at], vec![at])).collect();
            assert_eq!(found, identity, "{}", article.id);
        }
    }
}

#[test]
fn swapped_sides_give_the_mirror_image() {
    for article in corpus() {
        let beads = align(&article.zh, &article.en);
        let swapped = align(&article.en, &article.zh);
        assert_each_sentence_once(&swapped, article.en.sentences.len(), article.zh.sentences.len());
        assert_eq!(swapped.len(), beads.len(), "{}", article.id);
        for bead in &beads {
            let mirror = swapped.iter().find(|other| other.zh == bead.en && other.en == bead.zh);
            let mirror = mirror.unwrap_or_else(|| panic!("{}: no mirror of {bead:?}", article.id));
            assert_eq!(mirror.confidence, bead.confidence);
            assert_eq!(mirror.crossing, bead.crossing);
            assert_eq!(mirror.null_reason, bead.null_reason);
            assert_eq!(mirror.word_links.len(), bead.word_links.len());
        }
    }
}

#[test]
fn sentences_taken_out_leave_their_partners_alone() {
    let (mut expected, mut found) = (0, 0);
    for article in corpus() {
        let beads = align(&article.zh, &article.en);
        let single: Vec<&Bead> = beads
            .iter()
            .filter(|bead| bead.zh.len() == 1 && bead.en.len() == 1 && bead.confidence > 0.9)
            .collect();
        let taken: Vec<&Bead> = single.into_iter().skip(2).step_by(7).collect();
        let left_out: Vec<usize> = taken.iter().map(|bead| bead.en[0]).collect();
        let beads = align(&article.zh, &without(&article.en, &left_out));
        expected += taken.len();
        found += taken
            .iter()
            .filter(|bead| beads.iter().any(|found| found.zh == bead.zh && found.en.is_empty()))
            .count();
    }
    assert!(found * 20 >= expected * 19, "{found} of {expected} left alone");
}

#[test]
fn paragraphs_put_together_leave_the_beads_as_they_are() {
    for article in corpus() {
        let joined = |version: &Version| {
            let mut version = version.clone();
            let Some(&last) = version.paragraphs.last() else { return version };
            let span = CharSpan::new(version.paragraphs[0].span.start, last.span.end);
            version.paragraphs = vec![Paragraph { span, role: last.role }, last];
            version.sentences.iter_mut().for_each(|sentence| sentence.paragraph = 0);
            version
        };
        let apart = sentences(&align(&article.zh, &article.en));
        let together = sentences(&align(&joined(&article.zh), &joined(&article.en)));
        assert!(share(&apart, &together) >= 0.9, "{}: {apart:?} {together:?}", article.id);
    }
}

#[test]
fn the_same_bytes_come_out_whatever_the_threads() {
    let article = &corpus()[1];
    let wide = Aligner::embedded().align_article(article);
    let pool = rayon_pool();
    let narrow = pool.install(|| Aligner::embedded().align_article(article));
    assert_eq!(wide, narrow);
}

fn rayon_pool() -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be started")
}

#[test]
fn a_moved_paragraph_is_found_and_crosses() {
    let zh = "暴雨冲毁了河谷里的三座桥。\n救援队连夜把村民转移到学校。\n气象部门说雨势周末会减弱。\n\
              四十二岁的面包师沈丽用自家烤箱给孩子们做了早餐。\n省政府拨款两千万元修路。\n铁路部门取消了六趟列车。";
    let en = "Heavy rain has destroyed three bridges in the valley.\n\
              Shen Li, a 42-year-old baker, made breakfast for the children in her own oven.\n\
              Rescue teams moved the villagers to a school overnight.\n\
              Meteorologists say the rain will ease at the weekend.\n\
              The provincial government set aside 20 million yuan to repair roads.\n\
              The railways cancelled six trains.";
    let zh = version_of_lines(zh, Default::default());
    let en = version_of_lines(en, duizhao::document::Language::English);
    let beads = align(&zh, &en);
    let moved = beads.iter().find(|bead| bead.zh == [3] && bead.en == [1]);
    assert!(moved.is_some_and(|bead| bead.crossing), "{:?}", sentences(&beads));
    assert!(beads.iter().any(|bead| bead.zh == [1] && bead.en == [2]));
}

#[test]
fn fixed_beads_stay_and_the_rest_is_aligned_around_them() {
    let article = &corpus()[0];
    let beads = align(&article.zh, &article.en);
    let at = beads.iter().position(|bead| bead.zh.len() == 1 && bead.en.len() == 1).unwrap();
    let wrong = Bead { confidence: 1.0, ..Bead::of(beads[at].zh.clone(), []) };
    let fixed = [wrong.clone()];
    let again = Aligner::embedded().align_between(&article.zh, &article.en, &fixed).beads;
    assert_each_sentence_once(&again, article.zh.sentences.len(), article.en.sentences.len());
    assert!(again.iter().any(|bead| bead.zh == wrong.zh && bead.en.is_empty()));
    let confirmed: Vec<Bead> = beads.iter().filter(|bead| bead.confidence > 0.8).cloned().collect();
    let again = Aligner::embedded().align_between(&article.zh, &article.en, &confirmed).beads;
    assert!(share(&sentences(&confirmed), &sentences(&again)) == 1.0);
}

#[test]
fn word_links_are_words_of_their_bead() {
    for article in corpus().iter().take(3) {
        let alignment = Aligner::embedded().align_article(article);
        let links: usize = alignment.beads.iter().map(|bead| bead.word_links.len()).sum();
        assert!(links > alignment.beads.len(), "{}: {links} links", article.id);
        for bead in &alignment.beads {
            for link in &bead.word_links {
                let inside = |version: &Version, sentences: &[usize], span: CharSpan| {
                    sentences.iter().any(|&at| version.sentences[at].span.contains(span))
                };
                assert!(inside(&article.zh, &bead.zh, link.zh), "{link:?}");
                assert!(inside(&article.en, &bead.en, link.en), "{link:?}");
                assert!((0.0..=1.0).contains(&link.score));
            }
        }
    }
}

#[test]
fn explanations_add_up_to_the_score() {
    let article = &corpus()[0];
    let explanations = Aligner::embedded().explain(&article.zh, &article.en);
    assert!(!explanations.is_empty());
    for explanation in explanations {
        let sum: f64 =
            explanation.parts.iter().map(|part| f64::from(part.value * part.weight)).sum();
        assert!((sum - explanation.score).abs() < 1e-3, "{explanation:?}");
    }
}

#[test]
fn a_users_terms_count() {
    let zh = version_of_lines("格鲁姆来了。\n布利克走了。", Default::default());
    let en =
        version_of_lines("Blick has left.\nGroom has come.", duizhao::document::Language::English);
    let term = |zh: &str, en: &str| Term { zh: zh.into(), en: en.into(), weight: 1.0 };
    let aligner = Aligner::with_terms(&[term("格鲁姆", "Groom"), term("布利克", "Blick")]);
    let links = |aligner: &Aligner| {
        let beads = aligner.align(&zh, &en).beads;
        beads
            .iter()
            .map(|bead| bead.word_links.iter().filter(|l| l.score > 0.95).count())
            .sum::<usize>()
    };
    assert!(links(&aligner) >= links(Aligner::embedded()));
}
