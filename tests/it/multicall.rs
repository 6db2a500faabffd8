//! One executable under many names.

use std::process::Command;

use crate::support::cli::{World, said};

#[test]
fn without_words_the_launcher_shows_its_short_help_and_exits_with_2() {
    let said = World::new().run("");
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(
        said.err.starts_with("Network tools in one executable\n\nUsage: toolbox [OPTIONS] [APPLET]\n"),
        "{}",
        said.err
    );
}

#[test]
fn the_list_names_the_applets_and_nothing_else() {
    let said = World::new().run("--list");
    assert_eq!(
        (said.code, said.out.as_str(), said.err.as_str()),
        (Some(0), "load\nrip\nkv\nfetch\nswarm\nscan\nbooks\n", "")
    );
}

#[test]
fn the_list_tells_machines_more() {
    let world = World::new();
    let list: serde_json::Value = serde_json::from_str(&world.run("--list --json").out).unwrap();
    assert_eq!(list["applets"][0]["name"], "load");
    assert_eq!(list["applets"][0]["aliases"], serde_json::json!(["blitz"]));
    assert!(world.run("--list --format csv").out.starts_with("name,aliases,about\nload,blitz,"));
    assert_eq!(world.run("--list --install bin").code, Some(2));
}

#[test]
fn a_link_named_after_an_applet_is_that_applet() {
    let world = World::new();
    for name in ["load", "toolbox-load", "blitz", "load.exe"] {
        let said = said(world.linked(name).arg("--raet=1"));
        assert_eq!(said.code, Some(2), "{name}");
        let expected = "load: error: unexpected argument '--raet' found\n\
                        usage: load --rate <RATE> [URL|PLAN]\n\
                        hint: a similar argument exists: '--rate'\n";
        assert_eq!(said.err, expected, "{name}");
    }
}

#[test]
fn any_other_name_is_the_launcher() {
    let world = World::new();
    for name in ["toolbox-1.2", "download", "load.old"] {
        assert_eq!(said(world.linked(name).arg("--list")).out, "load\nrip\nkv\nfetch\nswarm\nscan\nbooks\n", "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8_is_the_launcher() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let world = World::new();
    assert_eq!(
        said(world.linked(OsStr::from_bytes(b"load\xff")).arg("--list")).out,
        "load\nrip\nkv\nfetch\nswarm\nscan\nbooks\n"
    );
}

#[test]
fn linked_and_launched_calls_take_the_same_flags() {
    let world = World::new();
    let launched = world.run("load --help");
    let linked = said(world.linked("load").arg("--help"));
    assert_eq!(linked.code, Some(0));
    assert_eq!(linked.out, launched.out.replace("toolbox load", "load"));
    for words in [&["--color", "never", "load", "-h"][..], &["load", "--color", "never", "-h"]] {
        assert_eq!(said(world.toolbox().args(words)).code, Some(0), "a global flag may stand before and behind");
    }
    assert_eq!(world.run("blitz -h").out, world.run("load -h").out);
}

#[test]
fn the_version_says_what_was_called() {
    let world = World::new();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(world.run("--version").out, format!("toolbox {version}\n"));
    assert_eq!(world.run("load --version").out, format!("load (toolbox {version})\n"));
    assert_eq!(said(world.linked("load").arg("-V")).out, format!("load (toolbox {version})\n"));
}

#[cfg(unix)]
#[test]
fn installed_links_work_and_a_second_install_keeps_them() {
    for flag in [None, Some("--hard")] {
        let world = World::new();
        let directory = world.work().join("bin");
        let install = || said(world.toolbox().arg("--install").arg(&directory).args(flag));
        let first = install();
        assert_eq!((first.code, first.err.as_str()), (Some(0), ""));
        assert!(first.out.starts_with(&format!("linked {}/load -> /", directory.display())), "{}", first.out);

        let called = said(Command::new(directory.join("load")).arg("--version").env_clear());
        assert!(called.out.starts_with("load (toolbox "), "{called:?}");
        assert!(install().out.starts_with("kept "));

        std::fs::remove_file(directory.join("load")).unwrap();
        world.write("work/bin/load", "mine");
        let refused = install();
        assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
        assert!(refused.err.starts_with("toolbox: error: in the way and not ours: "), "{}", refused.err);
        assert_eq!(std::fs::read_to_string(directory.join("load")).unwrap(), "mine");
    }
}

#[test]
fn a_command_that_does_not_exist_is_a_usage_error() {
    let said = World::new().run("laod http://localhost/");
    assert_eq!(said.code, Some(2));
    assert!(said.err.starts_with("toolbox: error: unrecognized subcommand 'laod'\n"), "{}", said.err);
    assert!(said.err.contains("hint: a similar subcommand exists: 'load'"), "{}", said.err);
}

#[test]
fn go_style_flags_are_understood() {
    let world = World::new();
    for line in ["load -rate nonsense http://localhost/", "load -rate=nonsense http://localhost/"] {
        let said = world.run(line);
        assert!(said.err.starts_with("load: error: invalid value 'nonsense' for '--rate <RATE>'"), "{}", said.err);
        assert_eq!(said.code, Some(2));
    }
}

#[test]
fn a_switch_that_is_on_and_off_is_a_usage_error() {
    let said = World::new().run("load -k --insecure=false http://localhost/");
    assert_eq!(said.code, Some(2));
    assert_eq!(said.err, "load: error: --insecure and --insecure=false contradict each other\n");
}
