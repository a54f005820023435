//! The names of all features: what the model looks at, each with one weight.
//!
//! Two kinds. Cut features belong to a cell, a place in both texts where one bead ends and the next
//! begins; they are the same for all beads that end there. Bead features belong to a bead. Where the
//! comment gives a formula, w is a word's weight (idf), S the similarity of two words.

/// Declare an enum of features with names, groups and a fixed order.
macro_rules! features {
    ($(#[$about:meta])* $kind:ident { $($(#[$doc:meta])* $variant:ident = $name:literal in $group:ident,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $kind { $($(#[$doc])* $variant,)* }

        impl $kind {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The name in the file of weights and in explanations.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it belongs to, for ablations.
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }
        }
    };
}

/// Features that stand and fall together: what the ablations take out at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Matches of words inside a bead and beside it.
    Words,
    /// Lengths.
    Length,
    /// The bead's numbers of sentences.
    Shape,
    /// Sentences without a partner.
    Lone,
    /// Punctuation marks and quotations.
    Marks,
    /// Words of the clauses beside a cut.
    CutWords,
    /// Vectors of the clauses beside a cut.
    CutVectors,
    /// Words near a cut that are matched beyond it.
    Crossing,
    /// What sentences are in the article.
    Roles,
    /// Paragraphs, roles and ends of lines.
    Layout,
    /// Numbers and dates.
    Numbers,
    /// What abridged news adds to the prior, times λ.
    News,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 12] = [
        Self::Words,
        Self::Length,
        Self::Shape,
        Self::Lone,
        Self::Marks,
        Self::CutWords,
        Self::CutVectors,
        Self::Crossing,
        Self::Roles,
        Self::Layout,
        Self::Numbers,
        Self::News,
    ];
}

impl std::str::FromStr for Group {
    type Err = String;

    /// By the name of the variant.
    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|group| format!("{group:?}") == name);
        found.ok_or_else(|| format!("no group of features; there are {:?}", Self::ALL))
    }
}

features! {
    /// Features of a cut: the last clause before it (L) and the first after it (R) on each side. They
    /// are 0 where a side has nothing on one side of the cut.
    CutFeature {
        /// Word match of the Chinese L and the English L.
        WordsLeftLeft = "cut_words_left_left" in CutWords,
        /// Word match of the Chinese L and the English R: a clause has crossed.
        WordsLeftRight = "cut_words_left_right" in CutWords,
        /// Word match of the Chinese R and the English L.
        WordsRightLeft = "cut_words_right_left" in CutWords,
        /// Word match of the Chinese R and the English R.
        WordsRightRight = "cut_words_right_right" in CutWords,
        /// Cosine of the Chinese L and the English L.
        VectorsLeftLeft = "cut_vectors_left_left" in CutVectors,
        /// Cosine of the Chinese L and the English R.
        VectorsLeftRight = "cut_vectors_left_right" in CutVectors,
        /// Cosine of the Chinese R and the English L.
        VectorsRightLeft = "cut_vectors_right_left" in CutVectors,
        /// Cosine of the Chinese R and the English R.
        VectorsRightRight = "cut_vectors_right_right" in CutVectors,
        /// A quotation is open at the cut on one side only.
        QuoteDiffers = "cut_quote_differs" in Marks,
        /// A quotation is open at the cut on both sides.
        QuoteBoth = "cut_quote_both" in Marks,
        /// The cut is a paragraph bound on both sides.
        ParagraphBoth = "cut_paragraph_both" in Layout,
        /// The same clause stands before the cut in Chinese and after it in English. The smaller one of two gains:
        /// what an end of the Chinese sentence before the cut gains by going over to the English sentence after it,
        /// largest Σ w·(S after − S before) over its last words, and the same for the first words of the English
        /// sentence after the cut, going back.
        CrossForward = "cut_cross_forward" in Crossing,
        /// The same clause stands after the cut in Chinese and before it in English.
        CrossBackward = "cut_cross_backward" in Crossing,
    }
}

features! {
    /// Features of a bead.
    BeadFeature {
        /// Σ w · max S over the Chinese words.
        CoverZh = "cover_zh" in Words,
        /// Σ w · max S over the English words.
        CoverEn = "cover_en" in Words,
        /// Σ w · what the sentences beside the bead match better, over the Chinese words.
        BesideZh = "beside_zh" in Words,
        /// The same over the English words.
        BesideEn = "beside_en" in Words,
        /// The least covered Chinese sentence: Σ w · max S / (Σ w + 0.3).
        LeastZh = "least_zh" in Words,
        /// The least covered English sentence.
        LeastEn = "least_en" in Words,
        /// |ln((Chinese bytes + 1) / (English bytes · r + 1))|, r the ratio of the two texts.
        Length = "length" in Length,
        /// Gale and Church (1993): d² / 2, at most 25, with d = (l₁ − l₂) / √((l₁ + l₂) / 2 + 1).
        GaleChurch = "gale_church" in Length,
        /// Prior of 1-1.
        OneOne = "shape_1_1" in Shape,
        /// Prior of 1-2.
        OneTwo = "shape_1_2" in Shape,
        /// Prior of 2-1.
        TwoOne = "shape_2_1" in Shape,
        /// Prior of 1-3.
        OneThree = "shape_1_3" in Shape,
        /// Prior of 3-1.
        ThreeOne = "shape_3_1" in Shape,
        /// Prior of 2-2.
        TwoTwo = "shape_2_2" in Shape,
        /// Prior of 1-n, n ≥ 4.
        OneMany = "shape_1_n" in Shape,
        /// Prior of n-1, n ≥ 4.
        ManyOne = "shape_n_1" in Shape,
        /// Prior of the other beads with several sentences on both sides.
        ManyMany = "shape_n_m" in Shape,
        /// Prior of a Chinese sentence without a partner.
        LoneZh = "lone_zh" in Lone,
        /// Prior of an English sentence without a partner.
        LoneEn = "lone_en" in Lone,
        /// ln(1 + bytes) of a sentence without a partner.
        LoneLength = "lone_length" in Lone,
        /// Σ w of a sentence without a partner.
        LoneWeight = "lone_weight" in Lone,
        /// The first sentences of the two sides are different things: headline and running text, say.
        RoleDiffers = "role_differs" in Roles,
        /// A lone sentence is neither running text nor text of the page.
        LoneRole = "lone_role" in Roles,
        /// Difference in the number of question marks, at most 3.
        Questions = "marks_question" in Marks,
        /// Exclamation marks.
        Exclamations = "marks_exclamation" in Marks,
        /// Quotation marks.
        Quotes = "marks_quote" in Marks,
        /// Colons and semicolons.
        Colons = "marks_colon" in Marks,
        /// The English begins with a small letter.
        StartsLower = "starts_lower" in Marks,
        /// The Chinese ends in a comma, colon or semicolon.
        EndsOpenZh = "ends_open_zh" in Marks,
        /// The English ends in a comma, colon or semicolon.
        EndsOpenEn = "ends_open_en" in Marks,
        /// The bead ends with a paragraph on one side only.
        ParagraphOne = "paragraph_one" in Layout,
        /// Number of paragraph bounds inside the bead.
        ParagraphInside = "paragraph_inside" in Layout,
        /// A lone Chinese sentence has no final stop, as headlines and captions.
        LoneNoStopZh = "lone_no_stop_zh" in Layout,
        /// A lone English sentence has no final stop.
        LoneNoStopEn = "lone_no_stop_en" in Layout,
        /// A lone Chinese sentence is the first of its version.
        LoneFirstZh = "lone_first_zh" in Layout,
        /// A lone English sentence is the first of its version.
        LoneFirstEn = "lone_first_en" in Layout,
        /// A lone Chinese sentence is the last of its version.
        LoneLastZh = "lone_last_zh" in Layout,
        /// A lone English sentence is the last of its version.
        LoneLastEn = "lone_last_en" in Layout,
        /// A lone sentence is a paragraph of its own.
        LoneParagraph = "lone_paragraph" in Layout,
        /// A lone sentence is text of the page.
        LoneBoilerplate = "lone_boilerplate" in Layout,
        /// A 1-1 bead has a final stop on one side only.
        StopDiffers = "stop_differs" in Layout,
        /// Numbers in the Chinese only, at most 3.
        NumbersZh = "numbers_zh" in Numbers,
        /// Numbers in the English only, at most 3.
        NumbersEn = "numbers_en" in Numbers,
        /// Numbers in both, at most 4.
        NumbersBoth = "numbers_both" in Numbers,
        /// One side has numbers and the other has none.
        NumbersOneSide = "numbers_one_side" in Numbers,
        /// λ for a lone Chinese sentence.
        NewsLoneZh = "news_lone_zh" in News,
        /// λ for a lone English sentence.
        NewsLoneEn = "news_lone_en" in News,
        /// λ · ln(1 + bytes) for a lone sentence.
        NewsLoneLength = "news_lone_length" in News,
        /// λ for a 1-1 bead.
        NewsOneOne = "news_1_1" in News,
        /// λ for a bead of three sentences or more.
        NewsSeveral = "news_several" in News,
    }
}

/// The values of a cut's features, by their numbers.
pub type CutValues = [f32; CutFeature::COUNT];

/// The values of a bead's features, by their numbers.
pub type BeadValues = [f32; BeadFeature::COUNT];
