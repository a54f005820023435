//! One file → pages: opens it, looks what it is, and hands it to the reader of its format.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::decode::{self, Fault, LARGEST_FILE};
use super::find::extension;
use super::page::Page;
use super::table::{self, RowResult};
use super::{docx, html, markdown};
use crate::error::ErrorCode;

/// What a file holds.
#[derive(Debug)]
pub(super) enum Content {
    /// One text.
    Page(Page),
    /// Many articles.
    Table(Vec<RowResult>),
}

/// Read `path`; `-` is standard input.
pub(super) fn read(path: &Path) -> Result<Content, Fault> {
    let bytes = decode::unpacked(bytes_of(path)?)?;
    content(&extension(path), &bytes)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Fault> {
    let unreadable = |error: std::io::Error| {
        Fault::new(ErrorCode::Unreadable, format!("the file cannot be read: {error}"))
    };
    let reader: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(unreadable)?)
    };
    let mut bytes = Vec::new();
    reader.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE { Err(decode::too_large()) } else { Ok(bytes) }
}

/// The content of bytes that came with a file extension.
fn content(extension: &str, bytes: &[u8]) -> Result<Content, Fault> {
    refuse_other_formats(extension, bytes)?;
    if extension == "docx" {
        return docx::page(bytes).map(Content::Page);
    }
    let text = decode::text(bytes)?;
    Ok(match extension {
        "md" | "markdown" => Content::Page(markdown::page(&text)),
        "html" | "htm" | "xhtml" => Content::Page(html::page(&text)?),
        "jsonl" | "ndjson" | "json" | "csv" | "tsv" => {
            Content::Table(table::rows(extension, &text)?)
        }
        _ => Content::Page(Page::of_text(text)),
    })
}

/// Formats that are known by their first bytes and are not text.
fn refuse_other_formats(extension: &str, bytes: &[u8]) -> Result<(), Fault> {
    const MARKS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file; save its text as .docx, .html or .txt"),
        (b"\xD0\xCF\x11\xE0", "a file of an old version of Word or Excel; save it as .docx"),
        (b"{\\rtf", "an RTF file; save it as .docx"),
        (b"\x89PNG", "a picture; this program reads text only"),
        (b"\xFF\xD8\xFF", "a picture; this program reads text only"),
    ];
    let found = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark));
    if let Some((_, kind)) = found {
        return Err(Fault::at(ErrorCode::Undecodable, 0, format!("this is {kind}")));
    }
    if bytes.starts_with(b"PK\x03\x04") && extension != "docx" {
        let message = "this is a ZIP archive; unpack it, or name it .docx if it is a document";
        return Err(Fault::at(ErrorCode::Undecodable, 0, message));
    }
    Ok(())
}
