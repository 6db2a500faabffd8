//! A small client: one connection, commands as words, replies as values. It neither retries nor pools; whoever holds it
//! decides what a lost connection means.

use std::io;
use std::time::Duration;

use thiserror::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::decode::{DecodeError, Decoder};
use super::target::{Place, Target};
use super::value::Value;
use crate::kit::error::Failure;
use crate::kit::http::{ConnectError, ConnectReason, Connector, ConnectorOptions, Stream};
use crate::kit::net::{Origin, Scheme};
use crate::kit::tls::{self, TlsError, client_config};

/// What is read at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// How a connection is made.
#[derive(Debug, Clone, Default)]
pub struct ClientOptions {
    /// For name, TCP and TLS together, and again for what is said first; none waits for ever.
    pub connect_timeout: Option<Duration>,
    /// What is trusted and shown, where the target speaks TLS.
    pub tls: tls::ClientOptions,
    /// `HELLO 3` first.
    pub resp3: bool,
}

/// What can go wrong on the way.
#[derive(Debug, Error)]
pub enum ClientError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// Certificates that cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The connection broke.
    #[error("lost the connection to {address}")]
    Lost {
        /// To whom.
        address: String,
        /// How.
        #[source]
        source: io::Error,
    },
    /// It takes connections and says nothing.
    #[error("{0} does not answer")]
    Silent(String),
    /// The server closed it.
    #[error("{0} closed the connection")]
    Closed(String),
    /// It was no RESP.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// AUTH, HELLO or SELECT, on the way in.
    #[error("{address} refused {what}: {reason}")]
    Refused {
        /// Who.
        address: String,
        /// Which command.
        what: &'static str,
        /// In the server's words.
        reason: String,
    },
}

impl ClientError {
    /// What to try next.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Connect(ConnectError { reason: ConnectReason::Refused, .. }) => {
                Some("start a server with `toolbox kv serve`, or name another with -u URL".into())
            }
            Self::Connect(error) => error.hint().map(str::to_owned),
            Self::Tls(error) => error.hint().map(str::to_owned),
            Self::Closed(_) | Self::Silent(_) => {
                Some("it may have ended, or want TLS: that is written rediss://".into())
            }
            Self::Decode(_) => Some("is it a server for HTTP or TLS? rediss:// speaks TLS".into()),
            Self::Refused { reason, .. } if reason.starts_with("NOAUTH") => {
                Some("give the password: -u redis://:PASSWORD@HOST, or REDISCLI_AUTH".into())
            }
            Self::Refused { .. } | Self::Lost { .. } => None,
        }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let hint = error.hint();
        Self::operation(error).maybe_hint(hint)
    }
}

/// Appends a command as servers read it.
///
/// ```
/// let mut out = Vec::new();
/// toolbox::resp::command(&["GET", "k"], &mut out);
/// assert_eq!(out, b"*2\r\n$3\r\nGET\r\n$1\r\nk\r\n");
/// ```
pub fn command(words: &[impl AsRef<[u8]>], out: &mut Vec<u8>) {
    let mut digits = itoa::Buffer::new();
    let mut header = |out: &mut Vec<u8>, mark: u8, count: usize| {
        out.push(mark);
        out.extend_from_slice(digits.format(count).as_bytes());
        out.extend_from_slice(b"\r\n");
    };
    header(out, b'*', words.len());
    for word in words {
        let word = word.as_ref();
        header(out, b'$', word.len());
        out.extend_from_slice(word);
        out.extend_from_slice(b"\r\n");
    }
}

/// A connection to a server.
#[derive(Debug)]
pub struct Client {
    stream: Stream,
    address: String,
    decoder: Decoder,
    chunk: Vec<u8>,
}

impl Client {
    /// Connects, says who it is, and selects the database of the target.
    ///
    /// # Errors
    /// No connection, or a server that refuses the user, the dialect or the database.
    pub async fn connect(target: &Target, options: &ClientOptions) -> Result<Self, ClientError> {
        let (host, port, unix) = match &target.place {
            Place::Tcp(host, port) => (host.clone(), *port, None),
            Place::Unix(path) => ("localhost".to_owned(), super::target::PORT, Some(path.clone())),
        };
        let tls = if target.tls { Some(client_config(&options.tls)?) } else { None };
        let connect_timeout = options.connect_timeout;
        let connector = Connector::new(ConnectorOptions { connect_timeout, tls, unix, ..ConnectorOptions::default() });
        let scheme = if target.tls { Scheme::Https } else { Scheme::Http };
        let stream = connector.connect(&Origin { scheme, host, port }).await?.stream;
        let chunk = vec![0; CHUNK_BYTES];
        let mut client = Self { stream, address: target.address(), decoder: Decoder::default(), chunk };
        let introduced = client.introduce(target, options.resp3);
        match connect_timeout {
            Some(most) => match tokio::time::timeout(most, introduced).await {
                Ok(outcome) => outcome?,
                Err(_) => return Err(ClientError::Silent(target.address())),
            },
            None => introduced.await?,
        }
        Ok(client)
    }

    async fn introduce(&mut self, target: &Target, resp3: bool) -> Result<(), ClientError> {
        if let Some(password) = &target.password {
            match &target.user {
                Some(user) => self.must("AUTH", &["AUTH", user, password]).await?,
                None => self.must("AUTH", &["AUTH", password]).await?,
            }
        }
        if resp3 {
            self.must("HELLO", &["HELLO", "3"]).await?;
        }
        if target.database > 0 {
            self.must("SELECT", &["SELECT", &target.database.to_string()]).await?;
        }
        Ok(())
    }

    async fn must(&mut self, what: &'static str, words: &[&str]) -> Result<(), ClientError> {
        let reply = self.call(words).await?;
        reply.error().map_or(Ok(()), |reason| Err(ClientError::Refused { address: self.address.clone(), what, reason }))
    }

    /// Sends a command and waits for its reply. Pushes that come before it are lost; who subscribes calls
    /// [`send`](Self::send) and [`receive`](Self::receive).
    ///
    /// # Errors
    /// A connection that broke. A refusal is a value.
    pub async fn call(&mut self, words: &[impl AsRef<[u8]>]) -> Result<Value, ClientError> {
        let mut bytes = Vec::new();
        command(words, &mut bytes);
        self.send(&bytes).await?;
        loop {
            match self.receive().await? {
                Value::Push(_) => {}
                value => return Ok(value),
            }
        }
    }

    /// Sends what [`command`] wrote.
    ///
    /// # Errors
    /// A connection that broke.
    pub async fn send(&mut self, bytes: &[u8]) -> Result<(), ClientError> {
        let lost = |source| ClientError::Lost { address: self.address.clone(), source };
        self.stream.write_all(bytes).await.map_err(lost)?;
        let lost = |source| ClientError::Lost { address: self.address.clone(), source };
        self.stream.flush().await.map_err(lost)
    }

    /// Waits for the next value. May be cancelled: nothing that has come is lost.
    ///
    /// # Errors
    /// A connection that broke or was closed, and bytes that are no RESP.
    pub async fn receive(&mut self) -> Result<Value, ClientError> {
        loop {
            if let Some(value) = self.decoder.next_value()? {
                return Ok(value);
            }
            let read = self.stream.read(&mut self.chunk).await;
            match read.map_err(|source| ClientError::Lost { address: self.address.clone(), source })? {
                0 => return Err(ClientError::Closed(self.address.clone())),
                count => self.decoder.feed(&self.chunk[..count]),
            }
        }
    }
}
