//! The small languages of the command line: thresholds (SLOs are the same), checks, captures, JSONPath, quantities.
//!
//! The input is one text, read by all of them. What is read must print as it was typed and read the same again; what
//! is refused must say where.

use std::sync::LazyLock;
use std::time::Duration;

use http::HeaderMap;
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::{QueryRef, js_path_process};
use serde_json::Value;
use toolbox::applets::load::answer::Answer;
use toolbox::applets::load::capture::{Capture, Source};
use toolbox::applets::load::check::Check;
use toolbox::applets::load::expression::ExpressionError;
use toolbox::applets::load::json_path::JsonPath;
use toolbox::applets::load::threshold::{Metric, Statistic, Threshold};
use toolbox::kit::units::{
    format_byte_rate, format_bytes, format_count, format_duration, format_span, parse_bytes, parse_count,
    parse_duration, parse_percent, parse_rate,
};

/// A reply with something for most paths and tests.
const BODY: &str = r#"{"a":{"b":[1,2.5,-3,{"c":"x"}]},"id":7,"name":"é \"q\"","list":["a","b",null,true],"":{"":0},"ok":true,"token":"abc"}"#;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(BODY).unwrap_or_default());

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    thresholds(text);
    checks(text);
    captures(text);
    paths(text);
    quantities(text);
}

fn thresholds(list: &str) {
    let thresholds = match Threshold::parse(list) {
        Ok(thresholds) => thresholds,
        Err(error) => return refused(list, &error),
    };
    assert!(!thresholds.is_empty());
    for threshold in thresholds {
        let again: Result<Threshold, _> = threshold.as_str().parse();
        assert_eq!(again.as_ref(), Ok(&threshold), "read again");
        assert!(threshold.limit().is_finite() && threshold.limit() >= 0.0, "{threshold:?}");
        if let Metric::Time(_, Statistic::Quantile(share)) = threshold.metric() {
            assert!(share > 0.0 && share <= 1.0, "{threshold:?}");
        }
        let at_limit = threshold.judge(&|_: Metric, _: Option<&str>| Some(threshold.limit()));
        assert_eq!(at_limit.met, threshold.comparison().holds(&1, &1), "{threshold:?}");
        assert!(!threshold.judge(&|_: Metric, _: Option<&str>| None).met, "what was not measured is not met");
    }
}

fn checks(text: &str) {
    match text.parse::<Check>() {
        Ok(check) => {
            let again: Result<Check, _> = check.as_str().parse();
            let Ok(again) = again else { panic!("{check} is refused the second time") };
            assert_eq!(again.to_string(), check.to_string());
            let headers = HeaderMap::new();
            let answer = Answer::new(200, &headers, BODY.as_bytes(), Duration::from_millis(3));
            assert_eq!(check.test(&answer), again.test(&answer), "{check}");
            let _ = check.test(&Answer::new(503, &headers, b"not \xff JSON", Duration::ZERO));
        }
        Err(error) => refused(text, &error),
    }
}

fn captures(text: &str) {
    let Ok(source) = text.parse::<Source>() else { return };
    let again: Result<Source, _> = source.to_string().parse();
    assert_eq!(again.as_ref(), Ok(&source), "read again");
    let headers = HeaderMap::from_iter([(http::header::SET_COOKIE, http::HeaderValue::from_static("sid=1; path=/"))]);
    let capture = Capture { name: "x".to_owned(), source };
    let _ = capture.take(&Answer::new(200, &headers, BODY.as_bytes(), Duration::ZERO));
}

/// Plain paths are walked by ourselves: the library must find the same.
fn paths(text: &str) {
    let Ok(path) = JsonPath::parse(text) else { return };
    let document: &Value = &DOCUMENT;
    let all = path.all(document);
    assert_eq!(path.first(document), all.first().copied(), "{path}");
    let Ok(query) = parse_json_path(text) else { panic!("{path} is read, and then not") };
    let theirs = js_path_process(&query, document)
        .map(|found| found.into_iter().map(QueryRef::val).collect::<Vec<_>>())
        .unwrap_or_default();
    assert_eq!(all, theirs, "{path}: the library on the right");
}

fn quantities(text: &str) {
    if let Ok(duration) = parse_duration(text) {
        assert_eq!(parse_duration(&format_span(duration)).ok(), Some(duration), "{}", format_span(duration));
        assert!(!format_duration(duration).is_empty());
    }
    if let Ok(count) = parse_count(text) {
        assert_eq!(parse_count(&format_count(count).replace(',', "_")).ok(), Some(count));
    }
    if let Ok(bytes) = parse_bytes(text) {
        assert!(format_bytes(bytes).ends_with('B'));
    }
    for share in [parse_rate(text), parse_percent(text)].into_iter().flatten() {
        assert!(share.is_finite() && share >= 0.0, "{share}");
        assert!(!format_byte_rate(share).is_empty());
    }
}

/// An error repeats the text and points into it, or right behind it.
fn refused(text: &str, error: &ExpressionError) {
    let length = error.text.chars().count();
    assert!(text.contains(&error.text), "{error:?}");
    assert!((1..=length + 1).contains(&error.column), "{error:?}");
    assert!(!error.problem.is_empty());
}
