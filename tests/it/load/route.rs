//! How the server is reached: redirects, sockets, addresses, proxies, TLS.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use toolbox::kit::error::Failure;
use toolbox::kit::tls::Validity;
use toolbox::origin::{self, Listen, Options, Running, ServerIdentity, Tls};

use super::{ENGINES, faults, plan, run, run_plan, status, tally, try_run};
use crate::support::origin::{Certificates, certified, origin, secure};
use crate::support::script::{Script, ok, say};

#[test]
fn redirects_are_replies_unless_they_are_to_be_followed() {
    for engine in ENGINES {
        let origin = origin();
        let report = run(&format!("-n 4 -c 2 --engine {engine} {}", origin.url("/redirect/3")));
        assert_eq!((status(&report, 302), report.summary.failed), (4, 0), "{engine}");
        let report = run(&format!("-n 4 -c 2 --redirects=3 --engine {engine} {}", origin.url("/redirect/3")));
        assert_eq!((status(&report, 200), tally(&report)), (4, (4, 4, 0)), "{engine}");
        let report = run(&format!("-n 4 -c 2 --redirects=2 --engine {engine} {}", origin.url("/redirect/3")));
        assert_eq!(faults(&report), "redirects 4", "{engine}");
        assert!(report.errors["redirects"].example.contains("more than 2"));
        assert_eq!(origin.stats().connections, 6, "one connection for all hops, and nothing wrong with it: {engine}");
    }
}

#[test]
fn see_other_turns_a_post_into_a_get() {
    for (code, expected) in
        [(301, "GET /next"), (302, "GET /next"), (303, "GET /next"), (307, "POST /next"), (308, "POST /next")]
    {
        let server = Script::start(move |request| match request.line() {
            "POST /" => say(format!("HTTP/1.1 {code} Go\r\nLocation: next\r\nContent-Length: 0\r\n\r\n")),
            _ => ok(),
        });
        let report = run_plan(&plan(["-n", "1", "-c", "1", "--redirects=10", "-b", "{}", &server.url("/")])).unwrap();
        assert_eq!(tally(&report), (1, 1, 0), "{code}");
        let requests = server.requests();
        assert_eq!(requests[1].line(), expected, "{code}");
        let body: &[u8] = if expected.starts_with("GET") { b"" } else { b"{}" };
        assert_eq!(requests[1].body, body, "{code}");
        let fields = requests[1].head.to_lowercase();
        assert_eq!(fields.contains("content-"), !body.is_empty(), "{code}: {fields}");
    }
}

#[test]
fn credentials_do_not_follow_a_redirect_to_another_server() {
    let elsewhere = Script::start(|_| ok());
    let target = elsewhere.url("/there");
    let server = Script::start(move |request| match request.line() {
        "GET /" => say("HTTP/1.1 307 Go\r\nLocation: /here\r\nContent-Length: 0\r\n\r\n"),
        _ => say(format!("HTTP/1.1 307 Go\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n")),
    });
    let words = ["-n", "1", "-c", "1", "--redirects=10", "-u", "me:secret", "--cookies", "a=b", "-H", "X-Kept: 1"];
    let report = run_plan(&plan(words.into_iter().chain([server.url("/").as_str()]))).unwrap();
    assert_eq!(tally(&report), (1, 1, 0));
    for request in server.requests() {
        assert!(request.header("authorization").is_some() && request.header("cookie").is_some());
    }
    let requests = elsewhere.requests();
    assert_eq!(requests[0].header("x-kept"), Some("1"));
    assert_eq!((requests[0].header("authorization"), requests[0].header("cookie")), (None, None));
    assert_eq!(requests[0].header("host"), Some(elsewhere.addr().to_string().as_str()));
}

#[test]
fn a_redirect_to_what_is_no_url_is_told() {
    for location in ["ftp://example.org/", "http://[", "mailto:me"] {
        let reply = format!("HTTP/1.1 302 Go\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        let server = Script::start(move |_| say(reply.clone()));
        let report = run(&format!("-n 2 -c 1 --redirects=10 {}", server.url("/")));
        assert_eq!(faults(&report), "redirects 2");
        assert!(report.errors["redirects"].example.contains(location), "{:?}", report.errors);
    }
}

#[test]
fn a_unix_socket_stands_for_the_server() {
    for protocol in ["--engine raw", "--engine hyper", "--h2c"] {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("socket");
        let options = Options { listen: Listen::Unix(path.clone()), ..Options::default() };
        let origin = origin::start(options).unwrap();
        let line = format!("-n 10 -c 2 {protocol} --unix {} http://name.invalid/echo", path.display());
        assert_eq!(tally(&run(&line)), (10, 10, 0), "{protocol}");
        assert_eq!((origin.stats().requests, origin.stats().connections), (10, 2), "{protocol}");
    }
    let error = Failure::from(try_run("-n 1 --unix /nonexistent/socket http://localhost/").unwrap_err());
    assert!(chain(&error).contains("/nonexistent/socket"), "{}", chain(&error));
}

/// An error with its causes and its hint.
fn chain(failure: &Failure) -> String {
    format!("{failure:?}")
}

#[test]
fn source_addresses_are_used_in_turn() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::<IpAddr>::new()));
    let peers = Arc::clone(&seen);
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            peers.lock().unwrap().push(connection.peer_addr().unwrap().ip());
            thread::spawn(move || {
                let lines = BufReader::new(connection.try_clone().unwrap()).lines();
                for _ in lines.map_while(Result::ok).filter(String::is_empty) {
                    let _ = connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
            });
        }
    });
    let report = run(&format!("-n 9 -c 6 --source 127.0.0.2,127.0.0.3,127.0.0.4 {url}"));
    assert_eq!(tally(&report), (9, 9, 0));
    let seen = seen.lock().unwrap();
    for address in ["127.0.0.2", "127.0.0.3", "127.0.0.4"] {
        assert_eq!(seen.iter().filter(|peer| peer.to_string() == address).count(), 2, "{seen:?}");
    }
}

#[test]
fn names_can_be_given_addresses_and_detours() {
    let server = Script::start(|_| ok());
    let port = server.addr().port();
    let host = format!("shop.invalid:{port}");
    run(&format!("-n 2 -c 1 --resolve {host}:127.0.0.1 http://{host}/resolved"));
    run(&format!("-n 2 -c 1 --connect-to shop.invalid:80:127.0.0.1:{port} http://shop.invalid/detour"));
    let requests = server.requests();
    assert_eq!((requests[0].line(), requests[0].header("host")), ("GET /resolved", Some(host.as_str())));
    assert_eq!((requests[2].line(), requests[2].header("host")), ("GET /detour", Some("shop.invalid")));
    let error = Failure::from(try_run("-n 1 http://shop.invalid/").unwrap_err());
    assert!(chain(&error).contains("shop.invalid") && chain(&error).contains("--resolve"), "{}", chain(&error));
}

/// A forward proxy: absolute form for plain HTTP, CONNECT for the rest. Remembers the first lines and credentials.
struct ForwardProxy {
    url: String,
    seen: Arc<Mutex<BTreeSet<String>>>,
}

impl ForwardProxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://me:secret@{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(BTreeSet::new()));
        let log = Arc::clone(&seen);
        thread::spawn(move || {
            for connection in listener.incoming() {
                let (connection, log) = (connection.unwrap(), Arc::clone(&log));
                thread::spawn(move || forward(connection, &log));
            }
        });
        Self { url, seen }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().cloned().collect()
    }
}

fn forward(client: TcpStream, log: &Mutex<BTreeSet<String>>) {
    let mut reader = BufReader::new(client.try_clone().unwrap());
    let mut upstream: Option<TcpStream> = None;
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if reader.read_until(b'\n', &mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let head = String::from_utf8(head).unwrap();
        let first = head.lines().next().unwrap().to_owned();
        let allowed = head.contains("Proxy-Authorization: Basic bWU6c2VjcmV0")
            || head.contains("proxy-authorization: Basic bWU6c2VjcmV0");
        log.lock().unwrap().insert(format!("{first} {}", if allowed { "with credentials" } else { "without" }));
        let mut words = first.split(' ');
        let (method, target) = (words.next().unwrap(), words.next().unwrap());
        if method == "CONNECT" {
            let upstream = TcpStream::connect(target).unwrap();
            let mut client = client;
            client.write_all(b"HTTP/1.1 200 Established\r\n\r\n").unwrap();
            let (mut from, mut to) = (upstream.try_clone().unwrap(), client.try_clone().unwrap());
            thread::spawn(move || std::io::copy(&mut from, &mut to));
            let mut upstream = upstream;
            let _ = std::io::copy(&mut reader, &mut upstream);
            return;
        }
        let rest = target.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_at(rest.find('/').unwrap());
        let mut server = upstream.take().unwrap_or_else(|| {
            let server = TcpStream::connect(host).unwrap();
            let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            thread::spawn(move || std::io::copy(&mut from, &mut to));
            server
        });
        server.write_all(head.replacen(target, path, 1).as_bytes()).unwrap();
        upstream = Some(server);
    }
}

#[test]
fn a_proxy_is_asked_in_absolute_form_and_by_connect() {
    for engine in ENGINES {
        let (proxy, plain) = (ForwardProxy::start(), origin());
        let report = run(&format!("-n 6 -c 2 --engine {engine} -x {} {}", proxy.url, plain.url("/bytes/10")));
        assert_eq!(tally(&report), (6, 6, 0), "{engine} {}", faults(&report));
        assert_eq!(plain.stats().hits("/bytes/10"), 6, "{engine}");
        assert_eq!(proxy.seen(), [format!("GET {} HTTP/1.1 with credentials", plain.url("/bytes/10"))], "{engine}");

        let (proxy, tls) = (ForwardProxy::start(), secure(Tls::default()));
        let ca = Certificates::of(&tls);
        let line = format!("-n 6 -c 2 --cacert {} -x {} --engine {engine}", ca.authority().display(), proxy.url);
        let report = run(&format!("{line} {}", tls.url("/")));
        assert_eq!(tally(&report), (6, 6, 0), "{engine} {}", faults(&report));
        assert_eq!(proxy.seen(), [format!("CONNECT {} HTTP/1.1 with credentials", tls.addr())], "{engine}");
    }
}

#[test]
fn a_proxy_without_a_scheme_is_an_http_proxy() {
    let (proxy, plain) = (ForwardProxy::start(), origin());
    let address = proxy.url.replace("http://me:secret@", "");
    let report = run(&format!("-n 2 -c 1 -x {address} {}", plain.url("/")));
    assert_eq!(tally(&report), (2, 2, 0), "{}", faults(&report));
    assert_eq!(proxy.seen(), [format!("GET {} HTTP/1.1 without", plain.url("/"))]);
}

#[test]
fn tls_works_on_both_engines() {
    for engine in ENGINES {
        let origin = secure(Tls::default());
        let ca = Certificates::of(&origin);
        for trust in [format!("--cacert {}", ca.authority().display()), "--insecure".to_owned()] {
            let report = run(&format!("-n 20 -c 4 --engine {engine} {trust} {}", origin.url("/chunked/70k")));
            assert_eq!(tally(&report), (20, 20, 0), "{engine} {trust}");
            assert_eq!((report.latency.tls.count, report.latency.connect.count), (4, 4), "{engine}");
        }
        let report = run(&format!("-n 6 -c 2 --no-keepalive --engine {engine} -k {}", origin.url("/")));
        assert_eq!((tally(&report), report.latency.tls.count), ((6, 6, 0), 6), "{engine}");
        for (fault, kind) in [("truncate", "closed"), ("until-close", "")] {
            let report = run(&format!("-n 4 -c 2 --engine {engine} -k {}", origin.url(&format!("/fault/{fault}"))));
            let expected = if kind.is_empty() { String::new() } else { format!("{kind} 4") };
            assert_eq!(faults(&report), expected, "{engine} {fault}");
        }
    }
}

#[test]
fn client_certificates_are_shown() {
    for engine in ENGINES {
        let origin = certified();
        let files = Certificates::of(&origin);
        let line = format!("-n 6 -c 2 --engine {engine} --cacert {}", files.authority().display());
        let report = run(&format!("{line} --cert {} {}", files.client().display(), origin.url("/")));
        assert_eq!(tally(&report), (6, 6, 0), "{engine}");
        // With TLS 1.3 the server's refusal comes after the handshake, in place of a reply.
        let outcome = try_run(&format!("{line} {}", origin.url("/")));
        let told = match outcome {
            Err(error) => chain(&Failure::from(error)),
            Ok(report) => {
                assert_eq!(tally(&report).1, 0, "{engine}");
                format!("{:?}", report.errors)
            }
        };
        assert!(told.contains("requires a client certificate"), "{engine}: {told}");
    }
}

#[track_caller]
fn refused(origin: &Running, more: &str, reason: &str, flag: &str) {
    let ca = Certificates::of(origin);
    let more = more.replace("CA", &ca.authority().display().to_string());
    for engine in ENGINES {
        let error = try_run(&format!("-n 2 -c 1 --engine {engine} {more} {}", origin.url("/"))).unwrap_err();
        let told = chain(&Failure::from(error));
        assert!(told.contains(reason) && told.contains(flag), "{told}");
    }
}

#[test]
fn a_certificate_that_is_not_accepted_is_an_error_with_the_reason_and_the_flag() {
    let identity = |names: &[&str], validity| {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        secure(Tls { identity: ServerIdentity::Made(names, validity), ..Tls::default() })
    };
    let local = ["localhost", "127.0.0.1"];
    refused(&identity(&local, Validity::default()), "", "unknown authority", "--cacert");
    let expired = identity(&local, Validity { from_days: -30, to_days: -2 });
    refused(&expired, "--cacert CA", "has expired", "--insecure");
    let early = identity(&local, Validity { from_days: 2, to_days: 30 });
    refused(&early, "--cacert CA", "not valid before", "clock");
    let other = identity(&["example.org"], Validity::default());
    refused(&other, "--cacert CA", "the certificate is for example.org, not 127.0.0.1", "--insecure");
    for accepted in [&expired, &early, &other] {
        assert_eq!(tally(&run(&format!("-n 2 -c 1 -k {}", accepted.url("/")))), (2, 2, 0));
    }
}

#[test]
fn plain_text_where_tls_was_meant_is_told() {
    let plain = origin();
    let error = try_run(&format!("-n 1 -k {}", plain.url("/").replace("http:", "https:"))).unwrap_err();
    let told = chain(&Failure::from(error));
    assert!(told.contains("does not speak TLS") && told.contains("http://"), "{told}");
}
