//! Strings and their names; scripts that no walk may get lost in.

use super::walk::{MOST_FOUND, MOST_OBJECTS};
use super::*;
use proptest::prelude::*;

/// Each string with its names.
fn found(text: &str) -> Vec<(String, String)> {
    let script = walk(text);
    let names = |found: &Found| {
        let mut names = found.path.clone();
        names.push(found.key.clone());
        names.retain(|name| !name.is_empty());
        names.join(" ")
    };
    script.found.iter().map(|found| (names(found), script.value(found).unwrap_or_else(|| "?".to_owned()))).collect()
}

#[test]
fn strings_have_the_names_that_they_have_in_the_script() {
    for (text, names, value) in [
        ("jwplayer('p').setup({file: \"/a.m3u8\"})", "jwplayer.setup file", "/a.m3u8"),
        ("player.src = '/a.m3u8';", "src", "/a.m3u8"),
        ("hls.loadSource(\"/a.m3u8\")", "hls.loadSource", "/a.m3u8"),
        ("var a = {b: [{'c': {\"d\": '/a.m3u8'}}]}", "a b c d", "/a.m3u8"),
        ("x = ok ? '/a.m3u8' : null", "x", "/a.m3u8"),
        ("{\"u\":\"https:\\/\\/h\\/a.m3u8\"}", "u", "https://h/a.m3u8"),
        ("const id = 'k7'; fetch(`/api/${id}/x.m3u8`)", "fetch", "/api/k7/x.m3u8"),
        ("let base='/v/', n=7; load(base + n + '/x.m3u8')", "load", "/v/7/x.m3u8"),
        ("a = /[\"']/g; b = '/a.m3u8'", "b", "/a.m3u8"),
        ("a = 1 / 2; b = '/a.m3u8' // '", "b", "/a.m3u8"),
        ("// it's\n b = '/a.m3u8'", "b", "/a.m3u8"),
        ("it's\n b = '/a.m3u8'", "b", "/a.m3u8"),
        ("f(function(){ return '/a.m3u8' })", "f", "/a.m3u8"),
    ] {
        let found = found(text);
        assert!(found.contains(&(names.to_owned(), value.to_owned())), "{text}: {found:?}");
    }
}

#[test]
fn what_stands_beside_is_known_whatever_the_order() {
    let script = walk("v = {sources: [{src: '/a/b', type: 'application/x-mpegURL'}], title: 'The film', id: 9}");
    let found = &script.found[0];
    assert_eq!(script.beside(found.object, |beside| beside.mime.as_deref()), Some("application/x-mpegURL"));
    assert_eq!(script.beside(found.object, |beside| beside.title.as_deref()), Some("The film"));
    assert_eq!(script.beside(found.object, |beside| beside.id.as_deref()), Some("9"));
}

#[test]
fn json_in_a_string_is_handed_out_whole() {
    let script = walk(r#"self.f.push([1,"{\"video\":{\"hls\":\"https:\\/\\/h\\/a.m3u8\"}}"])"#);
    assert_eq!(script.nested[0].text, r#"{"video":{"hls":"https:\/\/h\/a.m3u8"}}"#);
    assert_eq!(walk(&script.nested[0].text).found[0].path, ["video"]);
}

/// Texts that send a careless walker back again and again.
#[test]
fn hostile_scripts_are_walked_once() {
    const SIZE: usize = 1 << 20;
    for unit in ["\"\\\"", "`", "`${", "/[", "'", "(", "{a:[", "\\", "/*", "a.", "${`", "a?", "+\"a/\"", "x='/a.m3u8';"]
    {
        let text = unit.repeat(SIZE / unit.len());
        let script = walk(&text);
        assert!(script.found.len() <= MOST_FOUND && script.objects.len() <= MOST_OBJECTS, "{unit}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "[a-z{}()\\[\\]\"'`\\\\/:;=,.?+$é \n*]{0,80}") {
        let script = walk(&text);
        for found in &script.found {
            let _ = script.value(found);
        }
    }
}
