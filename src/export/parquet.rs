//! Parquet: a row a bead, lists and structures typed, compressed with Zstandard.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::Exporter;
use super::table::name_of;
use crate::record::{BeadRecord, DocumentRecord, EntityRecord, MentionRecord, SentenceRef};

/// Rows of a row group.
const GROUP: usize = 100_000;

/// Gathers the beads; the file is written at once.
#[derive(Default)]
pub(super) struct Parquet {
    beads: Vec<BeadRecord>,
}

impl Exporter for Parquet {
    fn article(
        &mut self,
        _out: &mut dyn Write,
        _document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        self.beads.extend_from_slice(beads);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _entities: &[EntityRecord]) -> io::Result<()> {
        let bytes = file(&self.beads).map_err(io::Error::other)?;
        out.write_all(&bytes)
    }
}

/// The values of one leaf of the schema.
enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Float(Vec<f64>),
    Bool(Vec<bool>),
}

/// A leaf of the schema: its values and, inside a list, the lengths of the lists.
struct Column {
    values: Values,
    lengths: Option<Vec<usize>>,
}

impl Column {
    fn flat(values: Values) -> Self {
        Self { values, lengths: None }
    }

    /// One leaf of a list of structures; `leaf` gives its values for the items of one bead.
    fn list<T>(
        beads: &[BeadRecord],
        items: impl Fn(&BeadRecord) -> &[T],
        leaf: impl Fn(&[&T]) -> Values,
    ) -> Self {
        let lengths = beads.iter().map(|bead| items(bead).len()).collect();
        let all: Vec<&T> = beads.iter().flat_map(&items).collect();
        Self { values: leaf(&all), lengths: Some(lengths) }
    }

    /// Definition and repetition levels of a required list of required items.
    fn levels(&self) -> Option<(Vec<i16>, Vec<i16>)> {
        let lengths = self.lengths.as_ref()?;
        let (mut definition, mut repetition) = (Vec::new(), Vec::new());
        for &length in lengths {
            definition.extend(std::iter::repeat_n(i16::from(length > 0), length.max(1)));
            repetition.extend((0..length.max(1)).map(|item| i16::from(item > 0)));
        }
        Some((definition, repetition))
    }
}

fn file(beads: &[BeadRecord]) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("duizhao {}", env!("CARGO_PKG_VERSION")))
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    for group in beads.chunks(GROUP) {
        let mut rows = writer.next_row_group()?;
        for column in columns(group) {
            let mut leaf = rows.next_column()?.ok_or_else(|| {
                ParquetError::General("the schema has fewer leaves than the records".to_owned())
            })?;
            let levels = column.levels();
            let (definition, repetition) = match &levels {
                Some((definition, repetition)) => (Some(&definition[..]), Some(&repetition[..])),
                None => (None, None),
            };
            match &column.values {
                Values::Text(v) => {
                    leaf.typed::<ByteArrayType>().write_batch(v, definition, repetition)?
                }
                Values::Integer(v) => {
                    leaf.typed::<Int64Type>().write_batch(v, definition, repetition)?
                }
                Values::Float(v) => {
                    leaf.typed::<DoubleType>().write_batch(v, definition, repetition)?
                }
                Values::Bool(v) => {
                    leaf.typed::<BoolType>().write_batch(v, definition, repetition)?
                }
            };
            leaf.close()?;
        }
        rows.close()?;
    }
    writer.into_inner()
}

/// The leaves in the order of [`SCHEMA`].
fn columns(beads: &[BeadRecord]) -> Vec<Column> {
    let text = |get: fn(&BeadRecord) -> &str| {
        Column::flat(Values::Text(beads.iter().map(|bead| get(bead).into()).collect()))
    };
    let name = |get: fn(&BeadRecord) -> String| {
        Column::flat(Values::Text(beads.iter().map(|b| get(b).into_bytes().into()).collect()))
    };
    let float =
        |get: fn(&BeadRecord) -> f64| Column::flat(Values::Float(beads.iter().map(get).collect()));
    let mut columns = vec![
        text(|b| &b.id),
        text(|b| &b.doc),
        text(|b| &b.zh),
        text(|b| &b.en),
        text(|b| &b.bead_type),
        float(|b| b.confidence.value()),
        Column::flat(Values::Bool(beads.iter().map(|b| b.crossing).collect())),
        text(|b| b.role.name()),
        name(|b| name_of(&b.null_reason)),
    ];
    columns.extend(sentence_columns(beads, |b| &b.zh_sentences));
    columns.extend(sentence_columns(beads, |b| &b.en_sentences));
    columns.extend(mention_columns(beads, |b| &b.zh_entities));
    columns.extend(mention_columns(beads, |b| &b.en_entities));
    columns.extend(link_columns(beads));
    columns.extend([
        float(|b| b.evidence.length.value()),
        float(|b| b.evidence.lexical.value()),
        float(|b| b.evidence.name.value()),
        float(|b| b.evidence.number.value()),
        float(|b| b.evidence.position.value()),
        Column::list(
            beads,
            |b| &b.flags,
            |flags| {
                Values::Text(flags.iter().map(|flag| name_of(flag).into_bytes().into()).collect())
            },
        ),
        name(|b| name_of(&b.status)),
        text(|b| &b.comment),
    ]);
    columns
}

fn sentence_columns(beads: &[BeadRecord], items: fn(&BeadRecord) -> &[SentenceRef]) -> [Column; 3] {
    let leaf =
        |get: fn(&SentenceRef) -> usize| Column::list(beads, items, |all| integers(all, get));
    [leaf(|s| s.index), leaf(|s| s.start), leaf(|s| s.end)]
}

fn mention_columns(
    beads: &[BeadRecord],
    items: fn(&BeadRecord) -> &[MentionRecord],
) -> [Column; 6] {
    let number =
        |get: fn(&MentionRecord) -> usize| Column::list(beads, items, |all| integers(all, get));
    let text = |get: fn(&MentionRecord) -> String| {
        let texts = move |all: &[&MentionRecord]| {
            Values::Text(all.iter().map(|mention| get(mention).into_bytes().into()).collect())
        };
        Column::list(beads, items, texts)
    };
    [
        number(|m| m.start),
        number(|m| m.end),
        text(|m| m.text.clone()),
        text(|m| m.label.name().to_owned()),
        text(|m| m.entity.clone()),
        text(|m| name_of(&m.source)),
    ]
}

/// The leaves of `entity_links` and `word_links`.
fn link_columns(beads: &[BeadRecord]) -> [Column; 8] {
    macro_rules! leaf {
        ($list:ident, $kind:ident, $get:expr) => {
            Column::list(beads, |b| &b.$list, |all| Values::$kind(all.iter().map($get).collect()))
        };
    }
    [
        leaf!(entity_links, Integer, |l| l.zh as i64),
        leaf!(entity_links, Integer, |l| l.en as i64),
        leaf!(entity_links, Float, |l| l.confidence.value()),
        leaf!(word_links, Integer, |l| l.zh_start as i64),
        leaf!(word_links, Integer, |l| l.zh_end as i64),
        leaf!(word_links, Integer, |l| l.en_start as i64),
        leaf!(word_links, Integer, |l| l.en_end as i64),
        leaf!(word_links, Float, |l| l.score.value()),
    ]
}

fn integers<T>(all: &[&T], get: fn(&T) -> usize) -> Values {
    Values::Integer(all.iter().map(|item| get(item) as i64).collect())
}

const SCHEMA: &str = "
message bead {
  required binary id (UTF8);
  required binary doc (UTF8);
  required binary zh (UTF8);
  required binary en (UTF8);
  required binary type (UTF8);
  required double confidence;
  required boolean crossing;
  required binary role (UTF8);
  required binary null_reason (UTF8);
  required group zh_sentences (LIST) { repeated group list { required group element {
    required int64 index; required int64 start; required int64 end; } } }
  required group en_sentences (LIST) { repeated group list { required group element {
    required int64 index; required int64 start; required int64 end; } } }
  required group zh_entities (LIST) { repeated group list { required group element {
    required int64 start; required int64 end; required binary text (UTF8);
    required binary label (UTF8); required binary entity (UTF8); required binary source (UTF8); } } }
  required group en_entities (LIST) { repeated group list { required group element {
    required int64 start; required int64 end; required binary text (UTF8);
    required binary label (UTF8); required binary entity (UTF8); required binary source (UTF8); } } }
  required group entity_links (LIST) { repeated group list { required group element {
    required int64 zh; required int64 en; required double confidence; } } }
  required group word_links (LIST) { repeated group list { required group element {
    required int64 zh_start; required int64 zh_end; required int64 en_start; required int64 en_end;
    required double score; } } }
  required group evidence {
    required double length; required double lexical; required double name; required double number;
    required double position; }
  required group flags (LIST) { repeated group list { required binary element (UTF8); } }
  required binary status (UTF8);
  required binary comment (UTF8);
}
";

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn a_small_corpus() {
        let bytes = crate::export::fixture::export_bytes(crate::export::Format::Parquet);
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let rows = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string());
        insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"));
    }
}
