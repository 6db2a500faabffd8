//! Answers against the examples of the RFCs, and what a refusal teaches.

use http::header::WWW_AUTHENTICATE;

use super::*;

const TARGET: Target<'static> = Target { method: "GET", uri: "/dir/index.html" };

fn digest(challenge: &str) -> Option<Digest> {
    let challenges = http_auth::parse_challenges(challenge).unwrap();
    Digest::read(&challenges[0])
}

fn param<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let params = answer.strip_prefix("Digest ").unwrap().split(", ");
    let mut pairs = params.map(|pair| pair.split_once('=').unwrap());
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.trim_matches('"'))
}

fn challenged(fields: &[&'static str]) -> HeaderMap {
    fields.iter().map(|field| (WWW_AUTHENTICATE, HeaderValue::from_static(field))).collect()
}

/// RFC 7616 section 3.9.1.
#[test]
fn the_examples_of_the_rfc_come_out_right() {
    for (algorithm, expected) in [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ] {
        let challenge = format!(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, \
             nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        );
        let mut digest = digest(&challenge).unwrap().with_cnonce("f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        let answer = digest.answer("Mufasa", "Circle of Life", TARGET);
        assert_eq!(param(&answer, "response"), Some(expected), "{answer}");
        assert_eq!(param(&answer, "nc"), Some("00000001"));
        assert_eq!(param(&answer, "opaque"), Some("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"));
        assert_eq!(param(&digest.answer("Mufasa", "Circle of Life", TARGET), "nc"), Some("00000002"));
    }
}

/// RFC 2617 section 3.5, and the form of RFC 2069 with the errata of its example.
#[test]
fn older_servers_are_answered_as_they_expect() {
    let challenge = "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";
    let mut old = digest(challenge).unwrap();
    let answer = old.answer("Mufasa", "Circle Of Life", TARGET);
    assert_eq!(param(&answer, "response"), Some("670fd8c2df070c60b045671b8b24ff02"));
    assert!(param(&answer, "qop").is_none() && param(&answer, "nc").is_none());
    let mut new = digest(&format!("{challenge}, qop=auth")).unwrap().with_cnonce("0a4f113b");
    let answer = new.answer("Mufasa", "Circle Of Life", TARGET);
    assert_eq!(param(&answer, "response"), Some("6629fae49393a05397450978507c4ef1"));
}

/// RFC 7616 section 3.9.2: a name outside ASCII, hashed. The RFC's own figures are of a hash that erratum 4897 corrects.
#[test]
fn names_are_hashed_or_encoded_where_that_is_asked_for() {
    let challenge = "Digest realm=\"api@example.org\", qop=auth, algorithm=SHA-256, nonce=\"n\"";
    let user = "J\u{e4}s\u{f8}n Doe";
    let answer = digest(challenge).unwrap().answer(user, "Secret", TARGET);
    assert_eq!(param(&answer, "username*"), Some("UTF-8''J%C3%A4s%C3%B8n%20Doe"), "{answer}");
    let answer = digest(&format!("{challenge}, userhash=true")).unwrap().answer(user, "Secret", TARGET);
    assert_eq!((param(&answer, "userhash"), param(&answer, "username").map(str::len)), (Some("true"), Some(64)));
    let answer = digest(challenge).unwrap().answer("a\"b\\c", "x", TARGET);
    assert!(answer.starts_with("Digest username=\"a\\\"b\\\\c\","), "{answer}");
}

#[test]
fn a_session_keeps_the_key_of_its_first_answer() {
    let challenge = "Digest realm=\"r\", qop=auth, algorithm=MD5-sess, nonce=\"n\"";
    let answer = digest(challenge).unwrap().with_cnonce("c").answer("u", "p", TARGET);
    // md5(md5(md5("u:r:p"):n:c):n:00000001:c:auth:md5("GET:/dir/index.html")), computed with coreutils.
    assert_eq!(param(&answer, "response"), Some("0abe11747db4fe75b9d027c31a167c62"), "{answer}");
    assert_eq!(param(&answer, "algorithm"), Some("MD5-sess"));
}

#[test]
fn what_is_not_spoken_is_not_answered() {
    for challenge in [
        "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1",
        "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
        "Digest realm=\"r\"",
        "Digest nonce=\"n\"",
    ] {
        assert!(digest(challenge).is_none(), "{challenge}");
    }
}

#[test]
fn the_strongest_scheme_on_offer_is_used() {
    let login = Login::new(Credentials::new("u", "p"));
    let bare = login.authorize(TARGET);
    assert!(bare.value.is_none());
    let headers = challenged(&[
        "Negotiate, Basic realm=\"r\"",
        "Digest realm=\"r\", nonce=\"1\", qop=auth, Digest realm=\"r\", nonce=\"2\", algorithm=SHA-256, qop=auth",
    ]);
    assert_eq!(login.learn(&headers, &WWW_AUTHENTICATE, bare.answered), Verdict::Again);
    let value = login.authorize(TARGET).value.unwrap();
    assert!(value.is_sensitive() && value.to_str().unwrap().contains("algorithm=SHA-256"), "{value:?}");

    let foreign = challenged(&["Negotiate", "Bearer realm=\"x\""]);
    let login = Login::new(Credentials::new("u", "p"));
    let verdict = login.learn(&foreign, &WWW_AUTHENTICATE, login.authorize(TARGET).answered);
    assert_eq!(verdict, Verdict::Unsupported(vec!["Negotiate".into(), "Bearer".into()]));
    let nothing = login.learn(&HeaderMap::new(), &WWW_AUTHENTICATE, login.authorize(TARGET).answered);
    assert_eq!(nothing, Verdict::Unsupported(vec![]));
}

#[test]
fn an_old_nonce_is_no_refusal_and_a_second_refusal_is() {
    let login = Login::new(Credentials::new("u", "p"));
    let first = challenged(&["Digest realm=\"r\", nonce=\"1\", qop=auth"]);
    let (one, two) = (login.authorize(TARGET).answered, login.authorize(TARGET).answered);
    assert_eq!(login.learn(&first, &WWW_AUTHENTICATE, one), Verdict::Again);
    assert_eq!(login.learn(&first, &WWW_AUTHENTICATE, two), Verdict::Again, "both connections asked bare");
    let stale = challenged(&["Digest realm=\"r\", nonce=\"2\", qop=auth, stale=TRUE"]);
    let answered = login.authorize(TARGET).answered;
    assert_eq!(login.learn(&stale, &WWW_AUTHENTICATE, answered), Verdict::Again);
    let answer = login.authorize(TARGET);
    let text = answer.value.unwrap().to_str().unwrap().to_owned();
    assert!(text.contains("nonce=\"2\"") && text.contains("nc=00000001"), "{text}");
    assert_eq!(login.learn(&first, &WWW_AUTHENTICATE, answer.answered), Verdict::Refused);
}

#[test]
fn basic_may_go_first_and_gives_way() {
    let login = Login::basic_first(Credentials::new("u", "p"));
    let sent = login.authorize(TARGET);
    assert_eq!(sent.value.unwrap(), "Basic dTpw");
    assert_eq!(login.learn(&challenged(&["Basic realm=\"r\""]), &WWW_AUTHENTICATE, sent.answered), Verdict::Refused);
    let headers = challenged(&["Digest realm=\"r\", nonce=\"1\""]);
    assert_eq!(login.learn(&headers, &WWW_AUTHENTICATE, sent.answered), Verdict::Again);
}

#[test]
fn passwords_are_read_and_never_shown() {
    let credentials: Credentials = "me:a:b".parse().unwrap();
    assert_eq!(credentials, Credentials::new("me", "a:b"));
    assert_eq!(format!("{credentials:?} {:?}", Login::new(credentials.clone())), "me:*** Login(me:***)");
    assert_eq!("secret".parse::<Credentials>(), Err(MissingPassword));
}
