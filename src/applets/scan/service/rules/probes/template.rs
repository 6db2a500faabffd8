//! What a matching pattern says of the service: `p/product/ v/version/ i/info/ h/host/ o/system/ d/device/ cpe:/…/`,
//! with `$1` and a few functions for what the pattern caught.

use regex::bytes::Captures;

/// The parts; `cpe` is read and not kept, for our own table names products.
#[derive(Debug, Default)]
pub(super) struct Template {
    pub(super) product: Option<String>,
    pub(super) version: Option<String>,
    pub(super) info: Option<String>,
    pub(super) hostname: Option<String>,
    pub(super) os: Option<String>,
    pub(super) device: Option<String>,
}

impl Template {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut template = Self::default();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (slot, quoted) = if let Some(quoted) = rest.strip_prefix("cpe:") {
                (None, quoted)
            } else {
                let slot = match rest.chars().next()? {
                    'p' => &mut template.product,
                    'v' => &mut template.version,
                    'i' => &mut template.info,
                    'h' => &mut template.hostname,
                    'o' => &mut template.os,
                    'd' => &mut template.device,
                    _ => return None,
                };
                (Some(slot), &rest[1..])
            };
            let delimiter = quoted.chars().next()?;
            let (value, behind) = quoted[delimiter.len_utf8()..].split_once(delimiter)?;
            rest = match slot {
                Some(slot) => {
                    *slot = Some(value.to_owned());
                    behind.trim_start()
                }
                // A product's name may be followed by a flag.
                None => behind.strip_prefix('a').unwrap_or(behind).trim_start(),
            };
        }
        Some(template)
    }
}

/// Puts what was caught into a template.
pub(super) fn fill(template: &str, captures: &Captures<'_>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digit = rest.chars().next().and_then(|sign| sign.to_digit(10));
        if let Some(number) = digit {
            out.push_str(&text(captures, number as usize));
            rest = &rest[1..];
        } else if let Some((value, behind)) = function(rest, captures) {
            out.push_str(&value);
            rest = behind;
        } else {
            out.push('$');
        }
        if out.len() > 4096 {
            break;
        }
    }
    out.push_str(rest);
    out
}

fn caught<'a>(captures: &Captures<'a>, number: usize) -> &'a [u8] {
    captures.get(number).map(|part| part.as_bytes()).unwrap_or_default()
}

fn text(captures: &Captures<'_>, number: usize) -> String {
    String::from_utf8_lossy(caught(captures, number)).into_owned()
}

/// `P(1)`: printable signs; `SUBST(1,"a","b")`: a put in place of b; `I(1,">")`: a number, high byte first or last.
fn function<'a>(text: &'a str, captures: &Captures<'_>) -> Option<(String, &'a str)> {
    let (name, rest) = text.split_once('(')?;
    let (inner, behind) = match name {
        // Arguments in quotes may hold brackets.
        "SUBST" => rest.split_once("\")")?,
        "P" | "I" => rest.split_once(')')?,
        _ => return None,
    };
    let (number, arguments) = inner.split_once(',').unwrap_or((inner, ""));
    let bytes = caught(captures, number.trim().parse().ok()?);
    let value = match name {
        "P" => bytes.iter().filter(|byte| (0x20..0x7f).contains(*byte)).map(|byte| char::from(*byte)).collect(),
        "SUBST" => {
            let mut parts = arguments.trim().split('"');
            let (_, from, _, to) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
            String::from_utf8_lossy(bytes).replace(from, to)
        }
        _ => {
            let digits = bytes.get(..bytes.len().min(8))?;
            let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
            let number =
                if arguments.contains('<') { digits.iter().rev().fold(0, add) } else { digits.iter().fold(0, add) };
            number.to_string()
        }
    };
    Some((value, behind))
}
