//! `.netrc`: user names and passwords by host, as ftp, curl and wget read it.
//!
//! Words are separated by white space and may stand in double quotes (with `\"`, `\\`, `\n`, `\r`, `\t`); `#` where a
//! keyword could stand begins a comment, while a password may well begin with it. `macdef` and its lines up to an empty one are skipped. `default` fits every host
//! that no `machine` names. The first entry that fits is used.
//!
//! ```
//! use toolbox::kit::http::netrc::Netrc;
//! let netrc: Netrc = "machine h.example login me password secret".parse()?;
//! assert_eq!(netrc.find("H.example", None).unwrap().user(), "me");
//! assert!(netrc.find("other.example", None).is_none());
//! # Ok::<(), toolbox::kit::http::netrc::NetrcError>(())
//! ```

use std::str::FromStr;

use super::auth::Credentials;

/// The entries of a file, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Netrc(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// In lower case; `None` is `default`.
    machine: Option<String>,
    credentials: Credentials,
}

/// A file that is not a `.netrc`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct NetrcError {
    /// From 1.
    pub line: usize,
    /// What is wrong there; the words may be secrets, so they are not repeated.
    pub problem: &'static str,
}

impl Netrc {
    /// The credentials for a host, and for one user of it where that is asked for.
    #[must_use]
    pub fn find(&self, host: &str, user: Option<&str>) -> Option<&Credentials> {
        let host = host.to_ascii_lowercase();
        let fits = |entry: &&Entry| {
            entry.machine.as_ref().is_none_or(|machine| *machine == host)
                && user.is_none_or(|user| entry.credentials.user() == user)
        };
        self.0.iter().find(fits).map(|entry| &entry.credentials)
    }
}

impl FromStr for Netrc {
    type Err = NetrcError;

    fn from_str(text: &str) -> Result<Self, NetrcError> {
        let mut words = Words { rest: text.trim_start_matches('\u{feff}'), line: 1 };
        let mut entries = Vec::new();
        let mut open: Option<Draft> = None;
        while let Some(word) = words.keyword()? {
            let line = words.line;
            let fail = |problem| NetrcError { line, problem };
            match word.as_str() {
                "machine" | "default" => {
                    entries.extend(open.take().and_then(Draft::finish));
                    let machine = if word == "machine" { Some(words.value()?.to_ascii_lowercase()) } else { None };
                    open = Some(Draft { machine, ..Draft::default() });
                }
                "login" | "password" | "account" => {
                    let value = words.value()?;
                    let draft = open.as_mut().ok_or_else(|| fail("this comes before any `machine`"))?;
                    match word.as_str() {
                        "login" => draft.login = Some(value),
                        "password" => draft.password = Some(value),
                        // FTP's, nothing to HTTP.
                        _ => {}
                    }
                }
                "macdef" => words.skip_macro(),
                _ => return Err(fail("expected machine, default, login, password, account or macdef")),
            }
        }
        entries.extend(open.and_then(Draft::finish));
        Ok(Self(entries))
    }
}

#[derive(Default)]
struct Draft {
    machine: Option<String>,
    login: Option<String>,
    password: Option<String>,
}

impl Draft {
    /// An entry with neither name nor password says nothing.
    fn finish(self) -> Option<Entry> {
        if self.login.is_none() && self.password.is_none() {
            return None;
        }
        let credentials = Credentials::new(self.login.unwrap_or_default(), self.password.unwrap_or_default());
        Some(Entry { machine: self.machine, credentials })
    }
}

struct Words<'a> {
    rest: &'a str,
    /// Of the end of the last word.
    line: usize,
}

impl Words<'_> {
    /// The value that must follow a keyword.
    fn value(&mut self) -> Result<String, NetrcError> {
        let line = self.line;
        self.next()?.ok_or(NetrcError { line, problem: "the file ends where a value is expected" })
    }

    /// The next word that is no comment.
    fn keyword(&mut self) -> Result<Option<String>, NetrcError> {
        self.skip_blank();
        while self.rest.starts_with('#') {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.skip(end);
            self.skip_blank();
        }
        self.next()
    }

    fn next(&mut self) -> Result<Option<String>, NetrcError> {
        self.skip_blank();
        if self.rest.is_empty() {
            return Ok(None);
        }
        if self.rest.starts_with('"') {
            return self.quoted().map(Some);
        }
        let end = self.rest.find(char::is_whitespace).unwrap_or(self.rest.len());
        let word = self.rest[..end].to_owned();
        self.skip(end);
        Ok(Some(word))
    }

    fn quoted(&mut self) -> Result<String, NetrcError> {
        let (mut word, mut escaped) = (String::new(), false);
        for (at, c) in self.rest.char_indices().skip(1) {
            match c {
                _ if escaped => {
                    escaped = false;
                    word.push(match c {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        other => other,
                    });
                }
                '\\' => escaped = true,
                '"' => {
                    self.skip(at + 1);
                    return Ok(word);
                }
                '\n' => break,
                other => word.push(other),
            }
        }
        Err(NetrcError { line: self.line, problem: "a quote is not closed on its line" })
    }

    /// To behind the empty line that ends a macro, or to the end.
    fn skip_macro(&mut self) {
        let ends = ["\n\n", "\n\r\n"].iter().filter_map(|end| self.rest.find(end).map(|at| at + end.len()));
        let end = ends.min().unwrap_or(self.rest.len());
        self.skip(end);
    }

    fn skip_blank(&mut self) {
        self.skip(self.rest.len() - self.rest.trim_start().len());
    }

    fn skip(&mut self, bytes: usize) {
        self.line += self.rest[..bytes].matches('\n').count();
        self.rest = &self.rest[bytes..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str, host: &str, user: Option<&str>) -> Option<String> {
        let netrc: Netrc = text.parse().unwrap();
        netrc.find(host, user).map(|found| format!("{}:{}", found.user(), found.basic().to_str().unwrap()))
    }

    fn pair(user: &str, password: &str) -> String {
        format!("{user}:{}", Credentials::new(user, password).basic().to_str().unwrap())
    }

    #[test]
    fn each_host_finds_its_entry() {
        let text = "# comment with machine words\n\
            machine one.test login a password 1 # and one behind\n\
            machine two.test\n  login b\n  account x\n  password \"2 \\\"quoted\\\" \\\\\"\n\
            macdef init\ncd /tmp\nmachine trap.test login t password t\n\n\
            machine one.test login c password 3\n\
            machine bare.test\n\
            default login d password #4\n";
        assert_eq!(found(text, "one.test", None), Some(pair("a", "1")));
        assert_eq!(found(text, "ONE.test", Some("c")), Some(pair("c", "3")));
        assert_eq!(found(text, "two.test", None), Some(pair("b", "2 \"quoted\" \\")));
        assert_eq!(found(text, "trap.test", None), Some(pair("d", "#4")), "what a macro says is no entry");
        assert_eq!(found(text, "bare.test", None), Some(pair("d", "#4")), "an entry without anything is none");
    }

    #[test]
    fn default_fits_every_other_host() {
        let text = "machine one.test login a password 1\ndefault login anonymous password me@";
        assert_eq!(found(text, "one.test", None), Some(pair("a", "1")));
        assert_eq!(found(text, "else.test", None), Some(pair("anonymous", "me@")));
        assert_eq!(found(text, "else.test", Some("b")), None);
        assert_eq!(found("", "h", None), None);
        assert_eq!(found("machine h password tok", "h", None), Some(pair("", "tok")));
    }

    #[test]
    fn a_broken_file_names_the_line() {
        for (text, line, problem) in [
            ("login me", 1, "this comes before any `machine`"),
            ("machine h\nlogin", 2, "the file ends where a value is expected"),
            ("machine h\nlogin \"me\npassword x", 2, "a quote is not closed on its line"),
            ("machine h login a\n\nsecret", 3, "expected machine, default, login, password, account or macdef"),
        ] {
            assert_eq!(text.parse::<Netrc>(), Err(NetrcError { line, problem }), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(machine|default|login|macdef|\"|\\\\|#|\n| |x|é){0,40}") {
            let _ = text.parse::<Netrc>();
        }
    }
}
