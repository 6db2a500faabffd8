//! JSONPath (RFC 9535) as captures and checks use it: compiled once, asked for every reply.
//!
//! Paths that only name members and indices, which nearly all do, are walked directly; the library keeps the location
//! of every node it visits as a string, which a load generator does not want to pay for.

use std::fmt;

use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use serde_json::Value;

/// A compiled path.
#[derive(Debug, Clone)]
pub struct JsonPath {
    text: String,
    query: Query,
}

#[derive(Debug, Clone)]
enum Query {
    /// Member names and indices only.
    Plain(Vec<Selector>),
    General(JpQuery),
}

/// A text that is no JSONPath.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a JSONPath: {reason}")]
pub struct JsonPathError {
    text: String,
    reason: String,
}

impl JsonPath {
    /// Compiles a path such as `$.items[0].id`.
    ///
    /// # Errors
    /// When it does not start with `$` or does not parse.
    ///
    /// ```
    /// use toolbox::applets::load::json_path::JsonPath;
    /// let reply = serde_json::json!({ "items": [{ "id": 7 }, { "id": 8 }] });
    /// assert_eq!(JsonPath::parse("$.items[-1].id")?.first(&reply), Some(&8.into()));
    /// assert_eq!(JsonPath::parse("$..id")?.all(&reply).len(), 2);
    /// # Ok::<(), toolbox::applets::load::json_path::JsonPathError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, JsonPathError> {
        let fail = |reason: String| JsonPathError { text: text.to_owned(), reason };
        if !text.starts_with('$') {
            return Err(fail("it must start with $, as in $.token".to_owned()));
        }
        let query = parse_json_path(text).map_err(|error| fail(reason(&error.to_string())))?;
        let plain: Option<Vec<Selector>> = query.segments.iter().map(plain_selector).collect();
        Ok(Self { text: text.to_owned(), query: plain.map_or(Query::General(query), Query::Plain) })
    }

    /// The path as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first value it leads to.
    #[must_use]
    pub fn first<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        match &self.query {
            Query::Plain(steps) => walk(document, steps),
            Query::General(_) => self.all(document).into_iter().next(),
        }
    }

    /// Every value it leads to.
    #[must_use]
    pub fn all<'a>(&self, document: &'a Value) -> Vec<&'a Value> {
        match &self.query {
            Query::Plain(steps) => walk(document, steps).into_iter().collect(),
            // An error means that a filter could not be applied to this document: nothing was found.
            Query::General(query) => js_path_process(query, document)
                .map(|found| found.into_iter().map(|node| node.val).collect())
                .unwrap_or_default(),
        }
    }
}

impl PartialEq for JsonPath {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A value as text: strings as they are, everything else as JSON.
///
/// ```
/// use toolbox::applets::load::json_path::text_of;
/// assert_eq!(text_of(&"a b".into()), "a b");
/// assert_eq!(text_of(&serde_json::json!([1, "a"])), r#"[1,"a"]"#);
/// ```
#[must_use]
pub fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn plain_selector(segment: &Segment) -> Option<Selector> {
    match segment {
        Segment::Selector(Selector::Name(name)) => Some(Selector::Name(unquoted(name)?.to_owned())),
        Segment::Selector(selector @ Selector::Index(_)) => Some(selector.clone()),
        _ => None,
    }
}

/// The parser keeps the quotes of `$['name']`; names with escapes are left to the library.
fn unquoted(name: &str) -> Option<&str> {
    let bare = ['\'', '"'].iter().find_map(|&quote| name.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(name);
    (!bare.contains('\\')).then_some(bare)
}

fn walk<'a>(document: &'a Value, steps: &[Selector]) -> Option<&'a Value> {
    steps.iter().try_fold(document, |value, step| match step {
        Selector::Name(name) => value.as_object()?.get(name),
        Selector::Index(index) => {
            let items = value.as_array()?;
            let from_end = usize::try_from(index.unsigned_abs()).ok()?;
            items.get(if *index < 0 { items.len().checked_sub(from_end)? } else { from_end })
        }
        _ => None,
    })
}

/// The last line of the parser's drawing says what it wanted.
fn reason(error: &str) -> String {
    let last = error.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or(error);
    last.trim_start_matches("= ").to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({
            "token": "abc", "": 0, "a b": 1, "n": null, "ok": true, "1": "one",
            "items": [{ "id": 1, "tags": ["x"] }, { "id": 2 }],
        })
    }

    #[test]
    fn paths_find_what_they_name() {
        for (path, found) in [
            ("$", vec![document()]),
            ("$.token", vec![json!("abc")]),
            ("$['a b']", vec![json!(1)]),
            ("$[\"a b\"]", vec![json!(1)]),
            ("$.n", vec![Value::Null]),
            ("$.items[1].id", vec![json!(2)]),
            ("$.items[-2].tags[0]", vec![json!("x")]),
            ("$.items[2].id", vec![]),
            ("$.items[-3]", vec![]),
            ("$.token.x", vec![]),
            ("$.nothing", vec![]),
            ("$.items[*].id", vec![json!(1), json!(2)]),
            ("$..id", vec![json!(1), json!(2)]),
            ("$.items[?(@.id == 2)].id", vec![json!(2)]),
        ] {
            let document = document();
            let all: Vec<Value> = JsonPath::parse(path).unwrap().all(&document).into_iter().cloned().collect();
            assert_eq!(all, found, "{path}");
        }
    }

    #[test]
    fn the_direct_walk_agrees_with_the_library() {
        let document = document();
        for path in ["$.token", "$.items[0].tags[0]", "$.items[-1].id", "$['1']", "$.ok", "$.items.id", "$.token[0]"] {
            let parsed = JsonPath::parse(path).unwrap();
            assert!(matches!(parsed.query, Query::Plain(_)), "{path}");
            let general = JsonPath { query: Query::General(parse_json_path(path).unwrap()), ..parsed.clone() };
            assert_eq!(parsed.all(&document), general.all(&document), "{path}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused_in_one_line() {
        for path in ["token", "$.", "$[", "$.a[?("] {
            let error = JsonPath::parse(path).unwrap_err().to_string();
            assert!(error.contains(path) && !error.contains('\n'), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in r#"\$?[\.\[\]\*\?\(\)@'"a-c0-2:, =<-]{0,20}"#) {
            if let Ok(path) = JsonPath::parse(&text) {
                let _ = path.all(&document());
                let _ = path.first(&document());
            }
        }
    }
}
