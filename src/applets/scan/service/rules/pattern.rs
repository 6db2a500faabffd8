//! Patterns written for PCRE, for the engine we have: the same language in most, with other spellings for some of it.
//! Looking around and referring back, which take exponential time at worst, are not in it.

use std::fmt::Write as _;

use regex::bytes::{Regex, RegexBuilder};

/// Longer patterns than any in use.
const LONGEST: usize = 16 << 10;

/// How a pattern is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// `i`
    pub(super) any_case: bool,
    /// `s`: a dot is any byte, line ends too.
    pub(super) dot_all: bool,
    /// Anchors hold at line ends too.
    pub(super) multi_line: bool,
}

/// Compiles a pattern over bytes; `None` for what the engine has not.
pub(super) fn compile(pattern: &str, flags: Flags) -> Option<Regex> {
    if pattern.len() > LONGEST {
        return None;
    }
    RegexBuilder::new(&translate(pattern)?)
        .unicode(false)
        .case_insensitive(flags.any_case)
        .dot_matches_new_line(flags.dot_all)
        .multi_line(flags.multi_line)
        .size_limit(4 << 20)
        .build()
        .ok()
}

/// Respells a pattern: octal zero, control signs, braces and brackets that stand for themselves, bytes above 127.
fn translate(pattern: &str) -> Option<String> {
    let mut signs = pattern.chars().peekable();
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut in_class = false;
    // Where the class began, to know a `]` that stands first.
    let mut class_start = 0;
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => out.push_str(&escape(&mut signs, in_class)?),
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                if signs.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                class_start = out.len();
            }
            // A class of a name, as `[:alpha:]`, is the same in both.
            '[' if signs.peek() == Some(&':') => {
                out.push('[');
                for sign in signs.by_ref() {
                    out.push(sign);
                    if sign == ']' {
                        break;
                    }
                }
            }
            ']' if in_class && out.len() > class_start => {
                in_class = false;
                out.push(']');
            }
            '[' | ']' | '&' | '~' if in_class => {
                out.push('\\');
                out.push(sign);
            }
            '{' if !in_class && !is_count(&signs) => out.push_str("\\{"),
            '}' if !in_class && !closes_count(&out) => out.push_str("\\}"),
            '(' if !in_class && signs.peek() == Some(&'?') && is_beyond(&signs) => return None,
            sign if !sign.is_ascii() => {
                // Files are read as Latin-1, so each sign is one byte.
                let byte = u8::try_from(u32::from(sign)).ok()?;
                let _ = write!(out, "\\x{byte:02x}");
            }
            sign => out.push(sign),
        }
    }
    Some(out)
}

type Signs<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// What stands behind a backslash.
fn escape(signs: &mut Signs<'_>, in_class: bool) -> Option<String> {
    let sign = signs.next()?;
    Some(match sign {
        '0' => {
            let mut value = 0;
            for _ in 0..2 {
                let Some(digit) = signs.next_if(|sign| ('0'..='7').contains(sign)) else { break };
                value = value * 8 + digit.to_digit(8)?;
            }
            format!("\\x{value:02x}")
        }
        '1'..='9' if !in_class => return None,
        'x' => {
            let mut digits = String::new();
            while digits.len() < 2 {
                let Some(digit) = signs.next_if(char::is_ascii_hexdigit) else { break };
                digits.push(digit);
            }
            format!("\\x{:02x}", u8::from_str_radix(&digits, 16).unwrap_or(0))
        }
        'e' => "\\x1b".to_owned(),
        'Z' => "\\z".to_owned(),
        'h' if in_class => "\\x20\\t".to_owned(),
        'h' => "[\\x20\\t]".to_owned(),
        'R' if !in_class => "(?:\\r\\n|\\n|\\r)".to_owned(),
        'G' | 'K' | 'X' | 'C' | 'Q' | 'E' | 'k' | 'g' => return None,
        sign if !sign.is_ascii() => translate(&sign.to_string())?,
        // Letters without a meaning stand for themselves in PCRE.
        sign if sign.is_ascii_alphabetic() && !"aAbBdDfnrsStvwWz".contains(sign) => sign.to_string(),
        ' ' | '"' | '\'' | ',' | ':' | ';' | '=' | '@' | '`' | '_' | '%' | '!' | '<' | '>' | '/' => sign.to_string(),
        sign => format!("\\{sign}"),
    })
}

/// Whether what follows `{` makes it a count: digits, a comma, digits, `}`.
fn is_count(signs: &Signs<'_>) -> bool {
    let rest: String = signs.clone().take(16).collect();
    let Some((count, _)) = rest.split_once('}') else { return false };
    let (least, most) = count.split_once(',').unwrap_or((count, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_number(least) && is_number(most)
}

/// Whether a `}` closes a count that was let through.
fn closes_count(out: &str) -> bool {
    let Some((before, count)) = out.rsplit_once('{') else { return false };
    !before.ends_with('\\') && !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
}

/// Groups that look around, are atomic, recurse or choose.
fn is_beyond(signs: &Signs<'_>) -> bool {
    let kind: String = signs.clone().skip(1).take(2).collect();
    ["=", "!", "<=", "<!", ">", "(", "R", "&", "|", "+"].iter().any(|sign| kind.starts_with(sign))
}
