//! Where a reply ends: every framing of HTTP/1, by both engines, with the same outcome.

use super::{ENGINES, faults, run, status, tally};
use crate::support::origin::origin;
use crate::support::script::{Script, ok, say};

/// Plays `-n 6 -c 2` by each engine against a server that always answers `reply`, and shows how each of them saw it.
#[track_caller]
fn both(more: &str, reply: &'static [u8], close: bool) -> [String; 2] {
    ENGINES.map(|engine| {
        let server = Script::start(move |_| if close { say(reply).close() } else { say(reply) });
        let report = run(&format!("-n 6 -c 2 --engine {engine} {more} {}", server.url("/")));
        let (done, ok, _) = tally(&report);
        assert_eq!(done, 6);
        let examples: Vec<_> = report.errors.values().map(|error| error.example.clone()).collect();
        assert!(examples.iter().all(|example| !example.is_empty()), "{examples:?}");
        format!("ok {ok}, {}connections {}", faults(&report) + ", ", server.connections()).replace("ok 6, , ", "ok 6, ")
    })
}

#[track_caller]
fn agree(more: &str, reply: &'static str, close: bool, expected: &str) {
    let [raw, hyper] = both(more, reply.as_bytes(), close);
    assert_eq!(raw, expected, "raw");
    assert_eq!(hyper, expected, "hyper");
}

#[test]
fn delimited_bodies_keep_the_connection() {
    for reply in [
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n00A\r\n0123456789\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\nok\r\n0\r\nX: 1\r\nY: 2\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 700\r\nETag: \"x\"\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
    ] {
        agree("", reply, false, "ok 6, connections 2");
    }
}

#[test]
fn a_reply_to_head_ends_with_its_head() {
    for reply in [
        "HTTP/1.1 200 OK\r\nContent-Length: 700\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
    ] {
        agree("-m HEAD", reply, false, "ok 6, connections 2");
    }
}

#[test]
fn a_connection_that_is_announced_to_close_is_replaced_without_an_error() {
    for reply in [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    ] {
        // For POST too: nothing has to be sent again.
        agree("-m POST", reply, true, "ok 6, connections 6");
        agree("-m POST", reply, false, "ok 6, connections 6");
    }
}

#[test]
fn a_body_without_a_length_ends_with_its_connection() {
    for reply in ["HTTP/1.1 200 OK\r\n\r\nhello", "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nhello"] {
        agree("-m POST", reply, true, "ok 6, connections 6");
    }
}

#[test]
fn what_is_no_reply_is_counted_by_kind_with_an_example() {
    for (reply, fault) in [
        ("\u{0}\u{1}this is another protocol\r\n\r\n", "protocol"),
        ("SSH-2.0-OpenSSH_9.2\r\n", "protocol"),
        ("HTTP/1.1 200 OK\r\nContent-Length: six\r\n\r\nhello\n", "protocol"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello\n", "protocol"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "protocol"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n", "protocol"),
        ("HTTP/1.1 200 OK\r\nContent-Le", "closed"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello", "closed"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhello", "closed"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "closed"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\n", "closed"),
        ("", "closed"),
    ] {
        agree("", reply, true, &format!("ok 0, {fault} 6, connections 6"));
    }
}

#[test]
fn a_coding_overrides_a_length_and_its_last_one_decides() {
    // RFC 9112 §6.3, rules 3 and 4.
    for reply in [
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    ] {
        agree("", reply, false, "ok 6, connections 2");
    }
    agree("", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok", true, "ok 6, connections 6");
    agree(
        "",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        true,
        "ok 0, protocol 6, connections 6",
    );
}

#[test]
fn a_protocol_switch_is_a_reply_and_the_last_on_its_connection() {
    let reply = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    for more in ["", "-H Connection:Upgrade -H Upgrade:websocket"] {
        agree(more, reply, false, "ok 6, connections 6");
    }
}

#[test]
fn bytes_behind_a_reply_cost_the_connection_and_not_the_reply() {
    for engine in ENGINES {
        let server = Script::start(|_| say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"));
        let report = run(&format!("-n 6 -c 2 --engine {engine} {}", server.url("/")));
        assert_eq!((tally(&report), server.connections()), ((6, 6, 0), 6), "{engine}");
    }
}

#[test]
fn heads_of_every_size_are_read() {
    for engine in ENGINES {
        let origin = origin();
        for bytes in ["4k", "70k", "200k"] {
            let url = origin.url(&format!("/fault/huge-header?bytes={bytes}"));
            assert_eq!(tally(&run(&format!("-n 4 -c 2 --engine {engine} {url}"))), (4, 4, 0), "{engine} {bytes}");
        }
        let url = origin.url("/fault/huge-header?bytes=2m");
        let report = run(&format!("-n 4 -c 2 --engine {engine} {url}"));
        assert_eq!(faults(&report), "protocol 4", "{engine}");
    }
}

#[test]
fn replies_that_come_byte_by_byte_are_whole() {
    for engine in ENGINES {
        let origin = origin();
        let report = run(&format!("-n 4 -c 4 --engine {engine} {}", origin.url("/fault/dribble?gap=100us")));
        assert_eq!((tally(&report), status(&report, 200)), ((4, 4, 0), 4), "{engine}");
        let report = run(&format!("-n 4 -c 4 --engine {engine} {}", origin.url("/chunked/100k?chunk=777&trailers=1")));
        assert_eq!(tally(&report), (4, 4, 0), "{engine}");
        assert_eq!(origin.stats().connections, 8, "{engine}");
    }
}

#[test]
fn replies_may_differ_on_one_connection() {
    for engine in ENGINES {
        let server = Script::start(|request| match request.number % 5 {
            0 => ok(),
            1 => say("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno!"),
            2 => say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
            3 => say("HTTP/1.1 204 No Content\r\n\r\n"),
            _ => say("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"),
        });
        let report = run(&format!("-n 50 -c 1 --engine {engine} {}", server.url("/")));
        let counts = [200, 204, 404, 999].map(|code| status(&report, code));
        assert_eq!((counts, server.connections(), report.summary.failed), ([20, 10, 10, 10], 1, 20), "{engine}");
    }
}
