//! Which models, tables and rules are inside the program: their versions and hashes, for the manifest.

use std::collections::BTreeMap;

use duizhao_lexicon_data as lexicon;
use duizhao_names_data as names;
use duizhao_taggers_data as taggers;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::write::records::hexadecimal;
use crate::{align, link, read, split};

/// A model, table or set of rules that is compiled into the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelEntry {
    /// The version of the program, whose releases carry the models.
    pub version: String,
    /// SHA-256 of its bytes, hexadecimal: equal hashes, equal models.
    pub sha256: String,
}

/// Everything embedded that shapes the output, by stage and name.
pub fn embedded() -> BTreeMap<String, ModelEntry> {
    let parts: [(&str, &[u8]); 14] = [
        ("read/roles", read::ROLE_RULES.as_bytes()),
        ("split/words", split::WORD_LISTS.as_bytes()),
        ("align/weights", align::WEIGHTS.as_bytes()),
        ("align/chinese-words", lexicon::CHINESE_WORDS),
        ("align/english-words", lexicon::ENGLISH_WORDS),
        ("align/chinese-vectors", lexicon::CHINESE_VECTORS),
        ("align/english-vectors", lexicon::ENGLISH_VECTORS),
        ("align/dictionary", lexicon::DICTIONARY_PAIRS),
        ("tag/chinese", taggers::CHINESE_MODEL),
        ("tag/english", taggers::ENGLISH_MODEL),
        ("tag/names", names::NAMES),
        ("link/words", link::WORD_LISTS.as_bytes()),
        ("link/name-pairs", names::NAME_PAIRS),
        ("link/transliteration", names::TRANSLITERATION),
    ];
    parts.into_iter().map(|(name, bytes)| (name.to_owned(), entry(bytes))).collect()
}

fn entry(bytes: &[u8]) -> ModelEntry {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    ModelEntry { version, sha256: hexadecimal(&Sha256::digest(bytes)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hashes are those of the files that are committed.
    #[test]
    fn hashes_are_those_of_the_files() {
        let found = embedded();
        for (name, file) in [
            ("split/words", "src/split/words.toml"),
            ("align/dictionary", "data/lexicon/tables/dictionary.pairs"),
            ("tag/english", "data/taggers/tables/english.bin"),
        ] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            assert_eq!(found[name].sha256, crate::build::sha256(&path), "{file}");
        }
    }
}
