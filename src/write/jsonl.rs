//! Records → lines of JSON, counted and hashed while they are written.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::write::manifest::FileEntry;
use crate::write::records::hexadecimal;

/// Write one record as one line.
///
/// # Errors
/// If writing fails. The records themselves always serialise.
pub fn write_line(writer: &mut impl Write, record: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    writer.write_all(&line)
}

/// A file of one folder that knows its size, lines and SHA-256.
#[derive(Debug)]
pub struct HashedFile {
    file: BufWriter<File>,
    hasher: Sha256,
    bytes: u64,
    lines: u64,
}

impl HashedFile {
    /// Create the file, which must not exist yet.
    ///
    /// # Errors
    /// If it cannot be created.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 16, File::create_new(path)?);
        Ok(Self { file, hasher: Sha256::new(), bytes: 0, lines: 0 })
    }

    /// Flush, ask the system to put the bytes on the disk, and say what was written.
    ///
    /// # Errors
    /// If that fails, on a full disk for one.
    pub fn finish(self) -> io::Result<FileEntry> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let sha256 = hexadecimal(&self.hasher.finalize());
        Ok(FileEntry { bytes: self.bytes, lines: self.lines, sha256 })
    }
}

impl Write for HashedFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.hasher.update(&buffer[..written]);
        self.bytes += written as u64;
        self.lines += memchr::memchr_iter(b'\n', &buffer[..written]).count() as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
