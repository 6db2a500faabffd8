//! What segments of processes weigh: asked of servers, and told where they do not say.

use serde_json::Value;

use super::audience::{URL, ffmpeg};
use crate::support::cli::{World, said};
use crate::support::schema::conforming;
use crate::support::scripted::Scripted;

/// The report of one client that opens these segments, plays a little of them and ends, twice.
fn opened(segments: &[String], words: &[&str]) -> Value {
    let world = World::new();
    let open = |url: &String| format!("echo \"[hls @ 0x1] Opening '{url}' for reading\" >&2\n");
    let opens: String = segments.iter().map(open).collect();
    let program = ffmpeg(&world, &format!("{opens}echo out_time_us=1000; echo progress=end; exit 0"));
    let mut command = world.toolbox();
    command.env("PATH", "/usr/bin:/bin").args(["swarm", "--metrics", "127.0.0.1:0", "-ffmpeg"]).arg(program);
    command.args(["-clients", "1", "-ramp-jitter", "0", "-max-restarts", "1", "--json"]).args(words).arg(URL);
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    conforming("swarm", &said.out)
}

#[test]
fn a_server_that_refuses_head_is_asked_for_the_first_byte() {
    let server = Scripted::answering([
        "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-0/1234\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
    ]);
    let segment = format!("http://{}/1.ts", server.address());
    let report = opened(&[segment.clone(), segment], &[]);
    assert_eq!(report["throughput"]["bytes"], 4936, "{report:#}");
    assert_eq!(report["throughput"]["unsized_segments"], 0);
    let asked = server.asked();
    assert!(asked[0].starts_with("HEAD /1.ts") && asked[1].to_lowercase().contains("range: bytes=0-0"), "{asked:?}");
}

#[test]
fn sizes_that_nobody_tells_or_believes_are_told() {
    let absurd = "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999\r\nConnection: close\r\n\r\n";
    let server = Scripted::answering([absurd]);
    let report = opened(&[format!("http://{}/1.ts", server.address())], &[]);
    assert_eq!((&report["throughput"]["bytes"], &report["throughput"]["unsized_segments"]), (&0.into(), &2.into()));
    assert_eq!(report["generator"]["verdict"], "SUSPECT");
    let reason = report["generator"]["reasons"].to_string();
    assert!(reason.contains("the sizes of 2 of 2 segments are unknown"), "{reason}");
}

#[test]
fn secrets_are_sent_to_the_host_of_the_stream_alone() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\n";
    let words = ["-header", "Authorization: Bearer s3cret", "-header", "X-Player: 1"];
    // The stream is at 127.0.0.1.
    for (host, is_home) in [("127.0.0.1", true), ("localhost", false)] {
        let server = Scripted::answering([head]);
        let report = opened(&[format!("http://{host}:{}/1.ts", server.address().port())], &words);
        assert_eq!(report["throughput"]["bytes"], 14, "{report:#}");
        let asked = server.asked().concat().to_lowercase();
        assert!(asked.contains("x-player: 1"), "{asked}");
        assert_eq!(asked.contains("s3cret"), is_home, "{host}: {asked}");
    }
}
