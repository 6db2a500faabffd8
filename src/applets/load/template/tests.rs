//! What templates print, what they refuse, and that both ways of rendering agree.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::applets::load::data::{DataOrder, DataSet};

fn users(order: DataOrder) -> DataSet {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.json");
    let rows = r#"[{"name":"Ada","age":36,"tags":["x"],"at":{"city":"Köln"}},{"name":"Al \"the\" an","age":41.5,"tags":[],"at":null}]"#;
    std::fs::write(&path, rows).unwrap();
    DataSet::read("users", &path, order).unwrap()
}

fn globals() -> Arc<Globals> {
    let vars = [
        ("host", json!("h/ost")),
        ("count", json!(3)),
        ("on", json!(true)),
        ("nothing", Value::Null),
        ("order", json!("{{ host }}-{{ random(1, 1000000) }}")),
        ("Name", json!("Go")),
    ];
    let vars: Vec<_> = vars.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Globals::new(&vars, &[users(DataOrder::Sequential)]).unwrap()
}

fn scope() -> Scope {
    let mut scope = Scope::new(globals(), 2, 1);
    scope.begin(7, Duration::from_millis(1_700_000_000_123)).unwrap();
    scope.set("token", json!("a b/ü\"&"));
    scope.set("id", json!(42));
    scope.set("reply", json!({ "items": [1, 2], "name": "r" }));
    scope
}

fn render(source: &str) -> Result<String, String> {
    let template = Template::compile(source).map_err(|error| error.to_string())?;
    template.render_text(&scope()).map_err(|error| error.to_string())
}

#[test]
fn a_function_is_no_value_and_tells_nothing_of_the_scope() {
    for source in [
        "{{ uuid }}",
        "{{ uuid|json }}",
        "{##}{{ uuid }}",
        "{##}{{ uuid|b64encode }}",
        "{{ range }}",
        "{##}{{ range }}",
    ] {
        assert!(render(source).is_err(), "{source}");
    }
    for source in ["{{ [uuid] }}", "{{ uuid ~ '' }}"] {
        assert!(render(source).is_ok_and(|text| text.len() < 20 && text.contains("Uuid")), "{source}");
    }
}

#[test]
fn values_print_as_text_or_json() {
    for (source, text) in [
        ("", ""),
        ("plain } {\n", "plain } {\n"),
        ("{{ iteration }}/{{user}}", "7/2"),
        ("{\"id\": {{.Iteration}}}\n", "{\"id\": 7}\n"),
        ("{{ .Name }} {{.User}} {{ .token }}", "Go 2 a b/ü\"&"),
        ("{{ users.name }} {{ users.age }}", "Al \"the\" an 41.5"),
        ("{{ users.at }} {{ nothing }} {{ on }} {{ count }}", "null null true 3"),
        ("{{ users.tags }}{{ reply.items }}{{ reply.name }}", "[][1,2]r"),
        ("{{ token | urlencode }}", "a%20b%2F%C3%BC%22%26"),
        ("{{ token|json }} {{ id | json }}", "\"a b/ü\\\"&\" 42"),
        ("{{ id + 1 }} {{ users.name | upper }} {{ reply.items[1] }}", "43 AL \"THE\" AN 2"),
        ("{{ reply.items }}{{ none }}{{ 1.0 }}{{ '' ~ nothing }}", "[1,2]null1.0None"),
        ("{{ 'a+b' | b64encode }} {{ 'YSti' | b64decode }}", "YSti a+b"),
        ("{% if iteration > 5 %}late{% else %}early{% endif %}\n", "late\n"),
        ("{% for tag in ['a', 'b'] %}{{ tag }}{{ loop.index }}{% endfor %}", "a1b2"),
        ("{{ missing | default('none') }} {{ missing is defined }}", "none false"),
        ("{# note #}{{- ' x ' -}} ", " x "),
        ("{% raw %}{{ kept }}{% endraw %}", "{{ kept }}"),
        ("{{ now() }} {{ now_ms() }}", "1700000000 1700000000123"),
        ("{% macro m() %}{{ random(5, 5) }}{{ iteration }}{% endmacro %}{{ m() }}", "57"),
    ] {
        assert_eq!(render(source).as_deref(), Ok(text), "{source}");
    }
}

#[test]
fn a_whole_row_prints_as_an_object() {
    let row: Value = serde_json::from_str(&render("{{ users }}").unwrap()).unwrap();
    assert_eq!(row, json!({ "name": "Al \"the\" an", "age": 41.5, "tags": [], "at": null }));
}

#[test]
fn errors_have_a_line_a_column_and_a_reason() {
    for (source, says) in [
        (
            "{{ tokn }}",
            "line 1, column 4: `tokn` is not defined; there are iteration, user, host, count, on, nothing, \
            Name, users, order, token, id, reply",
        ),
        (
            "a\nb {{ users.mail }}",
            "line 2, column 6: `users.mail` is not defined; there are iteration, user, host, \
            count, on, nothing, Name, users, order, token, id, reply",
        ),
        ("a\n{{ tokn | upper }}", "line 2, column 11: `tokn` is undefined; there are iteration, user, "),
        ("a\n  {{ id +", "line 2, column "),
        ("{% if %}", "line 1, column "),
        ("{{ random(5, 1) }}", "line 1, column 4: invalid operation: random(5, 1) is empty"),
        ("{{ random_string(99999999) }}", "line 1, column 4: invalid operation: random_string(99999999) is too long"),
        ("{{ '%' | b64decode }}", "line 1, column 10: invalid operation: b64decode: "),
        ("{{ pick([]) }}", "line 1, column 4: invalid operation: pick() needs a list"),
        ("{% include 'x' %}", "line 1, column "),
        ("{{ nofilter | nofilter }}", "line 1, column "),
    ] {
        let error = render(source).unwrap_err();
        assert!(error.starts_with(says), "{source}: {error}");
    }
    let mut out = b"kept".to_vec();
    let template = Template::compile("begun {{ tokn }}").unwrap();
    assert!(template.render(&scope(), &mut out).is_err());
    assert_eq!(out, b"kept", "a failed rendering leaves nothing behind");
}

#[test]
fn functions_draw_what_they_promise() {
    for _ in 0..3 {
        let number: i64 = render("{{ random(-3, 3) }}").unwrap().parse().unwrap();
        assert!((-3..=3).contains(&number));
        let number: f64 = render("{{ random_float(2, 3) }}").unwrap().parse().unwrap();
        assert!((2.0..3.0).contains(&number));
    }
    assert!(render("{{ random(-9223372036854775807, 9223372036854775807) }}").unwrap().parse::<i64>().is_ok());
    assert_eq!(render("{{ random_string(12) }}").unwrap().len(), 12);
    let uuid = render("{{ uuid() }}").unwrap();
    assert!(
        regex::Regex::new("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
            .unwrap()
            .is_match(&uuid)
    );
    assert!(["a", "b"].contains(&render("{{ pick(['a', 'b']) }}").unwrap().as_str()));
}

#[test]
fn draws_are_repeatable_by_seed_and_differ_between_users() {
    let draw = |user, seed| {
        let mut scope = Scope::new(globals(), user, seed);
        scope.begin(0, Duration::ZERO).unwrap();
        Template::compile("{{ uuid() }} {{ uuid() }}").unwrap().render_text(&scope).unwrap()
    };
    assert_eq!(draw(0, 1), draw(0, 1));
    assert_ne!(draw(0, 1), draw(1, 1));
    assert_ne!(draw(0, 1), draw(0, 2));
    let (first, second) = draw(0, 1).split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_ne!(first, second);
}

#[test]
fn a_variable_that_is_a_template_holds_for_an_iteration() {
    let mut scope = scope();
    let template = Template::compile("{{ order }}").unwrap();
    let first = template.render_text(&scope).unwrap();
    assert!(first.starts_with("h/ost-"));
    assert_eq!(template.render_text(&scope).unwrap(), first);
    scope.begin(8, Duration::ZERO).unwrap();
    assert_ne!(template.render_text(&scope).unwrap(), first);
}

#[test]
fn an_iteration_forgets_captures_and_takes_the_next_row() {
    let mut scope = scope();
    let name = Template::compile("{{ users.name }}").unwrap();
    let token = Template::compile("{{ token }}").unwrap();
    assert!(token.render_text(&scope).is_ok());
    let names: Vec<String> = (0..3)
        .map(|iteration| {
            scope.begin(iteration, Duration::ZERO).unwrap();
            name.render_text(&scope).unwrap()
        })
        .collect();
    assert_eq!(names, ["Ada", "Al \"the\" an", "Ada"]);
    assert!(token.render_text(&scope).is_err());

    let globals = Globals::new(&[], &[users(DataOrder::Random)]).unwrap();
    let mut scope = Scope::new(globals, 0, 3);
    let drawn: BTreeSet<String> = (0..64)
        .map(|_| {
            scope.begin(0, Duration::ZERO).unwrap();
            name.render_text(&scope).unwrap()
        })
        .collect();
    assert_eq!(drawn.len(), 2, "both rows are drawn");
}

#[test]
fn a_template_knows_what_it_is() {
    let template = |source: &str| Template::compile(source).unwrap();
    assert_eq!(template("a } b").as_static(), Some("a } b"));
    assert_eq!(template("{{ a }}").as_static(), None);
    let names = |source: &str| template(source).variables().into_iter().collect::<Vec<_>>();
    assert_eq!(names("{{ b.c }}{{ a }}{{ b }}"), ["a", "b"]);
    assert_eq!(names("{{ a + random(1, b) }}{% for i in range(3) %}{{ i }}{% endfor %}"), ["a", "b"]);
    assert_eq!(names("{{ a | default(1) }}"), [""; 0]);
}

#[test]
fn a_header_is_one_line_and_a_target_has_no_blanks() {
    let mut scope = scope();
    scope.set("evil", json!("x\r\nHost: y"));
    let mut out = Vec::new();
    let template = Template::compile("v {{ evil }}").unwrap();
    let error = template.render_header(&scope, &mut out).unwrap_err();
    assert_eq!(error.problem, "the value has the control character 0x0d; a header cannot carry it");
    assert!(out.is_empty());
    Template::compile("/a%20b/{{ evil }}/{{ token }}?q=1#x").unwrap().render_target(&scope, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "/a%20b/x%0D%0AHost:%20y/a%20b/%C3%BC%22&?q=1%23x");
}

/// The same source, through minijinja whatever it holds.
fn through_minijinja(source: &str) -> Option<String> {
    let environment = compile(source).ok()?;
    let template = environment.get_template(NAME).ok()?;
    template.render(scope().context()).ok()
}

proptest! {
    #[test]
    fn both_ways_of_rendering_agree(
        source in r"([a-z \n{}]|\{\{ ?(iteration|user|token|id|on|nothing|reply|reply\.name|reply\.none|users|users\.age|users\.at|users\.tags|host\.x|no)( ?\| ?(json|urlencode))? ?\}\}){0,6}",
    ) {
        if let Some(segments) = segment::split(&source) {
            let template = Template { source: source.clone(), program: Program::Segments(segments) };
            prop_assert_eq!(template.render_text(&scope()).ok(), through_minijinja(&source));
        }
    }

    #[test]
    fn no_source_panics(source in r"(\{\{|\}\}|\{%|%\}|\{#|#\}|[a-zé.|()\[\] '\n-]|\.Iteration|iteration|users|random|\(1,2\)|if |for |in ){0,14}") {
        if let Ok(template) = Template::compile(&source) {
            let _ = template.variables();
            let mut out = Vec::new();
            let _ = template.render_target(&scope(), &mut out);
            let _ = template.render_header(&scope(), &mut out);
        }
    }

    #[test]
    fn floats_print_alike(value in any::<f64>()) {
        let mut scope = scope();
        scope.set("x", json!(value));
        let fast = Template::compile("{{ x }}").unwrap().render_text(&scope).unwrap();
        let slow = Template::compile("{{ x }}{% if x %}{% endif %}").unwrap().render_text(&scope).unwrap();
        prop_assert_eq!(fast, slow);
    }
}

#[test]
fn no_template_hangs_or_eats_the_machine() {
    let long = "it takes too long";
    let large = "grows beyond 64 MiB";
    for (source, problem) in [
        ("{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}", long),
        ("{% for i in range(200) %}{{ random_string(1000000) }}{% endfor %}", large),
        ("{{ 'a\nb' | indent(100000000) }}", large),
        ("{{ '%999999999d' | format(3) }}", large),
        ("{{ ('x' * 100000) | replace('x', 'y' * 100000) }}", large),
        ("{{ ('1' * 100000) | replace(1, 'y' * 100000) }}", large),
    ] {
        let error = render(source).unwrap_err();
        assert!(error.contains(problem), "{source}: {error}");
    }
    assert_eq!(
        render("{{ 'a\nb' | indent(2) }}{{ '%03d' | format(7) }}{{ 'aXa' | replace('X', '') }}").unwrap(),
        "a\n  b007aa"
    );
}

#[test]
fn large_numbers_are_formatted_and_numbers_are_replaced() {
    for (source, text) in [
        ("{{ '%d' | format(1700000000000) }}", "1700000000000"),
        ("{{ '+%s' | format('4917099999999') }}", "+4917099999999"),
        ("{{ '/items/N' | replace('N', iteration) }}", "/items/7"),
        ("{{ 101 | replace(0, 2) }}", "121"),
    ] {
        assert_eq!(render(source).as_deref(), Ok(text), "{source}");
    }
}
