//! The driver against sockets on this machine.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use super::*;
use crate::applets::scan::service::Limits;
use crate::applets::scan::service::finding::Suspect;

async fn identify(address: SocketAddr, transport: Transport) -> (Answer, Vec<Exchange>) {
    let detective = Detective::new(Direct::default(), Arc::default()).unwrap();
    detective.identify(&Question::new(address, transport)).await
}

/// A server that treats every connection so.
async fn serve<F>(treat: impl Fn(TcpStream) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(treat(stream));
        }
    });
    address
}

#[tokio::test]
async fn a_greeting_is_enough() {
    let address = serve(|mut stream| async move {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n").await;
        let _ = stream.read(&mut [0; 64]).await;
    })
    .await;
    let (answer, evidence) = identify(address, Transport::Tcp).await;
    assert_eq!(answer.service.unwrap().version.as_deref(), Some("9.2p1"));
    assert_eq!(evidence.len(), 1);
}

#[tokio::test]
async fn a_service_in_tls_is_found_with_its_certificate() {
    let identity = crate::kit::tls::Authority::new("A test").unwrap().issue(&["box.example.org"]).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(identity.server_config(&[]).unwrap());
    let address = serve(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else { return };
            let mut asked = [0; 512];
            let length = stream.read(&mut asked).await.unwrap_or(0);
            if asked[..length].starts_with(b"GET ") {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\n").await;
            }
            let _ = stream.shutdown().await;
        }
    })
    .await;
    let (answer, _) = identify(address, Transport::Tcp).await;
    let service = answer.service.unwrap();
    assert_eq!((service.title(), service.line()), ("tls/http".to_owned(), "nginx 1.22.1".to_owned()));
    let tunnel = service.tunnel.unwrap();
    assert_eq!((&*tunnel.version, tunnel.certificate.unwrap().names), ("TLSv1.3", vec!["box.example.org".to_owned()]));
}

#[tokio::test]
async fn connections_that_are_closed_at_once_are_suspected_and_not_asked_for_long() {
    let address = serve(|stream| async move { drop(stream) }).await;
    let (answer, evidence) = identify(address, Transport::Tcp).await;
    assert_eq!(answer.service, None);
    assert!(matches!(answer.suspects[..], [Suspect::Tcpwrapped | Suspect::SynProxy]), "{answer:?} {evidence:?}");
    assert!(evidence.len() <= 4, "{}", evidence.len());
}

#[tokio::test]
async fn a_server_that_never_ends_is_read_no_further_than_the_limit() {
    let address = serve(|mut stream| async move { while stream.write_all(&[b'x'; 4096]).await.is_ok() {} }).await;
    let limits = Limits { answer_bytes: 10_000, probes: 2, ..Limits::default() };
    let question = Question { limits, ..Question::new(address, Transport::Tcp) };
    let detective = Detective::new(Direct::default(), Arc::default()).unwrap();
    let (_, evidence) = detective.identify(&question).await;
    assert_eq!(evidence.len(), 2);
    assert!(evidence.iter().all(|exchange| exchange.received.len() <= 10_000), "{:?}", evidence[0].ending);
    assert_eq!((evidence[0].received.len(), evidence[0].ending), (10_000, Ending::Full));
}

#[tokio::test]
async fn a_closed_port_has_no_service() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let (answer, evidence) = identify(address, Transport::Tcp).await;
    assert_eq!((answer, evidence.len()), (Answer::default(), 1));
    assert_eq!(evidence[0].ending, Ending::Unreachable);
    let (answer, evidence) = identify(address, Transport::Udp).await;
    assert_eq!((answer, evidence.len(), evidence[0].ending), (Answer::default(), 1, Ending::Reset));
}

#[tokio::test]
async fn datagrams_from_another_port_of_the_same_host_are_taken_from_tftp_alone() {
    let asked = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = asked.local_addr().unwrap();
    tokio::spawn(async move {
        let other = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let mut buffer = [0; 2048];
        while let Ok((length, from)) = asked.recv_from(&mut buffer).await {
            if buffer[..length].starts_with(b"\0\x01toolbox") {
                let _ = other.send_to(b"\0\x05\0\x01File not found\0", from).await;
            }
        }
    });
    let (answer, _) = identify(address, Transport::Udp).await;
    assert_eq!(answer.service.unwrap().name, "tftp");
}
