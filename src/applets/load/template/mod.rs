//! Requests that differ from iteration to iteration.
//!
//! Templates are minijinja's, and those of Go that load tests use (`{{.Iteration}}`) are understood as well. What a
//! value prints is simple: text as it is, everything else as JSON. A name that is not defined is an error.
//!
//! | name | is |
//! |---|---|
//! | `iteration` | the number of the iteration, from 0; unique, warm-up included; in open loops in the order of arrivals |
//! | `user` | the number of the virtual user, from 0 |
//! | any variable | its value; a variable that is a template has one value for the whole iteration |
//! | `data.column` | a cell of this iteration's row |
//! | any capture | what an earlier step of this iteration captured |
//!
//! | function | gives |
//! |---|---|
//! | `random(a, b)` | a whole number from a to b, both included |
//! | `random_float()`, `random_float(a, b)` | a number from a (0) to b (1), b excluded |
//! | `random_string(n)` | n letters and digits |
//! | `uuid()` | a random UUID |
//! | `pick(list)` | one of a list |
//! | `now()`, `now_ms()` | Unix time in seconds, in milliseconds |
//!
//! Filters: those of minijinja, and `urlencode` (for one part of a URL), `b64encode`, `b64decode`, `json`. The
//! environment of the process is not within reach: a plan file expands `${NAME}` when it is read, and only there.
//!
//! A rendering ends, so that a mistake in a plan can neither hang a run nor eat the machine: it takes at most a million
//! steps and writes at most 64 MiB. (Only a text that doubles itself with `~` or `+` is not seen coming.)
//!
//! A template of nothing but text and plain variables is joined without minijinja: 80 ns against 560 ns for a small
//! JSON body with three variables.

mod function;
mod go;
mod scope;
mod segment;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::{fmt, io};

use minijinja::{Environment, Error, ErrorKind};

pub use self::function::FUNCTIONS;
pub(super) use self::go::tags;
pub use self::scope::{BUILT_IN, Globals, Scope};
use self::segment::Segment;
pub(super) use self::segment::UNRESERVED;

/// The name of the only template of each environment.
const NAME: &str = "template";

/// A text with variables in it, compiled.
#[derive(Clone)]
pub struct Template {
    source: String,
    program: Program,
}

#[derive(Clone)]
enum Program {
    /// No variables: the source as it is.
    Static,
    /// Text and plain variables.
    Segments(Vec<Segment>),
    /// Everything else.
    Jinja(Box<Environment<'static>>),
}

/// Why a template could not be compiled or rendered, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct TemplateError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: String,
}

impl Template {
    /// Compiles a template.
    ///
    /// # Errors
    /// When it does not parse.
    pub fn compile(source: &str) -> Result<Self, TemplateError> {
        let rewritten = go::rewrite(source);
        let program = match segment::split(&rewritten) {
            Some(segments) if segments.iter().all(|segment| matches!(segment, Segment::Literal(_))) => Program::Static,
            Some(segments) => Program::Segments(segments),
            None => Program::Jinja(Box::new(compile(&rewritten).map_err(|error| located(source, &error))?)),
        };
        Ok(Self { source: source.to_owned(), program })
    }

    /// The text, when there are no variables in it.
    #[must_use]
    pub fn as_static(&self) -> Option<&str> {
        matches!(self.program, Program::Static).then_some(self.source.as_str())
    }

    /// As it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Names it cannot do without; those it asks for with `default` or `is defined` are not among them.
    #[must_use]
    pub fn variables(&self) -> BTreeSet<String> {
        match &self.program {
            Program::Static => BTreeSet::new(),
            Program::Segments(segments) => segments
                .iter()
                .filter_map(|segment| match segment {
                    Segment::Variable(variable) => variable.path.first().cloned(),
                    Segment::Literal(_) => None,
                })
                .collect(),
            Program::Jinja(_) if self.source.contains("default") || self.source.contains("defined") => BTreeSet::new(),
            Program::Jinja(environment) => environment
                .get_template(NAME)
                .map(|template| template.undeclared_variables(false))
                .unwrap_or_default()
                .into_iter()
                .filter(|name| {
                    !FUNCTIONS.contains(&name.as_str()) && !environment.globals().any(|(known, _)| known == name)
                })
                .collect(),
        }
    }

    /// Appends the text for `scope` to `out`, which stays as it was when that fails.
    ///
    /// # Errors
    /// When a name is not defined or a function or filter refuses its arguments.
    pub fn render(&self, scope: &Scope, out: &mut Vec<u8>) -> Result<(), TemplateError> {
        let start = out.len();
        let result = match &self.program {
            Program::Static => {
                out.extend_from_slice(self.source.as_bytes());
                Ok(())
            }
            Program::Segments(segments) => self.join(segments, scope, out),
            Program::Jinja(environment) => {
                let mut bounded = Bounded { out: &mut *out, start };
                let rendered = environment
                    .get_template(NAME)
                    .and_then(|template| template.render_captured_to(scope.context(), &mut bounded).map(drop));
                rendered.map_err(|error| located(&self.source, &error).with_names(&error, scope))
            }
        };
        if result.is_err() {
            out.truncate(start);
        }
        result
    }

    /// As [`render`](Self::render), for the value of a header: it may not break the line.
    ///
    /// # Errors
    /// As [`render`](Self::render), and when the text has a control character.
    pub fn render_header(&self, scope: &Scope, out: &mut Vec<u8>) -> Result<(), TemplateError> {
        let start = out.len();
        self.render(scope, out)?;
        match out[start..].iter().find(|byte| byte.is_ascii_control() && **byte != b'\t') {
            None => Ok(()),
            Some(byte) => {
                let problem = format!("the value has the control character 0x{byte:02x}; a header cannot carry it");
                out.truncate(start);
                Err(TemplateError { line: 1, column: 1, problem })
            }
        }
    }

    /// As [`render`](Self::render), for a path and query: what may not stand in a request line (RFC 9112 section 3.2)
    /// is percent-encoded.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub fn render_target(&self, scope: &Scope, out: &mut Vec<u8>) -> Result<(), TemplateError> {
        let start = out.len();
        self.render(scope, out)?;
        if out[start..].iter().any(|&byte| !stands_in_target(byte)) {
            let rendered = out.split_off(start);
            for byte in rendered {
                if stands_in_target(byte) {
                    out.push(byte);
                } else {
                    out.extend_from_slice(percent_encoding::percent_encode_byte(byte).as_bytes());
                }
            }
        }
        Ok(())
    }

    /// The text for `scope`.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub fn render_text(&self, scope: &Scope) -> Result<String, TemplateError> {
        let mut out = Vec::new();
        self.render(scope, &mut out)?;
        // Templates and values are UTF-8, so nothing is ever replaced here.
        Ok(String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    fn join(&self, segments: &[Segment], scope: &Scope, out: &mut Vec<u8>) -> Result<(), TemplateError> {
        for segment in segments {
            match segment {
                Segment::Literal(text) => out.extend_from_slice(text.as_bytes()),
                Segment::Variable(variable) if variable.write(scope, out) => {}
                Segment::Variable(variable) => {
                    let (line, column) = position(&self.source, variable.offset);
                    let (name, known) = (variable.path.join("."), scope.names().join(", "));
                    let problem = format!("`{name}` is not defined; there are {known}");
                    return Err(TemplateError { line, column, problem });
                }
            }
        }
        Ok(())
    }
}

/// Refuses to let a text grow for ever.
struct Bounded<'a> {
    out: &'a mut Vec<u8>,
    /// Where the text begins.
    start: usize,
}

impl io::Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let grown = self.out.len() - self.start + bytes.len();
        function::bounded(grown).map_err(io::Error::other)?;
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Template").field(&self.source).finish()
    }
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

fn compile(source: &str) -> Result<Environment<'static>, Error> {
    let mut environment = function::ENVIRONMENT.clone();
    // Places of errors are only known in debug mode, which costs nothing until there is an error.
    environment.set_debug(true);
    environment.add_template_owned(NAME, source.to_owned())?;
    Ok(environment)
}

/// Visible ASCII but for the characters that RFC 3986 leaves to nobody, and the one that begins a fragment.
const fn stands_in_target(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'#' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
}

fn located(source: &str, error: &Error) -> TemplateError {
    let (line, column) = match error.range() {
        Some(range) => position(source, range.start),
        None => (error.line().unwrap_or(1), 1),
    };
    let problem = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it takes too long: there is a loop without an end, or nearly".to_owned(),
        // What writes is `Bounded`, and it says why it refused.
        (ErrorKind::WriteFailure, _) => {
            std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
        }
        (ErrorKind::SyntaxError, Some(detail)) => detail.to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    TemplateError { line, column, problem }
}

impl TemplateError {
    /// Adds what is defined where something was not.
    fn with_names(mut self, error: &Error, scope: &Scope) -> Self {
        if let (ErrorKind::UndefinedError, Some(detail)) = (error.kind(), error.detail()) {
            self.problem = format!("{detail}; there are {}", scope.names().join(", "));
        }
        self
    }
}

/// Line and column of a byte, both from 1.
fn position(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}
