//! Handshakes that fail, each with its reason, over an in-memory pipe.

use std::io::Write as _;

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::pki_types::ServerName;
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::*;

fn file(content: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(content.as_bytes()).unwrap();
    file
}

fn trusting(pem: &str) -> ClientOptions {
    // The file is read by `client_config`, so it must outlive that call.
    let (_, path) = file(pem).keep().unwrap();
    ClientOptions { cacert: Some(path), ..ClientOptions::default() }
}

/// Connects, sends a byte and waits for it to come back.
async fn handshake(server: Arc<rustls::ServerConfig>, client: &ClientOptions) -> Result<(), TlsReason> {
    let (near, far) = duplex(64 * 1024);
    let peer = async {
        let Ok(mut stream) = TlsAcceptor::from(server).accept(far).await else { return };
        if let Ok(byte) = stream.read_u8().await {
            stream.write_u8(byte).await.ok();
        }
        stream.shutdown().await.ok();
    };
    let connector = TlsConnector::from(client_config(client).unwrap());
    if let Some(path) = &client.cacert {
        std::fs::remove_file(path).unwrap();
    }
    let ours = async {
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = connector.connect(name, near).await.map_err(|e| TlsReason::of_handshake(&e))?;
        stream.write_u8(7).await.map_err(|e| TlsReason::of_handshake(&e))?;
        let byte = stream.read_u8().await.map_err(|e| TlsReason::of_handshake(&e))?;
        assert_eq!(byte, 7);
        Ok(())
    };
    let ((), result) = tokio::join!(peer, ours);
    result
}

fn authority() -> Authority {
    Authority::new("test authority").unwrap()
}

#[tokio::test]
async fn a_trusted_authority_is_enough_and_insecure_needs_none() {
    let authority = authority();
    let server = authority.issue(&["localhost"]).unwrap().server_config(&[]).unwrap();
    handshake(server.clone(), &trusting(authority.pem())).await.unwrap();
    handshake(server, &ClientOptions { insecure: true, ..ClientOptions::default() }).await.unwrap();
}

#[tokio::test]
async fn an_unknown_authority_is_named_with_both_flags() {
    let server = authority().issue(&["localhost"]).unwrap().server_config(&[]).unwrap();
    let reason = handshake(server, &trusting(authority().pem())).await.unwrap_err();
    assert_eq!(reason, TlsReason::UnknownAuthority);
    assert!(reason.hint().unwrap().contains("--cacert") && reason.hint().unwrap().contains("--insecure"));
}

#[tokio::test]
async fn expired_and_future_certificates_tell_their_date() {
    let authority = authority();
    let day = |days: i64| (time::OffsetDateTime::now_utc() + time::Duration::days(days)).date().to_string();
    let old = authority.issue_for(&["localhost"], Validity { from_days: -30, to_days: -10 }).unwrap();
    let reason = handshake(old.server_config(&[]).unwrap(), &trusting(authority.pem())).await.unwrap_err();
    assert_eq!(reason.to_string(), format!("the certificate has expired on {}", day(-10)));
    let early = authority.issue_for(&["localhost"], Validity { from_days: 10, to_days: 30 }).unwrap();
    let reason = handshake(early.server_config(&[]).unwrap(), &trusting(authority.pem())).await.unwrap_err();
    assert_eq!(reason.to_string(), format!("the certificate is not valid before {}", day(10)));
}

#[tokio::test]
async fn a_certificate_for_another_name_says_whose_it_is() {
    let authority = authority();
    let other = authority.issue(&["example.org", "127.0.0.1"]).unwrap();
    let reason = handshake(other.server_config(&[]).unwrap(), &trusting(authority.pem())).await.unwrap_err();
    assert_eq!(reason.to_string(), "the certificate is for example.org and 127.0.0.1, not localhost");
}

/// What `openssl req -x509` makes: self-signed and marked as an authority.
fn openssl_like(names: &[&str]) -> Identity {
    let mut params = CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let (cert, key) = (file(&certificate.pem()), file(&key.serialize_pem()));
    Identity::from_files(cert.path(), key.path()).unwrap()
}

#[tokio::test]
async fn a_self_signed_server_can_be_trusted_by_its_own_certificate() {
    let itself = openssl_like(&["localhost"]);
    let server = itself.server_config(&[]).unwrap();
    handshake(server.clone(), &trusting(&itself.cert_pem())).await.unwrap();
    let stranger = handshake(server, &trusting(authority().pem())).await.unwrap_err();
    assert_eq!(stranger, TlsReason::UnknownAuthority);
    let misnamed = openssl_like(&["example.org"]);
    let reason = handshake(misnamed.server_config(&[]).unwrap(), &trusting(&misnamed.cert_pem())).await.unwrap_err();
    assert_eq!(reason.to_string(), "the certificate is for example.org, not localhost");
}

#[tokio::test]
async fn a_server_that_requires_a_client_certificate_says_so() {
    let authority = authority();
    let required = ClientCertificates::Required(authority.pem().to_owned());
    let server = authority.issue(&["localhost"]).unwrap().server_config_for(&required, &[]).unwrap();
    let without = handshake(server.clone(), &trusting(authority.pem())).await.unwrap_err();
    assert_eq!(without, TlsReason::ClientCertificateRequired);

    // The files must live until `handshake` has read them.
    let with = |identity: &Identity| {
        let (cert, key) = (file(&identity.cert_pem()), file(&identity.key_pem()));
        let (cert_path, key_path) = (cert.path().to_owned(), key.path().to_owned());
        let options = ClientOptions { cert: Some(cert_path), key: Some(key_path), ..trusting(authority.pem()) };
        (options, [cert, key])
    };
    let ours = with(&authority.issue(&["client"]).unwrap());
    handshake(server.clone(), &ours.0).await.unwrap();
    let foreign = with(&Authority::new("other").unwrap().issue(&["client"]).unwrap());
    let refused = handshake(server, &foreign.0).await.unwrap_err();
    assert!(matches!(refused, TlsReason::ClientCertificateRefused(_)), "{refused}");

    let checked = ClientCertificates::Checked(authority.pem().to_owned());
    let server = authority.issue(&["localhost"]).unwrap().server_config_for(&checked, &[]).unwrap();
    handshake(server.clone(), &trusting(authority.pem())).await.unwrap();
    let ours = with(&authority.issue(&["client"]).unwrap());
    handshake(server.clone(), &ours.0).await.unwrap();
    let foreign = with(&Authority::new("other").unwrap().issue(&["client"]).unwrap());
    let refused = handshake(server, &foreign.0).await.unwrap_err();
    assert!(matches!(refused, TlsReason::ClientCertificateRefused(_)), "{refused}");
}

#[tokio::test]
async fn plain_text_and_silence_are_told_apart() {
    let connect = |near| async move {
        let config = client_config(&ClientOptions { insecure: true, ..ClientOptions::default() }).unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let error = TlsConnector::from(config).connect(name, near).await.unwrap_err();
        TlsReason::of_handshake(&error)
    };
    let (near, mut far) = duplex(4096);
    far.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    assert_eq!(connect(near).await, TlsReason::NotTls);
    let (near, far) = duplex(4096);
    drop(far);
    assert_eq!(connect(near).await, TlsReason::Closed);
}

#[test]
fn unfit_files_are_named() {
    let config = |options: ClientOptions| client_config(&options).unwrap_err().to_string();
    let absent = PathBuf::from("/nonexistent/ca.pem");
    assert_eq!(
        config(ClientOptions { cacert: Some(absent), ..ClientOptions::default() }),
        "cannot read CA certificates /nonexistent/ca.pem"
    );
    let empty = file("nothing here");
    let path = empty.path().to_owned();
    assert_eq!(
        config(ClientOptions { cacert: Some(path.clone()), ..ClientOptions::default() }),
        format!("{} holds no CA certificates", path.display())
    );
    assert_eq!(
        config(ClientOptions { insecure: true, key: Some(path), ..ClientOptions::default() }),
        "a client key needs a client certificate"
    );
    let authority = authority();
    let (cert, key) =
        (file(&authority.issue(&["a"]).unwrap().cert_pem()), file(&authority.issue(&["b"]).unwrap().key_pem()));
    let mixed = ClientOptions {
        insecure: true,
        cert: Some(cert.path().to_owned()),
        key: Some(key.path().to_owned()),
        ..ClientOptions::default()
    };
    assert!(config(mixed).contains("cannot be used"));
}
