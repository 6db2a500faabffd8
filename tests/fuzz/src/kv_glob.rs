//! Patterns, against a matcher that is slow and plain: all states at once.
//!
//! The first byte says whether case matters (bit 0); pattern and text follow, with a zero between.

use toolbox::applets::kv::command::glob::{Case, matches};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Some((control, rest)) = data.split_first() else { return };
    let Some(split) = rest.iter().position(|byte| *byte == 0) else { return };
    let (mut pattern, mut text) = (rest[..split].to_vec(), rest[split + 1..].to_vec());
    let case = if control & 1 == 1 { Case::Ignored } else { Case::Matters };
    let found = matches(&pattern, &text, case);
    if case == Case::Ignored {
        pattern.make_ascii_lowercase();
        text.make_ascii_lowercase();
    }
    assert_eq!(found, plain(&tokens(&pattern), &text), "{:?} {:?}", pattern.escape_ascii(), text.escape_ascii());
}

/// A part of a pattern.
enum Token {
    Star,
    Any,
    Set(Box<[bool; 256]>),
    One(u8),
}

fn tokens(mut pattern: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    while let Some((first, rest)) = pattern.split_first() {
        pattern = rest;
        tokens.push(match (first, rest) {
            (b'*', _) => Token::Star,
            (b'?', _) => Token::Any,
            (b'[', _) => {
                let (set, behind) = set(rest);
                pattern = behind;
                Token::Set(set)
            }
            (b'\\', [escaped, behind @ ..]) => {
                pattern = behind;
                Token::One(*escaped)
            }
            (plain, _) => Token::One(*plain),
        });
    }
    tokens
}

/// The bytes of a set; one that is not closed ends with the pattern.
fn set(mut rest: &[u8]) -> (Box<[bool; 256]>, &[u8]) {
    let mut has = Box::new([false; 256]);
    let is_negated = rest.first() == Some(&b'^');
    if is_negated {
        rest = &rest[1..];
    }
    loop {
        rest = match rest {
            [] => break,
            [b']', behind @ ..] => {
                rest = behind;
                break;
            }
            [b'\\', escaped, behind @ ..] => {
                has[usize::from(*escaped)] = true;
                behind
            }
            [from, b'-', to, behind @ ..] => {
                (*from.min(to)..=*from.max(to)).for_each(|byte| has[usize::from(byte)] = true);
                behind
            }
            [plain, behind @ ..] => {
                has[usize::from(*plain)] = true;
                behind
            }
        };
    }
    if is_negated {
        has.iter_mut().for_each(|has| *has = !*has);
    }
    (has, rest)
}

/// Follows every way through the pattern at once.
fn plain(tokens: &[Token], text: &[u8]) -> bool {
    let spread = |states: &mut Vec<bool>| {
        for at in 0..tokens.len() {
            states[at + 1] |= states[at] && matches!(tokens[at], Token::Star);
        }
    };
    let mut states = vec![false; tokens.len() + 1];
    states[0] = true;
    spread(&mut states);
    for byte in text {
        let mut next = vec![false; tokens.len() + 1];
        for (at, token) in tokens.iter().enumerate().filter(|(at, _)| states[*at]) {
            match token {
                Token::Star => next[at] = true,
                Token::Any => next[at + 1] = true,
                Token::Set(has) => next[at + 1] |= has[usize::from(*byte)],
                Token::One(one) => next[at + 1] |= one == byte,
            }
        }
        spread(&mut next);
        states = next;
    }
    states[tokens.len()]
}
