//! The rules of the house, checked on the text of the sources. Each failure says what to do.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// A file under `src`, `tests` or `benches`.
struct Source {
    /// Relative to the repository, with `/`.
    path: String,
    text: String,
    /// The text without comments, strings' contents kept, and without the trailing `#[cfg(test)]` module.
    code: String,
}

/// Collects what is wrong and what to do about it, so that one run tells everything.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    fn add(&mut self, place: impl std::fmt::Display, what_to_do: &str) {
        self.0.push(format!("{place}: {what_to_do}"));
    }

    #[track_caller]
    fn none(self) {
        assert!(self.0.is_empty(), "\n{}\n", self.0.join("\n"));
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// Every Rust file below `directory`, except the generated and the foreign.
fn sources(directory: &str) -> Vec<Source> {
    let mut files = Vec::new();
    walk(&root().join(directory), &mut files);
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files.iter().map(|file| Source::read(file)).collect()
}

fn walk(directory: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != "target" { walk(&path, files) } else { files.push(path) }
    }
}

impl Source {
    fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap();
        let is_test = file.file_name().is_some_and(|name| name == "tests.rs")
            || file.components().any(|part| part.as_os_str() == "tests");
        let tests = pattern(r"\n#\[cfg\((?:test|all\(test.*)\)\]\n(?:#\[.*\]\n)*mod \w+ \{");
        let shipped = match tests.find(&text) {
            Some(found) => &text[..found.start()],
            None if is_test && file.starts_with(root().join("src")) => "",
            None => &text,
        };
        let code = shipped.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
        let path = file.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        Self { path, code: code.collect::<Vec<_>>().join("\n"), text }
    }

    /// The lines of code that `pattern` matches, as `path:line`.
    fn lines<'a>(&'a self, pattern: &'a Regex) -> impl Iterator<Item = (String, &'a str)> {
        self.code
            .lines()
            .enumerate()
            .filter(|(_, line)| pattern.is_match(line))
            .map(|(index, line)| (format!("{}:{}", self.path, index + 1), line))
    }

    fn is_under(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path.starts_with(place) || self.path.contains(place) && place.starts_with('/'))
    }

    /// The name of the applet this file belongs to.
    fn applet(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("src/applets/")?;
        rest.split_once('/').map(|(applet, _)| applet)
    }
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

/// Complains about every line of `src` that matches `what` outside `places`. A place is a prefix of the path, or, when
/// it starts with `/`, any part of it.
fn confine(what: &str, places: &[&str], what_to_do: &str) {
    let (what, mut findings) = (pattern(what), Findings::default());
    for source in sources("src").iter().filter(|source| !source.is_under(places)) {
        for (place, _) in source.lines(&what) {
            findings.add(place, what_to_do);
        }
    }
    findings.none();
}

#[test]
fn arrows_between_the_layers_point_one_way() {
    let layers: [(&str, &[&str]); 7] = [
        ("src/kit/", &["kit"]),
        ("src/resp/", &["resp", "kit"]),
        ("src/media/", &["media", "kit"]),
        ("src/fleet/", &["fleet", "resp", "kit"]),
        ("src/origin/", &["origin", "media", "kit"]),
        ("src/applets/", &["applets", "media", "resp", "fleet", "kit"]),
        ("src/cli/", &["cli", "applets", "origin", "media", "resp", "fleet", "kit"]),
    ];
    let (reference, mut findings) = (pattern(r"\bcrate::(\w+)"), Findings::default());
    for source in sources("src") {
        let Some((layer, allowed)) = layers.iter().find(|(layer, _)| source.path.starts_with(layer)) else { continue };
        for (place, line) in source.lines(&reference) {
            for target in reference.captures_iter(line).map(|found| found.get(1).unwrap().as_str()) {
                if !allowed.contains(&target) {
                    findings.add(
                        &place,
                        &format!("{layer} must not know {target}; move what it needs into kit, or the caller up"),
                    );
                }
            }
        }
    }
    findings.none();
}

#[test]
fn applets_do_not_know_each_other() {
    let (reference, mut findings) = (pattern(r"\bapplets::(\w+)"), Findings::default());
    for source in sources("src/applets") {
        for (place, line) in source.lines(&reference) {
            let target = reference.captures(line).unwrap().get(1).unwrap().as_str();
            if source.applet().is_some_and(|own| own != target) {
                findings
                    .add(place, "an applet must not use another; move what both need into kit, media, resp or fleet");
            }
        }
    }
    findings.none();
}

#[test]
fn the_command_line_library_stays_with_the_command_line() {
    confine(
        r"\bclap(_\w+)?::",
        &["src/cli/", "/args.rs", "/args/", "/verbs/"],
        "clap belongs in cli, args.rs, args/ and verbs/; hand over what was parsed as a plain value",
    );
}

#[test]
fn terminal_libraries_stay_with_the_terminal() {
    confine(
        r"\b(anstream|anstyle|indicatif|comfy_table|ratatui|crossterm|rustyline)::",
        &["src/kit/term", "/view.rs", "/view/"],
        "terminal libraries belong in kit/term, full-screen views in an applet's view; use Term, Table, Style or Live",
    );
}

#[test]
fn protocol_libraries_stay_on_the_wire() {
    // Loops that drive a wire themselves because speed is what they exist for.
    let loops = ["src/applets/load/wire/"];
    let rooms = ["src/kit/http/", "src/kit/tls", "src/origin/", "/server/"];
    confine(
        r"\b(hyper|hyper_util|h2|axum|rustls|tokio_rustls|rcgen)::",
        &[&rooms[..], &loops[..]].concat(),
        "hyper, h2, axum and rustls belong in kit/http, kit/tls, origin and server/; use kit::http, or add a wire loop to \
         the list in tests/it/tidy.rs and say why",
    );
}

#[test]
fn the_standard_streams_belong_to_the_terminal() {
    confine(
        r"\bio::(stdout|stderr)\b|\b(stdout|stderr)\(\)|\be?print(ln)?!",
        &["src/kit/term"],
        "standard output and error belong to kit/term; use Term::out, Term::note or Term::emit",
    );
}

#[test]
fn the_environment_is_read_in_one_place() {
    confine(
        r"\benv::(var|vars|var_os|vars_os|set_var|home_dir|current_dir|current_exe|temp_dir|args|args_os)\b",
        &["src/kit/env.rs", "src/main.rs"],
        "variables and directories of the process belong to kit/env; take an Env, or add a function there",
    );
}

#[test]
fn features_gate_whole_rooms_only() {
    confine(
        r"\bfeature = ",
        &["src/cli/", "src/applets/mod.rs", "src/lib.rs", "src/kit/mod.rs", "src/kit/log.rs", "/protocol/mod.rs"],
        "cfg(feature) gates applets and whole rooms; put it where the room is declared",
    );
}

#[test]
fn lints_are_expected_with_a_reason_not_allowed() {
    confine(r"#!?\[allow\(", &[], "write #[expect(lint, reason = \"…\")], or better, do what the lint says");
}

#[test]
fn public_functions_take_no_truth_values() {
    let (signature, mut findings) = (pattern(r"\bpub (?:const |async )*fn \w+[^{;]*"), Findings::default());
    let flag = pattern(r"\w+: bool\b");
    for source in sources("src") {
        for found in signature.find_iter(&source.code) {
            let parameters = found.as_str().split(" -> ").next().unwrap();
            if flag.is_match(parameters) {
                let line = source.code[..found.start()].matches('\n').count() + 1;
                findings.add(
                    format!("{}:{line}", source.path),
                    "a bool says nothing at the call; make it an enum or two functions",
                );
            }
        }
    }
    findings.none();
}

#[test]
fn every_file_opens_with_what_it_is() {
    let mut findings = Findings::default();
    for source in ["src", "tests", "benches"].into_iter().flat_map(sources) {
        if !source.text.starts_with("//! ") {
            findings.add(&source.path, "open with a line of //! that says what the file is");
        }
    }
    findings.none();
}

#[test]
fn files_and_functions_fit_in_the_head() {
    const FILE: usize = 600;
    const FUNCTION: usize = 80;
    let (opening, mut findings) =
        (pattern(r"^( *)(?:pub(?:\([a-z]+\))? )?(?:const |async |unsafe )*fn \w+"), Findings::default());
    for source in ["src", "tests", "benches"].into_iter().flat_map(sources) {
        let lines: Vec<_> = source.text.lines().collect();
        if lines.len() > FILE {
            findings.add(
                &source.path,
                &format!("{} lines, {FILE} at most; find the second noun in it and give it a file", lines.len()),
            );
        }
        for (start, line) in lines.iter().enumerate() {
            let Some(found) = opening.captures(line) else { continue };
            let closing = format!("{}}}", &found[1]);
            let length = lines[start..].iter().position(|line| *line == closing).map_or(1, |end| end + 1);
            if length > FUNCTION && !line.ends_with(';') {
                let place = format!("{}:{}", source.path, start + 1);
                findings
                    .add(place, &format!("{length} lines, {FUNCTION} at most; name the steps and make them functions"));
            }
        }
    }
    findings.none();
}

#[test]
fn modules_are_named_by_their_noun() {
    let mut findings = Findings::default();
    let vague = pattern(r"(^|[/_])(utils?|helpers?|common|misc|managers?)(\.rs|/|_|$)");
    for source in ["src", "tests", "benches"].into_iter().flat_map(sources) {
        if vague.is_match(&source.path) {
            findings.add(&source.path, "name the file by what it holds");
        }
    }
    findings.none();
}

#[test]
fn no_file_is_forgotten() {
    let mut findings = Findings::default();
    let roots = ["src/lib.rs", "src/main.rs", "tests/it/main.rs", "tests/peers/main.rs"];
    for source in ["src", "tests/it", "tests/peers"].into_iter().flat_map(sources) {
        if roots.contains(&source.path.as_str()) {
            continue;
        }
        let (folder, name) = source.path.rsplit_once('/').unwrap();
        let (folder, name) = match name {
            "mod.rs" => folder.rsplit_once('/').unwrap(),
            _ => (folder, name.trim_end_matches(".rs")),
        };
        let parents = ["mod.rs", "lib.rs", "main.rs"].map(|parent| format!("{folder}/{parent}"));
        let parents = parents.into_iter().chain([format!("{folder}.rs")]);
        let declaration = pattern(&format!(r"(?m)^\s*(pub(\([a-z]+\))? )?mod {name}(;| \{{)"));
        if !parents.map(|parent| read(&parent)).any(|text| declaration.is_match(&text)) {
            findings
                .add(&source.path, "no module declares it, so it is neither compiled nor tested; declare or delete it");
        }
    }
    findings.none();
}

#[test]
fn tests_neither_sleep_nor_claim_ports() {
    let mut findings = Findings::default();
    let sleep = pattern(r"\bsleep\(");
    let port = pattern(r"(127\.0\.0\.1|localhost|\[::1\]):[1-9][0-9]+|0\.0\.0\.0:[1-9]");
    let elsewhere = ["tests/it/tidy.rs", "tests/it/support/"];
    for source in
        ["tests/it", "tests/peers"].into_iter().flat_map(sources).filter(|source| !source.is_under(&elsewhere))
    {
        for (place, _) in source.lines(&sleep) {
            findings.add(place, "wait for what you wait for: a line, a connection, a file, the end of a process");
        }
        for (place, line) in source.lines(&port) {
            // Port 1 is privileged and unused: the usual way to be refused.
            if !line.contains(":1/") && !line.contains(":1\"") {
                findings.add(place, "ask for port 0 and read which one it became; a fixed port is somebody else's");
            }
        }
    }
    findings.none();
}

#[test]
fn every_applet_is_furnished() {
    let mut findings = Findings::default();
    let readme = read("README.md");
    let benches: String = sources("benches").iter().map(|source| source.path.clone() + "\n").collect();
    let applets: BTreeSet<_> =
        sources("src/applets").iter().filter_map(|source| source.applet().map(str::to_owned)).collect();
    assert!(!applets.is_empty(), "no applet found under src/applets");
    for applet in applets {
        let need = |there: bool, what_to_do: &str, findings: &mut Findings| {
            if !there {
                findings.add(&applet, what_to_do);
            }
        };
        let exists = |path: String| root().join(path).exists();
        for room in ["mod", "args", "error"] {
            let there = exists(format!("src/applets/{applet}/{room}.rs"));
            need(there, &format!("add src/applets/{applet}/{room}.rs; these rooms every applet has"), &mut findings);
        }
        let section = readme.lines().any(|line| line == format!("## {applet}"));
        need(section, &format!("add a section '## {applet}' to README.md"), &mut findings);
        let generated = exists(format!("man/toolbox-{applet}.1")) && exists(format!("completions/_{applet}"));
        need(
            generated,
            "make its manual page and completions: SNAPSHOTS=overwrite cargo test --test it generated",
            &mut findings,
        );
        need(benches.contains(&applet), &format!("add benches/{applet}.rs or benches/{applet}/"), &mut findings);
        let tested = exists(format!("tests/it/{applet}.rs")) || exists(format!("tests/it/{applet}/mod.rs"));
        need(tested, &format!("add tests/it/{applet}.rs"), &mut findings);
        let examples =
            read(&format!("src/applets/{applet}/args.rs")).lines().filter(|line| is_example(line, &applet)).count();
        need(examples >= 3, "show at least three examples in its long help", &mut findings);
    }
    findings.none();
}

/// Whether a line of the sources is a command in a list of examples: `  load …`.
fn is_example(line: &str, applet: &str) -> bool {
    line.strip_prefix("  ")
        .is_some_and(|line| line.starts_with(&format!("{applet} ")) || line.starts_with(&format!("toolbox {applet} ")))
}
