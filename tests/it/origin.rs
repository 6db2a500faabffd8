//! The origin, byte by byte: what clients are tested against must itself be right.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use toolbox::kit::http::{Connector, ConnectorOptions, client};
use toolbox::kit::net::{Origin, parse_url};
use toolbox::kit::tls::{ClientOptions, TlsReason, client_config};
use toolbox::origin::{self, Behaviour, Listen, Options, Running, Stall, Tls};

use crate::support::cli::World;
use crate::support::origin::{Certificates, behaving, certified, eventually, origin, secure};
use crate::support::wire::Wire;

const MS: Duration = Duration::from_millis(1);

#[test]
fn one_connection_serves_many_requests_and_counts_them() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    for _ in 0..3 {
        let answer = wire.get("/?x=1");
        assert_eq!((answer.status, answer.body.is_empty()), (200, false));
        assert!(answer.header("date").is_some());
    }
    assert_eq!(wire.get("/nowhere").status, 404);
    let stats = origin.stats();
    assert_eq!((stats.connections, stats.requests, stats.hits("/")), (1, 4, 3));
    assert_eq!((stats.by_status[&200], stats.by_status[&404]), (3, 1));
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    wire.say("GET /bytes/1 HTTP/1.1\r\n\r\nGET /status/404 HTTP/1.1\r\n\r\nGET /bytes/3 HTTP/1.1\r\n\r\n");
    assert_eq!(wire.answer().body.len(), 1);
    assert_eq!(wire.answer().status, 404);
    assert_eq!(wire.answer().body.len(), 3);
}

#[test]
fn versions_and_connection_fields_decide_who_closes() {
    let origin = origin();
    let ask = |request: &str| {
        let mut wire = Wire::to(origin.addr());
        wire.say(request);
        let answer = wire.answer();
        (answer.header("connection").map(str::to_owned), wire)
    };
    assert_eq!(ask("GET / HTTP/1.1\r\n\r\n").0, None);
    let (field, mut wire) = ask("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert_eq!((field.as_deref(), wire.rest().len()), (Some("close"), 0));
    let (field, mut wire) = ask("GET / HTTP/1.0\r\n\r\n");
    assert_eq!((field.as_deref(), wire.rest().len()), (Some("close"), 0));
    let (field, mut wire) = ask("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    assert_eq!(field.as_deref(), Some("keep-alive"));
    assert_eq!(wire.get("/").status, 200);
    let (field, _) = ask("GET /chunked/9 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assert_eq!(field.as_deref(), Some("close"), "HTTP/1.0 knows no chunks");
}

#[test]
fn bodies_have_the_size_and_the_framing_asked_for() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    for size in [0, 1, 65_536, 65_537, 1_000_000] {
        assert_eq!(wire.get(&format!("/bytes/{size}")).body.len(), size);
        assert_eq!(wire.get(&format!("/chunked/{size}?chunk=1k")).body.len(), size);
    }
    let answer = wire.get("/chunked/10?chunk=3&trailers=1");
    assert_eq!((answer.body.len(), answer.trailers.as_str()), (10, "x-length: 10\r\n"));
    wire.ask("HEAD", "/bytes/12345", "");
    assert_eq!(wire.head().header("content-length"), Some("12345"));
    wire.ask("HEAD", "/chunked/10", "");
    assert_eq!(wire.head().header("transfer-encoding"), Some("chunked"));
    assert_eq!(wire.get("/status/204").header("content-length"), None);
    assert_eq!(wire.get("/bytes/many").status, 400);
}

#[test]
fn renditions_name_the_codec_that_is_inside_and_no_other() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let master = wire.get("/hls/master.m3u8");
    let lines: Vec<_> = master.text().lines().filter(|line| line.starts_with("#EXT-X-STREAM-INF")).collect();
    assert_eq!(lines.len(), 3, "{}", master.text());
    assert!(lines.iter().all(|line| line.contains("CODECS=\"mp4a.40.2\"")), "{lines:?}");
    // The one stream of the map of the programme (ISO 13818-1, 2.4.4.8): its kind, 0x0f for AAC, stands 17 bytes behind the sync
    // byte of the second packet, and four bytes of the checksum follow its entry of five.
    let segment = wire.get("/hls/360p/0.ts").body;
    let section = &segment[188 + 5..];
    assert_eq!((section[0], section[1] & 0x0f, section[2]), (2, 0, 9 + 5 + 4), "a map of one stream");
    assert_eq!(section[12], 0x0f);
}

#[test]
fn request_bodies_of_either_framing_are_read_and_shown() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    wire.say("POST /echo?a=b HTTP/1.1\r\nContent-Length: 5\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\nhello");
    let seen: serde_json::Value = serde_json::from_slice(&wire.answer().body).unwrap();
    assert_eq!((&seen["method"], &seen["body"], &seen["query"]), (&"POST".into(), &"hello".into(), &"a=b".into()));
    assert_eq!(seen["headers"]["x-twice"], serde_json::json!(["1", "2"]));
    wire.say("PUT /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
    let seen: serde_json::Value = serde_json::from_slice(&wire.answer().body).unwrap();
    assert_eq!(seen["body"], "abcde");
}

#[test]
fn expect_continue_is_answered_before_the_body() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    wire.say("POST /echo HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    assert_eq!(wire.until(b"\r\n\r\n"), b"HTTP/1.1 100 Continue\r\n\r\n");
    wire.say("ok");
    assert_eq!(wire.answer().status, 200);
}

#[test]
fn broken_requests_are_refused_and_the_connection_closed() {
    let origin = origin();
    for (request, status) in [
        ("nonsense\r\n\r\n".to_owned(), 400),
        ("POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned(), 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(100_000)), 431),
        ("POST / HTTP/1.1\r\nContent-Length: 9999999999\r\n\r\n".to_owned(), 413),
    ] {
        let mut wire = Wire::to(origin.addr());
        wire.say(&request);
        assert_eq!(wire.answer().status, status, "{request:.60}");
        assert!(wire.rest().is_empty());
    }
}

#[test]
fn delays_hold_and_never_end_early() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    for delay in [300 * MS / 1000, 5 * MS, 20 * MS] {
        let begin = Instant::now();
        wire.get(&format!("/delay/{}us", delay.as_micros()));
        assert!(begin.elapsed() >= delay);
    }
}

#[test]
fn a_slow_body_comes_at_its_rate() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let begin = Instant::now();
    assert_eq!(wire.get("/slow?bytes=2000&bps=20000").body.len(), 2000);
    assert!(begin.elapsed() >= 90 * MS, "{:?}", begin.elapsed());
}

#[test]
fn redirects_count_down_and_may_lead_elsewhere() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let answer = wire.get("/redirect/2");
    assert_eq!((answer.status, answer.header("location")), (302, Some("/redirect/1")));
    let answer = wire.get("/redirect/1?status=307&to=http://elsewhere.test/x");
    assert_eq!((answer.status, answer.header("location")), (307, Some("http://elsewhere.test/x")));
    assert_eq!(wire.get("/redirect/0").status, 200);
}

#[test]
fn a_token_opens_the_door_and_an_invented_one_does_not() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let answer = wire.get("/token");
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let token = body["token"].as_str().unwrap();
    assert_eq!(answer.header("x-token"), Some(token));
    assert_eq!(body["nested"]["list"][1]["token"], token);
    let mut door = |token: &str| {
        wire.ask("GET", "/needs-token", &format!("Authorization: Bearer {token}\r\n"));
        wire.answer().status
    };
    assert_eq!((door(token), door("7-0000000000000000"), door("")), (200, 401, 401));
}

#[test]
fn flaky_fails_its_number_of_times_for_each_key() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let mut statuses = |path: &str| [(); 3].map(|()| wire.get(path).status);
    assert_eq!(statuses("/flaky/2?key=a"), [503, 503, 200]);
    assert_eq!(statuses("/flaky/1?key=b&status=500"), [500, 200, 200]);
}

#[test]
fn generated_files_are_the_same_in_every_range() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let whole = wire.get("/static/100k.bin");
    assert_eq!((whole.status, whole.body.len(), whole.header("accept-ranges")), (200, 102_400, Some("bytes")));
    let mut range = |range: &str| {
        wire.ask("GET", "/static/100k.bin", &format!("Range: {range}\r\n"));
        wire.answer()
    };
    let part = range("bytes=70001-80000");
    assert_eq!((part.status, part.header("content-range")), (206, Some("bytes 70001-80000/102400")));
    assert_eq!(part.body, whole.body[70_001..=80_000]);
    assert_eq!(range("bytes=-10").body, whole.body[102_390..]);
    let outside = range("bytes=102400-");
    assert_eq!((outside.status, outside.header("content-range")), (416, Some("bytes */102400")));
    let two = range("bytes=0-9,100-104");
    let kind = two.header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/byteranges; boundary=").unwrap();
    let parts: Vec<_> = two.body.windows(boundary.len()).filter(|window| *window == boundary.as_bytes()).collect();
    assert_eq!((two.status, parts.len()), (206, 3));
    assert!(two.body.windows(10).any(|window| window == &whole.body[..10]));
}

#[test]
fn files_answer_conditions_and_change_with_their_version() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let first = wire.get("/static/10.txt");
    let (tag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
    assert!(httpdate::parse_http_date(date).unwrap() < SystemTime::now());
    let mut ask = |path: &str, field: &str| {
        wire.ask("GET", path, &format!("{field}\r\n"));
        wire.answer()
    };
    assert_eq!(ask("/static/10.txt", &format!("If-None-Match: {tag}")).status, 304);
    assert_eq!(ask("/static/10.txt?version=1", &format!("If-None-Match: {tag}")).status, 200);
    assert_eq!(ask("/static/10.txt", &format!("If-Range: {tag}\r\nRange: bytes=0-0")).status, 206);
    let changed = ask("/static/10.txt?version=1", &format!("If-Range: {tag}\r\nRange: bytes=0-0"));
    assert_eq!((changed.status, changed.body == first.body), (200, false));
    assert_eq!(ask("/static/10.txt?ranges=0", "Range: bytes=0-0").status, 200);
    assert_eq!(ask("/static/10.txt?etag=none", "X: y").header("etag"), None);
}

#[test]
fn real_files_are_served_from_below_their_directory_only() {
    let outer = tempfile::tempdir().unwrap();
    std::fs::write(outer.path().join("secret"), "no").unwrap();
    let dir = outer.path().join("public");
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("a b.txt"), "0123456789").unwrap();
    std::fs::write(dir.join("index.html"), "<p>").unwrap();
    std::os::unix::fs::symlink(outer.path().join("secret"), dir.join("link")).unwrap();
    let origin = origin::start(Options { dir: Some(dir), ..Options::default() }).unwrap();
    let mut wire = Wire::to(origin.addr());
    wire.ask("GET", "/static/a%20b.txt", "Range: bytes=2-4\r\n");
    let answer = wire.answer();
    assert_eq!((answer.status, answer.text()), (206, "234"));
    assert_eq!(wire.get("/static/").text(), "<p>");
    for path in ["../secret", "%2e%2e/secret", "link", "/etc/passwd", "absent"] {
        assert_eq!(wire.get(&format!("/static/{path}")).status, 404, "{path}");
    }
}

#[test]
fn each_fault_breaks_in_its_own_way() {
    let origin = origin();
    let fault = |name: &str| {
        let mut wire = Wire::to(origin.addr());
        wire.ask("GET", &format!("/fault/{name}"), "");
        wire
    };
    assert_eq!(fault("reset").failure(), ErrorKind::ConnectionReset);
    assert_eq!(fault("reset?after=1000").failure(), ErrorKind::ConnectionReset);
    assert!(fault("close").rest().is_empty());
    let text = |name: &str| String::from_utf8_lossy(&fault(name).rest()).into_owned();
    let mut cut = fault("truncate?length=100&send=30");
    assert_eq!((cut.head().header("content-length"), cut.rest().len()), (Some("100"), 30));
    assert!(!text("garbage").contains("HTTP/"));
    assert!(text("half-head").ends_with("Content-Le"));
    assert_eq!(text("http10-close"), "HTTP/1.0 200 OK\r\n\r\nhello\n");
    assert_eq!(text("until-close"), "HTTP/1.1 200 OK\r\n\r\nhello\n");
    assert!(text("short-chunk").ends_with("64\r\nhello\n"));
    assert!(text("no-last-chunk").ends_with("hello\n\r\n"));
    assert!(text("bad-chunk").ends_with("xyz\r\n"));
    assert!(text("extra").ends_with("hello\nand more"));
    assert!(text("close-silently").ends_with("\r\n\r\nhello\n"));
    let huge = fault("huge-header?bytes=50000").until(b"\r\n\r\n").len();
    assert!(huge > 50_000);
}

#[test]
fn faults_that_leave_the_connection_whole_let_it_go_on() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    wire.ask("GET", "/fault/informational?count=2", "");
    let statuses = [(); 4].map(|()| wire.head().status);
    assert_eq!(statuses, [100, 103, 103, 200]);
    assert_eq!(wire.until(b"\n"), b"hello\n");
    assert_eq!(wire.get("/fault/dribble?gap=100us").text(), "hello\n");
    assert_eq!(wire.get("/fault/http10-keepalive").text(), "hello\n");
    assert_eq!(wire.get("/fault/pause?for=1ms&length=10").body.len(), 10);
    assert_eq!(wire.get("/fault").status, 200);
    assert_eq!(wire.get("/fault/unknown").status, 404);
}

#[test]
fn a_stalled_body_stops_and_stopping_the_origin_ends_it() {
    let mut origin = origin();
    let mut wire = Wire::to(origin.addr());
    wire.ask("GET", "/fault/stall?length=100&send=30", "");
    wire.until(b"\r\n\r\n");
    let mut silent = Wire::to(origin.addr());
    silent.ask("GET", "/fault/hang", "");
    eventually(&origin, |stats| stats.hits("/fault/hang") == 1);
    origin.stop();
    assert_eq!(wire.rest().len(), 30);
    assert!(silent.rest().is_empty());
}

#[test]
fn a_capacity_makes_requests_wait_in_line() {
    let origin = behaving(Behaviour { capacity: Some(200.0), ..Behaviour::default() });
    let mut wires: Vec<_> = (0..10).map(|_| Wire::to(origin.addr())).collect();
    let begin = Instant::now();
    for wire in &mut wires {
        wire.ask("GET", "/", "");
    }
    for wire in &mut wires {
        wire.answer();
    }
    assert!(begin.elapsed() >= 50 * MS, "ten requests at 200 a second: {:?}", begin.elapsed());
}

#[test]
fn a_stall_answers_at_its_end_and_errors_come_as_ordered() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let stall = Stall { after: Duration::ZERO, length: 60 * MS };
    let begin = Instant::now();
    origin.behave(Behaviour { stalls: vec![stall], ..Behaviour::default() });
    wire.get("/");
    assert!(begin.elapsed() >= 60 * MS);
    origin.behave(Behaviour { error_rate: 1.0, ..Behaviour::default() });
    assert_eq!(wire.get("/").status, 503);
    assert!(wire.get("/metrics").text().contains("origin_responses_total{code=\"503\"} 1"));
}

#[test]
fn behaviour_is_changed_over_the_control_routes() {
    let origin = origin();
    let mut wire = Wire::to(origin.addr());
    let mut post = |path: &str| {
        wire.say(format!("POST {path} HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
        let answer = wire.answer();
        (answer.status, serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap_or_default())
    };
    let (status, state) = post("/control/behave?capacity=100&latency=1ms&errors=5%25");
    assert_eq!((status, &state["capacity"], &state["errors"]), (200, &100.0.into(), &0.05.into()));
    let (_, state) = post("/control/behave?capacity=off");
    assert_eq!((&state["capacity"], &state["errors"]), (&serde_json::Value::Null, &0.05.into()));
    assert_eq!(post("/control/behave?capacity=0").0, 400);
    assert_eq!(post("/control/stall?after=1h&for=1s").1["stalls"][0]["for"], "1s");
    assert_eq!(post("/control/reset").1["errors"], 0.0);
    assert_eq!(wire.get("/control/reset").status, 405);
}

#[test]
fn it_listens_on_a_unix_socket_and_removes_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    let listen = Listen::Unix(path.clone());
    let mut origin = origin::start(Options { listen, ..Options::default() }).unwrap();
    let mut stream = UnixStream::connect(&path).unwrap();
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    origin.stop();
    assert!(!path.exists());
}

/// Sends one request over TLS and reads the answer to its end.
async fn over_tls(origin: &Running, options: ClientOptions) -> std::io::Result<String> {
    let tls = Some(client_config(&options).unwrap());
    let connector = Connector::new(ConnectorOptions { tls, ..ConnectorOptions::default() });
    let target = Origin::of(&parse_url(&origin.url("/")).unwrap()).unwrap();
    let mut stream = connector.connect(&target).await.map_err(std::io::Error::other)?.stream;
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn tls_clients_trust_its_authority_and_can_be_made_to_show_their_own_certificate() {
    let open = secure(Tls::default());
    let files = Certificates::of(&open);
    let trusting = ClientOptions { cacert: Some(files.authority()), ..ClientOptions::default() };
    assert!(over_tls(&open, trusting).await.unwrap().starts_with("HTTP/1.1 200 OK"));

    let closed = certified();
    let files = Certificates::of(&closed);
    let anonymous = ClientOptions { cacert: Some(files.authority()), ..ClientOptions::default() };
    let refusal = over_tls(&closed, anonymous.clone()).await.unwrap_err();
    assert_eq!(TlsReason::find(&refusal), Some(TlsReason::ClientCertificateRequired));
    let known = ClientOptions { cert: Some(files.client()), ..anonymous };
    assert!(over_tls(&closed, known).await.unwrap().starts_with("HTTP/1.1 200 OK"));
}

#[test]
fn several_threads_share_one_port() {
    let origin = origin::start(Options { threads: 3, ..Options::default() }).unwrap();
    let mut wires: Vec<_> = (0..20).map(|_| Wire::to(origin.addr())).collect();
    assert!(wires.iter_mut().all(|wire| wire.get("/").status == 200));
    assert_eq!((origin.stats().connections, origin.stats().hits("/")), (20, 20));
}

#[test]
fn a_taken_port_is_an_error_that_names_it() {
    let first = origin();
    let taken = Options { listen: Listen::Tcp(first.addr()), ..Options::default() };
    let error = origin::start(taken).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot listen on {}", first.addr()));
}

/// `toolbox origin` in a process of its own, killed when it is dropped.
struct Command {
    child: std::process::Child,
    url: String,
}

impl Command {
    fn start(world: &World, line: &str) -> Self {
        let mut command = world.toolbox();
        command.arg("origin").args(line.split(' '));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        let url = first.strip_prefix("listening at ").unwrap().trim().to_owned();
        Self { child, url }
    }

    /// Ends it with a signal; the exit code and what it said on standard error.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(std::process::Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

impl Drop for Command {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_serves_until_a_signal_and_writes_certificates_that_fit() {
    let world = World::new();
    let line = "--listen 127.0.0.1:0 --tls --require-client-cert --write-certs certs";
    let command = Command::start(&world, line);
    let certs = world.work().join("certs");
    let tls = ClientOptions {
        cacert: Some(certs.join("ca.pem")),
        cert: Some(certs.join("client.pem")),
        ..ClientOptions::default()
    };
    let client = client::Client::new(client::ClientOptions::secure(&tls).unwrap());
    let text = client.get_text(&parse_url(&command.url).unwrap()).await.unwrap();
    assert!(text.starts_with("Hello"));
    let (code, said) = command.end("TERM");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("served 1 requests on 1 connections"), "{said}");
}

#[test]
fn the_command_finishes_requests_under_way() {
    let command = Command::start(&World::new(), "--listen 127.0.0.1:0");
    let address = command.url.strip_prefix("http://").unwrap().trim_end_matches('/').parse().unwrap();
    let mut wire = Wire::to(address);
    // The first answer proves that the connection is served; the second request is then read at once.
    wire.get("/");
    wire.ask("GET", "/slow?bytes=200&bps=1000", "");
    wire.until(b"\r\n\r\n");
    assert_eq!(command.end("INT").0, Some(0));
    assert_eq!(wire.rest().len(), 200);
}

#[test]
fn the_command_refuses_what_it_cannot_do() {
    let world = World::new();
    let said = world.run("origin --cert nowhere.pem --key nowhere.pem");
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("cannot read certificate nowhere.pem"), "{}", said.err);
    assert_eq!(world.run("origin --capacity 0").code, Some(2));
}
