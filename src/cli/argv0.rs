//! Which program the user called, by the name they called it.
//!
//! One executable stands under many names: `toolbox`, or a link named after an applet. clap's own multicall is not
//! used: it forbids global flags and renamed binaries, and needs every applet declared twice.

use std::ffi::OsStr;
use std::path::Path;

/// The applet that `argv0` names, or `None` for the launcher.
///
/// A name means an applet when it is the applet's name, one of its other names, or its name behind `<launcher>-`; a
/// trailing `.exe` does not count. Whatever else the executable is called, it is the launcher: `toolbox-1.2` and
/// `download` work like `toolbox`.
pub(super) fn resolve<'a>(
    argv0: Option<&OsStr>,
    launcher: &str,
    applets: impl IntoIterator<Item = Applet<'a>>,
) -> Option<&'a str> {
    let file = Path::new(argv0?).file_name()?.to_str()?;
    let name = match file.len().checked_sub(4).and_then(|stem| file.split_at_checked(stem)) {
        Some((stem, extension)) if extension.eq_ignore_ascii_case(".exe") => stem,
        _ => file,
    };
    let prefixed = name.strip_prefix(launcher).and_then(|rest| rest.strip_prefix('-'));
    applets
        .into_iter()
        .find(|applet| applet.name == name || applet.aliases.contains(&name) || prefixed == Some(applet.name))
        .map(|applet| applet.name)
}

/// The names of one applet.
pub(super) struct Applet<'a> {
    /// Its proper name, under which it is installed.
    pub(super) name: &'a str,
    /// What else it answers to.
    pub(super) aliases: Vec<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(argv0: impl AsRef<OsStr>) -> Option<&'static str> {
        let load = Applet { name: "load", aliases: vec!["blitz"] };
        let fetch = Applet { name: "fetch", aliases: vec!["dlm"] };
        resolve(Some(argv0.as_ref()), "toolbox", [load, fetch])
    }

    #[test]
    fn a_name_means_an_applet_only_when_it_is_one() {
        let cases = [
            ("load", Some("load")),
            ("/usr/local/bin/load", Some("load")),
            ("./load", Some("load")),
            ("../bin/load", Some("load")),
            ("load.exe", Some("load")),
            ("LOAD.EXE", None),
            ("load.EXE", Some("load")),
            ("toolbox-load", Some("load")),
            ("toolbox-load.exe", Some("load")),
            ("/opt/toolbox-fetch", Some("fetch")),
            ("blitz", Some("load")),
            ("dlm", Some("fetch")),
            ("toolbox", None),
            ("toolbox.exe", None),
            ("toolbox-1.2", None),
            ("toolbox-load-1.2", None),
            ("toolbox-", None),
            ("toolboxload", None),
            ("toolbox-blitz", None),
            ("download", None),
            ("loader", None),
            ("-load", None),
            ("load/", Some("load")),
            ("load.bak", None),
            (".exe", None),
            ("é.exe", None),
            ("", None),
            ("/", None),
            ("..", None),
        ];
        for (argv0, expected) in cases {
            assert_eq!(resolved(argv0), expected, "{argv0:?}");
        }
        assert_eq!(resolve(None, "toolbox", []), None, "an empty argument list is the launcher");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_utf8_is_the_launcher() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(resolved(OsStr::from_bytes(b"load\xff")), None);
        assert_eq!(resolved(OsStr::from_bytes(b"\xff/load")), Some("load"), "only the last part counts");
    }
}
