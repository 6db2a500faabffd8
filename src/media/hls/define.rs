//! Variables (`EXT-X-DEFINE`, section 4.4.2.3): replaced in URIs and in the values of tags, before anything is read.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::attributes::Attributes;
use super::diagnostic::Diagnostics;
use super::line::{Content, Line};
use super::{Context, ReadError};

const TAG: &str = "EXT-X-DEFINE";

/// Since this protocol version `{$name}` is a reference; before, it is text like any other.
const SINCE_VERSION: u64 = 8;

/// What a line may become, and how much longer all of them may: what is longer is made to be.
const LONGEST_LINE: usize = 1 << 20;
const LONGEST_IN_ALL: usize = 8 << 20;

/// Replaces all references and returns the variables.
pub(super) fn expand(
    lines: &mut [Line],
    context: &Context,
    notes: &mut Diagnostics,
) -> Result<BTreeMap<String, String>, ReadError> {
    let mut variables = BTreeMap::new();
    let strict = lines.iter().any(is_define) || version(lines) >= SINCE_VERSION;
    let mut left = LONGEST_IN_ALL;
    for line in lines {
        let number = line.number;
        match &mut line.content {
            Content::Tag { name, value } if name == TAG => {
                define(number, value, context, &mut variables, notes)?;
            }
            Content::Tag { value: text, .. } | Content::Uri(text) => {
                if let Some(replaced) = replace((number, text), (&variables, strict), left, notes)? {
                    left -= replaced.len();
                    *text = replaced;
                }
            }
        }
    }
    Ok(variables)
}

fn is_define(line: &Line) -> bool {
    matches!(&line.content, Content::Tag { name, .. } if name == TAG)
}

fn version(lines: &[Line]) -> u64 {
    let version = lines.iter().find_map(|line| match &line.content {
        Content::Tag { name, value } if name == "EXT-X-VERSION" => super::value::whole(value),
        _ => None,
    });
    version.unwrap_or(1)
}

fn define(
    line: usize,
    value: &str,
    context: &Context,
    variables: &mut BTreeMap<String, String>,
    notes: &mut Diagnostics,
) -> Result<(), ReadError> {
    let attributes = Attributes::read(line, value, notes);
    let undefined = |name: &str| ReadError::Undefined { line, name: name.to_owned() };
    let (name, value) = if let Some(name) = attributes.text("NAME") {
        (name, attributes.get("VALUE").unwrap_or_default().to_owned())
    } else if let Some(name) = attributes.text("IMPORT") {
        let known = context.variables.and_then(|variables| variables.get(name));
        (name, known.ok_or_else(|| undefined(name))?.clone())
    } else if let Some(name) = attributes.text("QUERYPARAM") {
        (name, parameter(context.query.unwrap_or_default(), name).ok_or_else(|| undefined(name))?)
    } else {
        notes.add(line, "EXT-X-DEFINE without NAME, IMPORT or QUERYPARAM");
        return Ok(());
    };
    if variables.contains_key(name) {
        notes.add(line, format!("the variable {name} is defined twice; the first counts"));
    } else {
        variables.insert(name.to_owned(), harmless(&value));
    }
    Ok(())
}

/// The value of a parameter of a query, decoded.
fn parameter(query: &str, name: &str) -> Option<String> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(key, _)| decode(key) == name).map(|(_, value)| decode(value)).filter(|value| !value.is_empty())
}

/// Without what would end a quoted string or a line: a value must not become a tag.
fn harmless(value: &str) -> String {
    value.chars().filter(|c| *c != '"' && !c.is_control()).collect()
}

/// `text` with the values in place of the references, of at most `left` bytes; `None` where there are none.
fn replace(
    (line, text): (usize, &str),
    (variables, strict): (&BTreeMap<String, String>, bool),
    left: usize,
    notes: &mut Diagnostics,
) -> Result<Option<String>, ReadError> {
    if !text.contains("{$") {
        return Ok(None);
    }
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(begin) = rest.find("{$") {
        let (before, reference) = rest.split_at(begin);
        replaced.push_str(before);
        let name = reference[2..].split_once('}').map(|(name, _)| name).filter(|name| is_name(name));
        let Some(name) = name else {
            replaced.push_str("{$");
            rest = &reference[2..];
            continue;
        };
        match variables.get(name) {
            Some(value) if replaced.len() + value.len() > left.min(LONGEST_LINE) => {
                return Err(ReadError::Expanded { line });
            }
            Some(value) => replaced.push_str(value),
            None if strict => return Err(ReadError::Undefined { line, name: name.to_owned() }),
            None => {
                notes.add(line, format!("{{${name}}} is taken as text: nothing is defined here"));
                replaced.push_str(&reference[..name.len() + 3]);
            }
        }
        rest = &reference[name.len() + 3..];
    }
    if replaced.len() + rest.len() > left {
        return Err(ReadError::Expanded { line });
    }
    replaced.push_str(rest);
    Ok(Some(replaced))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::hls::read;

    #[test]
    fn what_grows_beyond_all_bounds_is_refused() {
        let list = |length: usize, references: usize, lines: usize| {
            let value = "b".repeat(length);
            let line = format!("#EXTINF:1,\n{}.ts\n", "{$a}".repeat(references)).repeat(lines);
            let text = format!("#EXTM3U\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"{value}\"\n#EXT-X-TARGETDURATION:1\n{line}");
            read(text.as_bytes(), &Context::default()).map(drop)
        };
        assert!(list(100, 10, 1000).is_ok());
        for (length, references, lines) in [(200 << 10, 10, 1), (100 << 10, 5, 40)] {
            let error = list(length, references, lines).unwrap_err();
            assert!(matches!(error, ReadError::Expanded { .. }), "{error}");
        }
    }
}
