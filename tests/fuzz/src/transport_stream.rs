//! MPEG-TS, and what its demultiplexer finds: the same samples however the bytes are cut, and nothing worse for damage.

use toolbox::media::sample::Boundary;
use toolbox::media::ts::{Demux, unlock};

use super::samples::Seen;

/// Tries one input: its first byte says how it is cut.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Some((&first, stream)) = data.split_first() else { return };
    let mut whole = Seen::default();
    let mut demux = Demux::default();
    let ended = demux.push(stream, &mut whole).and_then(|()| demux.finish(&mut whole)).is_ok();

    let mut pieces = Seen::default();
    let mut demux = Demux::default();
    let step = usize::from(first).max(1);
    let fed = stream.chunks(step).try_for_each(|piece| demux.push(piece, &mut pieces));
    assert_eq!(fed.and_then(|()| demux.finish(&mut pieces)).is_ok(), ended);
    assert_eq!(pieces, whole);

    // A stream that is broken off in the middle goes on behind it.
    let mut broken = Seen::default();
    let mut demux = Demux::default();
    let (head, tail) = stream.split_at(stream.len() / 2);
    let _ = demux.push(head, &mut broken).and_then(|()| demux.boundary(Boundary::Gap, &mut broken));
    let _ = demux.push(tail, &mut broken).and_then(|()| demux.finish(&mut broken));

    let mut opened = stream.to_vec();
    let _ = unlock(&mut opened, b"0123456789abcdef", b"fedcba9876543210");
    assert_eq!(opened.len(), stream.len());
}
