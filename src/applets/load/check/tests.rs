//! Checks against replies, and what is said about those that do not parse.

use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;

use super::*;

const BODY: &[u8] =
    br#"{"id":7,"ok":true,"name":"Ada","none":null,"tags":["new","hot"],"price":1.50,"in":[{"n":1},{"n":5}]}"#;

fn holds(check: &str) -> bool {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json; charset=utf-8"));
    headers.append("vary", HeaderValue::from_static("accept"));
    headers.append("vary", HeaderValue::from_static("origin"));
    let check: Check = check.parse().unwrap();
    check.test(&Answer::new(204, &headers, BODY, Duration::from_millis(150)))
}

#[test]
fn what_is_true_of_the_reply_holds() {
    for check in [
        "status==204",
        "status = 2xx",
        "status<400",
        "status <= 2xx",
        "status>=2xx",
        "status != 200",
        "status in 200,204",
        "status in 3xx, 200-204",
        "body~\"id\\\":\\d\"",
        "body contains Ada",
        "body not contains 'Bob'",
        "body !~ ^x",
        "body != \"\"",
        "json $.id",
        "json $.none",
        "json $.ok == true",
        "json $.id==7",
        "json $.id >= 7.0",
        "json $.price == 1.5",
        "json $.name == \"Ada\"",
        "json $.name == Ada",
        "json $.name < B",
        "json $.name ~ ^A",
        "json $.none == null",
        "json $.name != 5",
        "json $.tags contains new",
        "json $.tags not contains old",
        "json $.tags == [\"new\",\"hot\"]",
        "json $.in[*].n > 4",
        "json $.in[?(@.n == 5)].n == 5",
        "header content-type",
        "header Content-Type ~ json",
        "header content-type contains charset",
        "header vary == origin",
        "header vary != origin",
        "size<10KB",
        "size > 50",
        "time<200ms",
        "time >= 150ms",
    ] {
        assert!(holds(check), "{check}");
    }
}

#[test]
fn what_is_not_true_does_not() {
    for check in [
        "status==200",
        "status>2xx",
        "status<2xx",
        "status in 200,201",
        "body contains Bob",
        "json $.nothing",
        "json $.nothing != 1",
        "json $.ok == \"true\"",
        "json $.name > 5",
        "json $.tags contains ne",
        "json $.in[*].n > 5",
        "header etag",
        "header etag !~ x",
        "header content-type == json",
        "size<10",
        "time<150ms",
    ] {
        assert!(!holds(check), "{check}");
    }
}

#[test]
fn errors_show_the_place() {
    for (check, says) in [
        ("", "``, column 1: expected status, body, json, header, size or time"),
        ("stats==200", "`stats==200`, column 1: expected status, body, json, header, size or time"),
        ("status", "`status`, column 7: expected a comparison or `in`, as in status<400 or status in 200,204"),
        ("status=>200", "`status=>200`, column 8: expected a status code such as 204, 2xx or 200-299"),
        ("status==2000", "`status==2000`, column 9: expected a status code such as 204, 2xx or 200-299"),
        ("status in 200,", "`status in 200,`, column 15: expected a status code such as 204, 2xx or 200-299"),
        ("status==200 ok", "`status==200 ok`, column 13: nothing may follow here"),
        ("body", "`body`, column 5: expected ==, !=, ~, !~ or contains"),
        ("body<5", "`body<5`, column 5: expected ==, !=, ~, !~ or contains"),
        ("body~\"(\"", "`body~\"(\"`, column 6: not a regular expression: unclosed group"),
        ("body contains \"x", "`body contains \"x`, column 15: this quote is not closed"),
        ("json id", "`json id`, column 6: `id` is not a JSONPath: it must start with $, as in $.token"),
        ("json $.id is 5", "`json $.id is 5`, column 11: expected a comparison, ~, !~ or contains"),
        ("json $.id ==", "`json $.id ==`, column 13: expected a text"),
        ("header", "`header`, column 7: expected the name of a header, as in header etag"),
        ("header etag is x", "`header etag is x`, column 13: expected ==, !=, ~, !~ or contains"),
        ("size 5", "`size 5`, column 6: expected <, <=, >, >=, == or !="),
    ] {
        assert_eq!(check.parse::<Check>().unwrap_err().to_string(), says);
    }
    let error = "time<soon".parse::<Check>().unwrap_err();
    assert_eq!(error.column, 6);
    assert!(error.problem.contains("`soon`"), "{error}");
}

#[test]
fn a_check_says_what_it_needs_and_is_written_as_typed() {
    for (text, body, head) in [
        ("status==200", false, false),
        ("body~x", true, false),
        ("json $.id", true, false),
        ("size<1KB", true, false),
        ("header etag", false, true),
        ("time<1s", false, false),
    ] {
        let check: Check = text.parse().unwrap();
        assert_eq!((check.needs_body(), check.needs_head()), (body, head), "{text}");
        assert_eq!(serde_json::to_value(&check).unwrap(), text);
        assert_eq!(serde_json::from_value::<Check>(text.into()).unwrap(), check);
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in r"(status|body|json|header|size|time)?[ -~é]{0,25}") {
        if let Ok(check) = text.parse::<Check>() {
            let headers = HeaderMap::new();
            let _ = check.test(&Answer::new(200, &headers, BODY, Duration::ZERO));
        }
    }
}
