//! What the README shows is what the program prints.

use std::path::Path;

use snapbox::data::DataFormat;
use snapbox::{Data, assert_data_eq};

use crate::support::cli::{World, said};
use crate::support::origin::origin;

/// A real run, saved: 5000 requests a second for ten seconds against nginx on loopback.
const RUN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/load-run.json");

#[test]
fn the_picture_of_load_is_its_report() {
    let said = said(World::new().toolbox().args(["load", "report", RUN, "--color", "always"]));
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/load.svg");
    let run: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(RUN).unwrap()).unwrap();
    let url = run["plan"]["steps"][0]["url"].as_str().unwrap();
    let typed = format!("$ load -c 20 -r 5000 -d 10s --threshold 'p99<50ms,err<0.1%' {url}");
    let told = format!("{typed}\n{}", said.out);
    assert_data_eq!(told, Data::read_from(&picture, Some(DataFormat::TermSvg)));
}

#[test]
fn every_flag_and_verb_that_the_readme_names_exists() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let world = World::new();
    let applets = [
        ("load", &["", "find", "ab", "compare", "report"][..]),
        ("rip", &[""]),
        ("fetch", &["", "get", "info", "verify", "repair", "clean"]),
        ("swarm", &[""]),
        ("scan", &["", "discover", "show", "replay", "diff", "watch", "selftest"]),
        (
            "books",
            &[
                "",
                "add",
                "import",
                "scan",
                "list",
                "search",
                "info",
                "save-progress",
                "where",
                "resume",
                "complete",
                "restart",
                "history",
                "undo",
                "play",
                "edit",
                "chapters",
                "doctor",
                "restore",
                "stats",
                "sync add",
            ],
        ),
        ("kv", &["", "serve", "cli", "bench", "check", "convert"]),
    ];
    for (applet, verbs) in applets {
        let section =
            readme.split(&format!("\n## {applet}\n")).nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
        let helps: Vec<String> = verbs.iter().map(|verb| world.run(&format!("{applet} {verb} --help")).out).collect();
        let missing: Vec<&str> = section
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .filter(|word| word.len() > 3 && word.starts_with("--") && !helps.iter().any(|help| help.contains(word)))
            .collect();
        assert!(missing.is_empty(), "README names {missing:?}, which no help of {applet} explains");
    }
}

/// The first block of the README in this language that contains `word`.
fn block<'a>(readme: &'a str, language: &str, word: &str) -> &'a str {
    let blocks = readme.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix(language));
    blocks.into_iter().find(|block| block.contains(word)).unwrap()
}

#[test]
fn the_plan_of_the_readme_plays_on_the_server_it_names() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (origin, world) = (origin(), World::new());
    let plan = block(&readme, "yaml\n", "# plan.yaml");
    let url = plan.lines().find_map(|line| line.strip_prefix("url: ")).unwrap();
    let plan = plan.replace(url, &origin.url(""));
    // What is wrong with the plan shows with a few requests; the time they take is not the matter here.
    let plan = plan.replace("duration: 1m", "requests: 20").replace("p95<200ms", "p95<20s");
    world.write("work/plan.yaml", &plan);
    world.write("work/users.csv", block(&readme, "csv\n", "name").trim_start());
    let said = said(world.toolbox().args(["load", "plan.yaml", "--json", "--no-progress"]).env("PASSWORD", "secret"));
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["summary"]["failed"], 0, "{report:#} {}", said.err);
    assert_eq!(report["status"]["200"], 40, "{report:#}");
}
