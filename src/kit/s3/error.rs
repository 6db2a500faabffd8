//! What can go wrong with a bucket, and what to do about it.

use http::StatusCode;

use crate::kit::fs::FileError;
use crate::kit::http::ProxiesError;
use crate::kit::http::client::ClientError;
use crate::kit::net::SafeUrl;
use crate::kit::tls::TlsError;

/// A request that failed, or could not be made.
#[derive(Debug, thiserror::Error)]
pub enum S3Error {
    /// No place.
    #[error("'{text}' is no place in a bucket: {what}")]
    Location {
        /// What was typed.
        text: String,
        /// Why it is none.
        what: String,
    },
    /// No server.
    #[error("the endpoint of the bucket: {0}")]
    Endpoint(String),
    /// The profile is not there.
    #[error("there is no profile '{0}' in the files of the AWS CLI")]
    NoProfile(String),
    /// An id without a secret, or the other way around.
    #[error("{0}: half a pair of keys is set")]
    HalfAPair(String),
    /// The keys come from somewhere that is not asked here.
    #[error("profile {profile} gets its keys by {way}, which is not done here")]
    OtherWay {
        /// Which profile.
        profile: String,
        /// The setting that says so.
        way: &'static str,
    },
    /// A key that no URL can carry.
    #[error("the key '{0}' cannot be asked for")]
    Key(String),
    /// A file.
    #[error(transparent)]
    File(#[from] FileError),
    /// TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A proxy.
    #[error(transparent)]
    Proxy(#[from] ProxiesError),
    /// No answer.
    #[error(transparent)]
    Client(Box<ClientError>),
    /// The server says no.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// An answer that is none.
    #[error("{url} answered with something that is no listing: {what}")]
    Listing {
        /// What was asked for.
        url: SafeUrl,
        /// What is wrong with it.
        what: String,
    },
    /// More objects than anybody has here.
    #[error("{url} has more than {most} objects there")]
    TooMany {
        /// What was asked for.
        url: SafeUrl,
        /// The limit.
        most: usize,
    },
}

impl From<ClientError> for S3Error {
    fn from(error: ClientError) -> Self {
        Self::Client(Box::new(error))
    }
}

/// What a server says that will not do it.
#[derive(Debug, thiserror::Error)]
#[error("{url} answered {}{}", status.as_u16(), said(.code, .message))]
pub struct Refusal {
    /// What was asked for.
    pub url: SafeUrl,
    /// How.
    pub status: StatusCode,
    /// In S3's own words, such as `AccessDenied`; empty where it said none.
    pub code: String,
    /// In the server's words.
    pub message: String,
}

fn said(code: &str, message: &str) -> String {
    match (code, message) {
        ("", _) => String::new(),
        (code, "") => format!(" {code}"),
        (code, message) => format!(" {code}: {message}"),
    }
}

impl S3Error {
    /// The next step.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Location { .. } => Some("write for instance s3://bucket/prefix"),
            Self::Endpoint(_) => Some("write for instance endpoint=http://localhost:9000"),
            Self::NoProfile(_) => Some("see which there are: aws configure list-profiles"),
            Self::HalfAPair(_) => Some("set both the id and the secret"),
            Self::OtherWay { .. } => {
                Some("have the AWS CLI get them: eval \"$(aws configure export-credentials --format env)\"")
            }
            Self::Refused(refusal) => match refusal.code.as_str() {
                "RequestTimeTooSkewed" => Some("set the clock of this device"),
                "NoSuchBucket" => Some("make the bucket first, or mend its name, region or endpoint"),
                "SignatureDoesNotMatch" | "InvalidAccessKeyId" | "ExpiredToken" => {
                    Some("look after the keys: AWS_ACCESS_KEY_ID and so on, or ~/.aws/credentials")
                }
                "PermanentRedirect" | "AuthorizationHeaderMalformed" => Some("name the bucket's region: region=…"),
                _ if refusal.status == StatusCode::FORBIDDEN => {
                    Some("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that may do this")
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether what was done may be done: nothing that is written wrong, or missing here.
    #[must_use]
    pub const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Location { .. } | Self::Endpoint(_) | Self::NoProfile(_) | Self::HalfAPair(_) | Self::OtherWay { .. }
        )
    }
}
