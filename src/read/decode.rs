//! Bytes → text: gzip, byte order marks, UTF-8, UTF-16, GB18030, Big5, Windows-1252.
//!
//! Old Chinese encodings carry no mark, so they are told apart by how common their characters
//! would be: both sort their tables into a common and a rare half, and text in one encoding, read
//! in the other, falls into the rare half.

use std::io::Read;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::ErrorCode;

/// The largest file that is read, in bytes, after decompression.
pub(super) const LARGEST_FILE: u64 = 256 << 20;

/// Why bytes cannot be read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: ErrorCode,
    pub message: String,
    pub byte_offset: Option<u64>,
}

impl Fault {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), byte_offset: None }
    }

    pub fn at(code: ErrorCode, byte_offset: usize, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), byte_offset: Some(byte_offset as u64) }
    }
}

/// Unpack gzip, if `bytes` begins with its mark.
pub(super) fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, Fault> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut content = Vec::new();
    let decoder = flate2::read::MultiGzDecoder::new(bytes.as_slice());
    decoder.take(LARGEST_FILE + 1).read_to_end(&mut content).map_err(|error| {
        let message = format!("the gzip file is damaged ({error}); copy or compress it again");
        Fault::new(ErrorCode::DamagedFile, message)
    })?;
    if content.len() as u64 > LARGEST_FILE {
        return Err(too_large());
    }
    Ok(content)
}

/// The fault of a file above [`LARGEST_FILE`].
pub(super) fn too_large() -> Fault {
    let limit = LARGEST_FILE >> 20;
    let message = format!("the file holds more than {limit} MiB; split it into smaller files");
    Fault::new(ErrorCode::TooLarge, message)
}

/// Decode `bytes`; the byte order mark is no part of the text.
pub(super) fn text(bytes: &[u8]) -> Result<String, Fault> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return marked(bytes, encoding, mark);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return marked(bytes, encoding, 0);
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            None => return Ok(text.to_owned()),
            Some(offset) => return Err(binary(offset)),
        },
        Err(error) => error.valid_up_to(),
    };
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
        return Err(binary(offset));
    }
    legacy(bytes).ok_or_else(|| {
        Fault::at(
            ErrorCode::Undecodable,
            valid,
            format!(
                "byte {valid} is not text in UTF-8, UTF-16, GB18030, Big5 or Windows-1252; save \
                 the file as UTF-8"
            ),
        )
    })
}

fn binary(offset: usize) -> Fault {
    Fault::at(
        ErrorCode::Undecodable,
        offset,
        format!("a zero byte at byte {offset}: this is no text file; remove it or save it as text"),
    )
}

/// Decode bytes whose encoding is known; `mark` bytes of byte order mark are skipped.
fn marked(bytes: &[u8], encoding: &'static Encoding, mark: usize) -> Result<String, Fault> {
    let content = &bytes[mark..];
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(content) {
        return Ok(text.into_owned());
    }
    let offset = mark + valid_length(content, encoding);
    let name = encoding.name();
    let message =
        format!("the file is marked as {name}, but byte {offset} is not valid in it; save it anew");
    Err(Fault::at(ErrorCode::Undecodable, offset, message))
}

/// How many bytes from the start are valid.
fn valid_length(content: &[u8], encoding: &'static Encoding) -> usize {
    if encoding == encoding_rs::UTF_8 {
        return std::str::from_utf8(content).map_or_else(|error| error.valid_up_to(), str::len);
    }
    let unit = |pair: &[u8]| match encoding == UTF_16LE {
        true => u16::from_le_bytes([pair[0], pair[1]]),
        false => u16::from_be_bytes([pair[0], pair[1]]),
    };
    let units = content.chunks_exact(2).map(unit);
    let decoded = char::decode_utf16(units).take_while(Result::is_ok).flatten();
    decoded.map(|c| 2 * c.len_utf16()).sum()
}

/// UTF-16 shows by the zero or repeated high bytes of its line breaks, spaces and letters.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    /// Smallest share of code units that are plain ASCII characters.
    const SMALLEST_SHARE: f64 = 0.02;
    if bytes.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let ascii = |high: usize| {
        let is_ascii = |pair: &&[u8]| {
            pair[high] == 0 && matches!(pair[1 - high], b'\n' | b'\r' | b'\t' | b' '..=b'~')
        };
        bytes.chunks_exact(2).filter(is_ascii).count()
    };
    let enough = |count: usize| count as f64 >= SMALLEST_SHARE * (bytes.len() / 2) as f64;
    let (little, big) = (ascii(1), ascii(0));
    let encoding = if little >= big { UTF_16LE } else { UTF_16BE };
    let is_valid = || encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    (enough(little.max(big)) && little != big && is_valid()).then_some(encoding)
}

/// The old encodings, the most plausible first.
fn legacy(bytes: &[u8]) -> Option<String> {
    let candidates = [
        (GB18030, is_plausible_gb18030(bytes)),
        (BIG5, is_plausible_big5(bytes)),
        (WINDOWS_1252, is_western(bytes)),
    ];
    let plausible = candidates.into_iter().filter(|(_, is_plausible)| *is_plausible);
    plausible
        .filter_map(|(encoding, _)| {
            encoding.decode_without_bom_handling_and_without_replacement(bytes)
        })
        .map(|text| text.into_owned())
        .next()
}

/// The smallest share of two-byte characters in the common half of an encoding's table. Measured
/// on Chinese news text: never below 0.97 in its own encoding, never above 0.75 in another.
const COMMON_SHARE: f64 = 0.9;

/// Common in GB 2312: its punctuation and its first level of 3,755 characters.
fn is_plausible_gb18030(bytes: &[u8]) -> bool {
    let is_common =
        |lead: u8, trail: u8| trail >= 0xA1 && matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7);
    common_share(bytes, is_common) >= COMMON_SHARE
}

/// Common in Big5: its punctuation and its first level of 5,401 characters.
fn is_plausible_big5(bytes: &[u8]) -> bool {
    let is_common = |lead: u8, trail: u8| {
        matches!(trail, 0x40..=0x7E | 0xA1..=0xFE) && matches!(lead, 0xA1..=0xC6)
    };
    common_share(bytes, is_common) >= COMMON_SHARE
}

/// The share of the two-byte characters that are common; 0 if there is none.
fn common_share(bytes: &[u8], is_common: impl Fn(u8, u8) -> bool) -> f64 {
    let (mut common, mut all) = (0usize, 0usize);
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] < 0x80 {
            index += 1;
            continue;
        }
        // Four bytes are a rare character of GB18030, which says nothing here.
        if bytes.get(index + 1).is_some_and(u8::is_ascii_digit)
            && bytes.get(index + 3).is_some_and(u8::is_ascii_digit)
        {
            index += 4;
            continue;
        }
        all += 1;
        common += usize::from(bytes.get(index + 1).is_some_and(|&b| is_common(bytes[index], b)));
        index += 2;
    }
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// English with curly quotes, dashes and accented letters in Windows-1252: every byte above ASCII
/// is a punctuation mark, or a letter beside another letter.
fn is_western(bytes: &[u8]) -> bool {
    let is_letter = |index: Option<usize>| {
        index.and_then(|i| bytes.get(i)).is_some_and(|b| b.is_ascii_alphabetic())
    };
    let ascii = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let high: Vec<usize> = (0..bytes.len()).filter(|&index| bytes[index] >= 0x80).collect();
    high.len() * 10 < ascii
        && high.iter().all(|&index| match bytes[index] {
            0x80 | 0x82 | 0x84 | 0x85 | 0x8B | 0x91..=0x97 | 0x99 | 0x9B | 0xA0 => true,
            0xA2..=0xBE => true,
            0xC0..=0xFD => is_letter(index.checked_sub(1)) || is_letter(Some(index + 1)),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "市政府昨天公布了新的公交线路图。\r\n乘客说：“终于等到了。”";
    const TRADITIONAL: &str = "市政府昨天公布了新的公車路線圖。\r\n乘客說：「終於等到了。」";
    const ENGLISH: &str = "The city published a new bus map — “at last,” one rider said. Café.";

    #[test]
    fn every_encoding_is_recognised() {
        for (encoding, original) in [
            (GB18030, SIMPLIFIED),
            (BIG5, TRADITIONAL),
            (encoding_rs::UTF_8, SIMPLIFIED),
            (WINDOWS_1252, ENGLISH),
            (encoding_rs::UTF_8, ENGLISH),
        ] {
            let (bytes, _, unmappable) = encoding.encode(original);
            assert!(!unmappable);
            assert_eq!(text(&bytes).as_deref(), Ok(original), "{}", encoding.name());
        }
    }

    #[test]
    fn rare_characters_do_not_hide_the_encoding() {
        let rare = "𠮷𠮷𠮷𬱖𬱖𬱖\n老渡口停航";
        let bytes = GB18030.encode(rare).0;
        assert_eq!(text(&bytes).as_deref(), Ok(rare));
    }

    #[test]
    fn utf16_needs_no_mark() {
        for original in [SIMPLIFIED, ENGLISH] {
            for mark in ["", "\u{feff}"] {
                let marked = format!("{mark}{original}");
                let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
                assert_eq!(text(&little).as_deref(), Ok(original));
                assert_eq!(text(&big).as_deref(), Ok(original));
            }
        }
    }

    #[test]
    fn a_bad_byte_is_reported_with_its_offset() {
        let mut bytes = SIMPLIFIED.as_bytes().to_vec();
        bytes.insert(9, 0xFF);
        assert_eq!(text(&bytes).unwrap_err().byte_offset, Some(9));
        let marked = [b"\xEF\xBB\xBF".as_slice(), &bytes].concat();
        assert_eq!(text(&marked).unwrap_err().byte_offset, Some(12));
        assert_eq!(text(b"abc\0def").unwrap_err().byte_offset, Some(3));
        assert_eq!(text(b"\xFF\xFEa\0\0\xD8b\0").unwrap_err().byte_offset, Some(4));
    }
}
