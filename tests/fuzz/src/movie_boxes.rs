//! MP4, fragmented and plain, as its reader finds it: the same samples however the bytes are cut.

use toolbox::media::mp4::Reader;

use super::samples::Seen;

/// Tries one input: its first byte says how it is cut.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Some((&first, file)) = data.split_first() else { return };
    let mut whole = Seen::default();
    let mut reader = Reader::default();
    let fed = reader.push(file, &mut whole);
    reader.finish(&mut whole);

    let mut pieces = Seen::default();
    let mut reader = Reader::default();
    let again = file.chunks(usize::from(first).max(1)).try_for_each(|piece| reader.push(piece, &mut pieces));
    reader.finish(&mut pieces);
    assert_eq!(again.is_ok(), fed.is_ok());
    if fed.is_ok() {
        assert_eq!(pieces, whole);
    }
}
