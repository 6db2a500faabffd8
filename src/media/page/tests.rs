//! What is read of a document, strategy by strategy; that the right one is first is seen in `tests/it/rip/pages.rs`.

use proptest::prelude::*;

// The one of the property tests has the same name.
use super::Strategy;
use super::*;
use crate::kit::net::parse_url;

/// Address and strategy of each candidate.
fn found(text: &str) -> Vec<(String, Strategy)> {
    let document = read(text.as_bytes(), &parse_url("http://site.test/watch/42").unwrap());
    let of = |candidate: &Candidate| (candidate.url.as_str().to_owned(), candidate.evidence[0].strategy);
    document.candidates.iter().map(of).collect()
}

const URL: &str = "http://cdn.test/v/master.m3u8?t=1&u=2";

#[test]
fn every_strategy_finds_the_address_in_its_place() {
    let base64 = "aHR0cDovL2Nkbi50ZXN0L3YvbWFzdGVyLm0zdTg/dD0xJnU9Mg==";
    for (text, strategy) in [
        ("<video src='http://cdn.test/v/master.m3u8?t=1&amp;u=2'>".to_owned(), Strategy::Tag),
        (format!("<video><source src='{URL}' type=application/x-mpegURL>"), Strategy::Tag),
        (format!("<hls-player data-src='{URL}'></hls-player>"), Strategy::Tag),
        (format!("<a href='{URL}'>HLS</a>"), Strategy::Link),
        (format!("<link rel=preload as=fetch href='{URL}'>"), Strategy::Link),
        (format!("<div data-hls-url='{URL}'>"), Strategy::Attribute),
        ("<div data-setup='{&quot;sources&quot;:[{&quot;src&quot;:&quot;http:\\/\\/cdn.test\\/v\\/master.m3u8?t=1&amp;u=2&quot;}]}'>".to_owned(), Strategy::Attribute),
        (format!("<script type=application/ld+json>{{\"@type\":\"VideoObject\",\"contentUrl\":\"{URL}\"}}</script>"), Strategy::JsonLd),
        (format!("<meta itemprop=contentURL content='{URL}'>"), Strategy::JsonLd),
        (format!("<meta property='og:video' content='{URL}'>"), Strategy::Meta),
        (format!("<meta name='twitter:player:stream' content='{URL}'>"), Strategy::Meta),
        (format!("<script>jwplayer('a').setup({{playlist:[{{file:'{URL}'}}]}})</script>"), Strategy::Player),
        (format!("<script>var hls = new Hls(); hls.loadSource('{URL}')</script>"), Strategy::Player),
        (format!("<script id=__NEXT_DATA__ type=application/json>{{\"props\":{{\"stream\":\"{URL}\"}}}}</script>"), Strategy::State),
        (format!("<script>var u = '{URL}';</script>"), Strategy::Script),
        ("<script>var u = \"http:\\/\\/cdn.test\\/v\\/master.m3u8?t=1\\u0026u=2\"</script>".to_owned(), Strategy::Script),
        (format!("<script>var u = atob('{base64}')</script>"), Strategy::Encoded),
        ("<script>var u = decodeURIComponent('http%3A%2F%2Fcdn.test%2Fv%2Fmaster.m3u8%3Ft%3D1%26u%3D2')</script>".to_owned(), Strategy::Encoded),
        (format!("<iframe src='/player?file={base64}'>"), Strategy::Query),
        ("<iframe src='/player#file=http%3A%2F%2Fcdn.test%2Fv%2Fmaster.m3u8%3Ft%3D1%26u%3D2'>".to_owned(), Strategy::Query),
        (format!("<p>{URL}</p>"), Strategy::Text),
        (format!("{{\"data\":{{\"playback\":{{\"url\":\"{URL}\"}}}}}}"), Strategy::State),
        ("<script>self.__next_f.push([1,\"{\\\"src\\\":\\\"http:\\\\/\\\\/cdn.test/v/master.m3u8?t=1\\\\u0026u=2\\\"}\"])</script>".to_owned(), Strategy::State),
        (format!("<script>document.write(\"<video src='{URL}'></video>\")</script>"), Strategy::Tag),
        (format!("<iframe srcdoc=\"<video src='{URL}'></video>\"></iframe>"), Strategy::Tag),
    ] {
        assert_eq!(found(&text).first(), Some(&(URL.to_owned(), strategy)), "{text}");
    }
}

#[test]
fn references_are_relative_to_the_base() {
    for (text, url) in [
        ("<video src=a.m3u8>", "http://site.test/watch/a.m3u8"),
        ("<base href='/x/'><video src=a.m3u8>", "http://site.test/x/a.m3u8"),
        ("<base href='http://cdn.test/'><script>p.load('v/a.mpd')</script>", "http://cdn.test/v/a.mpd"),
        ("<video src='//cdn.test/a.m3u8#t=10'>", "http://cdn.test/a.m3u8"),
        (
            "<script>const id='k', base=\"/v/\"; player.src(base + id + '/a.m3u8')</script>",
            "http://site.test/v/k/a.m3u8",
        ),
        ("<script>const host='cdn.test'; go(`http://${host}/a.m3u8`)</script>", "http://cdn.test/a.m3u8"),
        ("<a href='/a.ism/Manifest'>", "http://site.test/a.ism/Manifest(format=m3u8-aapl)"),
        ("<script>x='/a.ism/manifest(format=m3u8-aapl)'</script>", "http://site.test/a.ism/manifest(format=m3u8-aapl)"),
    ] {
        assert_eq!(found(text).iter().map(|found| found.0.as_str()).collect::<Vec<_>>(), [url], "{text}");
    }
}

#[test]
fn an_address_without_an_ending_needs_a_name_or_a_type() {
    for (text, expected) in [
        ("<script>hls.loadSource('/play/42')</script>", 1),
        ("<script>x = {src: '/play/42', type: 'application/x-mpegURL'}</script>", 1),
        ("<script>x = {hlsUrl: '/play/42'}</script>", 1),
        ("<script>x = {url: '/api/manifest/42'}</script>", 1),
        ("<script>x = {url: '/play/42', thumb: '/a.jpg', icon: '/b'}</script>", 0),
        ("<source src='/play/42' type='application/dash+xml'>", 1),
        ("<video src='blob:http://site.test/1'></video><video src='data:video/mp4;base64,AAAA'></video>", 0),
        ("<a href='javascript:go(1)'>", 0),
    ] {
        assert_eq!(found(text).len(), expected, "{text}");
    }
}

#[test]
fn lines_are_those_of_the_text() {
    let text = "<p>\n<script>\nvar a = {\n hls: '/a.m3u8' };\n</script>\n<video src=b.m3u8>";
    let document = read(text.as_bytes(), &parse_url("http://h/").unwrap());
    let lines: Vec<usize> = document.candidates.iter().map(|candidate| candidate.evidence[0].line).collect();
    assert_eq!(lines, [4, 6]);
}

#[test]
fn what_is_shown_for_something_else_is_told() {
    let decoy = |text: &str| {
        read(text.as_bytes(), &parse_url("http://h/").unwrap()).candidates.first().and_then(|candidate| candidate.decoy)
    };
    for (text, expected) in [
        ("<video src=a.m3u8 controls>", None),
        ("<video src=a.m3u8 muted loop autoplay>", Some(Decoy::Background)),
        ("<div class='ad-slot'><p><video src=a.m3u8></video>", Some(Decoy::Ad)),
        ("<div class='ad-slot'></div><video src=a.m3u8></video>", None),
        ("<body class='has-sidebar ads'><video src=a.m3u8></video>", None),
        ("<aside><a href=a.m3u8>", Some(Decoy::Related)),
        ("<script>x={preroll:{file:'/a.m3u8'}}</script>", Some(Decoy::Ad)),
        ("<script>x={trailerUrl:'/a.m3u8'}</script>", Some(Decoy::Trailer)),
        ("<script>x={role:'preview', src:'/a.m3u8'}</script>", Some(Decoy::Trailer)),
        ("<video src=http://ads.test/a.m3u8>", Some(Decoy::Ad)),
        ("<script>self.__next_f.push({hls:'/a.m3u8'})</script>", None),
    ] {
        assert_eq!(decoy(text), expected, "{text}");
    }
}

#[test]
fn a_link_is_called_what_people_read_in_it() {
    let page =
        "<a href=a.m3u8>Official <b>Trailer</b></a><a href=b.m3u8>The Long Way &amp; Back</a><a href=c.m3u8 title=T>x";
    let document = read(page.as_bytes(), &parse_url("http://site.test/watch/42").unwrap());
    let told: Vec<_> = document
        .candidates
        .iter()
        .map(|it| (it.title.as_deref().unwrap_or_default(), it.decoy_word.as_str()))
        .collect();
    assert_eq!(told, [("Official Trailer", "trailer"), ("The Long Way & Back", ""), ("T", "")]);
    let menu = "<a href=/live>Live stream</a><a href=/playlist>Playlist</a><a href=/x>HLS</a>";
    assert_eq!(found(menu), [], "what a link is called makes no stream of what it leads to");
}

/// Pages that send a careless reader back again and again, or fill its memory.
#[test]
fn hostile_pages_are_read_once() {
    const SIZE: usize = 256 << 10;
    for unit in [
        "<",
        "<a ",
        "<!--",
        "<script>",
        "<a b='",
        "<video src=a.m3u8>",
        "<div class='ad'>",
        "http://h/a.m3u8 ",
        "http://h/a.m3u8,",
        "&amp;.m3u8",
        "<i d='{&quot;a&quot;:&quot;//b.m3u8&quot;}'>",
        "<script>\"",
        "<meta property='og:video' content='a.m3u8'>",
        "<iframe src='/x?a=b.m3u8'>",
        "\\u002f.mpd",
    ] {
        let text = unit.repeat(SIZE / unit.len());
        let document = read(text.as_bytes(), &parse_url("http://h/").unwrap());
        assert!(document.candidates.len() <= 400 && document.frames.len() <= 64, "{unit}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(bytes: Vec<u8>) {
        let _ = read(&bytes, &parse_url("http://h/").unwrap());
    }

    #[test]
    fn no_page_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "<video", "<source", " src=", "'", "\"", ">", "/a.m3u8", "http://", "</video>", "<script>", "</script>", "{", "}", "file:", "`", "${",
        "&quot;", "\\u0022", "\\", "aHR0cDovL2Ev", "<iframe srcdoc=", "<!--", "-->", "é", "\n", "%2F", "(", ")", "[", "]", ",", "?", "=", "//",
    ]), 0..80)) {
        let _ = read(parts.concat().as_bytes(), &parse_url("http://h/").unwrap());
    }
}
