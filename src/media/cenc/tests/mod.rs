//! Files locked here, by the standard's words, and opened again.

mod lock;

use proptest::prelude::*;

use self::lock::{Aux, Lock, Scheme, Stream, boxed, fragment, init};
use super::{KeyRing, Locked, Trouble};

const KEY_ID: [u8; 16] = [0xa1; 16];
const KEY: [u8; 16] = *b"0123456789abcdef";

fn ring() -> KeyRing {
    let mut ring = KeyRing::default();
    ring.add(KEY_ID, KEY);
    ring
}

fn lock(scheme: Scheme, iv_bytes: usize, pattern: (u8, u8)) -> Lock {
    Lock { scheme, iv_bytes, constant_iv: vec![0x5a; 16], pattern, key_id: KEY_ID, key: KEY }
}

/// Samples of these sizes: no two bytes near each other are alike.
fn samples(sizes: &[usize]) -> Vec<Vec<u8>> {
    let of = |(index, size): (usize, &usize)| (0..*size).map(|at| (at * 7 + index * 31) as u8).collect();
    sizes.iter().enumerate().map(of).collect()
}

fn stream(sizes: &[usize], splits: &[(u16, u32)], lock: Lock, aux: Aux) -> Stream {
    Stream { samples: samples(sizes), splits: splits.to_vec(), lock, aux }
}

/// Opens what was locked and compares every sample with the clear one.
fn opens(stream: &Stream) {
    let mut locked = Locked::default();
    let mut head = init(&stream.lock);
    locked.open(&mut head, &KeyRing::default()).unwrap();
    assert_eq!(locked.key_ids(), [KEY_ID]);
    let (mut body, places) = fragment(stream, 3);
    let before = body.clone();
    locked.open(&mut body, &ring()).unwrap();
    for (place, clear) in places.iter().zip(&stream.samples) {
        assert!(body[place.clone()] == clear[..], "{stream:?}");
    }
    assert_eq!(body.len(), before.len());
    for text in [&head, &body] {
        for word in [&b"sinf"[..], b"tenc", b"encv", b"senc", b"saiz", b"saio", b"pssh", b"seig"] {
            assert!(!text.windows(4).any(|window| window == word), "{}", String::from_utf8_lossy(word));
        }
    }
    assert!(head.windows(4).any(|window| window == b"avc1"));
}

#[test]
fn every_way_of_the_standard_opens() {
    let sizes = [5, 16, 17, 1000, 4096, 0, 33];
    for aux in [Aux::Senc, Aux::Elsewhere, Aux::Old] {
        for iv_bytes in [8, 16] {
            opens(&stream(&sizes, &[], lock(Scheme::Cenc, iv_bytes, (0, 0)), aux));
        }
        opens(&stream(&[200, 500, 90], &[(9, 40), (0, 33), (8, 0)], lock(Scheme::Cenc, 8, (0, 0)), aux));
        opens(&stream(&[700, 900, 321], &[(5, 200), (3, 113)], lock(Scheme::Cbcs, 0, (1, 9)), aux));
        opens(&stream(&[700, 900, 321], &[(5, 200), (3, 113)], lock(Scheme::Cbcs, 16, (5, 5)), aux));
    }
    opens(&stream(&sizes, &[], lock(Scheme::Cbcs, 0, (0, 0)), Aux::Nothing));
    opens(&stream(&sizes, &[], lock(Scheme::Cbcs, 0, (1, 9)), Aux::Nothing));
}

#[test]
fn a_counter_wraps_in_its_lower_half() {
    let mut wrapping = lock(Scheme::Cenc, 16, (0, 0));
    wrapping.constant_iv = [[0xff; 8], [0xff; 8]].concat();
    opens(&stream(&[100], &[], wrapping, Aux::Senc));
}

#[test]
fn groups_have_keys_of_their_own() {
    let mut locked = Locked::default();
    let lock = lock(Scheme::Cenc, 8, (0, 0));
    let other = Lock { key: [9; 16], key_id: [0xb2; 16], ..lock.clone() };
    let mut head = init(&lock);
    locked.open(&mut head, &KeyRing::default()).unwrap();
    let (mut body, places) = lock::rotated(&stream(&[50, 60, 70], &[], lock, Aux::Senc), &other);
    assert_eq!(locked.clone().open(&mut body.clone(), &ring()), Err(Trouble::NoKey { key_id: other.key_id }));
    let mut keys = ring();
    keys.add(other.key_id, other.key);
    locked.open(&mut body, &keys).unwrap();
    for (place, clear) in places.iter().zip(samples(&[50, 60, 70])) {
        assert!(body[place.clone()] == clear[..]);
    }
}

#[test]
fn a_fragment_of_a_clear_format_is_left_as_it_is() {
    let mut locked = Locked::default();
    locked.open(&mut lock::init_with_clear(&lock(Scheme::Cenc, 8, (0, 0))), &KeyRing::default()).unwrap();
    let clear = stream(&[50, 60], &[], lock(Scheme::Cenc, 8, (0, 0)), Aux::Nothing);
    let body = lock::clear_fragment(&clear, 2);
    let mut opened = body.clone();
    locked.open(&mut opened, &KeyRing::default()).unwrap();
    assert!(opened == body);
    assert_eq!(locked.open(&mut lock::clear_fragment(&clear, 3), &ring()), Err(Trouble::Malformed("tfhd")));
    let (mut body, _) = fragment(&stream(&[50], &[], lock(Scheme::Cenc, 8, (0, 0)), Aux::Senc), 0);
    assert_eq!(locked.open(&mut body, &ring()), Ok(()), "the first format is the usual one");
}

#[test]
fn a_file_that_has_its_initialisation_opens_at_once() {
    let stream = stream(&[100, 200], &[], lock(Scheme::Cenc, 8, (0, 0)), Aux::Senc);
    let head = init(&stream.lock);
    let (body, places) = fragment(&stream, 0);
    let mut file = [head.clone(), body].concat();
    Locked::default().open(&mut file, &ring()).unwrap();
    for (place, clear) in places.iter().zip(&stream.samples) {
        assert!(file[head.len() + place.start..head.len() + place.end] == clear[..]);
    }
}

#[test]
fn what_cannot_be_opened_is_named() {
    let mut locked = Locked::default();
    let stream = stream(&[100], &[], lock(Scheme::Cenc, 8, (0, 0)), Aux::Senc);
    locked.open(&mut init(&stream.lock), &KeyRing::default()).unwrap();
    let (mut body, _) = fragment(&stream, 0);
    let no_key = locked.open(&mut body.clone(), &KeyRing::default()).unwrap_err();
    assert_eq!(no_key.to_string(), format!("the key {} is not known", "a1".repeat(16)));
    let mut any = KeyRing::default();
    any.set_any(KEY);
    assert_eq!(locked.clone().open(&mut body, &any), Ok(()));
    let mut whole = [init(&stream.lock), boxed(b"mdat", &[1, 2, 3])].concat();
    assert_eq!(Locked::default().open(&mut whole, &any), Err(Trouble::Whole));
    let mut head = init(&stream.lock);
    let at = head.windows(4).position(|window| window == b"cenc").unwrap();
    head[at..at + 4].copy_from_slice(b"cens");
    assert_eq!(Locked::default().open(&mut head, &any), Err(Trouble::Scheme("cens".to_owned())));
}

#[test]
fn clear_files_are_left_as_they_are() {
    let clear =
        [boxed(b"ftyp", b"iso6"), boxed(b"moov", &boxed(b"trak", b"")), boxed(b"moof", b""), boxed(b"mdat", b"x")];
    let mut file = clear.concat();
    Locked::default().open(&mut file, &KeyRing::default()).unwrap();
    assert_eq!(file, clear.concat());
}

proptest! {
    #[test]
    fn what_was_locked_opens(
        sizes in proptest::collection::vec(0_usize..600, 1..12),
        splits in proptest::collection::vec((0_u16..40, 0_u32..120), 0..6),
        cbcs: bool, wide: bool, constant: bool, pattern in (1_u8..4, 0_u8..10),
        aux in prop_oneof![Just(Aux::Senc), Just(Aux::Elsewhere), Just(Aux::Old)],
    ) {
        let iv_bytes = match (cbcs && constant, wide) { (true, _) => 0, (false, true) => 16, (false, false) => 8 };
        let scheme = if cbcs { Scheme::Cbcs } else { Scheme::Cenc };
        opens(&stream(&sizes, &splits, lock(scheme, iv_bytes, pattern), aux));
    }

    #[test]
    fn no_bytes_panic(bytes: Vec<u8>, flips in proptest::collection::vec((any::<usize>(), any::<u8>()), 0..8)) {
        let stream = stream(&[100, 50], &[(3, 40)], lock(Scheme::Cenc, 8, (0, 0)), Aux::Elsewhere);
        let (mut head, (mut body, _)) = (init(&stream.lock), fragment(&stream, 2));
        for (place, with) in flips {
            let length = head.len() + body.len();
            match place % length {
                at if at < head.len() => head[at] ^= with,
                at => body[at - head.len()] ^= with,
            }
        }
        let mut locked = Locked::default();
        let _ = (locked.open(&mut head, &ring()), locked.open(&mut body, &ring()));
        let _ = locked.open(&mut bytes.clone(), &ring());
    }
}
