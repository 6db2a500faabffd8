//! Paths as text, and back: SQLite and JSON hold text, and names of files are bytes.
//!
//! Bytes that are no UTF-8 stand as characters of the last private plane, U+10FF00 and what the byte is; so do the bytes of
//! such characters where a name has them. Every path is its text and comes back from it as it was.

use std::path::{Path, PathBuf};

/// Where bytes that are no text stand.
const PLANE: u32 = 0x10_ff00;

/// A path as it is kept.
#[must_use]
pub fn text(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c as u32 >= PLANE {
                escape(c.encode_utf8(&mut [0; 4]).as_bytes(), &mut text);
            } else {
                text.push(c);
            }
        }
        escape(chunk.invalid(), &mut text);
    }
    text
}

fn escape(bytes: &[u8], text: &mut String) {
    text.extend(bytes.iter().filter_map(|byte| char::from_u32(PLANE + u32::from(*byte))));
}

/// The path that a text is kept of.
#[cfg(unix)]
#[must_use]
pub fn path(text: &str) -> PathBuf {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match (c as u32).checked_sub(PLANE) {
            Some(byte) => bytes.push(byte as u8),
            None => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    PathBuf::from(OsString::from_vec(bytes))
}

/// The path that a text is kept of.
#[cfg(not(unix))]
#[must_use]
pub fn path(text: &str) -> PathBuf {
    PathBuf::from(text)
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    #[test]
    fn every_name_comes_back() {
        for name in
            [&b"plain/\xc3\xa4.mp3"[..], b"Gr\xfc\xdfe/\xff\x80", "\u{10ff41}\u{10ffff}".as_bytes(), b"", b"\xf0\x9f"]
        {
            let name = Path::new(OsStr::from_bytes(name));
            assert_eq!(path(&text(name)), name);
        }
        assert_eq!(text(Path::new("/ä/b")), "/ä/b");
        assert_ne!(text(Path::new(OsStr::from_bytes(b"\xfc"))), text(Path::new(OsStr::from_bytes(b"\xfd"))));
    }
}
