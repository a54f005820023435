//! The manifest against the files: presence, hashes, counts, schemas, paths.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Faults, Place, check_path};
use crate::write::corpus::CARD;
use crate::write::manifest::{FORMAT, FileEntry, MANIFEST, Manifest};
use crate::write::records::hexadecimal;
use crate::write::schema::{RecordFile, pretty_json};
use crate::write::summary::Summary;

/// How far apart two means may be that were rounded to four decimals, the sums in another order.
const MEAN_TOLERANCE: f64 = 1.5e-4;

/// Check the manifest of `folder`, and the files that it names; `counts` is what its counts should
/// be.
pub(super) fn check(folder: &Path, counts: &Summary, faults: &mut Faults) {
    let place = Place { file: MANIFEST.to_owned(), line: 0 };
    check_presence(folder, faults);
    let Ok(bytes) = fs::read(folder.join(MANIFEST)) else { return };
    let manifest: Manifest = match serde_json::from_slice(&bytes) {
        Ok(manifest) => manifest,
        Err(error) => {
            let place = Place { line: error.line(), ..place };
            return faults.add(&place, "", format!("not a manifest: {error}"));
        }
    };
    if manifest.format != FORMAT {
        faults.add(&place, "format", format!("is {:?} and should be {FORMAT:?}", manifest.format));
    }
    for (name, entry) in &manifest.files {
        check_file(folder, &place, name, entry, faults);
    }
    for file in required_files().filter(|file| *file != MANIFEST) {
        if !manifest.files.contains_key(&file) {
            faults.add(&place, "files", format!("{file} is not listed"));
        }
    }
    check_counts(&place, &manifest, counts, faults);
    for (index, input) in manifest.inputs.iter().enumerate() {
        check_path(&place, &format!("inputs[{index}].path"), &input.path, faults);
    }
    if !manifest.inputs.is_sorted_by(|left, right| left.path <= right.path) {
        faults.add(&place, "inputs", "are not sorted by path");
    }
}

fn required_files() -> impl Iterator<Item = String> {
    let records =
        RecordFile::ALL.into_iter().flat_map(|file| [file.file_name(), file.schema_path()]);
    records.chain([MANIFEST.to_owned(), CARD.to_owned()])
}

fn check_presence(folder: &Path, faults: &mut Faults) {
    for file in required_files().filter(|file| !folder.join(file).is_file()) {
        faults.add(&Place { file, line: 0 }, "", "the file is missing");
    }
    for file in RecordFile::ALL {
        let Ok(found) = fs::read(folder.join(file.schema_path())) else { continue };
        if pretty_json(&file.schema()).is_ok_and(|schema| schema != found) {
            let place = Place { file: file.schema_path(), line: 0 };
            faults.add(&place, "", "is not the schema of this version of the program");
        }
    }
}

fn check_file(folder: &Path, place: &Place, name: &str, entry: &FileEntry, faults: &mut Faults) {
    let Ok(bytes) = fs::read(folder.join(name)) else {
        return faults.add(place, format!("files[{name}]"), "the file is missing");
    };
    let found = FileEntry {
        bytes: bytes.len() as u64,
        lines: memchr::memchr_iter(b'\n', &bytes).count() as u64,
        sha256: hexadecimal(&Sha256::digest(&bytes)),
    };
    if found != *entry {
        let message = "the file is not the one that the manifest describes: size, lines or SHA-256";
        faults.add(place, format!("files[{name}]"), message);
    }
}

fn check_counts(place: &Place, manifest: &Manifest, expected: &Summary, faults: &mut Faults) {
    let found = &manifest.counts;
    for (field, found, expected) in [
        ("articles", found.articles, expected.articles),
        ("errors", found.errors, expected.errors),
        ("sentences_zh", found.sentences_zh, expected.sentences_zh),
        ("sentences_en", found.sentences_en, expected.sentences_en),
        ("beads", found.beads, expected.beads),
        ("crossings", found.crossings, expected.crossings),
        ("mentions_zh", found.mentions_zh, expected.mentions_zh),
        ("mentions_en", found.mentions_en, expected.mentions_en),
        ("links", found.links, expected.links),
        ("entities", found.entities, expected.entities),
        ("flagged", found.flagged, expected.flagged),
    ] {
        if found != expected {
            let message = format!("is {found} and should be {expected}");
            faults.add(place, format!("counts.{field}"), message);
        }
    }
    if found.beads_by_type != expected.beads_by_type {
        let (found, expected) = (&found.beads_by_type, &expected.beads_by_type);
        let message = format!("is {found:?} and should be {expected:?}");
        faults.add(place, "counts.beads_by_type", message);
    }
    let (found, expected) = (found.mean_confidence.value(), expected.mean_confidence.value());
    if (found - expected).abs() > MEAN_TOLERANCE {
        let message = format!("is {found:.4} and should be {expected:.4}");
        faults.add(place, "counts.mean_confidence", message);
    }
}
