//! What can be wrong with what was asked for, each with the next thing to try.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use crate::applets::load::capture::SourceError;
use crate::applets::load::data::DataError;
use crate::applets::load::expression::ExpressionError;
use crate::applets::load::template::TemplateError;
use crate::kit::config::{ConfigError, Place};
use crate::kit::error::Failure;
use crate::kit::http::{ConnectToError, ProxyError};
use crate::kit::net::{OverrideError, UrlError};

/// A run that cannot be planned: the command line or the plan file is wrong.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Something in a plan file.
    #[error(transparent)]
    At(Located),
    /// The plan file cannot be read or is not valid in its format.
    #[error(transparent)]
    File(#[from] ConfigError),
    /// A target that is a plan file by its name does not exist.
    #[error("there is no plan file {}", .0.display())]
    NoFile(PathBuf),
    /// Neither a URL nor a plan with one.
    #[error("there is no URL to load")]
    NoUrl,
    /// A URL that is none.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// A template before the path of a URL.
    #[error("`{0}`: scheme, host and port of a URL cannot be templates")]
    TemplateInOrigin(String),
    /// Two things that cannot be had together.
    #[error("{0}")]
    Contradiction(String),
    /// A value out of its range.
    #[error("{name} {problem}")]
    Value {
        /// The flag, or the key of the plan file.
        name: String,
        /// What must hold.
        problem: String,
    },
    /// A key that a plan file does not know.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// As it was written.
        key: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// Not a method.
    #[error("`{0}` is not an HTTP method")]
    Method(String),
    /// A header that cannot be sent.
    #[error("header `{header}`: {problem}")]
    Header {
        /// As it was typed, without its value.
        header: String,
        /// Why not.
        problem: &'static str,
    },
    /// A header that the engine writes itself.
    #[error("the header {0} follows from the body and cannot be set")]
    OwnHeader(String),
    /// A file for a body or a form that cannot be read.
    #[error("cannot read {}", path.display())]
    Payload {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
        /// What was typed.
        typed: String,
    },
    /// A form field that is none.
    #[error("`{0}` is not a form field")]
    Field(String),
    /// A form that would need templates and bytes in one body.
    #[error("a form that sends the file {} cannot use templates in its other fields", .0.display())]
    BinaryForm(PathBuf),
    /// A template that does not compile.
    #[error("{what}: {error}")]
    Template {
        /// Which text.
        what: String,
        /// What is wrong with it.
        error: TemplateError,
    },
    /// A template that names what nobody defines.
    #[error("{what} uses `{name}`, which {problem}")]
    Undefined {
        /// Which text.
        what: String,
        /// The name.
        name: String,
        /// Is not defined, or not yet.
        problem: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// A name that templates could not use.
    #[error("a {kind} cannot be called `{name}`: {problem}")]
    Name {
        /// Variable, data set, capture.
        kind: &'static str,
        /// The name.
        name: String,
        /// Why not.
        problem: String,
    },
    /// A check or threshold that does not parse.
    #[error("{kind} {error}")]
    Expression {
        /// Check or threshold.
        kind: &'static str,
        /// What is wrong with it.
        error: ExpressionError,
    },
    /// A capture that does not parse.
    #[error("capture `{name}`: {error}")]
    Capture {
        /// Its name.
        name: String,
        /// What is wrong with it.
        error: SourceError,
    },
    /// A data file that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Two steps of one name.
    #[error("two steps are called `{0}`")]
    TwoSteps(String),
    /// A threshold for a step that does not exist.
    #[error("the threshold `{threshold}` is for the step `{step}`, and there is none of that name")]
    NoStep {
        /// As it was typed.
        threshold: String,
        /// The step it names.
        step: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// `--proxy`.
    #[error(transparent)]
    Proxy(ProxyError),
    /// `--connect-to`.
    #[error("--connect-to: {0}")]
    ConnectTo(ConnectToError),
    /// `--resolve`.
    #[error("--resolve: {0}")]
    Resolve(OverrideError),
}

/// An error and the place it is about.
#[derive(Debug)]
pub struct Located {
    place: Place,
    error: Box<PlanError>,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.error)
    }
}

impl Error for Located {
    /// What caused the error; the error itself is said already.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

impl PlanError {
    /// A value out of its range.
    pub(in crate::applets::load) fn value(name: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Value { name: name.into(), problem: problem.into() }
    }

    /// Two things that cannot be had together.
    pub(in crate::applets::load) fn contradiction(sentence: impl Into<String>) -> Self {
        Self::Contradiction(sentence.into())
    }

    /// Names the place, unless one is named already.
    #[must_use]
    pub(in crate::applets::load) fn at(self, place: Option<&Place>) -> Self {
        match (self, place) {
            (error @ (Self::At(_) | Self::File(_)), _) | (error, None) => error,
            (error, Some(place)) => Self::At(Located { place: place.clone(), error: Box::new(error) }),
        }
    }

    /// The next thing to try.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let meant = |nearest: &Option<String>| nearest.as_ref().map(|name| format!("did you mean `{name}`?"));
        match self {
            Self::At(located) => located.error.hint(),
            Self::File(error) => error.hint(),
            Self::NoUrl => Some("load http://localhost:8080/, or give the plan file a `url`".to_owned()),
            Self::TemplateInOrigin(_) => {
                Some("in a plan file ${NAME} can stand there: it is filled in when the file is read".to_owned())
            }
            Self::UnknownKey { nearest, .. } | Self::Undefined { nearest, .. } | Self::NoStep { nearest, .. } => {
                meant(nearest)
            }
            Self::Header { .. } => Some("write it as 'Name: value'".to_owned()),
            Self::Payload { typed, .. } if typed.starts_with('@') => {
                Some(format!("@ reads a file; to send the text itself, write '@{typed}'"))
            }
            Self::Method(text) if text.starts_with(|c: char| c.is_ascii_digit()) => {
                Some(format!("streams on an HTTP/2 connection, as in h2load, are --http 2 --streams {text}"))
            }
            Self::Field(_) => Some("write name=value, or name=@FILE to send a file".to_owned()),
            Self::BinaryForm(_) => Some("send the fields as they are, or a file that is text".to_owned()),
            Self::Contradiction(_)
            | Self::NoFile(_)
            | Self::Url(_)
            | Self::Value { .. }
            | Self::Method(_)
            | Self::OwnHeader(_)
            | Self::Payload { .. }
            | Self::Template { .. }
            | Self::Name { .. }
            | Self::Expression { .. }
            | Self::Capture { .. }
            | Self::Data(_)
            | Self::TwoSteps(_)
            | Self::Proxy(_)
            | Self::ConnectTo(_)
            | Self::Resolve(_) => None,
        }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        let hint = error.hint();
        Self::usage(error).maybe_hint(hint)
    }
}
