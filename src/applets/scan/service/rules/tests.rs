//! Files of rules of our own making, in both formats.

use proptest::prelude::{any, prop, prop_assert, proptest};

use super::pattern::{Flags, compile};
use super::*;

const PROBES: &str = r#"# Written for this test.
Exclude T:9100-9107
Probe TCP NULL q||
totalwaitms 6000
match example m|^HELLO ([\w.]+) \{id\}\r\n|s p/Example server/ v/$1/ i/says hello/ o/Linux/ cpe:/a:example:server:$1/a
softmatch example m|^HELLO |
match looking m|^(?=LOOK)| p/Never/
match latin m|^\xff\xfe\0| p/Latin/
Probe TCP Ask q|ASK\r\n\0\x01|
ports 7000,7100-7102
sslports 7443
rarity 3
fallback NULL
match other m=^ANSWER (\d+)_(\d+)=i p/Other $P(1)/ v/$SUBST(2,"_",".")/ h/$1.example.org/
match number m|^NUM(..)|s v/$I(1,">")/ i/$I(1,"<")/ d/device/
Probe UDP Datagram q|\x80|
rarity 9
match ssl/inner m|^x$|
"#;

fn rules() -> Rules {
    let mut rules = Rules::default();
    rules.add_probes(PROBES.as_bytes()).unwrap();
    rules
}

fn exchange(probe: &str, sent: &[u8], received: &[u8]) -> Exchange {
    Exchange { probe: probe.to_owned(), sent: sent.to_vec(), received: received.to_vec(), ..Exchange::default() }
}

fn told(rules: &Rules, exchange: &Exchange, transport: Transport) -> String {
    rules.look(exchange, transport).map_or_else(String::new, |found| {
        format!("{} | {} | {} | {}", found.name, found.line(), found.hostnames.join(" "), found.rule)
    })
}

#[test]
fn patterns_of_a_probe_are_held_against_what_it_was_answered() {
    let rules = rules();
    let cases: [(&str, &[u8], &[u8], &str); 8] = [
        ("banner", b"", b"HELLO 1.2.3 {id}\r\nmore", "example | Example server 1.2.3 (says hello) |  | probes:5"),
        ("banner", b"", b"HELLO you", "example |  |  | probes:6"),
        ("banner", b"", b"\xff\xfe\0", "latin | Latin |  | probes:8"),
        ("file:Ask", b"", b"answer 12_34", "other | Other 12 34 | 12.example.org | probes:14"),
        // A probe of our own that says the same, and the fallback to NULL.
        ("own", b"ASK\r\n\0\x01", b"HELLO 9 {id}\r\n", "example | Example server 9 (says hello) |  | probes:5"),
        ("file:Ask", b"", b"NUM\x01\x02", "number | 258 (513; device) |  | probes:15"),
        ("banner", b"", b"LOOK", ""),
        ("banner", b"", b"something else", ""),
    ];
    for (probe, sent, received, expected) in cases {
        assert_eq!(told(&rules, &exchange(probe, sent, received), Transport::Tcp), expected);
    }
    let inner = rules.look(&exchange("file:Datagram", b"", b"x"), Transport::Udp).unwrap();
    assert_eq!(inner.title(), "tls/inner");
}

#[test]
fn what_cannot_be_used_is_counted() {
    assert_eq!(rules().count(), (7, 1));
}

#[test]
fn probes_are_asked_by_port_and_rarity_and_never_where_excluded() {
    let rules = rules();
    let names = |port, transport, intensity| -> Vec<String> {
        rules.asks(port, transport, intensity, None).into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(names(7101, Transport::Tcp, 1), ["file:Ask"]);
    assert_eq!(names(80, Transport::Tcp, 2), [""; 0]);
    assert_eq!(names(80, Transport::Tcp, 3), ["file:Ask"]);
    assert_eq!(names(9100, Transport::Tcp, 9), [""; 0]);
    assert_eq!(names(80, Transport::Udp, 9), ["file:Datagram"]);
    assert_eq!(rules.asks(7000, Transport::Tcp, 7, None)[0].1, b"ASK\r\n\0\x01");
    assert!(rules.asks(7000, Transport::Tcp, 7, Some("nobody")).is_empty());
}

#[test]
fn a_line_that_cannot_be_meant_is_named() {
    for (text, expected) in [
        ("match a m|b|", "line 1: something stands before the first Probe"),
        ("Probe TCP A q|a", "line 1: a probe looks like `Probe TCP name q|bytes|`"),
        ("Probe SCTP A q|a|", "line 1: a probe looks like `Probe TCP name q|bytes|`"),
        ("Probe TCP A q||\n\nmatch a b", "line 3: a match looks like `match name m|pattern|`"),
        ("Probe TCP A q||\nrarity 10", "line 2: a rarity is 1 to 9"),
        ("Probe TCP A q||\nports 70000", "line 2: ports look like 1,2-3"),
        ("Probe TCP A q||\nsurprise", "line 2: `surprise` is no directive"),
    ] {
        assert_eq!(Rules::default().add_probes(text.as_bytes()).unwrap_err().to_string(), expected);
    }
}

#[test]
fn patterns_of_pcre_are_respelled() {
    let usual = Flags::default();
    for (pattern, matched, other) in [
        (r"^a\0b\x0", &b"a\0b\0"[..], &b"a0b"[..]),
        (r#"^{"x": "(\d+)"}"#, br#"{"x": "12"}"#, br#"{"x": ""}"#),
        (r"^x{2,3}y{1}$", b"xxy", b"xy"),
        (r"^[[&~]+]$", b"[&~]", b"a]"),
        (r"^[^]]x\/\-\@", b"ax/-@", b"]x/-@"),
        (r"^[[:digit:]]\e\h$", b"1\x1b ", b"a\x1b "),
        (r"^\012$", b"\x0a", b"012"),
        ("^\u{ff}\\xfe", b"\xff\xfe", b"\xc3\xbf\xfe"),
        (r"^\d$", b"1", "١".as_bytes()),
    ] {
        let regex = compile(pattern, usual).unwrap_or_else(|| panic!("{pattern}"));
        assert!(regex.is_match(matched) && !regex.is_match(other), "{pattern}");
    }
    for beyond in [r"(?=a)", r"(?!a)", r"(?<=a)b", r"(a)\1", r"(?>a)", "("] {
        assert!(compile(beyond, usual).is_none(), "{beyond}");
    }
    let loose = Flags { any_case: true, dot_all: true, multi_line: false };
    assert!(compile("^a.b$", loose).unwrap().is_match(b"A\nB"));
}

const RECOG: &str = r#"<?xml version="1.0"?>
<fingerprints matches="ssh.banner" protocol="ssh" database_type="service">
  <!-- Written for this test. -->
  <fingerprint pattern="^ExampleSSH_([\d.]+)(?: (\S+))?$" flags="REG_ICASE">
    <description>An example of &quot;ssh&quot;</description>
    <example service.version="1.5">ExampleSSH_1.5 box.example.org</example>
    <param pos="0" name="service.vendor" value="Example"/>
    <param pos="0" name="service.product" value="SSH"/>
    <param pos="1" name="service.version"/>
    <param pos="2" name="host.name"/>
    <param pos="0" name="os.product" value="System of {service.vendor}"/>
  </fingerprint>
  <fingerprint pattern="^(?!x)Never$"><description>beyond</description></fingerprint>
</fingerprints>"#;

#[test]
fn fingerprints_are_held_against_the_field_they_are_about() {
    let mut rules = Rules::default();
    rules.add_recog(RECOG).unwrap();
    assert_eq!(rules.count(), (2, 1));
    let banner = exchange("banner", b"", b"SSH-2.0-examplessh_1.5 box.example.org\r\n");
    assert_eq!(told(&rules, &banner, Transport::Tcp), "ssh | Example SSH 1.5 | box.example.org | recog");
    let found = rules.look(&banner, Transport::Tcp).unwrap();
    assert_eq!(found.os.as_deref(), Some("System of Example"));
    // The same words in another field are not its business.
    let server = exchange("get", b"", b"HTTP/1.1 200 OK\r\nServer: ExampleSSH_1.5\r\n\r\n");
    assert_eq!(told(&rules, &server, Transport::Tcp), "");
}

#[test]
fn the_header_of_a_server_is_a_field() {
    let mut rules = Rules::default();
    let text = r#"<fingerprints matches="http_header.server"><fingerprint pattern="^Thing v(\d+)">
        <param pos="0" name="service.product" value="Thing"/><param pos="1" name="service.version"/>
        </fingerprint></fingerprints>"#;
    rules.add_recog(text).unwrap();
    let reply = exchange("get", b"", b"HTTP/1.1 200 OK\r\nServer: Thing v7\r\n\r\n");
    assert_eq!(told(&rules, &reply, Transport::Tcp), "http | Thing 7 |  | recog");
}

#[test]
fn what_is_no_file_of_fingerprints_is_refused() {
    for text in ["", "<a/>", "<fingerprints", "<fingerprints matches='x'><fingerprint/></fingerprints>"] {
        assert!(Rules::default().add_recog(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_file_panics(
        lines in proptest::collection::vec(prop::sample::select(PROBES.lines().collect::<Vec<_>>()), 0..12),
        noise in proptest::collection::vec(any::<u8>(), 0..60),
        at in any::<prop::sample::Index>(),
    ) {
        let mut text = lines.join("\n").into_bytes();
        let at = at.index(text.len() + 1);
        text.splice(at..at, noise.iter().copied());
        let mut rules = Rules::default();
        if rules.add_probes(&text).is_ok() {
            let (all, unusable) = rules.count();
            prop_assert!(unusable <= all);
            let _ = rules.look(&exchange("banner", b"", &noise), Transport::Tcp);
        }
        let _ = rules.add_recog(&String::from_utf8_lossy(&text));
        let mut xml = RECOG.as_bytes().to_vec();
        let at = at.min(xml.len());
        xml.splice(at..at, noise);
        let _ = rules.add_recog(&String::from_utf8_lossy(&xml));
    }
}
