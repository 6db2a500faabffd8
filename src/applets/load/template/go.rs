//! The forms of Go's `text/template` that load-test bodies use, rewritten to minijinja's: `{{.Iteration}}` is
//! `{{ iteration }}`, `{{ .User }}` is `{{ user }}`, and `{{ .Name }}` is `{{ Name }}` for any other name.
//!
//! The rewriting never changes the length of the text, so that lines and columns of later errors stay true.

use std::borrow::Cow;
use std::ops::Range;

/// Fields that every template has; Go exports names by writing them large.
const FIELDS: [(&str, &str); 2] = [("Iteration", "iteration"), ("User", "user")];

/// Rewrites every field that begins an expression.
pub(super) fn rewrite(source: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(source);
    let mut at = 0;
    while let Some((open, tag)) = next_tag(source, at) {
        let inside = open + 2;
        let end = end_of_tag(source, inside, closing(tag));
        at = end;
        match tag {
            "{#" => {}
            "{%" if keyword(&source[inside..end]) == "raw" => at = end_of_raw(source, end),
            _ => rewrite_fields(&mut text, inside, end),
        }
    }
    text
}

/// Where the tags of a template stand, delimiters included.
pub(in crate::applets::load) fn tags(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, tag)) = next_tag(source, at) {
        at = (end_of_tag(source, open + 2, closing(tag)) + 2).min(source.len());
        found.push(open..at);
    }
    found
}

fn closing(tag: &str) -> &'static str {
    match tag {
        "{{" => "}}",
        "{%" => "%}",
        _ => "#}",
    }
}

/// The next `{{`, `{%` or `{#`.
fn next_tag(source: &str, from: usize) -> Option<(usize, &str)> {
    let bytes = source.as_bytes();
    let open = (from..bytes.len().saturating_sub(1))
        .find(|&at| bytes[at] == b'{' && matches!(bytes[at + 1], b'{' | b'%' | b'#'))?;
    Some((open, &source[open..open + 2]))
}

/// Where the tag ends, quoted texts skipped; the end of the source for a tag that is not closed.
fn end_of_tag(source: &str, from: usize, close: &str) -> usize {
    let mut quote = None;
    for (at, c) in source[from..].char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if source[from + at..].starts_with(close) => return from + at,
            None if close != "#}" && matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
    }
    source.len()
}

/// The first word of a tag.
fn keyword(inside: &str) -> &str {
    inside.trim_start_matches(['-', '+']).split_whitespace().next().unwrap_or_default()
}

/// Where the `{% endraw %}` begins that ends a raw block.
fn end_of_raw(source: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(open) = source[at..].find("{%").map(|open| at + open) {
        if keyword(&source[open + 2..]).trim_end_matches(['%', '}', '-']) == "endraw" {
            return open + 2;
        }
        at = open + 2;
    }
    source.len()
}

/// A dot that does not follow a value begins a field.
fn rewrite_fields(text: &mut Cow<'_, str>, from: usize, to: usize) {
    let mut fields = Vec::new();
    let (mut quote, mut before) = (None, None);
    for (at, c) in text[from..to].char_indices().map(|(at, c)| (from + at, c)) {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '.' && !before.is_some_and(ends_a_value) && starts_a_name(&text[at + 1..to]) => {
                fields.push(at);
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = Some(c);
        }
    }
    for at in fields {
        let name = text[at + 1..].split(|c: char| !is_name(c)).next().unwrap_or_default();
        let replacement = FIELDS.iter().find(|(field, _)| *field == name).map_or(name, |(_, ours)| ours);
        let (replacement, end) = (format!(" {replacement}"), at + 1 + name.len());
        text.to_mut().replace_range(at..end, &replacement);
    }
}

fn ends_a_value(c: char) -> bool {
    is_name(c) || matches!(c, ')' | ']' | '}' | '"' | '\'')
}

fn starts_a_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_become_names() {
        for (go, ours) in [
            ("{{.Iteration}}", "{{ iteration}}"),
            ("{{ .Iteration }}", "{{  iteration }}"),
            ("{{- .User -}}", "{{-  user -}}"),
            ("{{.Name}} {{.Iteration}}", "{{ Name}} {{ iteration}}"),
            ("{{ .users.name }}", "{{  users.name }}"),
            ("{{ random(1, .Max) }}", "{{ random(1,  Max) }}"),
            ("{% if .Name == '.x' %}", "{% if .Name == '.x' %}"),
            ("{% set x = .Name %}", "{% set x =  Name %}"),
            ("{{ '{{.X}}' ~ .Y }}", "{{ '{{.X}}' ~  Y }}"),
            ("{{ users.name }}", "{{ users.name }}"),
            ("{{ f().x }} {{ a[0].b }} {{ 'a'.upper() }}", "{{ f().x }} {{ a[0].b }} {{ 'a'.upper() }}"),
            ("{{ .5 }}", "{{ .5 }}"),
            ("{# .Name #} .Name", "{# .Name #} .Name"),
            ("{% raw %}{{.Name}}{% endraw %}{{.Name}}", "{% raw %}{{.Name}}{% endraw %}{{ Name}}"),
            ("{ .Name } {{", "{ .Name } {{"),
        ] {
            assert_eq!(rewrite(go), ours);
        }
    }

    #[test]
    fn tags_are_found_with_their_ends() {
        let source = "a{{ '}}' }}b{% x %}{{ open";
        let found: Vec<&str> = tags(source).into_iter().map(|tag| &source[tag]).collect();
        assert_eq!(found, ["{{ '}}' }}", "{% x %}", "{{ open"]);
    }

    proptest! {
        #[test]
        fn the_length_never_changes(text in r"(\{\{|\}\}|\{%|%\}|\.Iteration|\.[a-zé]|raw|endraw|[ '.#-]){0,12}") {
            prop_assert_eq!(rewrite(&text).len(), text.len());
        }
    }
}
