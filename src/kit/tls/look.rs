//! TLS for looking: a handshake with whoever answers, whatever the certificate, to tell what was agreed on and shown.
//!
//! Nothing secret may be sent over such a stream: the peer is anybody.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{ClientOptions, TlsError, client_config};

/// Makes handshakes that accept any certificate; cheap to clone.
///
/// ```
/// let looker = toolbox::kit::tls::Looker::new()?;
/// assert!(format!("{looker:?}").contains("Looker"));
/// # Ok::<(), toolbox::kit::tls::TlsError>(())
/// ```
#[derive(Clone)]
pub struct Looker {
    connector: TlsConnector,
}

impl std::fmt::Debug for Looker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Looker").finish_non_exhaustive()
    }
}

/// What a handshake told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// `TLSv1.3`, `TLSv1.2`.
    pub version: String,
    /// As rustls names it: `TLS13_AES_256_GCM_SHA384`.
    pub cipher: String,
    /// The chain as the server sent it, DER, its own certificate first.
    pub chain: Vec<Vec<u8>>,
}

impl Looker {
    /// Builds the configuration; do it once.
    ///
    /// # Errors
    /// None are known: only the provider could refuse its own versions.
    pub fn new() -> Result<Self, TlsError> {
        let options = ClientOptions { insecure: true, ..ClientOptions::default() };
        let mut config = rustls::ClientConfig::clone(&*client_config(&options)?);
        // A second visit must show the certificate again, and leave no state behind.
        config.resumption = rustls::client::Resumption::disabled();
        Ok(Self { connector: TlsConnector::from(Arc::new(config)) })
    }

    /// Shakes hands over `stream`, asking for `host` by name, or for none where only the address is known.
    ///
    /// # Errors
    /// What ended the handshake; there is no time limit of its own.
    pub async fn handshake<S>(&self, stream: S, host: Option<&str>, address: IpAddr) -> io::Result<(TlsStream<S>, Seen)>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let named = host.and_then(|host| ServerName::try_from(host.to_owned()).ok());
        let name = named.unwrap_or_else(|| ServerName::IpAddress(address.into()));
        let stream = self.connector.connect(name, stream).await?;
        let session = stream.get_ref().1;
        let version = match session.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_3) => "TLSv1.3",
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLSv1.2",
            _ => "TLS",
        };
        let cipher = session.negotiated_cipher_suite().map(|suite| format!("{:?}", suite.suite())).unwrap_or_default();
        let chain = session.peer_certificates().unwrap_or_default();
        let chain = chain.iter().map(|certificate| certificate.as_ref().to_vec()).collect();
        Ok((stream, Seen { version: version.to_owned(), cipher, chain }))
    }
}
