//! An Excel workbook: a sheet with the beads, made for reading and correcting, and one with the
//! names.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, ConditionalFormat3ColorScale, DocProperties, ExcelDateTime, Format, FormatAlign,
    Workbook, Worksheet, XlsxError,
};

use super::Exporter;
use super::table::{COLUMNS, Row};
use crate::record::{BeadRecord, DocumentRecord, EntityRecord};

/// The longest text that a cell of Excel holds, in UTF-16 units.
const CELL_LIMIT: usize = 32_767;

/// Gathers the rows; a workbook is written at once.
#[derive(Default)]
pub(super) struct Xlsx {
    rows: Vec<(Row, f64)>,
}

impl Exporter for Xlsx {
    fn article(
        &mut self,
        _out: &mut dyn Write,
        _document: &DocumentRecord,
        beads: &[BeadRecord],
    ) -> io::Result<()> {
        self.rows.extend(beads.iter().map(|bead| (Row::of(bead), bead.confidence.value())));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, entities: &[EntityRecord]) -> io::Result<()> {
        let bytes = self.workbook(entities).map_err(io::Error::other)?;
        out.write_all(&bytes)
    }
}

impl Xlsx {
    fn workbook(&self, entities: &[EntityRecord]) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // The same corpus gives the same bytes: no clock time.
        let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
        beads_sheet(workbook.add_worksheet(), &self.rows)?;
        names_sheet(workbook.add_worksheet(), entities)?;
        workbook.save_to_buffer()
    }
}

fn beads_sheet(sheet: &mut Worksheet, rows: &[(Row, f64)]) -> Result<(), XlsxError> {
    sheet.set_name("beads")?;
    header(sheet, &COLUMNS)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    let score = Format::new().set_num_format("0.00").set_align(FormatAlign::Top);
    for (line, (Row(cells), confidence)) in rows.iter().enumerate() {
        let line = line as u32 + 1;
        for (column, (name, cell)) in COLUMNS.into_iter().zip(cells).enumerate() {
            let column = column as u16;
            match name {
                "confidence" => {
                    sheet.write_number_with_format(line, column, *confidence, &score)?
                }
                "zh" | "en" | "comment" => text(sheet, line, column, cell, &wrapped)?,
                _ => text(sheet, line, column, cell, &top)?,
            };
        }
    }
    for (column, name) in COLUMNS.into_iter().enumerate() {
        let width = match name {
            "zh" | "en" => 60.0,
            "comment" | "flags" => 25.0,
            "id" | "doc" => 22.0,
            _ => 11.0,
        };
        sheet.set_column_width(column as u16, width)?;
    }
    let last = rows.len().max(1) as u32;
    let confidence = COLUMNS.iter().position(|name| *name == "confidence").unwrap_or(0) as u16;
    let scale = ConditionalFormat3ColorScale::new()
        .set_minimum_color(Color::RGB(0xF4B6B0))
        .set_midpoint_color(Color::RGB(0xFBE8A6))
        .set_maximum_color(Color::RGB(0xBFE3C0));
    sheet.add_conditional_format(1, confidence, last, confidence, &scale)?;
    Ok(())
}

fn names_sheet(sheet: &mut Worksheet, entities: &[EntityRecord]) -> Result<(), XlsxError> {
    sheet.set_name("names")?;
    header(
        sheet,
        &["id", "label", "zh", "en", "zh_aliases", "en_aliases", "mentions_zh", "mentions_en"],
    )?;
    let plain = Format::new();
    for (line, entity) in entities.iter().enumerate() {
        let line = line as u32 + 1;
        let (zh_aliases, en_aliases) = (entity.zh_aliases.join("; "), entity.en_aliases.join("; "));
        let cells =
            [&entity.id, entity.label.name(), &entity.zh, &entity.en, &zh_aliases, &en_aliases];
        for (column, cell) in cells.into_iter().enumerate() {
            text(sheet, line, column as u16, cell, &plain)?;
        }
        sheet.write_number(line, 6, entity.mentions_zh as f64)?;
        sheet.write_number(line, 7, entity.mentions_en as f64)?;
    }
    sheet.set_column_range_width(0, 5, 25.0)?;
    Ok(())
}

fn header(sheet: &mut Worksheet, names: &[&str]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, name) in names.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, *name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, 0, names.len() as u16 - 1)?;
    Ok(())
}

/// Write a text, never a formula; what is too long for a cell is cut, and an import leaves it be.
fn text<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    sheet.write_string_with_format(row, column, fit_into_cell(text), format)
}

/// The start of `text` that a cell holds.
pub(crate) fn fit_into_cell(text: &str) -> &str {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        units += character.len_utf16();
        if units > CELL_LIMIT {
            return &text[..byte];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use calamine::Reader;

    #[test]
    fn a_small_corpus() {
        let bytes = crate::export::fixture::export_bytes(crate::export::Format::Xlsx);
        assert_eq!(bytes, crate::export::fixture::export_bytes(crate::export::Format::Xlsx));
        let mut workbook = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let mut read = String::new();
        for name in workbook.sheet_names() {
            for row in workbook.worksheet_range(&name).unwrap().rows() {
                let cells: Vec<_> = row.iter().map(ToString::to_string).collect();
                read.push_str(&format!("{name}: {}\n", cells.join(" | ")));
            }
        }
        insta::assert_snapshot!(read);
    }
}
