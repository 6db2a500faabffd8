//! What clap lets pass and we do not, on a small tree with verbs.

use clap::{Arg, ArgAction, Command};

use super::*;
use crate::cli::failure;
use crate::kit::config::{Origin, Setting};

/// `toolbox load [-n N] [-k] [--header H]… [URL]`, and `load find [--slo S] [--header H]… URL`.
fn tree() -> Command {
    let header = || Arg::new("headers").long("header").action(ArgAction::Append);
    let find = Command::new("find").arg(Arg::new("slo").long("slo")).arg(header()).arg(Arg::new("url").required(true));
    let load = Command::new("load")
        .subcommand_negates_reqs(true)
        .arg(Arg::new("requests").short('n').long("requests"))
        .arg(Arg::new("insecure").short('k').long("insecure").action(ArgAction::SetTrue))
        .arg(header())
        .arg(Arg::new("url").required(true))
        .subcommand(find);
    let verbose = Arg::new("verbose").short('v').long("verbose").action(ArgAction::Count).global(true);
    Command::new("toolbox").arg(verbose).arg(Arg::new("install").long("install")).subcommand(load)
}

fn call(line: &str) -> Call {
    let words = words::read(&tree(), line.split_whitespace().map(OsString::from));
    Call { tree: tree(), words, linked: false, alone: None, format: Cell::default() }
}

/// What is typed in `line`, or what is said about it.
fn understood(line: &str, settings: &[Setting]) -> Result<Typed, String> {
    let call = call(line);
    let understood = call.parse(settings).and_then(|matches| {
        call.refuse_contradictions(&matches)?;
        Ok(call.typed(&matches, settings.to_vec()))
    });
    understood.map_err(|failure| failure::render(call.speaker(), &failure, Style::plain()))
}

fn setting(id: &str, value: &str) -> Setting {
    Setting { id: id.to_owned(), values: vec![value.to_owned()], origin: Origin::Variable(id.to_uppercase()) }
}

#[test]
fn a_flag_before_a_verb_is_refused_unless_it_is_everybodys() {
    for (line, expected) in [
        (
            "load -n 5 find u",
            "load: error: --requests before 'find' would be ignored\nhint: leave it out; find has no such flag",
        ),
        (
            "load --header a find u",
            "load: error: --header before 'find' would be ignored\nhint: write it behind the verb: toolbox load find --header …",
        ),
        (
            "load http://x/ find u",
            "load: error: 'http://x/' before 'find' would be ignored\nhint: write a target named find behind --",
        ),
        (
            "load -k find u",
            "load: error: --insecure before 'find' would be ignored\nhint: leave it out; find has no such flag",
        ),
        (
            "load --insecure=false find u",
            "load: error: --insecure before 'find' would be ignored\nhint: leave it out; find has no such flag",
        ),
        (
            "--install d load u",
            "load: error: --install before 'load' would be ignored\nhint: leave it out; load has no such flag",
        ),
    ] {
        assert_eq!(understood(line, &[]).unwrap_err(), expected, "{line}");
    }
    for line in ["load -v find u", "-v load find u", "load find u --header a", "load -- find", "load -n 5 -- find"] {
        assert!(understood(line, &[]).is_ok(), "{line}");
    }
}

#[test]
fn what_was_typed_is_known_by_its_long_name() {
    let typed = understood("-v load -n5 --insecure=false u", &[]).unwrap();
    assert_eq!(typed, Typed::of(["verbose", "requests", "insecure", "url"]));
    let typed = understood("load find --header a u", &[]).unwrap();
    assert_eq!(typed, Typed::of(["header", "url"]));
}

#[test]
fn what_was_configured_is_known_with_its_origin() {
    let settings = [setting("requests", "7"), setting("headers", "a: b")];
    let typed = understood("load --header x u", &settings).unwrap();
    assert_eq!(typed.origin("requests"), Some(&Origin::Variable("REQUESTS".to_owned())));
    assert_eq!(typed.origin("header"), None, "it was typed");
    assert!(!typed.is_set("requests"));
}

#[test]
fn configuration_may_supply_what_is_required_and_nothing_else_does() {
    assert!(understood("load", &[setting("url", "http://x/")]).is_ok());
    assert!(understood("load -n 5", &[setting("url", "http://x/")]).is_ok());
    let missing = understood("load", &[setting("requests", "5")]).unwrap_err();
    assert!(missing.starts_with("load: error: the following required arguments were not provided: <url>"), "{missing}");
}

#[test]
fn a_switch_that_is_on_and_off_is_refused_wherever_it_stands() {
    let expected = "load: error: --insecure and --insecure=false contradict each other";
    for line in ["load -k --insecure=false u", "load --insecure=false --insecure u", "load u --insecure=false -k"] {
        assert_eq!(understood(line, &[]).unwrap_err(), expected, "{line}");
    }
}

#[test]
fn complaints_name_the_verb_and_a_flag_that_stands_twice() {
    assert!(understood("load find", &[]).unwrap_err().ends_with("hint: see toolbox load find --help"));
    let twice = "load: error: there are two of --requests, and one is all it takes\nhint: see toolbox load --help";
    assert_eq!(understood("load -n 1 -n 2 u", &[]).unwrap_err(), twice);
}
