//! What a parameter of redis-server comes to here, where that is not what it says: some are done in another way, and some
//! would be dangerous to pass over.

/// What becomes of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken as it is.
    Kept,
    /// It does nothing; the sentence says what to do instead.
    Ignored(&'static str),
    /// To run on would be dangerous; the sentence says why, and what to do instead.
    Refused(&'static str),
}

/// Looks at a directive and its value, as a file or `--set` gives them.
#[must_use]
pub fn look(name: &str, value: &str) -> Verdict {
    let is = |word: &str| value.eq_ignore_ascii_case(word);
    match name.to_ascii_lowercase().as_str() {
        "replicaof" | "slaveof" if !value.is_empty() && !is("no one") => Verdict::Refused(
            "this server is never a replica, and would take writes that its master has not; remove the line",
        ),
        "cluster-enabled" if is("yes") => Verdict::Refused(
            "there is no cluster here, and its clients would write keys of other nodes; remove the line",
        ),
        "bind" if value.split_whitespace().count() > 1 => {
            Verdict::Ignored("only the first address is listened at; --listen :PORT is every interface")
        }
        "daemonize" if is("yes") => {
            Verdict::Ignored("it stays in the foreground; start it as a service of systemd (man toolbox-kv-serve)")
        }
        "pidfile" if !value.is_empty() => Verdict::Ignored("no file is written; systemd knows the process (MainPID)"),
        "logfile" if !value.is_empty() => {
            Verdict::Ignored("the log goes to standard error; redirect it, or read it with journalctl")
        }
        "syslog-enabled" if is("yes") => {
            Verdict::Ignored("the log goes to standard error, which systemd hands to the journal")
        }
        "supervised" if !is("no") => Verdict::Ignored("nobody is told; Type=simple is right for systemd"),
        "io-threads" if !is("1") => Verdict::Ignored("--threads says how many threads carry out commands"),
        _ => Verdict::Kept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_dangerous_is_refused_and_what_does_nothing_is_told() {
        for (name, value) in [("replicaof", "10.0.0.1 6379"), ("SLAVEOF", "a 1"), ("cluster-enabled", "yes")] {
            assert!(matches!(look(name, value), Verdict::Refused(_)), "{name}");
        }
        for (name, value) in
            [("bind", "127.0.0.1 10.0.0.1"), ("daemonize", "yes"), ("pidfile", "/run/x"), ("logfile", "x")]
        {
            assert!(matches!(look(name, value), Verdict::Ignored(_)), "{name}");
        }
        for (name, value) in [("replicaof", "no one"), ("bind", "127.0.0.1"), ("daemonize", "no"), ("logfile", "")] {
            assert_eq!(look(name, value), Verdict::Kept, "{name}");
        }
    }
}
