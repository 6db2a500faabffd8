//! Variables inside values, with the little of the shell's syntax that configuration files use.
//!
//! | written | becomes |
//! |---|---|
//! | `${NAME}` | the variable; an error where it is unset or empty |
//! | `${NAME:-text}` | the variable, or `text` where it is unset or empty; `text` may hold variables |
//! | `$NAME` | the variable, or `$NAME` as it stands where it is unset |
//! | `$$` | one `$` |
//!
//! `$NAME` is forgiving because bodies are full of dollar signs that mean something else (`{"$ref": …}`,
//! `query($id: ID!)`). Anything else behind a dollar sign stays as it is.

use crate::kit::env::Env;

/// A `${NAME}` that is not set and has no default.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the variable {name} is not set")]
pub struct Unset {
    /// The variable.
    pub name: String,
}

/// Replaces the variables in `text`.
///
/// # Errors
/// When a `${NAME}` without a default is unset or empty.
///
/// ```
/// use toolbox::kit::{config::expand, env::Env};
///
/// let env = Env::of([("HOST", "example.org")]);
/// assert_eq!(expand("https://${HOST}:${PORT:-443}/?q=$x", &env).unwrap(), "https://example.org:443/?q=$x");
/// assert_eq!(expand("${TOKEN}", &env).unwrap_err().name, "TOKEN");
/// ```
pub fn expand(text: &str, env: &Env) -> Result<String, Unset> {
    expand_noting(text, env, &mut Vec::new())
}

/// As [`expand`]; `put` receives the value of each variable that was put in, once.
pub(super) fn expand_noting(text: &str, env: &Env, put: &mut Vec<String>) -> Result<String, Unset> {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        expanded.push_str(before);
        rest = if let Some(after) = after.strip_prefix('$') {
            expanded.push('$');
            after
        } else if let Some((name, default, after)) = braced(after) {
            match (env.get(name), default) {
                (Some(value), _) => {
                    note(value, put);
                    expanded.push_str(value);
                }
                (None, Some(default)) => expanded.push_str(&expand_noting(default, env, put)?),
                (None, None) => return Err(Unset { name: name.to_owned() }),
            }
            after
        } else {
            let (name, rest) = after.split_at(name_length(after));
            match env.get(name) {
                Some(value) => {
                    note(value, put);
                    expanded.push_str(value);
                }
                None => expanded.extend(["$", name]),
            }
            rest
        };
    }
    expanded.push_str(rest);
    Ok(expanded)
}

fn note(value: &str, put: &mut Vec<String>) {
    if !put.iter().any(|known| known == value) {
        put.push(value.to_owned());
    }
}

/// Splits `{NAME}…` or `{NAME:-default}…` into name, default and what follows.
fn braced(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let inner = text.strip_prefix('{')?;
    let (name, rest) = inner.split_at(name_length(inner));
    if name.is_empty() {
        return None;
    }
    if let Some(after) = rest.strip_prefix('}') {
        return Some((name, None, after));
    }
    let rest = rest.strip_prefix(":-")?;
    let end = closing_brace(rest)?;
    Some((name, Some(&rest[..end]), &rest[end + 1..]))
}

/// The index of the `}` that closes a default; `${` inside it opens another.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'{' if text[..index].ends_with('$') => depth += 1,
            b'}' if depth == 0 => return Some(index),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// How many bytes at the start of `text` are a variable's name.
fn name_length(text: &str) -> usize {
    let fits =
        |(index, byte): (usize, u8)| byte == b'_' || byte.is_ascii_alphabetic() || index > 0 && byte.is_ascii_digit();
    text.bytes().enumerate().take_while(|&at| fits(at)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_form_expands_as_the_table_says() {
        let env = Env::of([("A", "1"), ("B_2", "two"), ("EMPTY", "")]);
        let cases = [
            ("", ""),
            ("no dollars", "no dollars"),
            ("$A", "1"),
            ("${A}", "1"),
            ("x${A}y$B_2.z", "x1ytwo.z"),
            ("${NONE:-d}", "d"),
            ("${EMPTY:-d}", "d"),
            ("${NONE:-}", ""),
            ("${A:-d}", "1"),
            ("${NONE:-${A}/${NONE:-x}}!", "1/x!"),
            ("$NONE", "$NONE"),
            ("$$A", "$A"),
            ("$${A}", "${A}"),
            ("$", "$"),
            ("100$", "100$"),
            ("$5", "$5"),
            ("${", "${"),
            ("${A", "${A"),
            ("${A:-open", "${A:-open"),
            ("${.Iteration}", "${.Iteration}"),
            ("$é", "$é"),
        ];
        for (text, expected) in cases {
            assert_eq!(expand(text, &env).as_deref(), Ok(expected), "{text}");
        }
        for text in ["${NONE}", "${EMPTY}", "a ${NONE:-${OTHER}}"] {
            assert!(expand(text, &env).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_without_dollars_stays(text in "[^$]*") {
            prop_assert_eq!(expand(&text, &Env::default()).unwrap(), text);
        }

        #[test]
        fn no_text_panics(text in r"[\$\{\}:\-A-Zé ]*") {
            let _ = expand(&text, &Env::of([("A", "$A")]));
        }
    }
}
