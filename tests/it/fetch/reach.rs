//! How servers are reached and who asks: credentials, cookies, proxies, mirrors, links that expire, budgets.

use std::time::{Duration, Instant};

use super::{bytes, failure, fetch, names, noise, report, sha256};
use crate::support::cli::World;
use crate::support::origin::{Certificates, origin, secure};
use crate::support::script::{Script, say};
use crate::support::tunnel::{Speaks, Tunnel};
use crate::support::wire::PATIENCE;
use toolbox::origin::Tls;

#[test]
fn basic_and_digest_are_answered_over_many_connections() {
    let (origin, world) = (origin(), World::new());
    for (index, need) in ["basic", "digest", "digest&algorithm=SHA-256", "digest&uses=3"].into_iter().enumerate() {
        let url = origin.url(&format!("/static/3m.bin?need={need}"));
        let report = report(&world, &format!("--user user:password -w 4 {url} -o {index}"));
        assert_eq!(report["sha256"], sha256(&bytes(&world, &index.to_string())), "{need}");
        let error = failure(&world, &format!("--user user:wrong {url} -o no"));
        assert_eq!(error["kind"], "auth", "{error}");
        assert_eq!(failure(&world, &format!("{url} -o no"))["kind"], "auth");
    }
    let said = fetch(&world, &format!("-u nobody {}", origin.url("/")));
    assert!(said.code == Some(2) && !said.err.contains("nobody:"), "{}", said.err);
}

#[test]
fn credentials_come_from_the_url_and_from_netrc() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1k.bin?need=basic");
    report(&world, &format!("{} -o url", url.replace("http://", "http://user:password@")));
    world.write("home/.netrc", "machine 127.0.0.1 login user password password\n");
    assert_eq!(failure(&world, &format!("{url} -o no"))["kind"], "auth", "only where it is asked for");
    report(&world, &format!("{url} --netrc -o netrc"));
    world.write("work/mine", "machine 127.0.0.1\n login user\n password \"password\"\n");
    report(&world, &format!("{url} --netrc=mine -o own"));
    world.write("work/broken", "login first\n");
    let said = fetch(&world, &format!("{url} --netrc=broken -o no"));
    assert!(said.code == Some(2) && said.err.contains("broken: line 1"), "{}", said.err);
}

#[test]
fn passwords_do_not_follow_to_another_host() {
    let (other, world) = (Script::start(|_| say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")), World::new());
    let origin = origin();
    let to = format!("/redirect/1?need=basic&to={}", other.url("/x"));
    let away = origin.url(&format!("/redirect/1?to={}", other.url("/x")));
    report(&world, &format!("--user user:password -H Authorization:Bearer {away} -o x"));
    report(&world, &format!("--user user:password {} -o y", origin.url(&to)));
    for request in other.requests() {
        assert_eq!(request.header("authorization"), None, "{}", request.head);
    }
}

#[test]
fn cookies_are_sent_kept_and_shown_to_nobody_else() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/1k.bin?need=cookie&cookie=id%3D42");
    assert_eq!(failure(&world, &format!("{url} -o no"))["kind"], "auth");
    world.write(
        "work/cookies.txt",
        "#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tid\t42\n.other.test\tTRUE\t/\tFALSE\t0\tid\t7\n",
    );
    report(&world, &format!("{url} --cookies cookies.txt -o file"));
    report(&world, &format!("{url} --cookies id=42 -o text"));
    // A redirect hands the cookie out, and the file is given to who brings it.
    let to = url.replace('%', "%25").replace('&', "%26").replace('=', "%3D");
    let set = origin.url(&format!("/redirect/1?header=Set-Cookie:id%3D42;Path%3D/&to={to}"));
    report(&world, &format!("{set} -o set"));
    world.write("work/broken", "127.0.0.1 id 42\n");
    let said = fetch(&world, &format!("{url} --cookies broken -o no"));
    assert!(said.code == Some(2) && said.err.contains("broken: line 1"), "{}", said.err);
}

#[test]
fn every_kind_of_proxy_leads_there() {
    let (secure, world) = (secure(Tls::default()), World::new());
    let files = Certificates::of(&secure);
    let url = secure.url("/static/1m.bin").replace("127.0.0.1", "localhost");
    let trust = format!("--cacert {}", files.authority().display());
    for (speaks, scheme) in [
        (Speaks::Connect, "http"),
        (Speaks::Socks5, "socks5"),
        (Speaks::Socks5, "socks5h"),
        (Speaks::Socks4, "socks4a"),
    ] {
        let tunnel = Tunnel::start(speaks);
        report(&world, &format!("{url} {trust} --overwrite -w 2 -x {scheme}://{} -o file", tunnel.address));
        assert!(!tunnel.asked().is_empty(), "{scheme}");
        let mut command = world.toolbox();
        command.args(["fetch", "--no-progress", "--overwrite", "-o", "file", &url]);
        command.args(trust.split(' ')).env("https_proxy", format!("{scheme}://{}", tunnel.address));
        let before = tunnel.asked().len();
        assert_eq!(command.output().unwrap().status.code(), Some(0));
        assert!(tunnel.asked().len() > before, "{scheme} from the environment");
    }
    for wrong in ["ftp://p", "http://"] {
        let said = fetch(&world, &format!("{url} -x {wrong}"));
        assert!(said.code == Some(2) && said.err.contains("is not a proxy"), "{}", said.err);
    }
    let error = failure(&world, &format!("{url} {trust} -x http://127.0.0.1:1 -o no --retries 0"));
    assert!(
        error["message"].as_str().unwrap_or_default().contains("127.0.0.1:1") || error["kind"] == "network",
        "{error}"
    );
}

#[test]
fn mirrors_share_the_work_and_stand_in_for_each_other() {
    let (one, two, world) = (origin(), origin(), World::new());
    let path = "/static/8m.bin";
    report(&world, &format!("{} -o plain", one.url(path)));
    let before = one.stats().hits(path);
    let gone = one.url("/status/404");
    let line = format!("{} --mirror {} --mirror {gone} -w 6 -o both", one.url(path), two.url(path));
    report(&world, &line);
    assert!(bytes(&world, "both") == bytes(&world, "plain"));
    assert!(one.stats().hits(path) > before && two.stats().hits(path) > 0, "both were asked");
    // The first is dead from the beginning.
    report(&world, &format!("http://127.0.0.1:1/8m.bin --mirror {} -o second", two.url(path)));
    assert!(bytes(&world, "second") == bytes(&world, "plain"));
    // A place with another file under the name is not mixed in.
    let other = two.url("/static/7m.bin");
    report(&world, &format!("{} --mirror {other} -w 4 -o sure", one.url(path)));
    assert!(bytes(&world, "sure") == bytes(&world, "plain"));
}

#[test]
fn a_link_that_expired_is_renewed_by_the_command() {
    let (origin, world) = (origin(), World::new());
    let fresh = origin.url("/static/1m.bin");
    let renew = |script: &str| {
        let mut command = world.toolbox();
        command.args([
            "fetch",
            "--no-progress",
            "--json",
            "--overwrite",
            "-w",
            "2",
            "-o",
            "file",
            "--refresh-cmd",
            script,
        ]);
        command.arg(origin.url("/status/403")).env("PATH", "/usr/bin:/bin");
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, out) = renew(&format!("echo $TOOLBOX_FETCH_URL >> asked; echo; echo {fresh}"));
    assert_eq!(code, Some(0), "{out}");
    assert_eq!(bytes(&world, "file").len(), 1 << 20);
    let asked = std::fs::read_to_string(world.work().join("asked")).unwrap();
    assert_eq!(asked, format!("{}\n", origin.url("/status/403")), "the command ran once");
    for (script, says) in [
        ("echo sorry >&2; exit 3", "sorry"),
        ("echo nonsense", "did not print a URL"),
        (&format!("echo {}", origin.url("/status/410")), "410"),
    ] {
        let (code, out) = renew(script);
        assert!(code == Some(1) && out.contains(says), "{script}: {out}");
    }
}

#[test]
fn only_a_newer_file_is_fetched() {
    let (origin, world) = (origin(), World::new());
    // Each version of a generated file is a day younger.
    let old = |version: u32| format!("{} --if-newer -o file", origin.url(&format!("/static/1k.bin?version={version}")));
    let first = report(&world, &old(1));
    assert_eq!(first["ending"], "done");
    assert_eq!(report(&world, &old(1))["ending"], "unchanged");
    assert_eq!(report(&world, &old(0))["ending"], "unchanged");
    let before = bytes(&world, "file");
    assert_eq!(report(&world, &old(2))["ending"], "done");
    assert!(bytes(&world, "file") != before);
    assert_eq!(names(&world), ["file"]);
    // A server that does not know the condition says when the file was changed.
    let server = Script::start(|_| {
        say("HTTP/1.1 200 OK\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 2\r\n\r\nok")
    });
    assert_eq!(report(&world, &format!("{} --if-newer -o file", server.url("/")))["ending"], "unchanged");
    assert_eq!(bytes(&world, "file").len(), 1024);
}

#[test]
fn no_request_asks_for_more_than_the_server_gives() {
    let world = World::new();
    let server = Script::start(|request| {
        let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
        let (start, end) = range.split_once('-').unwrap();
        let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap_or(usize::MAX));
        if end - start >= 100_000 {
            return say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        }
        let end = (end + 1).min(500_000);
        let length = end - start;
        let head = format!(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{}/500000\r\nContent-Length: {length}\r\n\r\n",
            end - 1
        );
        say([head.as_bytes(), &noise(500_000)[start..end]].concat())
    });
    assert_eq!(failure(&world, &format!("{} -o no", server.url("/x")))["kind"], "auth");
    for workers in [1, 3] {
        report(&world, &format!("{} --max-range 100000 -w {workers} --overwrite -o file", server.url("/x")));
        assert!(bytes(&world, "file") == noise(500_000), "{workers}");
    }
}

#[test]
fn budgets_of_speed_are_kept() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/600k.bin");
    for flag in ["--limit", "--limit-host", "--limit-download"] {
        let begin = Instant::now();
        let report = report(&world, &format!("{url} {flag} 1MiB -w 4 --overwrite -o file"));
        // Half a second of budget is left when the first tenth was free.
        assert!(begin.elapsed() >= Duration::from_millis(450), "{flag}");
        assert_eq!(report["sha256"], sha256(&bytes(&world, "file")), "{flag}");
    }
    let urls = format!("{url} {}", origin.url("/static/x/600k.bin"));
    let begin = Instant::now();
    assert_eq!(fetch(&world, &format!("{urls} --limit-host 2MiB -o d/")).code, Some(0));
    assert!(begin.elapsed() >= Duration::from_millis(450), "both share one budget");
    assert_eq!(fetch(&world, &format!("{url} --limit 0")).code, Some(2));
}

#[test]
fn a_proxy_that_wants_digest_gets_it() {
    let proxy = Script::start(|request| {
        let challenge = "Proxy-Authenticate: Digest realm=\"p\", qop=\"auth\", nonce=\"n\", algorithm=SHA-256\r\n";
        match request.header("proxy-authorization") {
            Some(shown) if shown.starts_with("Digest ") => say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
            _ => say(format!("HTTP/1.1 407 Who\r\n{challenge}Content-Length: 0\r\n\r\n")),
        }
    });
    let world = World::new();
    let address = proxy.url("").replace("http://", "http://user:secret@");
    report(&world, &format!("http://far.test/x -o x -x {address}"));
    assert_eq!(bytes(&world, "x"), b"ok");
    let requests = proxy.requests();
    let shown = requests.last().unwrap().header("proxy-authorization").unwrap();
    for part in ["username=\"user\"", "uri=\"http://far.test/x\"", "nc=00000001"] {
        assert!(shown.contains(part), "{shown}");
    }
    assert!(requests.iter().all(|request| !request.head.contains("secret")));
    let refused = failure(&world, &format!("http://far.test/x -o y -x {} --retries 0", proxy.url("")));
    assert_eq!(refused["kind"], "auth", "{refused}");
    assert!(refused["hint"].as_str().unwrap().contains("--proxy"), "{refused}");
}

#[test]
fn limits_in_a_file_change_while_it_runs() {
    let (origin, world) = (origin(), World::new());
    world.write("work/limits", "# an hour at this rate\nlimit-download = 1KB\n");
    let mut command = world.toolbox();
    let url = origin.url("/static/3m.bin");
    command.args(["fetch", "--no-progress", "-w", "1", "-o", "file", "--limit-file", "limits", &url]);
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let begin = Instant::now();
    while !super::state_of(&world.work().join("file")).exists() {
        assert!(begin.elapsed() < PATIENCE && child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    }
    world.write("work/limits", "none\nlimit-download = none");
    while child.try_wait().unwrap().is_none() {
        assert!(begin.elapsed() < PATIENCE, "the change was not noticed");
        std::thread::yield_now();
    }
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && err.contains("limits: none in all"), "{err}");
    assert_eq!(bytes(&world, "file").len(), 3 << 20);
    for (text, told) in [("fast", "limits, line 1"), ("speed=1MB", "`speed` is none of")] {
        world.write("work/limits", text);
        let said = fetch(&world, &format!("{url} -o no --limit-file limits"));
        assert!(said.code == Some(2) && said.err.contains(told), "{}", said.err);
    }
    assert_eq!(fetch(&world, &format!("{url} -o no --limit-file missing")).code, Some(2));
}
