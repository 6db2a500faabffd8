//! Which cookies go where, and whose are taken.

use super::*;
use crate::kit::net::{SafeUrl, parse_url};

fn url(text: &str) -> SafeUrl {
    parse_url(text).unwrap()
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn sent(jar: &Jar, to: &str) -> String {
    jar.header(&url(to), now()).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn set(jar: &Jar, from: &str, fields: &[&str]) {
    let headers = fields.iter().map(|field| (SET_COOKIE, HeaderValue::from_str(field).unwrap())).collect();
    jar.store(&url(from), &headers, now());
}

#[test]
fn an_export_of_a_browser_is_read() {
    let jar = Jar::default();
    let text = "# Netscape HTTP Cookie File\r\n\r\n\
        .example.org\tTRUE\t/\tFALSE\t0\tall\t1\r\n\
        www.example.org\tFALSE\t/deep\tFALSE\t1800000000\tone\ttwo words\r\n\
        #HttpOnly_example.org\tFALSE\t/\tTRUE\t1800000000.5\tsecret\ts=1\r\n\
        example.org\tFALSE\t/\tFALSE\t1600000000\tpast\tx\r\n\
        example.org\tFALSE\t/\tFALSE\t-1\tempty\r\n";
    assert_eq!(jar.read(text), Ok(5));
    assert_eq!(sent(&jar, "http://www.example.org/deep/x"), "one=two words; all=1");
    assert_eq!(sent(&jar, "http://www.example.org/deeper"), "all=1");
    assert_eq!(sent(&jar, "https://example.org/"), "all=1; secret=s=1; empty=");
    assert_eq!(sent(&jar, "http://example.com/"), "");
    assert_eq!(jar.count(), 4, "what is over is forgotten");
    assert!(!format!("{jar:?}").contains("two"), "{jar:?}");
}

#[test]
fn a_line_that_is_no_cookie_is_named() {
    for (line, problem) in [
        ("example.org TRUE / FALSE 0 a b", "a cookie has seven fields with tabs between them"),
        ("a\tb\tc\td\te\tf\tg\th", "a cookie has seven fields with tabs between them, and this line has more"),
        ("h\tyes\t/\tFALSE\t0\ta\tb", "the second and the fourth field are TRUE or FALSE"),
        ("h\tTRUE\t/\tFALSE\tsoon\ta\tb", "the fifth field is a number of seconds since 1970"),
        (".\tTRUE\t/\tFALSE\t0\ta\tb", "the first field is a domain, and here it is empty"),
        ("h\tTRUE\t/\tFALSE\t0\ta\tb;c", "the name or the value holds what no cookie may"),
    ] {
        let error = Jar::default().read(&format!("# comment\n{line}\n")).unwrap_err();
        assert_eq!(error, CookieError { line: 2, problem });
    }
}

#[test]
fn what_a_server_sets_comes_back_to_it() {
    let jar = Jar::default();
    set(&jar, "http://a.example.org/x/login", &["id=1", "wide=2; Domain=.Example.ORG; Path=/", "q=\"3\"; Path=/x/"]);
    assert_eq!(sent(&jar, "http://a.example.org/x/file"), "q=\"3\"; id=1; wide=2");
    assert_eq!(sent(&jar, "http://a.example.org/"), "wide=2");
    assert_eq!(sent(&jar, "http://b.example.org/x/file"), "wide=2");
    set(&jar, "http://a.example.org/x/y", &["id=9", "wide=; Domain=example.org; Path=/; Max-Age=0"]);
    assert_eq!(sent(&jar, "http://a.example.org/x/file"), "q=\"3\"; id=9");
    set(&jar, "http://a.example.org/x/y", &["id=9; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]);
    assert_eq!(sent(&jar, "http://a.example.org/x/file"), "q=\"3\"");
}

#[test]
fn nobody_sets_cookies_for_others() {
    let jar = Jar::default();
    set(
        &jar,
        "http://a.example.org/",
        &["a=1; Domain=b.example.org", "b=1; Domain=org", "c=1; Domain=a.example.org.evil", "d=1; Secure", "=1", "e"],
    );
    assert_eq!(jar.count(), 0, "{jar:?}");
    set(&jar, "http://127.0.0.1/", &["a=1; Domain=127.0.0.1", "b=1; Domain=0.0.1"]);
    assert_eq!(sent(&jar, "http://127.0.0.1/"), "a=1");
    set(&jar, "http://localhost/", &["a=1; Domain=localhost"]);
    assert_eq!(sent(&jar, "http://localhost/"), "a=1");
    set(&jar, "https://s.test/", &["a=1; Secure"]);
    assert_eq!((sent(&jar, "https://s.test/"), sent(&jar, "http://s.test/")), ("a=1".into(), String::new()));
}

#[test]
fn the_age_of_a_cookie_counts_more_than_its_date() {
    let jar = Jar::default();
    set(&jar, "http://h.test/", &["a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "b=1; Max-Age=soon"]);
    assert_eq!(sent(&jar, "http://h.test/"), "a=1; b=1");
    let later = now() + Duration::from_secs(61);
    assert_eq!(jar.header(&url("http://h.test/"), later).unwrap(), "b=1");
    set(&jar, "http://h.test/", &["c=1; Max-Age=99999999999999999999"]);
    assert_eq!(jar.header(&url("http://h.test/"), later).unwrap(), "b=1; c=1");
}

#[test]
fn a_jar_does_not_grow_without_end() {
    let jar = Jar::default();
    for index in 0..MOST + 10 {
        set(&jar, "http://h.test/", &[&format!("c{index}=1")]);
    }
    set(&jar, "http://h.test/", &[&format!("long={}", "x".repeat(LONGEST_BYTES))]);
    assert_eq!(jar.count(), MOST);
    let all = sent(&jar, "http://h.test/");
    assert!(all.starts_with("c10=1;") && !all.contains("long"));
}
