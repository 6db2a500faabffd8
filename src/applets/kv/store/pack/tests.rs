//! What a pack holds is what a vector would, in bytes that Redis would read.

use proptest::prelude::*;

use super::*;

fn packed(words: &[&[u8]]) -> Pack {
    let mut pack = Pack::new();
    for word in words {
        pack.push_back(word);
    }
    pack
}

fn words(pack: &Pack) -> Vec<Vec<u8>> {
    pack.iter().map(|entry| entry.to_vec()).collect()
}

#[test]
fn the_layout_is_that_of_a_listpack() {
    let pack = packed(&[b"a", b"1", b"-1", b"1024", b"100000"]);
    let bytes = [
        29, 0, 0, 0, 5, 0, // total, count
        0x81, b'a', 2, // a
        1, 1, // 1
        0xDF, 0xFF, 2, // -1
        0xC4, 0x00, 2, // 1024
        0xF2, 0xA0, 0x86, 0x01, 4, // 100000
    ];
    assert_eq!(pack.bytes()[..4], [bytes.len() as u8 + 1, 0, 0, 0]);
    assert_eq!(pack.bytes()[4..pack.bytes().len() - 1], bytes[4..]);
    assert_eq!(pack.bytes().last(), Some(&0xFF));
}

#[test]
fn numbers_and_texts_of_all_sizes_come_back() {
    let mut pack = Pack::new();
    let mut expected = Vec::new();
    for shift in 0..63 {
        for value in [(1_i64 << shift) - 1, 1 << shift, -(1 << shift), -(1 << shift) - 1] {
            expected.push(value.to_string().into_bytes());
        }
    }
    expected.extend([i64::MIN, i64::MAX].map(|value| value.to_string().into_bytes()));
    expected.extend([b"007".to_vec(), b"-0".to_vec(), b"+1".to_vec(), b" 1".to_vec(), Vec::new()]);
    for length in [63, 64, 125, 126, 127, 4095, 4096, 16_377, 16_378, 16_379, 70_000, 2_097_145, 2_097_146, 2_097_150] {
        expected.push(vec![b'x'; length]);
    }
    for word in &expected {
        pack.push_back(word);
    }
    assert_eq!(words(&pack), expected);
    let backwards: Vec<_> = pack.iter().rev().map(|entry| entry.to_vec()).collect();
    expected.reverse();
    assert!(backwards == expected);
    assert_eq!(Pack::from_bytes(pack.bytes().to_vec()).as_ref(), Ok(&pack));
}

#[test]
fn more_entries_than_the_header_counts() {
    let mut pack = Pack::new();
    (0..70_000_u32).for_each(|_| pack.push_back(b"1"));
    assert_eq!(pack.len(), 70_000);
    pack.remove(pack.at(10).unwrap(), 69_000);
    assert_eq!(pack.len(), 1000);
    let rest = pack.split_off(pack.at(600).unwrap());
    assert_eq!((pack.len(), rest.len()), (600, 400));
    pack.append(&rest);
    assert_eq!(pack.len(), 1000);
}

#[test]
fn a_word_is_found_at_every_second_place() {
    let pack = packed(&[b"1", b"a", b"a", b"1", b"b", b"2"]);
    assert_eq!(pack.find(pack.first(), b"a", 2), pack.at(2));
    assert_eq!(pack.find(pack.first(), b"1", 2), pack.at(0));
    assert_eq!(pack.find(pack.at(1), b"2", 2), pack.at(5));
    assert_eq!(pack.find(pack.first(), b"2", 2), None);
}

fn word() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<i64>().prop_map(|value| value.to_string().into_bytes()),
        (-5000_i64..5000).prop_map(|value| value.to_string().into_bytes()),
        prop::collection::vec(any::<u8>(), 0..100),
        (0_usize..20_000).prop_map(|length| vec![b'z'; length]),
    ]
}

proptest! {
    #[test]
    fn it_holds_what_a_vector_holds(steps in prop::collection::vec((0_u8..8, any::<u16>(), word()), 0..60)) {
        let (mut pack, mut vector) = (Pack::new(), Vec::<Vec<u8>>::new());
        for (step, place, word) in steps {
            let index = usize::from(place) % (vector.len() + 1);
            match (step, pack.at(index)) {
                (0, _) => {
                    pack.push_front(&word);
                    vector.insert(0, word);
                }
                (1, _) => {
                    pack.push_back(&word);
                    vector.push(word);
                }
                (2 | 3, cursor) => {
                    pack.insert(cursor, &word);
                    vector.insert(index, word);
                }
                (4, Some(cursor)) => {
                    pack.replace(cursor, &word);
                    vector[index] = word;
                }
                (5, Some(cursor)) => {
                    let count = 1 + word.len() % 3;
                    let next = pack.remove(cursor, count);
                    vector.drain(index..vector.len().min(index + count));
                    prop_assert_eq!(next, pack.at(index));
                }
                (6, Some(cursor)) => {
                    let rest = pack.split_off(cursor);
                    prop_assert_eq!(words(&rest), &vector[index..]);
                    pack.append(&rest);
                }
                (_, cursor) => prop_assert_eq!(cursor.map(|at| pack.get(at).to_vec()), vector.get(index).cloned()),
            }
            prop_assert_eq!(pack.len(), vector.len());
        }
        prop_assert_eq!(words(&pack), vector.clone());
        vector.reverse();
        prop_assert_eq!(pack.iter().rev().map(|entry| entry.to_vec()).collect::<Vec<_>>(), vector);
        prop_assert_eq!(Pack::from_bytes(pack.bytes().to_vec()), Ok(pack));
    }

    #[test]
    fn bytes_from_outside_are_refused_or_read(mut bytes in prop::collection::vec(any::<u8>(), 0..64), flip in any::<(u16, u8)>()) {
        if let Ok(pack) = Pack::from_bytes(bytes.clone()) {
            pack.iter().for_each(drop);
        }
        let mut pack = packed(&[b"12", b"some text", b"-70000"]);
        pack.push_back(&bytes);
        bytes = pack.bytes().to_vec();
        let at = usize::from(flip.0) % bytes.len();
        bytes[at] ^= flip.1;
        if let Ok(pack) = Pack::from_bytes(bytes) {
            prop_assert_eq!(pack.iter().count(), pack.iter().rev().count());
        }
    }
}
