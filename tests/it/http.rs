//! The one HTTP client against servers that behave, servers that do not, and proxies.

use std::time::{Duration, Instant};

use http::header::{AUTHORIZATION, HeaderValue};
use http::{Method, StatusCode, Version};
use toolbox::kit::http::client::{Client, ClientError, ClientOptions, Protocol, Redirects, Request, Stage};
use toolbox::kit::http::{ConnectKind, ConnectorOptions};
use toolbox::kit::net::{Prefer, Resolver, SafeUrl, Timeouts, parse_url};
use toolbox::kit::retry::Policy;
use toolbox::kit::tls;
use toolbox::origin::{self, Behaviour, Listen, Options, Running, Tls};

use crate::support::calm::undisturbed;
use crate::support::origin::{Certificates, behaving, origin, secure};
use crate::support::scripted::Scripted;
use crate::support::tunnel::{Speaks, Tunnel};

/// Far above what any test needs, far below what a hang costs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A client that tries once and waits no longer than `PATIENCE`.
fn options() -> ClientOptions {
    ClientOptions {
        timeouts: Timeouts { total: Some(PATIENCE), ..Timeouts::default() },
        retry: Policy { tries: 1, ..Policy::default() },
        ..ClientOptions::default()
    }
}

/// A client that tries three times without long pauses.
fn patient() -> ClientOptions {
    let retry = Policy { tries: 3, first: Duration::from_millis(1), ..Policy::default() };
    ClientOptions { retry, ..options() }
}

fn url(origin: &Running, path: &str) -> SafeUrl {
    parse_url(&origin.url(path)).unwrap()
}

async fn get(options: ClientOptions, url: SafeUrl) -> Result<(StatusCode, usize), ClientError> {
    let response = Client::new(options).send(Request::get(url)).await?;
    let status = response.status();
    Ok((status, response.bytes(usize::MAX).await?.len()))
}

#[tokio::test]
async fn connections_are_used_again() {
    let origin = origin();
    let client = Client::new(options());
    for path in ["/bytes/100000", "/chunked/5000?trailers=1", "/static/10k.bin", "/"] {
        client.get_text(&url(&origin, path)).await.unwrap();
    }
    assert_eq!((origin.stats().connections, origin.stats().requests), (1, 4));
}

#[tokio::test]
async fn fields_bodies_and_credentials_arrive() {
    let origin = origin();
    let mut with_user = origin.url("/echo?x=1").replace("http://", "http://me:p%40ss@");
    with_user += "#fragment";
    let request = Request::post(parse_url(&with_user).unwrap()).body("some text");
    let response = Client::new(options()).send(request).await.unwrap();
    let seen: serde_json::Value = serde_json::from_str(&response.text(10_000).await.unwrap()).unwrap();
    assert_eq!((&seen["method"], &seen["body"], &seen["query"]), (&"POST".into(), &"some text".into(), &"x=1".into()));
    assert_eq!(seen["headers"]["authorization"], "Basic bWU6cEBzcw==");
    assert_eq!(seen["headers"]["host"], origin.addr().to_string());
    assert!(seen["headers"]["user-agent"].as_str().unwrap().starts_with("toolbox/"));
}

#[tokio::test]
async fn bodies_come_in_pieces_with_their_trailers() {
    let origin = origin();
    let request = Request::get(url(&origin, "/chunked/100000?chunk=1000&trailers=1"));
    let mut response = Client::new(options()).send(request).await.unwrap();
    assert_eq!(response.length(), None);
    let (mut total, mut pieces) = (0, 0);
    while let Some(piece) = response.chunk().await.unwrap() {
        total += piece.len();
        pieces += 1;
    }
    assert!(total == 100_000 && pieces > 1);
    assert_eq!(response.trailers()["x-length"], "100000");
    let error = Client::new(options()).send(Request::get(url(&origin, "/bytes/100"))).await.unwrap().bytes(99).await;
    assert!(matches!(error, Err(ClientError::TooLarge { most: 99, .. })));
}

#[tokio::test]
async fn http2_is_spoken_by_agreement_and_by_prior_knowledge() {
    let plain = origin();
    let with = |protocol| ClientOptions { protocol, ..options() };
    let version = |response: &toolbox::kit::http::client::Response| response.version();
    let send = |options: ClientOptions, url: SafeUrl| async { Client::new(options).send(Request::get(url)).await };
    let response = send(with(Protocol::Http2), url(&plain, "/chunked/70000?trailers=1")).await.unwrap();
    assert_eq!(version(&response), Version::HTTP_2);
    assert_eq!(response.bytes(usize::MAX).await.unwrap().len(), 70_000);

    let secure = secure(Tls::default());
    let files = Certificates::of(&secure);
    let trust = tls::ClientOptions { cacert: Some(files.authority()), ..tls::ClientOptions::default() };
    let over_tls = |protocol| {
        let connector = ClientOptions::secure(&trust).unwrap().connector;
        ClientOptions { connector, ..with(protocol) }
    };
    for (protocol, expected) in [(Protocol::Auto, Version::HTTP_2), (Protocol::Http1, Version::HTTP_11)] {
        let response = send(over_tls(protocol), url(&secure, "/bytes/100k")).await.unwrap();
        assert_eq!(version(&response), expected);
        assert_eq!(response.bytes(usize::MAX).await.unwrap().len(), 102_400);
    }
    let client = Client::new(over_tls(Protocol::Auto));
    client.get_text(&url(&secure, "/")).await.unwrap();
    let before = secure.stats().connections;
    let many = (0..20).map(|_| {
        tokio::spawn({
            let (client, url) = (client.clone(), url(&secure, "/delay/5ms"));
            async move { client.get_text(&url).await.unwrap() }
        })
    });
    for task in many.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_eq!(secure.stats().connections, before, "streams of one connection");
}

#[tokio::test]
async fn a_head_request_has_a_length_and_no_body_in_both_protocols() {
    let origin = origin();
    for protocol in [Protocol::Http1, Protocol::Http2] {
        let client = Client::new(ClientOptions { protocol, ..options() });
        for path in ["/bytes/100000", "/static/100k.bin", "/"] {
            let response = client.send(Request::new(Method::HEAD, url(&origin, path))).await.unwrap();
            assert!(response.headers()["content-length"] != "0", "{path}");
            assert!(response.bytes(1).await.unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn http2_streams_that_break_say_how() {
    let origin = origin();
    let client = Client::new(ClientOptions { protocol: Protocol::Http2, ..options() });
    let broken = |path: &'static str| {
        let request = Request::get(url(&origin, path));
        let client = client.clone();
        async move {
            match client.send(request).await {
                Ok(response) => response.bytes(usize::MAX).await.unwrap_err().to_string(),
                Err(error) => error.to_string(),
            }
        }
    };
    assert!(broken("/fault/reset").await.contains("the server ended the stream"), "{}", broken("/fault/reset").await);
    assert!(broken("/fault/truncate").await.contains("the server ended the stream"));
    assert_eq!(
        get(ClientOptions { protocol: Protocol::Http2, ..options() }, url(&origin, "/fault/dribble")).await.unwrap().0,
        501
    );
}

#[tokio::test]
async fn each_fault_is_told_and_none_hangs() {
    let origin = origin();
    for (fault, says) in [
        ("reset", "the server reset the connection"),
        ("close", "the server closed the connection without a response"),
        ("garbage", "the response is not valid HTTP"),
        ("half-head", "the server closed the connection without a response"),
        ("two-lengths", "the response is not valid HTTP"),
        ("bad-length", "the response is not valid HTTP"),
        ("huge-header?bytes=1m", "the head of the response is too large"),
        ("reset?after=1000", "the server reset the connection"),
        ("truncate", "the body was cut short"),
        ("short-chunk", "the body was cut short"),
        ("no-last-chunk", "the body was cut short"),
        ("bad-chunk", "the body is not valid HTTP"),
    ] {
        let error = get(options(), url(&origin, &format!("/fault/{fault}"))).await.unwrap_err();
        assert!(matches!(error, ClientError::Broken { .. }), "{fault}: {error:?}");
        let expected = format!("{}: {says}", origin.url(&format!("/fault/{fault}")));
        assert_eq!(error.to_string(), expected, "{error:?}");
    }
    for odd in [
        "informational",
        "http10-close",
        "http10-keepalive",
        "until-close",
        "close-after",
        "close-silently",
        "extra",
        "dribble",
    ] {
        let result = get(options(), url(&origin, &format!("/fault/{odd}"))).await;
        assert_eq!(result.unwrap(), (StatusCode::OK, 6), "{odd}");
    }
}

#[test]
fn silence_ends_in_its_own_timeout() {
    let origin = origin();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // Whoever is away for as long as the limit is silent too, and at another stage.
    undisturbed(Duration::from_millis(40), 4, |short| {
        let idle = ClientOptions { timeouts: Timeouts { read: Some(short), ..Timeouts::default() }, ..options() };
        for (fault, expected) in [("hang", Stage::Waiting), ("stall", Stage::Reading)] {
            match runtime.block_on(get(idle.clone(), url(&origin, &format!("/fault/{fault}")))).unwrap_err() {
                ClientError::Timeout { stage, after, .. } => assert_eq!((stage, after), (expected, short), "{fault}"),
                other => panic!("{fault}: {other:?}"),
            }
        }
        // Slow, for longer than the limit, but never silent: only a total limit ends it.
        let bytes = (short * 5 / 2).as_millis() * 20;
        let slow = url(&origin, &format!("/slow?bytes={bytes}&bps=20000"));
        assert_eq!(runtime.block_on(get(idle, slow)).unwrap().1 as u128, bytes);
        let total = ClientOptions { timeouts: Timeouts { total: Some(short), ..Timeouts::NONE }, ..options() };
        let endless = url(&origin, "/slow?bytes=1m&bps=1000");
        assert!(matches!(
            runtime.block_on(get(total, endless)),
            Err(ClientError::Timeout { stage: Stage::Reading, .. })
        ));
    });
}

#[tokio::test]
async fn redirects_are_followed_to_their_end_and_not_beyond() {
    let origin = origin();
    let client = Client::new(options());
    let response = client.send(Request::get(url(&origin, "/redirect/3"))).await.unwrap();
    assert_eq!((response.status(), response.url().path()), (StatusCode::OK, "/redirect/0"));
    let error = client.send(Request::get(url(&origin, "/redirect/11"))).await.unwrap_err();
    assert!(matches!(error, ClientError::TooManyRedirects { most: 10, .. }));
    let nowhere = client.send(Request::get(url(&origin, "/redirect/1?to=ftp://x/"))).await.unwrap_err();
    assert!(nowhere.to_string().contains("redirects to nowhere: `ftp://x/`"), "{nowhere}");
    let keep = ClientOptions { redirects: Redirects::Keep, ..options() };
    assert_eq!(get(keep, url(&origin, "/redirect/1")).await.unwrap().0, StatusCode::FOUND);
}

#[tokio::test]
async fn credentials_do_not_follow_to_another_host() {
    let (first, second) = (origin(), origin());
    let echo = |to: &str| url(&first, &format!("/redirect/1?status=307&to={to}"));
    let seen = |url: SafeUrl| async {
        let request = Request::new(Method::POST, url)
            .header(AUTHORIZATION, HeaderValue::from_static("Bearer secret"))
            .body("kept");
        let text = Client::new(options()).send(request).await.unwrap().text(10_000).await.unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let same = seen(echo("/echo")).await;
    assert_eq!((&same["headers"]["authorization"], &same["body"]), (&"Bearer secret".into(), &"kept".into()));
    let other = seen(echo(&second.url("/echo"))).await;
    assert_eq!((&other["headers"]["authorization"], &other["body"]), (&serde_json::Value::Null, &"kept".into()));
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_may_do_harm_is_not() {
    let origin = origin();
    assert_eq!(get(patient(), url(&origin, "/flaky/2?key=a")).await.unwrap().0, StatusCode::OK);
    assert_eq!(origin.stats().hits("/flaky/2"), 3);
    assert_eq!(get(patient(), url(&origin, "/flaky/9?key=b")).await.unwrap().0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(get(patient(), url(&origin, "/flaky/1?key=c&status=404")).await.unwrap().0, StatusCode::NOT_FOUND);
    let post = Request::post(url(&origin, "/flaky/1?key=d"));
    let client = Client::new(patient());
    assert_eq!(client.send(post.clone()).await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
    let told = Request::post(url(&origin, "/flaky/1?key=e")).repeatable();
    assert_eq!(client.send(told).await.unwrap().status(), StatusCode::OK);
    get(patient(), url(&origin, "/fault/close")).await.unwrap_err();
    assert_eq!(origin.stats().hits("/fault/close"), 3);
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_no_error() {
    let origin = origin();
    let client = Client::new(options());
    for _ in 0..20 {
        let response = client.send(Request::get(url(&origin, "/fault/close-silently"))).await.unwrap();
        response.bytes(100).await.unwrap();
        client.get_text(&url(&origin, "/")).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_there_is_a_connect_error_with_a_hint() {
    let error = get(patient(), parse_url("http://127.0.0.1:1/").unwrap()).await.unwrap_err();
    let ClientError::Connect(connect) = &error else { panic!("{error:?}") };
    assert_eq!((connect.kind(), error.to_string().as_str()), (ConnectKind::Refused, "cannot connect to 127.0.0.1:1"));
    assert!(error.hint().unwrap().contains("is the server running"));
}

#[tokio::test]
async fn tls_errors_name_the_reason_and_the_flag() {
    let secure = secure(Tls::default());
    let connector = ClientOptions::secure(&tls::ClientOptions::default());
    // A machine without any roots cannot show this one.
    let Ok(ClientOptions { connector, .. }) = connector else { return };
    let begin = Instant::now();
    let error = get(ClientOptions { connector, ..patient() }, url(&secure, "/")).await.unwrap_err();
    let failure = toolbox::kit::error::Failure::from(error);
    assert!(failure.hint.unwrap().contains("--cacert"));
    assert!(begin.elapsed() < PATIENCE, "not tried again");
}

#[tokio::test]
async fn a_plain_request_through_a_proxy_is_absolute_and_carries_its_credentials() {
    let proxy = Scripted::answering(["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"]);
    let connector = ConnectorOptions {
        proxy: Some(format!("http://user:pass@{}", proxy.address()).parse().unwrap()),
        ..ConnectorOptions::default()
    };
    let client = Client::new(ClientOptions { connector, ..options() });
    assert_eq!(client.get_text(&parse_url("http://far.invalid/a?b").unwrap()).await.unwrap(), "hi");
    let asked = proxy.asked().remove(0);
    assert!(asked.starts_with("GET http://far.invalid/a?b HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("proxy-authorization: Basic dXNlcjpwYXNz\r\n"), "{asked}");
}

#[tokio::test]
async fn https_goes_through_tunnels_of_every_kind() {
    let secure = secure(Tls::default());
    let files = Certificates::of(&secure);
    let trust = tls::ClientOptions { cacert: Some(files.authority()), ..tls::ClientOptions::default() };
    let target = secure.url("/bytes/100k").replace("127.0.0.1", "localhost");
    for (speaks, scheme) in [
        (Speaks::Connect, "http"),
        (Speaks::Socks5, "socks5"),
        (Speaks::Socks5, "socks5h"),
        (Speaks::Socks4, "socks4"),
        (Speaks::Socks4, "socks4a"),
    ] {
        let tunnel = Tunnel::start(speaks);
        let mut connector = ClientOptions::secure(&trust).unwrap().connector;
        connector.proxy = Some(format!("{scheme}://{}", tunnel.address).parse().unwrap());
        connector.resolver = Resolver::new(Prefer::OnlyV4, Vec::new());
        let result = get(ClientOptions { connector, ..options() }, parse_url(&target).unwrap()).await;
        assert_eq!(result.unwrap(), (StatusCode::OK, 102_400), "{scheme}");
        // Who resolves the name: the proxy, except for socks5 and socks4.
        let host = if scheme.starts_with("socks") && scheme.len() == 6 { "127.0.0.1" } else { "localhost" };
        assert_eq!(tunnel.asked(), [format!("{host}:{}", secure.addr().port())]);
    }
}

#[tokio::test]
async fn the_origin_itself_serves_as_a_proxy_for_absolute_forms() {
    let origin = origin();
    let connector =
        ConnectorOptions { proxy: Some(origin.addr().to_string().parse().unwrap()), ..ConnectorOptions::default() };
    let text = Client::new(ClientOptions { connector, ..options() })
        .get_text(&parse_url("http://far.invalid/echo?x").unwrap())
        .await
        .unwrap();
    let seen: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&seen["path"], &seen["headers"]["host"]), (&"/echo".into(), &"far.invalid".into()));
}

#[tokio::test]
async fn a_unix_socket_carries_requests_for_any_host() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    let _origin = origin::start(Options { listen: Listen::Unix(path.clone()), ..Options::default() }).unwrap();
    let connector = ConnectorOptions { unix: Some(path), ..ConnectorOptions::default() };
    let client = Client::new(ClientOptions { connector, ..options() });
    assert!(client.get_text(&parse_url("http://any.invalid/").unwrap()).await.unwrap().starts_with("Hello"));
}

#[tokio::test]
async fn a_server_that_asks_for_patience_gets_it() {
    let origin =
        behaving(Behaviour { error_rate: 1.0, error_status: StatusCode::TOO_MANY_REQUESTS, ..Behaviour::default() });
    let begin = Instant::now();
    assert_eq!(get(patient(), url(&origin, "/")).await.unwrap().0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(origin.stats().requests, 3);
    assert!(begin.elapsed() < PATIENCE);
    origin.behave(Behaviour::default());
    let later = url(&origin, "/flaky/1?key=x&retry-after=1");
    let begin = Instant::now();
    assert_eq!(get(patient(), later).await.unwrap().0, StatusCode::OK);
    assert!(begin.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_digest_of_ours_is_one_that_a_server_takes() {
    use toolbox::kit::http::auth::{Credentials, Login, Target, Verdict};
    let origin = origin();
    let client = Client::new(options());
    for (algorithm, password, expected) in [
        ("MD5", "password", StatusCode::OK),
        ("SHA-256", "password", StatusCode::OK),
        ("SHA-256", "wrong", StatusCode::UNAUTHORIZED),
    ] {
        let login = Login::new(Credentials::new("user", password));
        let url = url(&origin, &format!("/bytes/10?need=digest&algorithm={algorithm}&uses=2"));
        let uri = format!("{}?{}", url.path(), url.query().unwrap());
        // The third use of a nonce is one too many: the challenge says so, and is answered.
        let mut last = StatusCode::UNAUTHORIZED;
        for _ in 0..5 {
            let authorization = login.authorize(Target { method: "GET", uri: &uri });
            let request = Request::get(url.clone());
            let request = match authorization.value {
                Some(value) => request.header(AUTHORIZATION, value),
                None => request,
            };
            let response = client.send(request).await.unwrap();
            last = response.status();
            if last == StatusCode::UNAUTHORIZED {
                let name = http::header::WWW_AUTHENTICATE;
                if login.learn(response.headers(), &name, authorization.answered) == Verdict::Refused {
                    break;
                }
            }
        }
        assert_eq!(last, expected, "{algorithm} {password}");
    }
    assert_eq!(origin.stats().hits("/bytes/10"), 5 + 5 + 2);
}
