//! Locks samples and writes the boxes around them, word by word as the standard has it and in no haste.

use std::ops::Range;

use aes::Aes128;
use aes::cipher::{Array, BlockCipherEncrypt as _, KeyInit as _};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Cenc,
    Cbcs,
}

/// Where vectors and subsamples are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aux {
    Senc,
    /// Before the samples, found by `saiz` and `saio`.
    Elsewhere,
    /// A box of the time before the standard.
    Old,
    /// There are none.
    Nothing,
}

#[derive(Debug, Clone)]
pub(super) struct Lock {
    pub(super) scheme: Scheme,
    pub(super) iv_bytes: usize,
    /// Of 16 bytes; the vector of the first sample where each has its own.
    pub(super) constant_iv: Vec<u8>,
    pub(super) pattern: (u8, u8),
    pub(super) key_id: [u8; 16],
    pub(super) key: [u8; 16],
}

#[derive(Debug)]
pub(super) struct Stream {
    pub(super) samples: Vec<Vec<u8>>,
    /// Clear and locked lengths, the same for each sample as far as they fit; none for whole samples.
    pub(super) splits: Vec<(u16, u32)>,
    pub(super) lock: Lock,
    pub(super) aux: Aux,
}

pub(super) fn boxed(kind: &[u8], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes()[..], kind, body].concat()
}

fn full(kind: &[u8], version: u8, flags: u32, body: &[u8]) -> Vec<u8> {
    boxed(kind, &[&(u32::from(version) << 24 | flags).to_be_bytes()[..], body].concat())
}

/// The fields of `tenc` and `seig` from the pattern on.
fn key_fields(lock: &Lock) -> Vec<u8> {
    let pattern = lock.pattern.0 << 4 | lock.pattern.1;
    let mut body = vec![0, pattern, 1, lock.iv_bytes as u8];
    body.extend(lock.key_id);
    if lock.iv_bytes == 0 {
        body.push(16);
        body.extend(&lock.constant_iv);
    }
    body
}

/// An initialisation of track 1, with boxes of DRM in it.
pub(super) fn init(lock: &Lock) -> Vec<u8> {
    init_of(lock, &[])
}

/// The same with a second format, which is clear.
pub(super) fn init_with_clear(lock: &Lock) -> Vec<u8> {
    init_of(lock, &boxed(b"avc1", &[0; 78]))
}

/// A fragment of clear samples that names its format.
pub(super) fn clear_fragment(stream: &Stream, format: u32) -> Vec<u8> {
    let tfhd = full(b"tfhd", 0, 0x02_0002, &[1, format].map(u32::to_be_bytes).concat());
    let sizes: Vec<u8> = stream.samples.iter().flat_map(|sample| (sample.len() as u32).to_be_bytes()).collect();
    let trun = full(b"trun", 0, 0x200, &[&(stream.samples.len() as u32).to_be_bytes()[..], &sizes].concat());
    let moof = boxed(b"moof", &boxed(b"traf", &[tfhd, trun].concat()));
    [moof, boxed(b"mdat", &stream.samples.concat())].concat()
}

fn init_of(lock: &Lock, second: &[u8]) -> Vec<u8> {
    let scheme: &[u8; 4] = if lock.scheme == Scheme::Cenc { b"cenc" } else { b"cbcs" };
    let sinf = [
        boxed(b"frma", b"avc1"),
        full(b"schm", 0, 0, &[&scheme[..], &[0, 1, 0, 0]].concat()),
        boxed(b"schi", &full(b"tenc", 1, 0, &key_fields(lock))),
    ];
    let entry = boxed(b"encv", &[&[0; 78][..], &boxed(b"avcC", b"config"), &boxed(b"sinf", &sinf.concat())].concat());
    let stsd = full(b"stsd", 0, 0, &[&1_u32.to_be_bytes()[..], &entry, second].concat());
    let media = boxed(b"mdia", &boxed(b"minf", &boxed(b"stbl", &stsd)));
    let tkhd = full(b"tkhd", 0, 3, &[&[0; 8][..], &1_u32.to_be_bytes(), &[0; 68]].concat());
    let trex = full(b"trex", 0, 0, &[1_u32, 1, 0, 0, 0].map(u32::to_be_bytes).concat());
    let movie = [full(b"pssh", 0, 0, &[7; 20]), boxed(b"trak", &[tkhd, media].concat()), boxed(b"mvex", &trex)];
    [boxed(b"ftyp", b"iso6\0\0\0\0"), boxed(b"moov", &movie.concat())].concat()
}

/// The vector of a sample.
fn iv(lock: &Lock, index: usize) -> Vec<u8> {
    if lock.iv_bytes == 0 {
        return lock.constant_iv.clone();
    }
    let mut iv = lock.constant_iv[..lock.iv_bytes].to_vec();
    iv[0] = iv[0].wrapping_add(index as u8);
    iv
}

/// Clear and locked lengths that fill a sample exactly.
fn fitted(splits: &[(u16, u32)], mut left: usize) -> Vec<(u16, u32)> {
    let mut fitted = Vec::new();
    for (clear, locked) in splits {
        let clear = usize::from(*clear).min(left);
        let locked = (*locked as usize).min(left - clear);
        left -= clear + locked;
        fitted.push((clear as u16, locked as u32));
    }
    if !splits.is_empty() {
        fitted.push((left as u16, 0));
    }
    fitted
}

fn block(key: &[u8; 16], block: [u8; 16]) -> [u8; 16] {
    let mut block = Array::from(block);
    Aes128::new(&Array::from(*key)).encrypt_block(&mut block);
    block.into()
}

fn lock_sample(sample: &[u8], splits: &[(u16, u32)], lock: &Lock, iv: &[u8]) -> Vec<u8> {
    let mut out = sample.to_vec();
    let mut begin = [0; 16];
    begin[..iv.len()].copy_from_slice(iv);
    let mut places: Vec<Range<usize>> = Vec::new();
    if splits.is_empty() {
        places.push(0..sample.len());
    }
    let mut at = 0;
    for (clear, locked) in splits {
        at += usize::from(*clear);
        places.push(at..at + *locked as usize);
        at += *locked as usize;
    }
    match lock.scheme {
        Scheme::Cenc => {
            for (nth, at) in places.into_iter().flatten().enumerate() {
                let mut counter = begin;
                let low = u64::from_be_bytes(begin[8..].try_into().unwrap()).wrapping_add(nth as u64 / 16);
                counter[8..].copy_from_slice(&low.to_be_bytes());
                out[at] ^= block(&lock.key, counter)[nth % 16];
            }
        }
        Scheme::Cbcs => {
            for place in places {
                let mut last = begin;
                let (locked, clear) = (usize::from(lock.pattern.0), usize::from(lock.pattern.1));
                for (index, at) in (place.start..place.end).step_by(16).enumerate() {
                    let whole = at + 16 <= place.end;
                    let in_pattern = locked == 0 || clear == 0 || index % (locked + clear) < locked;
                    if whole && in_pattern {
                        let mixed = std::array::from_fn(|index| out[at + index] ^ last[index]);
                        last = block(&lock.key, mixed);
                        out[at..at + 16].copy_from_slice(&last);
                    }
                }
            }
        }
    }
    out
}

/// The vector and the subsamples of one sample, as they are written.
fn written(stream: &Stream, lock: &Lock, index: usize) -> Vec<u8> {
    let mut out = if lock.iv_bytes == 0 { Vec::new() } else { iv(lock, index) };
    let splits = fitted(&stream.splits, stream.samples[index].len());
    if !splits.is_empty() {
        out.extend((splits.len() as u16).to_be_bytes());
        for (clear, locked) in splits {
            out.extend(clear.to_be_bytes());
            out.extend(locked.to_be_bytes());
        }
    }
    out
}

/// A fragment behind `ahead` bytes of another box, and where its samples are.
pub(super) fn fragment(stream: &Stream, ahead: usize) -> (Vec<u8>, Vec<Range<usize>>) {
    build(stream, ahead, |_| &stream.lock, &[])
}

/// The second half of the samples is locked with `other`, as groups say.
pub(super) fn rotated(stream: &Stream, other: &Lock) -> (Vec<u8>, Vec<Range<usize>>) {
    let half = stream.samples.len() / 2;
    let entry = key_fields(other);
    let sgpd = [&b"seig"[..], &(entry.len() as u32).to_be_bytes(), &1_u32.to_be_bytes(), &entry].concat();
    let runs = [2_u32, half as u32, 0, 100, 0x1_0001].map(u32::to_be_bytes).concat();
    let groups = [full(b"sgpd", 1, 0, &sgpd), full(b"sbgp", 0, 0, &[&b"seig"[..], &runs].concat())].concat();
    build(stream, 0, |index| if index < half { &stream.lock } else { other }, &groups)
}

fn build<'a>(
    stream: &'a Stream,
    ahead: usize,
    lock: impl Fn(usize) -> &'a Lock,
    groups: &[u8],
) -> (Vec<u8>, Vec<Range<usize>>) {
    let count = stream.samples.len();
    let aux: Vec<Vec<u8>> = (0..count).map(|index| written(stream, lock(index), index)).collect();
    let split = u32::from(!stream.splits.is_empty()) * 2;
    let senc = [&(count as u32).to_be_bytes()[..], &aux.concat()].concat();
    let boxes = |offset: u32| match stream.aux {
        Aux::Senc => full(b"senc", 0, split, &senc),
        Aux::Old => {
            let id = 0xa239_4f52_5a9b_4f14_a244_6c42_7c64_8df4_u128.to_be_bytes();
            boxed(b"uuid", &[&id[..], &split.to_be_bytes(), &senc].concat())
        }
        Aux::Elsewhere => {
            let sizes: Vec<u8> = aux.iter().map(|one| one.len() as u8).collect();
            let saiz = [&[0][..], &(count as u32).to_be_bytes(), &sizes].concat();
            let offsets = [1_u32, offset].map(u32::to_be_bytes).concat();
            [full(b"saiz", 0, 0, &saiz), full(b"saio", 0, 0, &offsets)].concat()
        }
        Aux::Nothing => Vec::new(),
    };
    let moof = |at: u32| {
        let tfhd = full(b"tfhd", 0, 0x02_0000, &1_u32.to_be_bytes());
        let sizes: Vec<u8> = stream.samples.iter().flat_map(|sample| (sample.len() as u32).to_be_bytes()).collect();
        let data = at + if stream.aux == Aux::Elsewhere { aux.concat().len() as u32 } else { 0 };
        let trun =
            full(b"trun", 0, 0x201, &[&[count as u32, data].map(u32::to_be_bytes).concat()[..], &sizes].concat());
        boxed(b"moof", &boxed(b"traf", &[&tfhd[..], &trun, &boxes(at), groups].concat()))
    };
    // Its own length is known once it is written.
    let length = moof(0).len() as u32;
    let moof = moof(length + 8);
    let mut data = if stream.aux == Aux::Elsewhere { aux.concat() } else { Vec::new() };
    let head = if ahead > 0 { boxed(b"styp", &vec![0; ahead]) } else { Vec::new() };
    let mut places = Vec::new();
    for (index, sample) in stream.samples.iter().enumerate() {
        let lock = lock(index);
        let splits = fitted(&stream.splits, sample.len());
        let begin = head.len() + moof.len() + 8 + data.len();
        data.extend(lock_sample(sample, &splits, lock, &iv(lock, index)));
        places.push(begin..begin + sample.len());
    }
    ([head, moof, boxed(b"mdat", &data)].concat(), places)
}
