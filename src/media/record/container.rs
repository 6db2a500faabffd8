//! What the first bytes of a segment say: media, a page in place of media, or media behind the head of a picture.

/// Where media is looked for behind the head of a picture.
const SEARCHED: usize = 64 << 10;

/// The length of a packet of MPEG-2 TS, and what each begins with.
const PACKET: usize = 188;
const SYNC: u8 = 0x47;

/// Whether it begins like a segment of any kind that is known here.
pub(super) fn is_media(bytes: &[u8]) -> bool {
    is_ts(bytes)
        || is_box(bytes)
        || bytes.starts_with(b"ID3")
        || bytes.starts_with(b"WEBVTT")
        || bytes.starts_with(b"\xef\xbb\xbfWEBVTT")
        // AC-3, and the sync word of ADTS and MPEG audio.
        || bytes.starts_with(&[0x0b, 0x77])
        || matches!(bytes, [0xff, second, ..] if second & 0xe0 == 0xe0)
}

fn is_ts(bytes: &[u8]) -> bool {
    [0, PACKET, 2 * PACKET].iter().all(|at| bytes.get(*at).is_none_or(|byte| *byte == SYNC)) && !bytes.is_empty()
}

/// A box of ISO 14496-12 that a segment may begin with.
fn is_box(bytes: &[u8]) -> bool {
    const KINDS: [&[u8; 4]; 10] =
        [b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"emsg", b"prft", b"free", b"skip"];
    bytes.get(4..8).is_some_and(|kind| KINDS.iter().any(|known| kind == *known))
}

/// Whether it is a page for people.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let begin = bytes.trim_ascii_start();
    let begins = |with: &[u8]| begin.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with));
    begins(b"<!doctype html") || begins(b"<html")
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
    use proptest::prelude::*;

    fn packets(count: usize) -> Vec<u8> {
        [&[SYNC][..], &[0; PACKET - 1]].concat().repeat(count)
    }

    #[test]
    fn media_is_known_by_its_beginning() {
        assert!(is_media(&packets(3)) && is_media(b"\0\0\0\x18ftypiso5") && is_media(b"WEBVTT\n"));
        assert!(is_media(&[0xff, 0xf1, 0x50]) && is_media(b"ID3\x04"));
        assert!(!is_media(b"<html>") && !is_media(b"") && !is_media(&[SYNC; 10][1..2].repeat(0)));
        let mut broken = packets(2);
        broken[PACKET] = 0;
        assert!(!is_media(&broken));
        assert!(is_page(b"\r\n <!DOCTYPE HTML><title>") && is_page(b"<HTML>") && !is_page(&packets(1)));
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

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = (is_media(&bytes), is_page(&bytes), disguise(&bytes));
            let _ = disguise(&[b"BM", &bytes[..]].concat());
        }
    }
}
