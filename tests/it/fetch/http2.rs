//! HTTP/2: asked for, or because a server has nothing else.

use super::{bytes, failure, fetch, report, sha256};
use crate::support::cli::World;
use crate::support::origin::{Certificates, origin, secure};
use toolbox::origin::Tls;

#[test]
fn streams_make_the_same_file_as_connections() {
    let (origin, world) = (secure(Tls::default()), World::new());
    let certificates = Certificates::of(&origin);
    let trust = format!("--cacert {}", certificates.authority().display());
    let url = origin.url("/static/9m.bin");
    let plain = report(&world, &format!("{url} {trust} --http 1.1 -w 4 -o plain"));
    for workers in [1, 3, 8] {
        let streams = report(&world, &format!("{url} {trust} --http 2 -w {workers} -o streams --overwrite"));
        assert_eq!(streams["sha256"], plain["sha256"], "{workers}");
        assert!(bytes(&world, "streams") == bytes(&world, "plain"), "{workers}");
    }
}

#[test]
fn a_server_that_has_nothing_else_is_asked_in_http2() {
    let (origin, world) = (secure(Tls { alpn: vec![b"h2"], ..Tls::default() }), World::new());
    let certificates = Certificates::of(&origin);
    let line = format!("{} --cacert {}", origin.url("/static/3m.bin"), certificates.authority().display());
    let report = report(&world, &format!("{line} -w 6 -o file"));
    assert_eq!(report["sha256"], sha256(&bytes(&world, "file")));
    assert_eq!(failure(&world, &format!("{line} --http 1.1 -o no"))["kind"], "tls");
}

#[test]
fn without_tls_it_takes_the_word_of_the_user() {
    let (origin, world) = (origin(), World::new());
    let report = report(&world, &format!("{} --http 2 -w 3 -o file", origin.url("/static/3m.bin")));
    assert_eq!(report["sha256"], sha256(&bytes(&world, "file")));
    let redirected = origin.url("/redirect/2?to=/static/1k.bin");
    assert_eq!(fetch(&world, &format!("{redirected} --http 2 -o small")).code, Some(0));
    assert_eq!(bytes(&world, "small").len(), 1024);
    let chunked = origin.url("/chunked/70000");
    assert_eq!(fetch(&world, &format!("{chunked} --http 2 -o chunked")).code, Some(0));
    assert_eq!(bytes(&world, "chunked").len(), 70_000);
    assert_eq!(failure(&world, &format!("{} --http 2 -o no", origin.url("/status/404")))["kind"], "not-found");
}

#[test]
fn a_server_without_it_is_an_error() {
    let (origin, world) = (secure(Tls { alpn: vec![b"http/1.1"], ..Tls::default() }), World::new());
    let certificates = Certificates::of(&origin);
    let line = format!("{} --cacert {}", origin.url("/static/1k.bin"), certificates.authority().display());
    let error = failure(&world, &format!("{line} --http 2 -o no"));
    assert_eq!(error["kind"], "tls", "{error}");
}
