//! The manifest against the files: presence, hashes, counts, schemas, paths.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Counts, Faults, Place, check_path};
use crate::write::corpus::CARD;
use crate::write::manifest::{FORMAT, FileEntry, MANIFEST, Manifest};
use crate::write::records::hexadecimal;
use crate::write::schema::{RecordFile, pretty_json};

/// Check the manifest of `folder`, and the files that it names.
pub(super) fn check(folder: &Path, counts: &Counts, faults: &mut Faults) {
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

fn check_counts(place: &Place, manifest: &Manifest, counts: &Counts, faults: &mut Faults) {
    let found = &manifest.counts;
    let by_type: usize = found.beads_by_type.values().sum();
    for (field, found, expected) in [
        ("articles", found.articles, counts.articles),
        ("errors", found.errors, counts.errors),
        ("beads", found.beads, counts.beads),
        ("beads_by_type", by_type, counts.beads),
        ("entities", found.entities, counts.entities),
    ] {
        if found != expected {
            let message = format!("is {found} and should be {expected}");
            faults.add(place, format!("counts.{field}"), message);
        }
    }
}
