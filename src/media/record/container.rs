//! What the first bytes of a segment say: media, something else in place of media, or media behind the head of a picture.

mod damage;
mod frames;

pub(super) use self::damage::{Damage, Look, Looks, Piece};
use crate::media::packing::{PACKET, Packing, is_box, is_ts};

/// Where media is looked for behind the head of a picture.
const SEARCHED: usize = 64 << 10;

/// Where it is looked whether something is text.
const LOOKED_AT: usize = 512;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Whether it begins like a segment of any kind that is known here.
pub(super) fn is_media(bytes: &[u8]) -> bool {
    Packing::seen(bytes).is_some() || bytes.starts_with(b"ID3") || is_subtitles(bytes)
}

/// Whether an initialisation comes before the first fragment, where either of them is seen.
pub(super) fn has_movie(bytes: &[u8]) -> Option<bool> {
    let mut at = 0_usize;
    while let Some(head) = bytes.get(at..).filter(|rest| rest.len() >= 8) {
        match &head[4..8] {
            b"moov" => return Some(true),
            b"moof" => return Some(false),
            _ => {}
        }
        let size = head.first_chunk::<4>().map_or(0, |size| u32::from_be_bytes(*size) as usize);
        if size < 8 {
            return None;
        }
        at = at.saturating_add(size);
    }
    None
}

/// Whether it holds a fragment, or a whole film.
fn has_media(bytes: &[u8]) -> bool {
    let (mut fragment, mut movie, mut media) = (false, false, false);
    walk(bytes, |kind| {
        fragment |= kind == b"moof";
        movie |= kind == b"moov";
        media |= kind == b"mdat";
        true
    });
    fragment || movie && media
}

/// Whether boxes follow each other to the last byte of fragments (ISO 14496-12 section 4.2); `true` of what is none.
fn is_filled(bytes: &[u8]) -> bool {
    !is_box(bytes) || walk(bytes, |_| true)
}

/// Whether boxes that are named like boxes fill it, whatever their names.
fn boxes_fill(bytes: &[u8]) -> bool {
    let named = |kind: &[u8]| kind.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    !bytes.is_empty() && walk(bytes, named)
}

/// Whether boxes follow each other to the last byte, each of a kind that `fits`.
fn walk(bytes: &[u8], mut fits: impl FnMut(&[u8]) -> bool) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        let number = |range: std::ops::Range<usize>| {
            let digits = rest.get(range)?;
            Some(digits.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte)))
        };
        let (Some(short), Some(kind)) = (number(0..4), rest.get(4..8).filter(|kind| fits(kind))) else {
            return false;
        };
        let size = match (short, kind) {
            (0, b"mdat") => rest.len() as u64,
            (1, _) => number(8..16).unwrap_or_default(),
            (size, _) => size,
        };
        match usize::try_from(size).ok().filter(|size| *size >= 8).and_then(|size| rest.get(size..)) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}

/// What is there in place of media: a page for people, the words of an error. `None` where it may be media, which
/// subtitles are as well.
pub(super) fn instead(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x1f\x8b") {
        return Some("compressed bytes");
    }
    if !is_text(bytes) {
        let picture = [&b"\x89PNG\r\n\x1a\n"[..], b"GIF8", b"\xff\xd8\xff"].iter().any(|it| bytes.starts_with(it));
        return (picture && disguise(bytes).is_none()).then_some("a picture");
    }
    let begin = bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii_start();
    let begins = |with: &[u8]| begin.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with));
    match begin.first() {
        _ if is_subtitles(bytes) => None,
        Some(b'<') if begins(b"<!doctype html") || begins(b"<html") => Some("a web page"),
        Some(b'<') => Some("XML"),
        Some(b'{' | b'[') => Some("JSON"),
        _ if begins(b"#EXTM3U") => Some("a playlist"),
        _ => Some("text"),
    }
}

/// Media has bytes among its first ones that no text has.
fn is_text(bytes: &[u8]) -> bool {
    let begin = &bytes[..bytes.len().min(LOOKED_AT)];
    let words = match std::str::from_utf8(begin) {
        Ok(_) => true,
        // A letter may be cut at the end.
        Err(error) => error.error_len().is_none() && error.valid_up_to() > 0,
    };
    words && !begin.is_empty() && !begin.iter().any(|byte| matches!(byte, 0..=8 | 14..=31 | 127))
}

/// `WebVTT` or TTML: text whose first word is that, or whose first element is.
fn is_subtitles(bytes: &[u8]) -> bool {
    let begin = bytes.strip_prefix(BOM).unwrap_or(bytes);
    if let Some(rest) = begin.strip_prefix(b"WEBVTT") {
        return rest.first().is_none_or(u8::is_ascii_whitespace);
    }
    let name = root(&begin[..begin.len().min(SEARCHED)]);
    name.is_some_and(|name| name == b"tt" || name.ends_with(b":tt"))
}

/// The name of the element that XML begins with, behind what may stand before it.
fn root(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text.trim_ascii_start();
    loop {
        let skipped =
            [(&b"<?"[..], &b"?>"[..]), (b"<!--", b"-->"), (b"<!", b">")].into_iter().find_map(|(open, close)| {
                let behind = rest.strip_prefix(open)?;
                Some(memchr::memmem::find(behind, close).and_then(|end| behind.get(end + close.len()..)))
            });
        match skipped {
            Some(behind) => rest = behind?.trim_ascii_start(),
            None => break,
        }
    }
    let name = rest.strip_prefix(b"<")?;
    let end = name.iter().position(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace())?;
    Some(&name[..end])
}

/// Where the media begins in a segment that is made to look like a picture; `None` for all others.
pub(super) fn disguise(bytes: &[u8]) -> Option<usize> {
    const PICTURES: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"\xff\xd8\xff"];
    if !PICTURES.iter().any(|picture| bytes.starts_with(picture)) {
        return None;
    }
    let last = bytes.len().saturating_sub(2 * PACKET + 1).min(SEARCHED);
    (1..last).find(|at| is_ts(&bytes[*at..]) || is_box(&bytes[*at..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::packing::SYNC;
    use proptest::prelude::*;

    fn packets(count: usize) -> Vec<u8> {
        [&[SYNC][..], &[0; PACKET - 1]].concat().repeat(count)
    }

    #[test]
    fn fragments_that_are_cut_or_have_boxes_of_no_size_are_not_filled() {
        let whole = b"\0\0\0\x08styp\0\0\0\x0cmoof1234\0\0\0\x01mdat\0\0\0\0\0\0\0\x12ab";
        assert!(is_filled(whole) && is_filled(b"\0\0\0\x08moof\0\0\0\0mdatxyz") && is_filled(b"\x47 no box"));
        assert!((9..whole.len()).filter(|length| *length != 20).all(|length| !is_filled(&whole[..length])));
        for bad in [&b"\0\0\0\0free"[..], b"\0\xff\xff\xfffree", b"\0\0\0\x07moof", b"\xff\xff\xff\xffmoof"] {
            assert!(!is_filled(&[bad, whole].concat()), "{}", bad.escape_ascii());
        }
    }

    #[test]
    fn media_is_known_by_its_beginning() {
        assert!(is_media(&packets(3)) && is_media(b"\0\0\0\x18ftypiso5") && is_media(b"WEBVTT\n"));
        assert!(is_media(&[0xff, 0xf1, 0x50]) && is_media(b"ID3\x04"));
        assert!(!is_media(b"<html>") && !is_media(b"") && !is_media(&[SYNC; 10][1..2].repeat(0)));
        let mut broken = packets(2);
        broken[PACKET] = 0;
        assert!(!is_media(&broken));
    }

    #[test]
    fn what_is_there_in_place_of_media_is_named() {
        let vtt = b"WEBVTT\n\n00:00.000 --> 00:01.000\nwords\n";
        let ttml = b"<?xml version=\"1.0\"?>\n<tt xmlns=\"http://www.w3.org/ns/ttml\"><body/></tt>";
        for (bytes, what) in [
            (&b"\r\n <!DOCTYPE HTML><title>"[..], Some("a web page")),
            (b"<HTML>", Some("a web page")),
            (b"{\"error\":\"expired token\"}", Some("JSON")),
            (b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", Some("XML")),
            (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", Some("a playlist")),
            ("Zugriff verweigert: Schl\u{fc}ssel".as_bytes(), Some("text")),
            (b"ffconcat version 1.0\nfile /etc/passwd\n", Some("text")),
            (b"\x1f\x8b\x08\0\0\0", Some("compressed bytes")),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("a picture")),
            (vtt, None),
            (&[BOM, vtt].concat(), None),
            (ttml, None),
            (b"<!-- a --><!DOCTYPE tt>\n<x:tt xmlns:x=\"u\"/>", None),
            (b"<html><body>Error <ttx><tt>", Some("a web page")),
            (b"<?xml?><feed><tt/></feed>", Some("XML")),
            (b"WEBVTTX", Some("text")),
            (b"\0\0\0\x18ftypiso5", None),
            (&[0xff, 0xf1, 0x50], None),
            (&packets(1), None),
            (b"", None),
        ] {
            let shown = String::from_utf8_lossy(bytes);
            assert_eq!(instead(bytes), what, "{shown}");
        }
    }

    #[test]
    fn a_picture_in_front_is_found_whatever_its_length() {
        for length in [8, 69, 120, 771, 6102] {
            let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
            picture.resize(length, 0);
            picture.extend(packets(8));
            assert_eq!(disguise(&picture), Some(length));
        }
        let mp4 = [&b"GIF89a"[..], b"\0\0\0\x08moof", &[0; 1000]].concat();
        assert_eq!(disguise(&mp4), Some(6));
        assert_eq!(disguise(&packets(8)), None);
        assert_eq!(disguise(&[b"BM".as_slice(), &[0; 5000]].concat()), None, "a real picture");
    }

    #[test]
    fn an_initialisation_is_found_before_the_first_fragment() {
        assert_eq!(has_movie(b"\0\0\0\x08ftyp\0\0\0\x08moov"), Some(true));
        assert_eq!(has_movie(b"\0\0\0\x08styp\0\0\0\x08moof\0\0\0\x08moov"), Some(false));
        assert_eq!((has_movie(b"\0\0\0\0free"), has_movie(b"\0\0\0\x18ftyp")), (None, None));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = has_movie(&bytes);
            let _ = (is_media(&bytes), instead(&bytes), disguise(&bytes));
            let _ = disguise(&[b"BM", &bytes[..]].concat());
        }
    }
}
