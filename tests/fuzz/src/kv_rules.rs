//! What people write about a store: redis.conf, rules of users, parameters, addresses.
//!
//! The first byte chooses: `u` rules of a user, a line each; `c` a redis.conf; `s` a parameter and its value in the next
//! line; `t` an address. What is accepted is printed and means the same when it is read back; every refusal of a file
//! names its line.

use std::fs;

use toolbox::applets::kv::server::acl::Rules;
use toolbox::applets::kv::server::file::Conf;
use toolbox::applets::kv::server::settings::Settings;
use toolbox::resp::Target;

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Some((kind, text)) = data.split_first() else { return };
    match kind {
        b'u' => user(text),
        b'c' => {
            if let Ok(text) = std::str::from_utf8(text) {
                conf(text);
            }
        }
        b's' => {
            if let Some((name, value)) = std::str::from_utf8(text).ok().and_then(|text| text.split_once('\n')) {
                parameter(name, value);
            }
        }
        b't' => {
            if let Ok(text) = std::str::from_utf8(text) {
                address(text);
            }
        }
        _ => {}
    }
}

fn user(text: &[u8]) {
    let words: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let mut rules = Rules::new();
    if let Err(reason) = rules.apply_all(&words) {
        return assert!(!reason.is_empty());
    }
    let _ = (rules.accepts(b"secret"), rules.is_free());
    // Files hold rules as words between spaces; parentheses are their own.
    if !text.iter().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'(' | b')') || *byte == b'\n') {
        return;
    }
    let described = rules.describe();
    let mut again = Rules::new();
    let words: Vec<&[u8]> = described.split(' ').map(str::as_bytes).collect();
    assert_eq!(again.apply_all(&words), Ok(()), "{described}");
    assert_eq!(again.describe(), described);
    assert_eq!((again.is_free(), again.is_on, again.is_open), (rules.is_free(), rules.is_on, rules.is_open));
}

fn conf(text: &str) {
    // Other files are theirs to know.
    if text.to_ascii_lowercase().contains("include") {
        return;
    }
    let Ok(folder) = tempfile::tempdir() else { panic!("no folder for the file") };
    let path = folder.path().join("redis.conf");
    assert!(fs::write(&path, text).is_ok());
    if let Err(error) = Conf::read(&path).and_then(|conf| conf.apply(&Settings::default())) {
        let message = error.to_string();
        let place = message.strip_prefix(&format!("{}:", path.display())).and_then(|rest| rest.split_once(": "));
        let Some((line, problem)) = place else { panic!("no place: {message}") };
        let lines = 1..=text.lines().count();
        assert!(line.parse().is_ok_and(|line: usize| lines.contains(&line)) && !problem.is_empty(), "{message}");
    }
}

fn parameter(name: &str, value: &str) {
    let settings = Settings::default();
    if let Ok((row, kept)) = settings.check_at_start(name, value) {
        settings.set(row, kept.clone());
        let again = settings.check_at_start(row.name, &kept).map(|(row, value)| (row.name, value));
        assert_eq!(again, Ok((row.name, kept)));
    }
}

fn address(text: &str) {
    let Ok(target) = text.parse::<Target>() else { return };
    let shown = target.to_string();
    if let Some(password) = target.password.as_ref().filter(|password| password.len() > 3 && *password != "***") {
        assert!(!shown.contains(&format!(":{password}@")), "{shown}");
    }
    let _ = (target.address(), target.is_local());
}
