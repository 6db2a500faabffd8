//! The readers of replies: that which keeps them, against itself with the bytes cut elsewhere, and that which only
//! counts, against the other.
//!
//! The first byte says where the stream is cut; the rest is the stream.

use toolbox::resp::{Decoder, Skimmed, Skimmer, Value};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let [seed, stream @ ..] = data else { return };
    let whole = decoded(stream, |left| left);
    let mut state = u32::from(*seed);
    let mut next = || {
        // Any sequence will do that is the same the next time (Numerical Recipes).
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as usize % 40 + 1
    };
    assert_eq!(whole, decoded(stream, |_| next()), "cut into pieces, the stream reads differently");
    assert_eq!(whole, decoded(stream, |_| 1), "byte by byte, the stream reads differently");
    // One that only counts is less strict, and knows no attributes, which no server sends unasked.
    let (values, error) = whole;
    if error.is_none() && !stream.contains(&b'|') {
        let count = |wanted: fn(&Value) -> bool| values.iter().filter(|value| wanted(value)).count() as u64;
        let expected = Skimmed {
            replies: values.len() as u64,
            errors: count(|value| matches!(value, Value::Error(_))),
            nulls: count(|value| matches!(value, Value::Null)),
        };
        assert_eq!(skimmed(stream, |left| left), Ok(expected), "{values:?}");
        assert_eq!(skimmed(stream, |_| next()), Ok(expected), "{values:?}");
    }
}

fn pieces(stream: &[u8], mut next: impl FnMut(usize) -> usize) -> impl Iterator<Item = &[u8]> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (piece, behind) = rest.split_at(next(rest.len()).min(rest.len()));
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

fn decoded(stream: &[u8], next: impl FnMut(usize) -> usize) -> (Vec<Value>, Option<String>) {
    let (mut decoder, mut values) = (Decoder::default(), Vec::new());
    for piece in pieces(stream, next) {
        decoder.feed(piece);
        loop {
            match decoder.next_value() {
                Ok(Some(value)) => values.push(value),
                Ok(None) => break,
                Err(error) => return (values, Some(error.to_string())),
            }
        }
    }
    (values, None)
}

fn skimmed(stream: &[u8], next: impl FnMut(usize) -> usize) -> Result<Skimmed, String> {
    let (mut skimmer, mut sum) = (Skimmer::default(), Skimmed::default());
    for piece in pieces(stream, next) {
        let found = skimmer.skim(piece).map_err(|error| error.to_string())?;
        sum.replies += found.replies;
        sum.errors += found.errors;
        sum.nulls += found.nulls;
    }
    Ok(sum)
}
