//! Requests read in pieces of any size, and what is refused.

use proptest::prelude::*;

use super::*;

type Outcome = (Vec<Vec<Vec<u8>>>, Option<ProtocolError>);

/// Reads `bytes` as they arrive in the given pieces.
fn read(bytes: &[u8], pieces: &[usize], limits: &Limits) -> Outcome {
    let (mut parser, mut buffer, mut commands) = (Parser::default(), Vec::new(), Vec::new());
    let mut rest = bytes;
    let mut pieces = pieces.iter();
    while !rest.is_empty() {
        let piece = pieces.next().map_or(rest.len(), |piece| (*piece).min(rest.len()));
        buffer.extend_from_slice(&rest[..piece]);
        rest = &rest[piece..];
        loop {
            match parser.parse(&buffer, limits) {
                Ok(Parsed::Command(length)) => {
                    commands.push(parser.args(&buffer).iter().map(<[u8]>::to_vec).collect());
                    buffer.drain(..length);
                }
                Ok(Parsed::Blank(length)) => {
                    buffer.drain(..length);
                }
                Ok(Parsed::Partial(_)) => break,
                Err(error) => return (commands, Some(error)),
            }
        }
    }
    (commands, None)
}

fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let word = prop::collection::vec(any::<u8>(), 0..20);
    prop_oneof![
        prop::collection::vec(word, 0..5).prop_map(|words| {
            let mut text = format!("*{}\r\n", words.len()).into_bytes();
            for word in words {
                text.extend(format!("${}\r\n", word.len()).bytes());
                text.extend(word);
                text.extend(b"\r\n");
            }
            text
        }),
        "[a-z \"'\\\\x0-9]{0,20}\r?\n".prop_map(String::into_bytes),
        Just(b"*-1\r\n".to_vec()),
        prop::collection::vec(prop::sample::select(b"*$\r\n0123456789-ab\"'".to_vec()), 0..12),
    ]
}

proptest! {
    #[test]
    fn any_split_of_any_input_equals_the_whole(
        fragments in prop::collection::vec(fragment(), 0..8),
        pieces in prop::collection::vec(1_usize..9, 0..80),
    ) {
        let bytes = fragments.concat();
        for limits in [Limits::default(), Limits::STRANGER] {
            let whole = read(&bytes, &[], &limits);
            prop_assert_eq!(&whole, &read(&bytes, &pieces, &limits));
            prop_assert_eq!(&whole, &read(&bytes, &vec![1; bytes.len()], &limits));
        }
    }
}

#[test]
fn complaints_are_those_of_redis() {
    let cases: [(&[u8], &str); 10] = [
        (b"*x\r\n", "Protocol error: invalid multibulk length"),
        (b"*2147483648\r\n", "Protocol error: invalid multibulk length"),
        (b"*1\r\n!3\r\n", "Protocol error: expected '$', got '!'"),
        (b"*1\r\n$-1\r\n", "Protocol error: invalid bulk length"),
        (b"*1\r\n$536870913\r\n", "Protocol error: invalid bulk length"),
        (b"set \"a\r\n", "Protocol error: unbalanced quotes in request"),
        (b"set \"a\"b\r\n", "Protocol error: unbalanced quotes in request"),
        (&vec![b'a'; 65537], "Protocol error: too big inline request"),
        (&[&b"*"[..], &vec![b'1'; 65536]].concat(), "Protocol error: too big mbulk count string"),
        (&[&b"*1\r\n$"[..], &vec![b'1'; 65536]].concat(), "Protocol error: too big bulk count string"),
    ];
    for (bytes, complaint) in cases {
        let (_, error) = read(bytes, &[], &Limits::default());
        assert_eq!(error.map(|error| error.to_string()).as_deref(), Some(complaint));
    }
    for (bytes, error) in
        [(&b"*11\r\n"[..], ProtocolError::StrangerCount), (b"*1\r\n$16385\r\n", ProtocolError::StrangerLength)]
    {
        assert_eq!(read(bytes, &[], &Limits::STRANGER).1, Some(error));
    }
}

#[test]
fn a_line_that_is_too_long_is_so_however_it_comes() {
    let long = [&vec![b'a'; 70_000][..], b"\r\nPING\r\n"].concat();
    let count = [b"*", &vec![b'1'; 70_000][..], b"\r\n"].concat();
    for bytes in [long, count] {
        let whole = read(&bytes, &[], &Limits::default());
        assert!(whole.1.is_some() && whole.0.is_empty());
        for piece in [1_000, 65_535, 65_536, 65_537, 65_538] {
            assert_eq!(read(&bytes, &vec![piece; 80], &Limits::default()), whole, "in pieces of {piece}");
        }
    }
    let longest = [&vec![b'a'; 65_536][..], b"\n"].concat();
    assert_eq!(read(&longest, &[], &Limits::default()).0.len(), 1);
}

#[test]
fn inline_words_are_quoted_as_in_redis_cli() {
    let (commands, error) = read(b"set 'it\\'s' \"a\\x41\\n\"  x\r\n\r\n", &[], &Limits::default());
    assert_eq!(error, None);
    assert_eq!(commands, [[&b"set"[..], b"it's", b"aA\n", b"x"].map(<[u8]>::to_vec)]);
}

#[test]
fn numbers_are_strict() {
    let cases = [("0", Some(0)), ("-1", Some(-1)), ("9223372036854775807", Some(i64::MAX))];
    let wrong = ["", "-", "+1", "01", "-0", " 1", "1 ", "9223372036854775808", "1a"].map(|text| (text, None));
    let least = [("-9223372036854775808", Some(i64::MIN)), ("-9223372036854775809", None)];
    for (text, expected) in cases.into_iter().chain(wrong).chain(least) {
        assert_eq!(number(text.as_bytes()), expected, "{text}");
    }
}
