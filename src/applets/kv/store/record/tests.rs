//! Records: what is put in comes out, and what they take.

use super::*;

fn text(record: &Record) -> Vec<u8> {
    match record.value() {
        Value::Int(value) => value.to_string().into_bytes(),
        Value::Text(text) => text.to_vec(),
        Value::Object(_) => panic!("no string"),
    }
}

#[test]
fn what_is_put_in_comes_out() {
    let long = vec![b'k'; 300];
    for key in [&b""[..], b"k", &long] {
        for value in [&b""[..], b"7", b"-12", b"007", &[b'v'; 45], &vec![b'w'; INLINE_BYTES + 1]] {
            for expire in [None, Some(99)] {
                let mut record = Record::string(key, value, expire);
                record.set_tag(0xBEEF);
                record.set_clock(5);
                assert_eq!((record.key(), text(&record), record.expire()), (key, value.to_vec(), expire));
                let record = record.with_expire(Some(1));
                assert_eq!((record.tag(), record.clock(), record.expire()), (0xBEEF, 5, Some(1)));
                let record = record.renewed(b"other", None);
                assert_eq!((record.key(), text(&record), record.expire()), (&b"other"[..], value.to_vec(), None));
            }
        }
    }
}

#[test]
fn encodings_are_those_of_redis() {
    for (value, encoding) in [(&b"12"[..], "int"), (b"abc", "embstr"), (&[b'a'; 44], "embstr"), (&[b'a'; 45], "raw")] {
        assert_eq!(Record::string(b"k", value, None).encoding(), encoding);
    }
    let mut record = Record::string(b"k", b"abc", None);
    record.mark_raw();
    assert_eq!(record.encoding(), "raw");
    assert!(record.overwrite(b"abd"));
    assert_eq!(record.encoding(), "embstr");
}

#[test]
fn a_value_is_replaced_in_place_only_where_it_fits() {
    let mut record = Record::string(b"key", b"0123456789abcdef", None);
    assert!(record.overwrite(b"fedcba9876543210"));
    assert_eq!(text(&record), b"fedcba9876543210");
    assert!(!record.overwrite(&[b'x'; 200]));
    assert!(!record.overwrite(b"12"), "numbers have a form of their own");
    let mut record = Record::int(b"key", 5, Some(3));
    assert!(record.overwrite(b"77"));
    assert!(!record.overwrite(b"x"));
    assert_eq!(text(&record), b"77");
}

#[test]
fn small_keys_take_one_grain_more_than_their_bytes() {
    assert_eq!(Record::string(b"0123456789", b"0123456789abcdef", None).shape().size(), 48);
    assert_eq!(Record::string(b"0123456789", b"0123456789abcdeg", Some(1)).shape().size(), 48);
}
