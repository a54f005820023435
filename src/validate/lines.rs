//! The lines of a record file: encoding, JSON, schema, canonical form.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Faults, Place, ValidateError};
use crate::write::schema::RecordFile;

/// Reads the records of one file and reports the lines that are none.
pub(super) struct RecordLines<T> {
    path: PathBuf,
    reader: Option<BufReader<File>>,
    schema: Validator,
    place: Place,
    records: PhantomData<T>,
}

impl<T: DeserializeOwned + Serialize> RecordLines<T> {
    /// Open the file; one that is missing has no lines, which the check of the manifest reports.
    pub(super) fn open(folder: &Path, file: RecordFile) -> Result<Self, ValidateError> {
        let path = folder.join(file.file_name());
        let reader = match File::open(&path) {
            Ok(file) => Some(BufReader::with_capacity(1 << 16, file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(ValidateError::Read { path, error }),
        };
        let schema = jsonschema::validator_for(&file.schema())
            .expect("the schemas of the records are valid");
        let place = Place { file: file.file_name(), line: 0 };
        Ok(Self { path, reader, schema, place, records: PhantomData })
    }

    /// Lines read so far.
    pub(super) fn count(&self) -> usize {
        self.place.line
    }

    /// The next line that holds a record.
    pub(super) fn next(
        &mut self,
        faults: &mut Faults,
    ) -> Result<Option<(Place, T)>, ValidateError> {
        while let Some(line) = self.next_line()? {
            if let Some(record) = self.record(line, faults) {
                return Ok(Some((self.place.clone(), record)));
            }
        }
        Ok(None)
    }

    fn next_line(&mut self) -> Result<Option<Vec<u8>>, ValidateError> {
        let Some(reader) = &mut self.reader else { return Ok(None) };
        let mut line = Vec::new();
        let read = reader.read_until(b'\n', &mut line);
        match read.map_err(|error| ValidateError::Read { path: self.path.clone(), error })? {
            0 => Ok(None),
            _ => {
                self.place.line += 1;
                Ok(Some(line))
            }
        }
    }

    fn record(&self, line: Vec<u8>, faults: &mut Faults) -> Option<T> {
        let place = &self.place;
        let Some(line) = line.strip_suffix(b"\n") else {
            faults.add(place, "", "the last line has no line break: the file was cut off");
            return None;
        };
        let line = std::str::from_utf8(line)
            .map_err(|error| {
                faults.add(place, "", format!("not UTF-8 at byte {}", error.valid_up_to()))
            })
            .ok()?;
        let value: Value = serde_json::from_str(line)
            .map_err(|error| faults.add(place, "", format!("not JSON: {error}")))
            .ok()?;
        let before = faults.found.len();
        for error in self.schema.iter_errors(&value) {
            faults.add(place, field_of_pointer(error.instance_path().as_str()), error.to_string());
        }
        let record: T = serde_json::from_str(line)
            .map_err(|error| {
                if faults.found.len() == before {
                    faults.add(place, "", format!("not a record: {error}"));
                }
            })
            .ok()?;
        if faults.found.len() == before {
            self.check_form(line, &record, faults);
        }
        Some(record)
    }

    /// Compare the line with how the program writes the record: order of fields, four decimals.
    fn check_form(&self, line: &str, record: &T, faults: &mut Faults) {
        let canonical = serde_json::to_string(record).expect("records serialise");
        if canonical == line {
            return;
        }
        let same = line.bytes().zip(canonical.bytes()).take_while(|(a, b)| a == b).count();
        let field = last_key(&line.as_bytes()[..same]);
        let message = "not written as the format says: floats have four decimals, fields stand in \
                       the order of the schema, no white space outside strings";
        faults.add(&self.place, field, message);
    }
}

/// The last key of an object before the end of `json`.
fn last_key(json: &[u8]) -> String {
    let text = String::from_utf8_lossy(json);
    let key = text.rfind("\":").map(|end| &text[..end]);
    key.and_then(|text| text.rsplit('"').next()).unwrap_or_default().to_owned()
}

/// `/zh_entities/2/end` → `zh_entities[2].end`.
fn field_of_pointer(pointer: &str) -> String {
    let mut field = String::new();
    for part in pointer.split('/').skip(1) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            field.push_str(&format!("[{part}]"));
        } else {
            if !field.is_empty() {
                field.push('.');
            }
            field.push_str(part);
        }
    }
    field
}
