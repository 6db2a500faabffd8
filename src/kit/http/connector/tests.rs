//! Connections that work, and each way in which they do not.

use std::error::Error as _;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UnixListener};

use super::super::connect_error::ConnectKind;
use super::*;
use crate::kit::tls::{Authority, ClientOptions, client_config};

fn http(host: &str, port: u16) -> Origin {
    Origin { scheme: Scheme::Http, host: host.to_owned(), port }
}

fn https(host: &str, port: u16) -> Origin {
    Origin { scheme: Scheme::Https, ..http(host, port) }
}

async fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

fn insecure() -> Arc<ClientConfig> {
    client_config(&ClientOptions { insecure: true, ..ClientOptions::default() }).unwrap()
}

/// The error, its cause and its hint in one line.
fn told(error: &ConnectError) -> String {
    format!("{error}: {}: {}", error.source().unwrap(), error.hint().unwrap_or_default())
}

#[tokio::test]
async fn a_refused_port_is_named_with_its_address() {
    let (closed, port) = listener().await;
    drop(closed);
    let resolver =
        Resolver::new(crate::kit::net::Prefer::Auto, vec![format!("h.test:{port}:127.0.0.1").parse().unwrap()]);
    let connector = Connector::new(ConnectorOptions { resolver, ..ConnectorOptions::default() });
    let error = connector.connect(&http("h.test", port)).await.unwrap_err();
    assert_eq!(error.kind(), ConnectKind::Refused);
    assert_eq!(error.to_string(), format!("cannot connect to h.test:{port} (127.0.0.1)"));
    let error = connector.connect(&http("127.0.0.1", port)).await.unwrap_err();
    let expected = "connection refused: is the server running, and is this its port?";
    assert_eq!(told(&error), format!("cannot connect to 127.0.0.1:{port}: {expected}"));
}

#[tokio::test]
async fn the_address_that_answered_is_tried_first_from_then_on() {
    let (server, port) = listener().await;
    // Nobody listens on 127.0.0.9 at this port: the server is bound to one address.
    let overrides = ["127.0.0.9", "127.0.0.1"].map(|ip| format!("h.test:{port}:{ip}").parse().unwrap());
    let resolver = Resolver::new(crate::kit::net::Prefer::Auto, overrides.to_vec());
    let connector = Connector::new(ConnectorOptions { resolver, ..ConnectorOptions::default() });
    connector.connect(&http("h.test", port)).await.unwrap();
    assert_eq!(connector.known("h.test", port).best.load(Ordering::Relaxed), 1);
    let again = connector.connect(&http("h.test", port)).await.unwrap();
    assert_eq!(again.phases.dns, Duration::ZERO);
    drop(server);
}

#[tokio::test]
async fn a_silent_tls_server_times_out_in_the_handshake() {
    let (server, port) = listener().await;
    let options = ConnectorOptions {
        tls: Some(insecure()),
        connect_timeout: Some(Duration::from_millis(50)),
        ..Default::default()
    };
    let error = Connector::new(options).connect(&https("127.0.0.1", port)).await.unwrap_err();
    assert_eq!(error.source().unwrap().to_string(), "timed out after 50.0ms during the TLS handshake");
    assert_eq!(error.kind(), ConnectKind::Timeout);
    drop(server);
}

#[tokio::test]
async fn tls_reports_its_phase_and_its_protocol() {
    let (server, port) = listener().await;
    let identity = Authority::new("test").unwrap().issue(&["localhost"]).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(identity.server_config(&[b"h2"]).unwrap());
    let accept = async {
        let (tcp, _) = server.accept().await.unwrap();
        acceptor.accept(tcp).await.unwrap()
    };
    let mut config = ClientConfig::clone(&insecure());
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let connector = Connector::new(ConnectorOptions { tls: Some(Arc::new(config)), ..Default::default() });
    let origin = https("127.0.0.1", port);
    let (connected, _peer) = tokio::join!(connector.connect(&origin), accept);
    let connected = connected.unwrap();
    assert_eq!(connected.alpn.as_deref(), Some(&b"h2"[..]));
    assert!(connected.phases.tls > Duration::ZERO && connected.stream.is_tls());
}

#[tokio::test]
async fn a_plain_port_asked_for_https_says_so() {
    let (server, port) = listener().await;
    let peer = async {
        let (mut tcp, _) = server.accept().await.unwrap();
        tcp.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await.unwrap();
        tcp
    };
    let connector = Connector::new(ConnectorOptions { tls: Some(insecure()), ..Default::default() });
    let origin = https("127.0.0.1", port);
    let (result, _peer) = tokio::join!(connector.connect(&origin), peer);
    assert!(told(&result.unwrap_err()).contains("does not speak TLS on this port: for plain HTTP write http://"));
}

#[tokio::test]
async fn a_unix_socket_replaces_the_network() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("s");
    let _server = UnixListener::bind(&path).unwrap();
    let connect = |path: PathBuf| async {
        let connector = Connector::new(ConnectorOptions { unix: Some(path), ..Default::default() });
        connector.connect(&http("no.such.host.invalid", 80)).await
    };
    assert!(matches!(connect(path).await.unwrap().stream, Stream::Unix(_)));
    let error = connect(directory.path().join("absent")).await.unwrap_err();
    assert!(told(&error).contains("absent") && told(&error).contains("does the socket file exist?"));
}

#[tokio::test]
async fn plain_requests_through_a_proxy_are_absolute_and_https_ones_tunnel() {
    let (server, port) = listener().await;
    let proxy: Proxy = format!("http://u:p@127.0.0.1:{port}").parse().unwrap();
    let options = ConnectorOptions { proxy: Some(proxy), tls: Some(insecure()), ..Default::default() };
    let connector = Connector::new(options);
    let connected = connector.connect(&http("far.invalid", 80)).await.unwrap();
    assert!(connected.absolute_form && connector.proxy_authorization(&http("far.invalid", 80)).is_some());
    server.accept().await.unwrap();

    let peer = async {
        let (mut tcp, _) = server.accept().await.unwrap();
        let mut asked = vec![0; 1024];
        let size = tcp.read(&mut asked).await.unwrap();
        assert!(asked[..size].starts_with(b"CONNECT far.invalid:443 HTTP/1.1\r\n"));
        tcp.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").await.unwrap();
    };
    let origin = https("far.invalid", 443);
    let (result, ()) = tokio::join!(connector.connect(&origin), peer);
    let error = result.unwrap_err();
    let expected = format!("cannot connect to far.invalid:443 (through http://u@127.0.0.1:{port})");
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.source().unwrap().to_string(), "the proxy answered 403 Forbidden");
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_named() {
    let (closed, port) = listener().await;
    drop(closed);
    let proxy: Proxy = format!("http://u:p@127.0.0.1:{port}").parse().unwrap();
    let connector = Connector::new(ConnectorOptions { proxy: Some(proxy), ..Default::default() });
    let error = connector.connect(&http("far.invalid", 80)).await.unwrap_err();
    let expected = format!(
        "cannot connect to far.invalid:80 (through http://u@127.0.0.1:{port}): the proxy is not there: connection \
         refused: is the proxy running, and is this its port?"
    );
    assert_eq!((told(&error), error.kind()), (expected, ConnectKind::Refused));
}

#[tokio::test]
async fn connect_to_moves_the_connection_and_no_proxy_goes_past() {
    let (server, port) = listener().await;
    let options = ConnectorOptions {
        connect_to: vec![format!("far.invalid:80:127.0.0.1:{port}").parse().unwrap()],
        proxy: Some("http://127.0.0.1:1".parse().unwrap()),
        no_proxy: NoProxy::parse("127.0.0.1"),
        ..Default::default()
    };
    let connected = Connector::new(options).connect(&http("far.invalid", 80)).await.unwrap();
    let tcp = connected.stream.tcp().unwrap();
    assert_eq!((tcp.peer_addr().unwrap().port(), tcp.nodelay().unwrap()), (port, true));
    drop(server);
}

#[tokio::test]
async fn an_unknown_name_points_at_resolve() {
    let connector = Connector::new(ConnectorOptions::default());
    let error = connector.connect(&http("no.such.host.invalid", 80)).await.unwrap_err();
    assert_eq!(error.kind(), ConnectKind::Dns);
    assert!(told(&error).contains("cannot resolve no.such.host.invalid: check the name; --resolve"));
}

#[test]
fn connect_to_entries_are_read() {
    let entry: ConnectTo = "::[::1]:".parse().unwrap();
    assert_eq!(entry.redirect("any", 7), Some(("::1".to_owned(), 7)));
    let entry: ConnectTo = "[::2]:80:h:81".parse().unwrap();
    assert_eq!(entry.redirect("::2", 80), Some(("h".to_owned(), 81)));
    assert_eq!(entry.redirect("::2", 81), None);
    for wrong in ["", "a:80", "a:80:b", "a:x:b:80"] {
        assert!(wrong.parse::<ConnectTo>().is_err(), "{wrong}");
    }
}
