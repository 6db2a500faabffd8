//! Reading, places and errors of each format; layers and look-ups.

use std::path::Path;

use serde_json::json;

use super::*;

fn parse(text: &str, name: &str) -> Result<Tree, ConfigError> {
    let env = Env::of([("TOKEN", "xyz"), ("PORT", "8080")]);
    Tree::parse(text, name, Format::of(Path::new(name)).unwrap(), &env)
}

fn refused(text: &str, name: &str) -> String {
    parse(text, name).unwrap_err().to_string()
}

const TOML: &str = r#"
top = "x ${TOKEN}"

[load]
rate = 1_000
share = 1.10
hex = 0xff
on = true
list = ["a", 2]
headers = { "X.Y" = "z" }
when = 1979-05-27
"#;

const YAML: &str = "
top: x ${TOKEN}
load:
  rate: 1000
  share: 1.10
  hex: 0xff
  on: true
  list: [a, 2]
  headers:
    X.Y: z
  when: 1979-05-27
";

const JSON: &str = r#"
{
	"top": "x ${TOKEN}",
	"load": {
		"rate": 1000,
		"share": 1.10,
		"hex": 255,
		"on": true,
		"list": ["a", 2],
		"headers": {"X.Y": "z"},
		"when": "1979-05-27"
	}
}"#;

#[test]
fn every_format_reads_the_same() {
    let expected = json!({
        "top": "x xyz",
        "load": {
            "rate": 1000, "share": 1.1, "hex": 255, "on": true, "list": ["a", 2], "headers": {"X.Y": "z"},
            "when": "1979-05-27",
        },
    });
    for (text, name) in [(TOML, "a.toml"), (YAML, "a.yaml"), (JSON, "a.json")] {
        let tree = parse(text, name).unwrap();
        assert_eq!(tree.to_json(), expected, "{name}");
        let share = tree.root().get("load").and_then(|load| load.get("share")).unwrap();
        assert_eq!(share.text().as_deref(), Some("1.10"), "{name}: a number keeps its spelling");
    }
}

#[test]
fn every_format_knows_its_places() {
    for (text, name, places) in [
        (TOML, "a.toml", ["2:1", "5:1", "9:14", "10:13", "4:2"]),
        (YAML, "a.yaml", ["2:1", "4:3", "8:13", "10:5", "3:1"]),
        (JSON, "a.json", ["3:2", "5:3", "9:17", "10:15", "4:2"]),
    ] {
        let tree = parse(text, name).unwrap();
        for (path, place) in
            ["top", "load.rate", "load.list[1]", "load.headers.X.Y", "load.none.such"].iter().zip(places)
        {
            assert_eq!(tree.at(path).to_string(), format!("{name}:{place}"), "{path}");
        }
    }
}

#[test]
fn json_that_is_not_plain_yaml_is_read_too() {
    let text = r#"{"slash": "a\/b", "pair": "\ud83d\ude00", "tab":	"\t", "empty": {}, "none": null, "deep": [[1],[ ]], "n": -1.5e3,"t":true}"#;
    let expected: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(parse(text, "a.json").unwrap().to_json(), expected);
}

#[test]
fn broken_files_say_where() {
    for (text, name, start) in [
        ("a = 1\nb = \n", "a.toml", "a.toml:2:5: "),
        ("a = 1\na = 2\n", "a.toml", "a.toml:2:1: duplicate key"),
        ("a: 1\nb: [1\n", "a.yaml", "a.yaml:"),
        ("a: 1\na: 2\n", "a.yaml", "a.yaml:2:1: duplicate"),
        ("{\"a\": 1,\n \"b\" 2}", "a.json", "a.json:2:"),
        ("- a\n", "a.yaml", "a.yaml:1:1: expected `key: value` lines"),
        ("a: 1\n---\nb: 2\n", "a.yaml", "a.yaml:"),
        ("x:\n  y: ${NONE}\n", "a.yaml", "a.yaml:2:6: the variable NONE is not set"),
    ] {
        let message = refused(text, name);
        assert!(message.starts_with(start), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    assert!(Format::of(Path::new("a.ini")).unwrap_err().to_string().contains(".toml, .yaml"));
}

#[test]
fn an_empty_file_is_an_empty_table() {
    for name in ["a.toml", "a.yaml"] {
        assert_eq!(parse("", name).unwrap().to_json(), json!({}), "{name}");
        assert_eq!(parse("\u{feff}# only a comment\n", name).unwrap().to_json(), json!({}), "{name}");
    }
}

#[test]
fn anchors_and_merges_resolve() {
    let tree = parse("base: &b {x: 1}\nuse:\n  <<: *b\n  y: 2\n", "a.yaml").unwrap();
    assert_eq!(tree.to_json()["use"], json!({"x": 1, "y": 2}));
}

fn key(names: &[&str], shape: Shape) -> Key {
    Key { id: names[0].replace('-', "_"), names: names.iter().map(ToString::to_string).collect(), shape }
}

fn schema() -> Section {
    let header = || key(&["header", "headers"], Shape::Many { separator: Some(": ") });
    let find = Section {
        names: vec!["find".into()],
        keys: vec![key(&["slo"], Shape::Many { separator: None }), header()],
        sections: vec![],
    };
    let load = Section {
        names: vec!["load".into(), "blitz".into()],
        keys: vec![
            key(&["rate", "q"], Shape::One),
            key(&["connect-timeout"], Shape::One),
            key(&["insecure"], Shape::Switch),
            header(),
        ],
        sections: vec![find],
    };
    let other = Section { names: vec!["kv".into()], keys: vec![key(&["port"], Shape::One)], sections: vec![] };
    Section {
        names: vec!["toolbox".into()],
        keys: vec![key(&["color"], Shape::One), key(&["verbose"], Shape::Count)],
        sections: vec![load, other],
    }
}

fn look_up(
    path: &[&str],
    files: &[(&str, &str)],
    env: &[(&str, &str)],
) -> Result<Vec<(String, String, String)>, String> {
    let layer = |&(name, text): &(&str, &str)| {
        let flat = name.starts_with("load") || name.starts_with("blitz");
        let scope = if flat { Scope::Applet("load".into()) } else { Scope::Whole };
        Layer { tree: parse(text, name).unwrap(), scope }
    };
    let layers: Vec<_> = files.iter().map(layer).collect();
    let env = Env::of(env.iter().copied());
    settings(&schema(), path, &layers, &env, &["rip", "scan"])
        .map(|found| found.into_iter().map(|s| (s.id, s.values.join("|"), s.origin.to_string())).collect())
        .map_err(|error| match error.hint() {
            Some(hint) => format!("{error} ({hint})"),
            None => error.to_string(),
        })
}

#[track_caller]
fn finds(path: &[&str], files: &[(&str, &str)], env: &[(&str, &str)], expected: &[(&str, &str, &str)]) {
    let found = look_up(path, files, env).unwrap();
    let found: Vec<_> =
        found.iter().map(|(id, values, origin)| (id.as_str(), values.as_str(), origin.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_near_file_beats_a_far_one_and_a_variable_beats_both() {
    let near = ("toolbox.toml", "[load]\nrate = 1\n");
    let far = ("config.yaml", "load: {rate: 2, insecure: yes}\n");
    let insecure = ("insecure", "true", "config.yaml:1:27");
    finds(&["load"], &[near, far], &[], &[("rate", "1", "toolbox.toml:2:8"), insecure]);
    finds(&["load"], &[near, far], &[("TOOLBOX_LOAD__RATE", "3")], &[("rate", "3", "TOOLBOX_LOAD__RATE"), insecure]);
}

#[test]
fn keys_of_the_program_may_stand_at_every_level_and_the_deepest_counts() {
    let whole = ("toolbox.yaml", "color: never\nverbose: true\nload:\n  color: always\n  find:\n    color: auto\n");
    let verbose = ("verbose", "1", "toolbox.yaml:2:10");
    finds(&["kv"], &[whole], &[], &[("color", "never", "toolbox.yaml:1:8"), verbose]);
    finds(&["load"], &[whole], &[], &[("color", "always", "toolbox.yaml:4:10"), verbose]);
    finds(&["load", "find"], &[whole], &[], &[("color", "auto", "toolbox.yaml:6:12"), verbose]);
    finds(&["kv"], &[], &[("TOOLBOX_COLOR", "x")], &[("color", "x", "TOOLBOX_COLOR")]);
    let deeper = [("TOOLBOX_COLOR", "x"), ("TOOLBOX_KV__COLOR", "y")];
    finds(&["kv"], &[], &deeper, &[("color", "y", "TOOLBOX_KV__COLOR")]);
}

#[test]
fn a_verb_inherits_the_keys_it_shares_with_its_applet() {
    let file = ("toolbox.yaml", "load:\n  rate: 5\n  headers: {A: b, C: 2}\n  find:\n    slo: [p99<1s, err<1%]\n");
    finds(
        &["load", "find"],
        &[file],
        &[],
        &[("slo", "p99<1s|err<1%", "toolbox.yaml:5:10"), ("header", "A: b|C: 2", "toolbox.yaml:3:12")],
    );
    finds(&["load", "find"], &[], &[("TOOLBOX_LOAD__FIND__SLO", "a\nb")], &[("slo", "a|b", "TOOLBOX_LOAD__FIND__SLO")]);
}

#[test]
fn a_file_of_one_applet_needs_no_section() {
    let flat = ("blitz.yaml", "q: 7\nconnect_timeout: 5s\nfind: {slo: x}\ncolor: never\n");
    let expected = [
        ("color", "never", "blitz.yaml:4:8"),
        ("rate", "7", "blitz.yaml:1:4"),
        ("connect_timeout", "5s", "blitz.yaml:2:18"),
    ];
    finds(&["load"], &[flat], &[], &expected);
    finds(&["kv"], &[flat], &[], &[]);
}

#[test]
fn an_unwritten_value_lets_the_next_layer_speak() {
    let files = [("toolbox.yaml", "load:\n  rate:\n"), ("config.yaml", "load:\n  rate: 2\n")];
    finds(&["load"], &files, &[], &[("rate", "2", "config.yaml:2:9")]);
}

#[test]
fn unknown_keys_and_wrong_shapes_are_refused_with_their_place() {
    let files = [
        ("load:\n  raet: 1\n", "t.yaml:2:3: unknown key 'raet' (did you mean 'rate'?)"),
        ("laod:\n  rate: 1\n", "t.yaml:1:1: unknown key 'laod' (did you mean 'load'?)"),
        ("rate: 1\n", "t.yaml:1:1: unknown key 'rate' (it belongs in the section 'load')"),
        ("load: {slo: x}\n", "t.yaml:1:8: unknown key 'slo' (it belongs in the section 'find')"),
        ("kv: {prot: 1}\n", "t.yaml:1:6: unknown key 'prot' (did you mean 'port'?)"),
        ("load: {zzz: 1}\n", "t.yaml:1:8: unknown key 'zzz'"),
        ("load: {rate: [1]}\n", "t.yaml:1:14: rate takes one value, not a list"),
        ("load: {insecure: maybe}\n", "t.yaml:1:18: 'maybe' is neither true nor false"),
        ("load: {header: [{a: b}]}\n", "t.yaml:1:17: header takes plain values, not a table"),
        ("load: {find: {slo: {a: b}}}\n", ""),
    ];
    for (text, expected) in files.iter().filter(|(_, expected)| !expected.is_empty()) {
        assert_eq!(look_up(&["load"], &[("t.yaml", text)], &[]).unwrap_err(), *expected);
    }
    let slo = look_up(&["load", "find"], &[("t.yaml", files[9].0)], &[]).unwrap_err();
    assert_eq!(slo, "t.yaml:1:20: slo takes a value or a list of values, not a table");
    assert!(
        look_up(&["load"], &[("t.yaml", "rip: {x: 1}\nscan: 5\n")], &[]).is_ok(),
        "not built in: not ours to judge"
    );
}

#[test]
fn a_flat_file_that_is_no_configuration_says_why_it_was_read() {
    let steps = look_up(&["load"], &[("load.yaml", "steps: []\n")], &[]).unwrap_err();
    let why = "load.yaml is read as configuration of load because of its name; as input, give it as an argument";
    assert_eq!(steps, format!("load.yaml:1:1: unknown key 'steps' ({why})"));
}

#[test]
fn unknown_variables_of_the_applet_that_runs_are_refused_by_name() {
    let raet = look_up(&["load"], &[], &[("TOOLBOX_LOAD__RAET", "1")]).unwrap_err();
    assert_eq!(raet, "TOOLBOX_LOAD__RAET: unknown key 'raet' (did you mean 'rate'?)");
    let verb = look_up(&["load"], &[], &[("TOOLBOX_LOAD__FNID__SLO", "1")]).unwrap_err();
    assert!(verb.starts_with("TOOLBOX_LOAD__FNID__SLO: unknown key 'fnid.slo'"), "{verb}");
    let switch = look_up(&["load"], &[], &[("TOOLBOX_LOAD__INSECURE", "2")]).unwrap_err();
    assert_eq!(switch, "TOOLBOX_LOAD__INSECURE: '2' is neither true nor false");
    finds(&["load"], &[], &[("TOOLBOX_KV__PROT", "1"), ("TOOLBOX_ANYTHING", "1"), ("TOOLBOX_LOAD__RATE", "")], &[]);
}

#[test]
fn files_are_found_nearest_first() {
    let home = tempfile::tempdir().unwrap();
    let here = tempfile::tempdir().unwrap();
    let write = |path: std::path::PathBuf, color: &str| {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("color: {color}\n")).unwrap();
    };
    let env = Env::of([("HOME", home.path())]);
    let names = ["load".to_owned(), "blitz".to_owned()];
    let search =
        Search { env: &env, directory: here.path(), program: "toolbox", applet: &names, explicit: None, words: &[] };
    let colors = |search: &Search<'_>| {
        let layers = discover(search).unwrap();
        layers
            .iter()
            .map(|layer| layer.tree.to_json()["color"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(colors(&search), "");

    write(home.path().join(".toolbox.yaml"), "home");
    assert_eq!(colors(&search), "home");
    write(home.path().join(".config/toolbox/config.yml"), "xdg");
    assert_eq!(colors(&search), "xdg", "one file of the user counts");
    write(here.path().join("toolbox.yaml"), "project");
    assert_eq!(colors(&search), "project xdg");
    write(here.path().join("blitz.yaml"), "blitz");
    assert_eq!(colors(&search), "blitz project xdg");
    write(here.path().join("load.yml"), "load");
    assert_eq!(colors(&search), "load project xdg", "the proper name comes before the others");

    let words = ["-c5".into(), here.path().join("./load.yml").into_os_string()];
    assert_eq!(colors(&Search { words: &words, ..search }), "project xdg", "what is named is input");

    let explicit = here.path().join("other.yaml");
    let asked = Search { explicit: Some(&explicit), ..search };
    assert!(discover(&asked).unwrap_err().to_string().starts_with("cannot read"), "asked for, so it must exist");
    write(explicit.clone(), "other");
    assert_eq!(colors(&asked), "other");
}
