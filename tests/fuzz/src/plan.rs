//! Plan files and configuration: no panic, no end of time or memory, and every refusal names a place in the file.
//!
//! The first byte chooses the format (`y` YAML, `t` TOML, `j` JSON); the rest is the file.

use std::fs;
use std::path::Path;

use clap::Parser;
use toolbox::applets::load::Args;
use toolbox::applets::load::error::PlanError;
use toolbox::applets::load::plan::{Asked, Plan};
use toolbox::kit::config::{ConfigError, Format, Key, Layer, Scope, Section, Shape, Tree, settings};
use toolbox::kit::env::Env;

/// The command line of `load`.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Some((format, text)) = data.split_first() else { return };
    let (name, format) = match format {
        b'y' => ("plan.yaml", Format::Yaml),
        b't' => ("plan.toml", Format::Toml),
        b'j' => ("plan.json", Format::Json),
        _ => return,
    };
    let Ok(text) = std::str::from_utf8(text) else { return };
    // Devices never end, which is theirs to know and ours to stay away from.
    if text.contains("/dev") || text.contains("/proc") || text.contains("@-") {
        return;
    }
    let env = Env::of([("TOKEN", "t0k")]);
    configuration(text, format, &env);
    plan(text, name, &env);
}

/// As a configuration file of a small program.
fn configuration(text: &str, format: Format, env: &Env) {
    let tree = match Tree::parse(text, "file", format, env) {
        Ok(tree) => tree,
        Err(error) => return assert_place("file", text, &error.to_string()),
    };
    let _ = tree.to_json();
    let key = |id: &str, shape| Key { id: id.to_owned(), names: vec![id.to_owned()], shape };
    let keys = vec![
        key("rate", Shape::One),
        key("insecure", Shape::Switch),
        key("verbose", Shape::Count),
        key("headers", Shape::Many { separator: Some(": ") }),
    ];
    let load = Section { names: vec!["load".to_owned()], keys, sections: Vec::new() };
    let root =
        Section { names: vec!["toolbox".to_owned()], keys: vec![key("color", Shape::One)], sections: vec![load] };
    for scope in [Scope::Whole, Scope::Applet("load".to_owned())] {
        match settings(&root, &["load"], &[Layer { tree: tree.clone(), scope }], env, &[]) {
            Ok(found) => assert!(found.iter().all(|setting| setting.origin.to_string().starts_with("file:"))),
            Err(error) => assert_place("file", text, &error.to_string()),
        }
    }
}

/// As the plan of a run.
fn plan(text: &str, name: &str, env: &Env) {
    let Ok(folder) = tempfile::tempdir() else { panic!("no folder for the plan") };
    let path = folder.path().join(name);
    for (name, text) in [(name, text), ("rows.csv", "name,id\na,1\n\"b, c\",2\n"), ("body.txt", "hello {{ user }}")] {
        assert!(fs::write(folder.path().join(name), text).is_ok());
    }
    let target = path.to_string_lossy();
    let Ok(line) = Line::try_parse_from(["load", &target]) else { panic!("the command line is sound") };
    match Plan::resolve(&Asked { env, ..Asked::of(&line.args, &|_| false) }) {
        Ok(resolved) => stands(&resolved.plan),
        Err(error) => refused(&path, text, &error),
    }
}

/// A plan that was accepted can be written down and read back.
fn stands(plan: &Plan) {
    assert!(!plan.steps.is_empty());
    assert!(plan.shape.connections > 0 && plan.shape.threads > 0, "{:?}", plan.shape);
    let _ = plan.without_secrets();
    let Ok(json) = serde_json::to_value(plan) else { panic!("{plan:?} cannot be written") };
    let Ok(again) = serde_json::from_value::<Plan>(json) else { panic!("{plan:?} cannot be read back") };
    assert_eq!(&again, plan);
}

fn refused(path: &Path, text: &str, error: &PlanError) {
    let message = error.to_string();
    match error {
        // What is missing, and what only contradicts in sum, stands nowhere.
        PlanError::NoUrl | PlanError::Contradiction(_) => assert!(!message.is_empty()),
        PlanError::File(ConfigError::Read { .. }) => panic!("{message}"),
        _ => assert_place(&path.to_string_lossy(), text, &message),
    }
}

/// `FILE:LINE:COLUMN: …`, both inside the text, or right behind it.
fn assert_place(file: &str, text: &str, message: &str) {
    let place = message.strip_prefix(file).and_then(|rest| rest.strip_prefix(':')).and_then(|rest| {
        let mut parts = rest.splitn(3, ':');
        Some((parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?, parts.next()?))
    });
    let Some((line, column, problem)) = place else { panic!("no place: {message}") };
    // In YAML a carriage return alone ends a line too.
    assert!((1..=text.split(['\n', '\r']).count()).contains(&line) && column >= 1, "outside of the text: {message}");
    assert!(!problem.trim().is_empty(), "{message}");
}
