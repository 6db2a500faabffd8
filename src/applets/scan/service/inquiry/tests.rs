//! What is asked next, for servers that are tables of answers.

use std::net::SocketAddr;

use super::*;
use crate::applets::scan::service::evidence::Handshake;
use crate::applets::scan::service::finding::Suspect;
use crate::applets::scan::service::further::Community;

fn question(port: u16, transport: Transport) -> Question {
    Question::new(SocketAddr::from(([192, 0, 2, 1], port)), transport)
}

/// What a scripted server does at a probe.
enum Does {
    Says(&'static [u8]),
    Closes,
    Resets,
    Shakes,
    Nothing,
}

/// Questions a server, and gives the names of what was asked, and the answer.
fn converse(question: &Question, server: impl Fn(&str, bool) -> Does) -> (Vec<String>, Answer) {
    let rules = Rules::default();
    let mut inquiry = Inquiry::new(question, &rules);
    let mut asked = Vec::new();
    while let Some(ask) = inquiry.next() {
        let inside_tls = inquiry.in_tls();
        let mut exchange = Exchange { probe: ask.probe.clone(), sent: ask.payload, inside_tls, ..Exchange::default() };
        match server(&ask.probe, inside_tls) {
            Does::Says(bytes) => exchange.received = bytes.to_vec(),
            Does::Closes => exchange.ending = Ending::Closed,
            Does::Resets => exchange.ending = Ending::Reset,
            Does::Shakes => exchange.handshake = Some(Handshake { version: "TLSv1.3".into(), ..Handshake::default() }),
            Does::Nothing => {}
        }
        asked.push(ask.probe);
        inquiry.answered(exchange);
    }
    (asked, inquiry.finish().0)
}

fn title(answer: &Answer) -> String {
    answer.service.as_ref().map(|service| format!("{} {}", service.title(), service.line())).unwrap_or_default()
}

#[test]
fn whoever_greets_with_all_there_is_to_know_is_asked_nothing() {
    let (asked, answer) =
        converse(&question(22, Transport::Tcp), |_, _| Does::Says(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"));
    assert_eq!(asked, ["banner"]);
    assert_eq!(title(&answer), "ssh OpenSSH 9.2p1 (Debian-2; protocol 2.0)");
    assert_eq!(answer.service.unwrap().product_id.as_deref(), Some("openbsd:openssh:9.2p1"));
}

#[test]
fn a_known_service_is_asked_for_its_version_over_the_same_connection() {
    let server = |probe: &str, _| match probe {
        "redis" => Does::Says(b"+PONG\r\n"),
        "redis-info" => Does::Says(b"$9\r\nredis_version:7.0.15\r\n"),
        _ => Does::Nothing,
    };
    let (asked, answer) = converse(&question(6379, Transport::Tcp), server);
    assert_eq!(asked, ["banner", "redis", "redis-info"]);
    assert_eq!(title(&answer), "redis Redis 7.0.15");
}

#[test]
fn behind_tls_the_port_is_asked_again() {
    let server = |probe: &str, inside_tls| match (probe, inside_tls) {
        ("tls", _) => Does::Shakes,
        ("get", true) => Does::Says(b"HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\n"),
        _ => Does::Nothing,
    };
    let (asked, answer) = converse(&question(443, Transport::Tcp), server);
    assert_eq!(asked, ["tls", "banner", "get"]);
    assert_eq!(title(&answer), "tls/http nginx 1.22.1");
}

#[test]
fn a_server_that_complains_of_plain_words_is_tried_in_tls() {
    let server = |probe: &str, inside_tls| match (probe, inside_tls) {
        ("tls", _) => Does::Shakes,
        ("get", false) => Does::Says(b"\x15\x03\x01\0\x02\x02\x0a"),
        ("get", true) => Does::Says(b"HTTP/1.1 200 OK\r\nServer: Caddy\r\n\r\n"),
        _ => Does::Nothing,
    };
    let (asked, answer) = converse(&question(40_000, Transport::Tcp), server);
    assert_eq!(asked[..4], ["banner", "get", "tls", "banner"]);
    assert_eq!(title(&answer), "tls/http Caddy httpd");
}

#[test]
fn a_port_for_tls_that_speaks_plainly_is_asked_plainly() {
    let server = |probe: &str, _| match probe {
        "tls" => Does::Closes,
        "get" => Does::Says(b"HTTP/1.0 200 OK\r\nServer: nginx/1.0\r\n\r\n"),
        _ => Does::Nothing,
    };
    let (asked, answer) = converse(&question(8443, Transport::Tcp), server);
    assert_eq!(asked, ["tls", "banner", "get"]);
    assert_eq!(title(&answer), "http nginx 1.0");
}

#[test]
fn doors_that_open_and_close_without_a_word_are_suspected() {
    let (asked, answer) = converse(&question(40_000, Transport::Tcp), |_, _| Does::Closes);
    assert_eq!((asked.len(), answer.suspects), (3, vec![Suspect::Tcpwrapped]));
    let (_, answer) = converse(&question(40_000, Transport::Tcp), |_, _| Does::Resets);
    assert_eq!(answer.suspects, [Suspect::SynProxy]);
    // Silence is no suspicion.
    let (_, answer) = converse(&question(40_000, Transport::Tcp), |_, _| Does::Nothing);
    assert_eq!(answer, Answer::default());
}

#[test]
fn a_server_that_says_the_same_to_everything_is_left_alone() {
    let (asked, answer) =
        converse(&question(40_000, Transport::Tcp), |_, _| Does::Says(b"access from there is forbidden\n"));
    assert_eq!((asked.len(), answer.service), (6, None));
}

#[test]
fn printers_and_controllers_are_not_spoken_to() {
    for port in [9100, 9107, 502, 44_818] {
        let (asked, _) = converse(&question(port, Transport::Tcp), |_, _| Does::Nothing);
        assert_eq!(asked, ["banner"], "{port}");
    }
}

#[test]
fn intensity_and_limits_bound_what_is_asked() {
    let least = Question { intensity: 0, ..question(6379, Transport::Tcp) };
    assert_eq!(converse(&least, |_, _| Does::Nothing).0, ["banner", "redis"]);
    let most = Question { intensity: 9, ..question(6379, Transport::Tcp) };
    let (asked, _) = converse(&most, |_, _| Does::Nothing);
    assert!(asked.len() > 40 && asked.len() <= most.limits.probes, "{}", asked.len());
    let mut few = most;
    few.limits.probes = 3;
    assert_eq!(converse(&few, |_, _| Does::Nothing).0.len(), 3);
}

#[test]
fn the_community_is_only_tried_on_request() {
    let report = b"\x30\x2a\x02\x01\x03\x30\x0d\x02\x01\x01\x02\x02\x05\xdc\x04\x01\0\x02\x01\x03\x04\x14\x30\x12\x04\x04\x80\0\x1f\x88\x02\x01\x07\x02\x01\x01\x04\0\x04\0\x04\0\x30\0";
    let server = |probe: &str, _| if probe == "snmp" { Does::Says(report) } else { Does::Nothing };
    let silent = question(161, Transport::Udp);
    let (asked, answer) = converse(&silent, server);
    assert_eq!(
        (asked, title(&answer)),
        (vec!["snmp".to_owned()], "snmp Net-SNMP (version 3, enterprise 8072, 7 boots, up 1 s)".to_owned())
    );
    let public = Question { community: Community::Public, ..silent };
    assert_eq!(converse(&public, server).0, ["snmp", "snmp-public"]);
}

#[test]
fn a_closed_port_of_datagrams_ends_it_at_once() {
    let (asked, answer) = converse(&question(40_000, Transport::Udp), |_, _| Does::Resets);
    assert_eq!((asked.len(), answer), (1, Answer::default()));
}

#[test]
fn a_product_on_top_of_http_says_more_than_the_server_before_it() {
    let server = |probe: &str, _| match probe {
        "get" => Does::Says(b"HTTP/1.1 404 Not Found\r\n\r\n404 page not found\n"),
        "get-version" => Does::Says(b"HTTP/1.1 200 OK\r\n\r\n{\"etcdserver\":\"3.4.23\",\"etcdcluster\":\"3.4.0\"}"),
        _ => Does::Nothing,
    };
    let (asked, answer) = converse(&question(2379, Transport::Tcp), server);
    assert_eq!(asked, ["banner", "get", "get-version"]);
    assert_eq!(title(&answer), "etcd etcd 3.4.23");
}
