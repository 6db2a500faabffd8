//! `load` against nginx and Apache: what it reports is what their logs say.

use std::collections::BTreeSet;
use std::fs;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use toolbox::kit::tls::Authority;

use crate::apache::Apache;
use crate::nginx::{Logged, Nginx};

pub(crate) fn trials() -> Vec<Trial> {
    let nginx = |name: &str, test| crate::trial(&format!("load::{name}"), &["nginx"], test);
    let apache = |name: &str, test| crate::trial(&format!("load::{name}"), &["apache2"], test);
    vec![
        nginx("nginx_logs_what_load_reports", nginx_logs_what_load_reports),
        nginx("connections_that_nginx_ends_are_no_errors", connections_that_nginx_ends_are_no_errors),
        nginx("compressed_and_chunked_pages_are_read", compressed_and_chunked_pages_are_read),
        nginx("pages_that_are_not_modified_have_no_body", pages_that_are_not_modified_have_no_body),
        nginx("a_body_that_nginx_refuses_is_a_reply", a_body_that_nginx_refuses_is_a_reply),
        nginx("nginx_is_reached_over_tls", nginx_is_reached_over_tls),
        nginx("nginx_is_reached_over_http_2", nginx_is_reached_over_http_2),
        nginx("nginx_is_reached_over_a_unix_socket", nginx_is_reached_over_a_unix_socket),
        nginx("an_open_loop_sends_what_nginx_logs", an_open_loop_sends_what_nginx_logs),
        apache("apache_logs_what_load_reports", apache_logs_what_load_reports),
        apache("apache_is_reached_over_http_2", apache_is_reached_over_http_2),
    ]
}

/// Runs `load` with these words, and reads its report.
fn load<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Value, Failed> {
    let output = crate::toolbox().args(["load", "--json"]).args(words).output()?;
    assert!(output.status.success(), "{}{}", report_of(&output), String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The part of a report that says what went wrong.
fn report_of(output: &std::process::Output) -> String {
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    format!("{} {} {}", report["summary"], report["status"], report["errors"])
}

/// Asserts that all `expected` requests were good, and that the server logged each of them.
#[track_caller]
fn all_good(report: &Value, expected: u64, logged: usize) {
    assert_eq!(report["summary"]["ok"], expected, "{} {}", report["summary"], report["errors"]);
    assert_eq!(report["summary"]["failed"], 0);
    assert_eq!(logged as u64, expected);
}

fn connections(log: &[Logged]) -> usize {
    log.iter().map(|line| line.connection).collect::<BTreeSet<_>>().len()
}

const ENGINES: [&str; 2] = ["raw", "hyper"];

fn nginx_logs_what_load_reports() -> Result<(), Failed> {
    for engine in ENGINES {
        let nginx = Nginx::start("location / { return 200 ok; } location /gone { return 410; }")?;
        let (url, gone) = (nginx.url("http", "/counted?x=1"), nginx.url("http", "/gone"));
        let report = load(["-n", "700", "-c", "7", "--engine", engine, &url])?;
        let missing = load(["-n", "30", "-c", "3", "--engine", engine, &gone])?;
        assert_eq!(missing["status"]["410"], 30);
        let log = nginx.stop()?;
        let (counted, gone): (Vec<_>, Vec<_>) = log.into_iter().partition(|line| line.status == 200);
        all_good(&report, 700, counted.len());
        assert!(counted.iter().all(|line| line.request == "GET /counted?x=1 HTTP/1.1"));
        assert_eq!((connections(&counted), gone.len()), (7, 30));
    }
    Ok(())
}

fn connections_that_nginx_ends_are_no_errors() -> Result<(), Failed> {
    for engine in ENGINES {
        let nginx = Nginx::start("keepalive_requests 100; location / { return 200 ok; }")?;
        let url = nginx.url("http", "/");
        let report = load(["-n", "2000", "-c", "4", "-m", "POST", "--engine", engine, &url])?;
        let log = nginx.stop()?;
        all_good(&report, 2000, log.len());
        assert_eq!(report["summary"]["resent"], 0, "nginx announces the close");
        assert!(connections(&log) >= 20 && report["summary"]["connections_opened"].as_u64() >= Some(20));

        let nginx = Nginx::start("keepalive_timeout 0; location / { return 200 ok; }")?;
        let report = load(["-n", "300", "-c", "4", "--engine", engine, &nginx.url("http", "/")])?;
        let log = nginx.stop()?;
        all_good(&report, 300, log.len());
        assert_eq!(connections(&log), 300);
    }
    Ok(())
}

fn compressed_and_chunked_pages_are_read() -> Result<(), Failed> {
    let page = "all work and no play ".repeat(10_000);
    for engine in ENGINES {
        let locations = "gzip on; gzip_types text/plain; default_type text/plain; root ROOT;";
        let nginx = Nginx::with("", locations, &[("page", &page)])?;
        let url = nginx.url("http", "/page");
        let plain = load(["-n", "50", "-c", "5", "--engine", engine, &url])?;
        let zipped = load(["-n", "50", "-c", "5", "--engine", engine, "-H", "Accept-Encoding: gzip", &url])?;
        all_good(&plain, 50, 50);
        all_good(&zipped, 50, nginx.stop()?.len() - 50);
        let bytes = |report: &Value| report["summary"]["bytes_in"].as_u64().unwrap_or_default();
        assert!(bytes(&plain) > 50 * page.len() as u64 && bytes(&zipped) * 10 < bytes(&plain));
    }
    Ok(())
}

fn pages_that_are_not_modified_have_no_body() -> Result<(), Failed> {
    for engine in ENGINES {
        let nginx = Nginx::with("", "root ROOT; if_modified_since before;", &[("page", "hello")])?;
        let (url, later) = (nginx.url("http", "/page"), "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT");
        let report = load(["-n", "40", "-c", "4", "--engine", engine, "-H", later, &url])?;
        assert_eq!(report["status"]["304"], 40, "{}", report["status"]);
        let report = load(["-n", "40", "-c", "4", "--engine", engine, "-m", "HEAD", &url])?;
        assert_eq!(report["status"]["200"], 40);
        assert_eq!(connections(&nginx.stop()?), 8);
    }
    Ok(())
}

fn a_body_that_nginx_refuses_is_a_reply() -> Result<(), Failed> {
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("body");
    fs::write(&file, vec![b'x'; 3_000_000])?;
    let body = format!("@{}", file.display());
    let nginx = Nginx::start("client_max_body_size 10k; location / { return 200 ok; }")?;
    let report = load(["-n", "40", "-c", "4", "-b", &body, &nginx.url("http", "/")])?;
    assert_eq!(report["status"]["413"], 40, "{} {}", report["status"], report["errors"]);
    assert_eq!(nginx.stop()?.len(), 40);
    Ok(())
}

/// An nginx with a certificate for 127.0.0.1 of the authority in `ROOT/ca.pem`.
fn secure_nginx(flags: &str, locations: &str) -> Result<Nginx, Failed> {
    let authority = Authority::new("test")?;
    let identity = authority.issue(&["127.0.0.1"])?;
    let locations = format!("ssl_certificate ROOT/cert.pem; ssl_certificate_key ROOT/key.pem; {locations}");
    let (cert, key) = (identity.cert_pem(), identity.key_pem());
    Nginx::with(flags, &locations, &[("cert.pem", &cert), ("key.pem", &key), ("ca.pem", authority.pem())])
}

fn nginx_is_reached_over_tls() -> Result<(), Failed> {
    for engine in ENGINES {
        let nginx = secure_nginx("ssl", "keepalive_requests 100; location / { return 200 ok; }")?;
        let (url, ca) = (nginx.url("https", "/"), nginx.root().join("ca.pem").display().to_string());
        let report = load(["-n", "1000", "-c", "4", "--cacert", &ca, "--engine", engine, &url])?;
        let log = nginx.stop()?;
        all_good(&report, 1000, log.len());
        assert!(connections(&log) >= 10);
        assert_eq!(report["latency"]["tls"]["count"], report["summary"]["connections_opened"]);
    }
    Ok(())
}

fn nginx_is_reached_over_http_2() -> Result<(), Failed> {
    for streams in ["1", "10"] {
        // After a hundred requests nginx sends GOAWAY.
        let nginx = secure_nginx("ssl http2", "keepalive_requests 100; location / { return 200 ok; }")?;
        let (url, ca) = (nginx.url("https", "/"), nginx.root().join("ca.pem").display().to_string());
        let words = ["-n", "2000", "-c", "2", "-p", streams, "--http", "2", "-m", "POST", "--cacert", &ca, &url];
        let report = load(words)?;
        let log = nginx.stop()?;
        all_good(&report, 2000, log.len());
        assert!(log.iter().all(|line| line.request == "POST / HTTP/2.0"), "{:?}", log[0]);
        assert!(connections(&log) >= 20, "{}", connections(&log));

        let nginx = Nginx::with("http2", "location / { return 200 ok; }", &[])?;
        let report = load(["-n", "1000", "-c", "2", "-p", streams, "--h2c", &nginx.url("http", "/")])?;
        let log = nginx.stop()?;
        all_good(&report, 1000, log.len());
        assert_eq!(connections(&log), 2);
    }
    Ok(())
}

fn nginx_is_reached_over_a_unix_socket() -> Result<(), Failed> {
    for engine in ENGINES {
        let nginx = Nginx::with("", "listen unix:ROOT/socket; location / { return 200 ok; }", &[])?;
        // nginx makes the socket before it takes the first connection.
        let up = load(["-n", "1", "-c", "1", &nginx.url("http", "/up")])?;
        assert_eq!(up["summary"]["ok"], 1);
        let socket = nginx.root().join("socket").display().to_string();
        let report = load(["-n", "500", "-c", "5", "--engine", engine, "--unix", &socket, "http://localhost/socket"])?;
        let log = nginx.stop()?;
        let over_socket: Vec<_> = log.into_iter().filter(|line| line.request.contains("/socket")).collect();
        all_good(&report, 500, over_socket.len());
        assert_eq!(connections(&over_socket), 5);
    }
    Ok(())
}

fn an_open_loop_sends_what_nginx_logs() -> Result<(), Failed> {
    let nginx = Nginx::start("location / { return 200 ok; }")?;
    let report = load(["-d", "1s", "-c", "20", "--rate", "1500", &nginx.url("http", "/")])?;
    let (done, dropped) = (&report["summary"]["done"], &report["summary"]["dropped"]);
    assert_eq!(done.as_u64().unwrap_or(0) + dropped.as_u64().unwrap_or(0), 1500, "{}", report["summary"]);
    all_good(&report, done.as_u64().unwrap_or(0), nginx.stop()?.len());
    Ok(())
}

fn apache_logs_what_load_reports() -> Result<(), Failed> {
    let page = "all work and no play ".repeat(10_000);
    for engine in ENGINES {
        let directives = "KeepAlive On\nMaxKeepAliveRequests 50\nSetOutputFilter DEFLATE\n";
        let apache = Apache::start(directives, &[("page.html", &page), ("small.html", "hello")])?;
        let small = load(["-n", "600", "-c", "4", "--engine", engine, &apache.url("/small.html")])?;
        assert!(small["summary"]["connections_opened"].as_u64() >= Some(12), "{}", small["summary"]);
        let zipped = ["-n", "60", "-c", "4", "--engine", engine, "-H", "Accept-Encoding: gzip"];
        let big = apache.url("/page.html");
        let zipped = load(zipped.into_iter().chain([big.as_str()]))?;
        let missing = load(["-n", "10", "-c", "2", "--engine", engine, &apache.url("/missing")])?;
        assert_eq!(missing["status"]["404"], 10);
        let log = apache.stop()?;
        let seen = |line: &str| log.iter().filter(|logged| logged.as_str() == line).count();
        all_good(&small, 600, seen("GET /small.html HTTP/1.1 200"));
        all_good(&zipped, 60, seen("GET /page.html HTTP/1.1 200"));
        assert_eq!(seen("GET /missing HTTP/1.1 404"), 10);
    }
    Ok(())
}

fn apache_is_reached_over_http_2() -> Result<(), Failed> {
    let directives = "Protocols h2c http/1.1\nMaxKeepAliveRequests 100\n";
    let apache = Apache::start(directives, &[("small.html", "hello")])?;
    let report = load(["-n", "500", "-c", "2", "-p", "5", "--h2c", &apache.url("/small.html")])?;
    let log = apache.stop()?;
    all_good(&report, 500, log.iter().filter(|line| *line == "GET /small.html HTTP/2.0 200").count());
    Ok(())
}
