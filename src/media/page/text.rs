//! From the bytes of a page to text: compression that nobody announced, and the encodings that pages have.
//!
//! What matters here are URLs, which are ASCII in every encoding that the web has kept: a page in another one than those
//! read here loses its title, not its streams.

use std::io::Read as _;

/// What is read of a page at most, inflated.
pub(super) const LARGEST: usize = 8 << 20;

/// Where a page says how it is encoded (HTML, section 13.2.3.2).
const DECLARED_WITHIN: usize = 1024;

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";
const GZIP: &[u8] = b"\x1f\x8b";

/// The text of a page, cut where it is longer than anybody reads.
pub(super) fn decode(bytes: &[u8]) -> String {
    if !bytes.starts_with(GZIP) {
        return plain(bytes);
    }
    let mut text = Vec::new();
    // What came before a fault is text all the same.
    let _ = flate2::read::MultiGzDecoder::new(bytes).take(LARGEST as u64).read_to_end(&mut text);
    plain(&text)
}

fn plain(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(LARGEST)];
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) if is_latin(bytes) => bytes.iter().map(|byte| char::from(*byte)).collect(),
                Err(_) => String::from_utf8_lossy(bytes).into_owned(),
            }
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Whether it says that a byte is a character.
fn is_latin(bytes: &[u8]) -> bool {
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]).to_ascii_lowercase();
    let Some(at) = begin.find("charset=") else { return false };
    let name = begin[at + 8..].trim_start_matches(['"', '\'']);
    ["iso-8859-1", "iso-8859-15", "windows-1252", "latin1", "us-ascii"].iter().any(|known| name.starts_with(known))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn pages_are_read_in_the_encodings_they_come_in() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all("<p>é".as_bytes()).unwrap();
        for (bytes, text) in [
            ("<p>é".as_bytes().to_vec(), "<p>é"),
            (b"\xef\xbb\xbf<p>".to_vec(), "<p>"),
            (b"<meta charset=\"iso-8859-1\">\xe9".to_vec(), "<meta charset=\"iso-8859-1\">é"),
            (b"<p>\xe9".to_vec(), "<p>\u{fffd}"),
            (b"\xff\xfe<\0p\0>\0".to_vec(), "<p>"),
            (gzip.finish().unwrap(), "<p>é"),
        ] {
            assert_eq!(decode(&bytes), text);
        }
        assert_eq!(decode(b"\x1f\x8bbroken"), "");
        assert_eq!(decode(&vec![b'a'; LARGEST + 9]).len(), LARGEST);
    }
}
