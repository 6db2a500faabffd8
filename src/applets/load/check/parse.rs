//! From the text of a check to its rule; the grammar stands in the module above.

use super::{Codes, JsonRule, Rule, StatusRule, TextRule};
use crate::applets::load::capture::compile_regex;
use crate::applets::load::expression::{Comparison, ExpressionError, Scanner};
use crate::applets::load::json_path::JsonPath;
use crate::kit::units::{parse_bytes, parse_duration};

const SUBJECTS: &str = "expected status, body, json, header, size or time";
const COMPARISONS: &str = "expected <, <=, >, >=, == or !=";
const TESTS: &str = "expected ==, !=, ~, !~ or contains";

pub(super) fn rule(text: &str) -> Result<Rule, ExpressionError> {
    let mut scanner = Scanner::new(text);
    let start = scanner.clone();
    let subject = scanner.take_while(|c| c.is_ascii_alphabetic());
    scanner.skip_space();
    match subject {
        "status" => status(scanner).map(Rule::Status),
        "body" => text_rule(&mut scanner)?.map(Rule::Body).ok_or_else(|| scanner.fail(TESTS)),
        "json" => json(scanner),
        "header" => header(scanner),
        "size" => {
            let comparison = scanner.take_comparison().ok_or_else(|| scanner.fail(COMPARISONS))?;
            quantity(&mut scanner, |text| parse_bytes(text).map_err(|e| e.to_string()))
                .map(|bytes| Rule::Size(comparison, bytes))
        }
        "time" => {
            let comparison = scanner.take_comparison().ok_or_else(|| scanner.fail(COMPARISONS))?;
            quantity(&mut scanner, |text| parse_duration(text).map_err(|e| e.to_string()))
                .map(|limit| Rule::Time(comparison, limit))
        }
        _ => Err(start.fail(SUBJECTS)),
    }
}

/// The rest, read by `parse`.
fn quantity<T>(scanner: &mut Scanner, parse: impl FnOnce(&str) -> Result<T, String>) -> Result<T, ExpressionError> {
    scanner.skip_space();
    let here = scanner.clone();
    parse(scanner.take_rest()).map_err(|problem| here.fail(problem))
}

fn status(mut scanner: Scanner) -> Result<StatusRule, ExpressionError> {
    if let Some(comparison) = scanner.take_comparison() {
        let codes = codes(&mut scanner)?;
        scanner.end()?;
        return Ok(StatusRule::Compare(comparison, codes));
    }
    if !scanner.take_word("in") {
        return Err(scanner.fail("expected a comparison or `in`, as in status<400 or status in 200,204"));
    }
    let mut list = Vec::new();
    loop {
        list.push(codes(&mut scanner)?);
        scanner.skip_space();
        if !scanner.take(",") {
            scanner.end()?;
            return Ok(StatusRule::In(list));
        }
    }
}

/// `204`, `2xx` or `200-299`.
fn codes(scanner: &mut Scanner) -> Result<Codes, ExpressionError> {
    scanner.skip_space();
    let here = scanner.clone();
    let fail = || here.fail("expected a status code such as 204, 2xx or 200-299");
    let word = scanner.take_while(|c| c.is_ascii_alphanumeric());
    if let Some(class) = word.strip_suffix("xx") {
        return match class.parse::<u16>() {
            Ok(class @ 1..=9) => Ok((class * 100, class * 100 + 99)),
            _ => Err(fail()),
        };
    }
    let code = |word: &str| word.parse::<u16>().ok().filter(|code| (100..1000).contains(code));
    let first = code(word).ok_or_else(fail)?;
    if !scanner.take("-") {
        return Ok((first, first));
    }
    let last = code(scanner.take_while(|c| c.is_ascii_alphanumeric())).filter(|&last| last >= first);
    last.map(|last| (first, last)).ok_or_else(fail)
}

/// A test of a text; `None` where no operator comes next.
fn text_rule(scanner: &mut Scanner) -> Result<Option<TextRule>, ExpressionError> {
    scanner.skip_space();
    if scanner.take("!~") {
        return pattern(scanner).map(|pattern| Some(TextRule::DiffersFrom(pattern)));
    }
    if scanner.take("~") {
        return pattern(scanner).map(|pattern| Some(TextRule::Matches(pattern)));
    }
    if scanner.take_word("contains") {
        return scanner.take_text().map(|text| Some(TextRule::Contains(text)));
    }
    let mut negated = scanner.clone();
    if negated.take_word("not") {
        negated.skip_space();
        if negated.take_word("contains") {
            return negated.take_text().map(|text| Some(TextRule::Lacks(text)));
        }
    }
    let operator = scanner.clone();
    match scanner.take_comparison() {
        None => Ok(None),
        Some(Comparison::Equal) => scanner.take_text().map(|text| Some(TextRule::Is(text))),
        Some(Comparison::Different) => scanner.take_text().map(|text| Some(TextRule::IsNot(text))),
        Some(_) => Err(operator.fail(TESTS)),
    }
}

fn pattern(scanner: &mut Scanner) -> Result<regex::bytes::Regex, ExpressionError> {
    scanner.skip_space();
    let here = scanner.clone();
    let text = scanner.take_text()?;
    compile_regex(&text).map_err(|reason| here.fail(format!("not a regular expression: {reason}")))
}

fn json(mut scanner: Scanner) -> Result<Rule, ExpressionError> {
    let here = scanner.clone();
    let text = take_path(&mut scanner);
    let path = JsonPath::parse(text).map_err(|error| here.fail(error.to_string()))?;
    scanner.skip_space();
    if scanner.rest().is_empty() {
        return Ok(Rule::Json(path, JsonRule::Exists));
    }
    // Comparisons take a JSON value; the other tests look at the text of what was found.
    if let Some(comparison) = scanner.take_comparison() {
        let text = scanner.clone().take_rest();
        let value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(_) => scanner.take_text()?.into(),
        };
        return Ok(Rule::Json(path, JsonRule::Compare(comparison, value)));
    }
    let rule = text_rule(&mut scanner)?.ok_or_else(|| scanner.fail("expected a comparison, ~, !~ or contains"))?;
    Ok(Rule::Json(path, JsonRule::Text(rule)))
}

/// A JSONPath ends at the first space or operator outside of its brackets and quotes.
fn take_path<'a>(scanner: &mut Scanner<'a>) -> &'a str {
    let rest = scanner.rest();
    let (mut depth, mut quote, mut end) = (0_usize, None, rest.len());
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') if depth > 0 => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            (None, '=' | '<' | '>' | '!' | '~') if depth == 0 => {
                end = at;
                break;
            }
            (None, c) if depth == 0 && c.is_whitespace() => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let (path, _) = rest.split_at(end);
    scanner.take(path);
    path
}

fn header(mut scanner: Scanner) -> Result<Rule, ExpressionError> {
    let here = scanner.clone();
    // The operators `!` and `~` may stand in names too (RFC 9110), but no header in use has them.
    let word = scanner.take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let name = word.parse().map_err(|_| here.fail("expected the name of a header, as in header etag"))?;
    let rule = text_rule(&mut scanner)?;
    if rule.is_none() {
        scanner.skip_space();
        if !scanner.rest().is_empty() {
            return Err(scanner.fail(TESTS));
        }
    }
    Ok(Rule::Header(name, rule))
}
