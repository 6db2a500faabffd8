//! Where settings come from, which one counts, and what is said about wrong ones.

use serde_json::{Value, json};

use crate::support::cli::{Said, World, said};
use crate::support::peer;

const URL: &str = "http://localhost/";

/// Runs `load URL` in `world` with the variables of `env`.
fn load(world: &World, env: &[(&str, &str)]) -> Said {
    said(world.toolbox().args(["load", URL]).envs(env.iter().copied()))
}

/// Runs `load` with `words` to its end and returns what it was told to do, as its report has it.
#[track_caller]
fn planned(world: &World, words: &[&str], env: &[(&str, &str)]) -> Value {
    let said = said(world.toolbox().arg("load").args(words).arg("--json").envs(env.iter().copied()));
    assert_eq!(said.code, Some(0), "{}", said.err);
    serde_json::from_str::<Value>(&said.out).unwrap()["plan"].take()
}

#[track_caller]
fn refused(said: &Said, expected: &str) {
    assert_eq!(said.err, expected);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
}

#[test]
fn every_format_is_read_and_a_bad_value_is_reported_with_its_place() {
    for (name, text, place) in [
        ("toolbox.toml", "[load]\nrate = 'fast'\n", "2:8"),
        ("toolbox.yaml", "load:\n  rate: fast\n", "2:9"),
        ("toolbox.yml", "load: {rate: fast}\n", "1:14"),
        ("toolbox.json", "{\n\t\"load\": {\"rate\": \"fast\"}\n}\n", "2:19"),
        ("load.yaml", "rate: fast\n", "1:7"),
        ("blitz.json", "{\"rate\": \"fast\"}", "1:10"),
    ] {
        let world = World::new();
        world.write(&format!("work/{name}"), text);
        let said = load(&world, &[]);
        let start = format!("load: error: {name}:{place}: invalid value 'fast' for rate: ");
        assert!(said.err.starts_with(&start), "{name}: {}", said.err);
        assert_eq!(said.code, Some(2), "{name}");
    }
}

#[test]
fn an_unknown_key_is_reported_with_its_place_and_the_nearest_one() {
    let world = World::new();
    world.write("work/toolbox.toml", "[load]\n# spelled wrong\nraet = 100\n");
    let expected = "load: error: toolbox.toml:3:1: unknown key 'raet'\nhint: did you mean 'rate'?\n";
    refused(&load(&world, &[]), expected);
}

#[test]
fn a_wrong_variable_is_reported_by_its_name() {
    let world = World::new();
    let unknown = "load: error: TOOLBOX_LOAD__RAET: unknown key 'raet'\nhint: did you mean 'rate'?\n";
    refused(&load(&world, &[("TOOLBOX_LOAD__RAET", "1")]), unknown);
    let said = load(&world, &[("TOOLBOX_LOAD__RATE", "fast")]);
    assert!(said.err.starts_with("load: error: TOOLBOX_LOAD__RATE: invalid value 'fast' for rate: "), "{}", said.err);
    let said = load(&world, &[("TOOLBOX_LOAD__HTTP", "7")]);
    assert_eq!(said.err, "load: error: TOOLBOX_LOAD__HTTP: invalid value '7' for http; possible values: 1.1, 2\n");
}

#[test]
fn sections_of_applets_that_are_not_built_in_are_nobodys_business() {
    let world = World::new();
    world.write("work/toolbox.toml", "[load]\nraet = 1\n[scan]\nanything = true\n");
    assert!(load(&world, &[]).err.contains("toolbox.toml:2:1: unknown key 'raet'"));
    world.write("work/toolbox.toml", "[scna]\nanything = true\n[load]\nraet = 1\n");
    assert!(load(&world, &[]).err.contains("toolbox.toml:1:2: unknown key 'scna'"), "{}", load(&world, &[]).err);
}

#[test]
fn files_are_looked_for_from_near_to_far() {
    let world = World::new();
    let wrong = |path: &str| world.write(path, "load:\n  rate: fast\n");
    let place = |env: &[(&str, &str)]| load(&world, env).err.split(": ").nth(2).unwrap_or_default().to_owned();
    let home = world.home();
    let home = home.to_str().unwrap();

    wrong("home/.toolbox.yaml");
    assert_eq!(place(&[]), format!("{home}/.toolbox.yaml:2:9"));
    wrong("home/.config/toolbox/config.yaml");
    assert_eq!(place(&[]), format!("{home}/.config/toolbox/config.yaml:2:9"));
    wrong("home/xdg/toolbox/config.yaml");
    let xdg = format!("{home}/xdg");
    assert_eq!(place(&[("XDG_CONFIG_HOME", &xdg)]), format!("{home}/xdg/toolbox/config.yaml:2:9"));
    wrong("work/toolbox.yaml");
    assert_eq!(place(&[]), "toolbox.yaml:2:9");
    world.write("work/load.yaml", "rate: fast\n");
    assert_eq!(place(&[]), "load.yaml:1:7");
    wrong("home/named.yaml");
    let named = format!("{home}/named.yaml");
    assert_eq!(place(&[("TOOLBOX_CONFIG", &named)]), format!("{named}:2:9"));
    assert_eq!(place(&[("TOOLBOX_LOAD__RATE", "fast")]), "TOOLBOX_LOAD__RATE");
}

#[test]
fn a_file_that_was_asked_for_must_exist_and_be_one() {
    let world = World::new();
    let missing = world.run("load --config nowhere.toml http://localhost/");
    let expected = "load: error: cannot read nowhere.toml\ncaused by: No such file or directory (os error 2)\n";
    refused(&missing, expected);
    world.write("work/settings.ini", "");
    let said = world.run("load --config=settings.ini http://localhost/");
    let expected = "load: error: settings.ini: not a configuration file by its name; use .toml, .yaml, .yml or .json\n";
    refused(&said, expected);
    world.write("work/toolbox.toml", "config = 'other.toml'\n");
    refused(&load(&world, &[]), "load: error: toolbox.toml:1:10: a configuration file cannot name another\n");
}

#[test]
fn a_variable_in_a_file_must_be_set_or_have_a_default() {
    let world = World::new();
    world.write("work/load.yaml", "header: ['Authorization: Bearer ${TOKEN}']\n");
    let expected = "load: error: load.yaml:1:10: the variable TOKEN is not set\nhint: set it, or give a default: ${TOKEN:-default}\n";
    refused(&load(&world, &[]), expected);
    world.write("work/load.yaml", "rate: ${RATE:-slow}\n");
    assert!(load(&world, &[]).err.contains("invalid value 'slow'"));
    assert!(load(&world, &[("RATE", "fast")]).err.contains("invalid value 'fast'"));
}

#[test]
fn a_broken_file_is_reported_where_it_breaks() {
    let world = World::new();
    world.write("work/toolbox.toml", "[load]\nrate = \n");
    let said = load(&world, &[]);
    assert!(said.err.starts_with("load: error: toolbox.toml:2:8: "), "{}", said.err);
    assert_eq!(said.code, Some(2));
    assert_eq!(world.run("--list").code, Some(0), "what needs no configuration reads none");
}

#[test]
fn flags_beat_variables_beat_near_files_beat_far_files_beat_defaults() {
    let world = World::new();
    let url = format!("http://{}/", peer::answering());
    let connections = |words: &[&str], env: &[(&str, &str)]| {
        planned(&world, &[&["-n20", &url], words].concat(), env)["shape"]["connections"].as_u64().unwrap()
    };
    assert_eq!(connections(&[], &[]), 10);
    world.write("home/.config/toolbox/config.toml", "[load]\nconnections = 2\n");
    assert_eq!(connections(&[], &[]), 2);
    world.write("work/toolbox.yaml", "load:\n  connections: 3\n");
    assert_eq!(connections(&[], &[]), 3);
    world.write("work/load.json", "{\"concurrency\": 4}");
    assert_eq!(connections(&[], &[]), 4, "another name of the flag will do");
    let env = [("TOOLBOX_LOAD__CONNECTIONS", "5")];
    assert_eq!(connections(&[], &env), 5);
    assert_eq!(connections(&["-c", "6"], &env), 6);
    assert_eq!(connections(&["-connections=7"], &env), 7);
}

#[test]
fn a_flat_file_of_the_roadmap_works_as_it_stands() {
    let world = World::new();
    let address = peer::answering();
    let file = format!(
        "url: http://{address}/users\nmethod: POST\nheaders:\n  Authorization: Bearer ${{TOKEN}}\n  \
         Content-Type: application/json\nbody: |\n  {{\"name\": \"test\", \"id\": 1}}\nconcurrency: 5\nrequests: 20\n"
    );
    world.write("work/blitz.yaml", &file);
    let plan = planned(&world, &[], &[("TOKEN", "xyz")]);
    assert_eq!(plan["shape"]["stop"]["requests"], 20);
    assert_eq!(plan["shape"]["connections"], 5);
    let step = &plan["steps"][0];
    assert_eq!(step["method"], "POST");
    assert_eq!(step["url"], format!("http://{address}/users"));
    assert!(step["headers"].to_string().contains("application/json"), "{step}");
}

#[test]
fn what_configuration_supplies_is_not_missing() {
    let world = World::new();
    let url = format!("http://{}/from-a-variable", peer::answering());
    let plan = planned(&world, &["-n1", "-c1"], &[("TOOLBOX_LOAD__URL", &url)]);
    assert_eq!(plan["steps"][0]["url"], url);
    let unset = world.run("load -n1");
    assert_eq!(unset.code, Some(2));
    let elsewhere = said(world.toolbox().args(["load", "-n1"]).env("TOOLBOX_LOAD__RATE", "5"));
    assert_eq!(elsewhere.code, Some(2), "{}", elsewhere.err);
}

#[test]
fn a_switch_of_a_file_is_undone_on_the_command_line() {
    let world = World::new();
    let url = format!("http://{}/", peer::answering());
    world.write("work/load.toml", "no-keepalive = true\n");
    let reuse =
        |words: &[&str]| planned(&world, &[&["-n2", "-c1", &url], words].concat(), &[])["route"]["reuse"].take();
    let (off, on) = (reuse(&[]), reuse(&["--no-keepalive=false"]));
    assert_ne!(off, on);
    assert_eq!(on, json!("keep"));
}

#[test]
fn settings_of_every_applet_may_stand_at_the_top_of_a_file() {
    let world = World::new();
    let url = format!("http://{}/", peer::answering());
    world.write("work/toolbox.toml", "format = 'json'\n");
    let report = world.run(&format!("load -n1 -c1 {url}")).out;
    assert!(serde_json::from_str::<Value>(&report).is_ok(), "{report}");
    let table = world.run(&format!("load -n1 -c1 {url} --format table")).out;
    assert!(table.contains("Summary"), "{table}");
}

#[test]
fn a_file_that_is_an_argument_is_input_and_no_configuration() {
    let world = World::new();
    let url = format!("http://{}/", peer::answering());
    world.write("work/load.yaml", &format!("requests: 3\nconnections: 1\nsteps: [{{url: '{url}'}}]\n"));
    let plan = planned(&world, &["load.yaml"], &[]);
    assert_eq!(plan["shape"]["stop"]["requests"], 3);
    let said = world.run("load");
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.contains("hint: load.yaml is read as configuration of load because of its name"), "{}", said.err);
}
