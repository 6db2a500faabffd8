//! Templates: rendered within bounds, the same by the short way and by minijinja, errors inside the text.

use std::time::Duration;

use serde_json::json;
use toolbox::applets::load::template::{Globals, Scope, Template, TemplateError};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Ok(source) = std::str::from_utf8(data) else { return };
    let template = match Template::compile(source) {
        Ok(template) => template,
        Err(error) => return inside(source, &error),
    };
    assert_eq!(template.source(), source);
    let _ = template.variables();
    let text = template.render_text(&scope());
    match &text {
        Ok(text) => {
            if let Some(fixed) = template.as_static() {
                assert_eq!(fixed, text);
            }
        }
        Err(error) => inside(source, error),
    }
    lines(&template, text.as_deref().ok());
    short_and_long(source, &template, text.as_deref());
}

/// Every user draws the same: two renderings of one template can be compared.
fn scope() -> Scope {
    let vars = [
        ("name".to_owned(), json!("a \"b\" é")),
        ("number".to_owned(), json!(7)),
        ("list".to_owned(), json!([1, "x", null])),
        ("each".to_owned(), json!("{{ iteration }}-{{ random(1, 9) }}")),
    ];
    let scope = Globals::new(&vars, &[]).map(|globals| Scope::new(globals, 3, 42)).and_then(|mut scope| {
        scope.begin(5, Duration::from_secs(1_700_000_000))?;
        scope.set("token", json!({"id": 1.5, "text": "t"}));
        Ok(scope)
    });
    match scope {
        Ok(scope) => scope,
        Err(error) => panic!("the variables are sound: {error}"),
    }
}

/// What goes into a head may not break its line, and a failure leaves nothing behind.
fn lines(template: &Template, text: Option<&str>) {
    for render in [Template::render_header, Template::render_target] {
        let mut out = b"before".to_vec();
        match render(template, &scope(), &mut out) {
            Ok(()) => {
                assert!(text.is_some(), "rendered for a head, and not otherwise");
                assert!(!out.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)), "{out:?}");
            }
            Err(_) => assert_eq!(out, b"before"),
        }
    }
}

/// A comment in front sends every template through minijinja.
fn short_and_long(source: &str, template: &Template, text: Result<&str, &TemplateError>) {
    let commented = format!("{{##}}{source}");
    let Ok(long) = Template::compile(&commented) else { panic!("a comment in front spoils {template:?}") };
    let long = long.render_text(&scope());
    match (text, &long) {
        (Ok(short), Ok(long)) => assert_eq!(short, long, "minijinja on the right"),
        (Err(_), Err(_)) => {}
        (short, long) => panic!("{source:?}: {short:?}, by minijinja {long:?}"),
    }
}

fn inside(source: &str, error: &TemplateError) {
    let Some(line) = source.split('\n').nth(error.line.wrapping_sub(1)) else { panic!("{error:?} in {source:?}") };
    assert!((1..=line.chars().count() + 1).contains(&error.column), "{error:?} in {source:?}");
    assert!(!error.problem.is_empty());
}
