//! Flags and words of redis-server and redis-cli that people type here from habit, and what to write in their place.

/// What to write in place of a flag that no verb has.
#[must_use]
pub fn hint(flag: &str) -> Option<&'static str> {
    let hint = match flag {
        "--port" => "write --listen PORT, or --listen ADDR:PORT",
        "--bind" => "write --listen ADDR:PORT; --listen :PORT is every interface",
        "--requirepass" => "write --password-file FILE: a command line is read by everybody on the machine",
        "--daemonize" => "it stays in the foreground; start it as a service of systemd",
        "--unixsocket" => "write --unix PATH",
        "--aclfile" => "write --acl-file FILE",
        "--tls-cert-file" => "write --tls-cert FILE",
        "--tls-key-file" => "write --tls-key FILE",
        "--tls-ca-cert-file" => "write --tls-ca FILE",
        "--tls-port" => "write --tls-listen ADDR",
        "--replicaof" | "--slaveof" => "this server is never a replica; it can have some",
        _ => {
            let name = flag.strip_prefix("--")?;
            super::server::settings::row(name)?;
            "parameters of Redis are written --set NAME=VALUE"
        }
    };
    Some(hint)
}

/// What to write where a word is that belongs somewhere else: a file behind `serve`, a command of Redis in place of a verb.
#[must_use]
pub fn stray(word: &str) -> Option<String> {
    if std::path::Path::new(word).extension().is_some_and(|end| end.eq_ignore_ascii_case("conf")) {
        return Some(format!("write --redis-conf {word}"));
    }
    let entry = super::command::table::find(word.as_bytes())?;
    Some(format!("commands are sent with kv cli: kv cli {}", entry.spec.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_redis_lead_to_ours() {
        assert!(hint("--port").unwrap().contains("--listen"));
        assert!(hint("--requirepass").unwrap().contains("--password-file"));
        assert!(hint("--maxmemory").unwrap().contains("--set NAME=VALUE"));
        assert_eq!(hint("--nothing"), None);
        assert_eq!(stray("redis.conf").as_deref(), Some("write --redis-conf redis.conf"));
        assert!(stray("get").unwrap().contains("kv cli get"));
        assert_eq!(stray("nothing"), None);
    }
}
