//! What MONITOR and the log show, and what they and the slow log must not: passwords.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use super::dispatch::Turn;
use super::refusal::Refusal;
use super::table::{ADMIN, Entry, SKIP_MONITOR};
use crate::applets::kv::server::Server;
use crate::applets::kv::server::client::ClientInfo;
use crate::applets::kv::server::gate::MONITORED;
use crate::applets::kv::server::mailbox::Mail;
use crate::kit::traces::{Kind, Span};
use crate::resp::Args;

/// Shows a command to whoever watches.
#[cold]
pub fn show(turn: &Turn, entry: &Entry, args: Args) {
    if entry.spec.flags & (SKIP_MONITOR | ADMIN) != 0 {
        return;
    }
    let now = SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let info = &turn.client.info;
    let mut line =
        format!("+{}.{:06} [{} {}]", now.as_secs(), now.subsec_micros(), turn.client.database, info.address());
    for word in words(entry, args) {
        line.push(' ');
        quote(&word, &mut line);
    }
    line.push_str("\r\n");
    let bytes: Arc<[u8]> = Arc::from(line.as_bytes());
    for watcher in turn.server.monitors.lock().iter() {
        let push = Mail::Push { client: watcher.id, bytes: Arc::clone(&bytes) };
        turn.server.mailboxes[watcher.worker].post_to(turn.server, watcher, bytes.len(), push);
    }
}

/// Logs a command with the number of its connection and its own, but for its values: these are the client's.
#[cold]
pub fn log(turn: &Turn, entry: &Entry, took: Duration) {
    let info = &turn.client.info;
    let number = info.requests.fetch_add(1, Ordering::Relaxed) + 1;
    tracing::trace!(
        client = info.id,
        request = %format_args!("{}-{number}", info.id),
        command = entry.spec.full_name(),
        micros = took.as_micros() as u64,
        "command"
    );
}

/// Hands in a command that has just ended as a span, without its words. Attributes are named as OpenTelemetry's
/// semantic conventions for databases name them.
#[cold]
pub fn trace(turn: &Turn, entry: &Entry, took: Duration, error: Option<Refusal>) {
    let Some((traces, identity)) = turn.server.traces.as_ref().and_then(|traces| Some((traces, traces.begin()?)))
    else {
        return;
    };
    let info = &turn.client.info;
    let user = info.user.lock().to_string();
    traces.offer(Span {
        kind: Kind::Server,
        began: SystemTime::now() - took,
        took,
        attributes: vec![
            ("db.system.name", "redis".into()),
            ("db.operation.name", entry.spec.full_name().to_uppercase().into()),
            ("db.namespace", turn.client.database.to_string().into()),
            ("client.address", info.address().into()),
            ("kv.client", info.id.into()),
            ("kv.user", user.into()),
        ],
        error: error.map(|refusal| refusal.text().to_owned()),
        ..Span::at(entry.spec.name, identity)
    });
}

/// Ends a MONITOR.
pub fn leave(server: &Server, info: &ClientInfo) {
    if info.is_monitor.swap(false, Ordering::Relaxed) {
        let mut monitors = server.monitors.lock();
        monitors.retain(|watcher| watcher.id != info.id);
        server.gate.set(MONITORED, !monitors.is_empty());
    }
}

/// The words of a command, secrets replaced.
pub fn words<'a>(entry: &Entry, args: Args<'a>) -> Vec<Cow<'a, [u8]>> {
    const SECRET: &[u8] = b"(redacted)";
    const PARAMETERS: [&str; 5] =
        ["requirepass", "masterauth", "masteruser", "tls-key-file-pass", "tls-client-key-file-pass"];
    let mut words: Vec<Cow<[u8]>> = args.iter().map(Cow::Borrowed).collect();
    let spec = entry.spec;
    let mut hide = |at: usize| {
        if let Some(word) = words.get_mut(at) {
            *word = Cow::Borrowed(SECRET);
        }
    };
    match (spec.of, spec.name) {
        (Some("acl"), "setuser") => (2..args.len()).for_each(&mut hide),
        (None, "auth") => (1..args.len()).for_each(&mut hide),
        (None, "hello") => {
            let auth = args.iter().position(|word| word.eq_ignore_ascii_case(b"auth"));
            auth.into_iter().flat_map(|at| [at + 1, at + 2]).for_each(&mut hide);
        }
        (Some("config"), "set") => {
            let is_secret = |word: &[u8]| PARAMETERS.iter().any(|name| word.eq_ignore_ascii_case(name.as_bytes()));
            (2..args.len()).step_by(2).filter(|at| is_secret(args.at(*at))).for_each(|at| hide(at + 1));
        }
        _ => {}
    }
    words
}

/// A word in quotes, with what is not printable escaped (`sdscatrepr`).
fn quote(word: &[u8], line: &mut String) {
    line.push('"');
    for byte in word {
        match byte {
            b'\\' | b'"' => {
                line.push('\\');
                line.push(char::from(*byte));
            }
            b'\n' => line.push_str("\\n"),
            b'\r' => line.push_str("\\r"),
            b'\t' => line.push_str("\\t"),
            7 => line.push_str("\\a"),
            8 => line.push_str("\\b"),
            b' '..=b'~' => line.push(char::from(*byte)),
            other => {
                let _ = write!(line, "\\x{other:02x}");
            }
        }
    }
    line.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::kv::command::dispatch::resolve;

    fn shown(words_of: &[&str]) -> String {
        let mut bytes = Vec::new();
        let mut spans = Vec::new();
        for word in words_of {
            let start = bytes.len() as u32;
            bytes.extend_from_slice(word.as_bytes());
            spans.push(crate::resp::Span { start, end: bytes.len() as u32 });
        }
        let args = Args::new(&bytes, &spans);
        let mut line = String::new();
        for word in &words(&resolve(args).unwrap(), args) {
            quote(word, &mut line);
        }
        line
    }

    #[test]
    fn secrets_are_not_shown() {
        assert_eq!(shown(&["hello", "3", "AUTH", "me", "pw"]), r#""hello""3""AUTH""(redacted)""(redacted)""#);
        assert_eq!(
            shown(&["config", "set", "requirepass", "pw", "hz", "10"]),
            r#""config""set""requirepass""(redacted)""hz""10""#
        );
        assert_eq!(shown(&["get", "a\"\n"]), r#""get""a\"\n""#);
    }
}
