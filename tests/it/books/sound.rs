//! Files that play: frames of MP3 in which a seed stands where sound would.

use std::fs;
use std::path::Path;

/// Milliseconds of `frames` frames.
pub(super) const fn length_ms(frames: u64) -> u64 {
    frames * 1152 * 1000 / 44_100
}

/// MPEG 1 layer 3, 32 kbit/s, 44.1 kHz, mono.
pub(super) fn mp3(seed: u64, frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in 0..frames as u64 {
        let mut frame = [0; 104];
        frame[..4].copy_from_slice(&[0xff, 0xfb, 0x10, 0xc4]);
        frame[40..48].copy_from_slice(&seed.to_be_bytes());
        frame[48..56].copy_from_slice(&number.to_be_bytes());
        bytes.extend(frame);
    }
    bytes
}

/// An ID3 tag of version 2.3 in UTF-8 that means Latin 1, as many programs write it.
pub(super) fn id3(frames: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in frames {
        body.extend(name.as_bytes());
        body.extend((value.len() as u32 + 1).to_be_bytes());
        body.extend([0, 0, 0]);
        body.extend(value.as_bytes());
    }
    let size = [21, 14, 7, 0].map(|shift| (body.len() >> shift & 0x7f) as u8);
    [&b"ID3\x03\0\0"[..], &size, &body].concat()
}

/// Writes a file, and the folders above it.
pub(super) fn put(folder: &Path, name: &str, parts: &[&[u8]]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, parts.concat()).unwrap();
}
