//! Strings of scripts and of JSON as references: what they are by their names, by what stands beside them and by the call they
//! are given to.

use super::candidate::Strategy;
use super::gather::{Draft, Gather, Lead, MOST_LEADS, join, length};
use super::kind::{self, Kind, Looks};
use super::script::{self, Found, Piece, Script};
use super::words::{self, Decoy};
use super::{markup, unescape};

/// A string in a string in a string; deeper ones are somebody's joke.
const DEEPEST: usize = 4;

/// What a script is read as.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) strategy: Strategy,
    /// What it is called.
    pub(super) name: String,
    /// The offset of the text it stands in, where its own are of no use.
    pub(super) at: Option<usize>,
    pub(super) begin: usize,
    pub(super) depth: usize,
    pub(super) around: Option<(Decoy, String)>,
}

impl Gather {
    /// A script, or JSON.
    pub(super) fn script(&mut self, text: &str, setting: &Setting) {
        let mut found = script::walk(text);
        self.surroundings(&mut found);
        let at = |place: usize| setting.at.unwrap_or(setting.begin + place);
        if setting.at.is_none() {
            self.comments.extend(found.comments.iter().map(|(from, to)| (setting.begin + from, setting.begin + to)));
        }
        for one in &found.found {
            self.string(&found, one, setting, at(one.at));
        }
        for nested in &found.nested {
            let mut name = setting.name.clone();
            for part in nested.path.iter().chain([&nested.key]).filter(|part| !part.is_empty()) {
                name = join(&name, part);
            }
            self.nested(
                &nested.text,
                &Setting { name, at: Some(at(nested.at)), begin: 0, depth: setting.depth + 1, ..setting.clone() },
            );
        }
    }

    /// What every script knows of the page it runs in.
    fn surroundings(&self, script: &mut Script) {
        let url = &self.document.url;
        let host = url.host_str().unwrap_or_default();
        let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
        for (name, value) in [
            ("protocol", format!("{}:", url.scheme())),
            ("host", format!("{host}{port}")),
            ("hostname", host.to_owned()),
            ("origin", format!("{}://{host}{port}", url.scheme())),
        ] {
            script.variables.entry(name.to_owned()).or_insert(value);
        }
    }

    /// A string with more strings in it.
    pub(super) fn nested(&mut self, text: &str, setting: &Setting) {
        if setting.depth > DEEPEST {
            return;
        }
        if text.trim_start().starts_with('<') {
            markup::read(self, text, setting.depth, setting.at);
        } else {
            self.script(text, setting);
        }
    }

    /// A string that may be a reference.
    fn string(&mut self, script: &Script, found: &Found, setting: &Setting, at: usize) {
        let Some(value) = script.value(found) else { return };
        if kind::typed(&value).is_some() {
            return;
        }
        if let [_, .., Piece::Text(last)] = &found.pieces[..] {
            self.ends.insert(last.clone());
        }
        let mut place = setting.name.clone();
        for part in found.path.iter().chain([&found.key]).filter(|part| !part.is_empty()) {
            place = join(&place, part);
        }
        let strategy = match setting.strategy {
            Strategy::Script | Strategy::State if is_player(&place) => Strategy::Player,
            Strategy::Script if is_state(&place) => Strategy::State,
            strategy => strategy,
        };
        if let Some(plain) = unescape::base64(&value) {
            let strategy = Strategy::Encoded;
            let setting =
                Setting { strategy, name: place.clone(), at: Some(at), depth: setting.depth + 1, ..setting.clone() };
            if plain.contains(['{', '<', '[']) {
                self.nested(&plain, &setting);
            } else {
                self.reference(script, found, (&plain, strategy), (&place, at, setting.around));
            }
            return;
        }
        if !value.contains("://")
            && let Some(plain) = unescape::percent(&value)
        {
            let strategy = if strategy == Strategy::Player { strategy } else { Strategy::Encoded };
            self.reference(script, found, (&plain, strategy), (&place, at, setting.around.clone()));
            return;
        }
        self.reference(script, found, (&value, strategy), (&place, at, setting.around.clone()));
    }

    fn reference(
        &mut self,
        script: &Script,
        found: &Found,
        (value, strategy): (&str, Strategy),
        (place, at, around): (&str, usize, Option<(Decoy, String)>),
    ) {
        let beside = |what: fn(&script::Beside) -> Option<&str>| script.beside(found.object, what).map(str::to_owned);
        let own = found.object.and_then(|object| script.objects.get(object));
        // Names of the page's own machinery are no words about the video.
        let names = found.path.iter().filter(|name| !name.starts_with("__") && !name.contains(".__"));
        let mut about: Vec<String> = names.flat_map(|name| words::words(name)).collect();
        let mut key = words::words(&found.key);
        if key.len() > 1 {
            key.push(key.concat());
        }
        if let Some(purpose) = own.and_then(|own| own.purpose.as_deref()) {
            about.extend(words::words(purpose));
        }
        let title = beside(|beside| beside.title.as_deref());
        about.extend(title.iter().flat_map(|title| words::words(title)).filter(|word| LABELS.contains(&word.as_str())));
        let call = found.call.as_deref().unwrap_or_default();
        let promise = promise(call).or_else(|| kind::named(&key));
        let context: Vec<String> = about.iter().chain(&key).cloned().collect();
        if key == ["embed", "url", "embedurl"] {
            self.frame(value, place, 10, around.as_ref());
            return;
        }
        let draft = Draft {
            reference: value,
            place: place.to_owned(),
            at,
            mime: own.and_then(|own| own.mime.clone()),
            label: own.and_then(|own| own.label.clone()),
            id: beside(|beside| beside.id.as_deref()),
            duration: beside(|beside| beside.duration.as_deref()).and_then(|text| length(&text)),
            title,
            words: context,
            around,
            promise,
            points: if found.cut { -15 } else { 0 },
        };
        if !self.add(strategy, draft) {
            self.lead(value, call, &key, place);
            self.inside(value, place, at);
        }
    }

    /// A URL that answers with one, perhaps.
    fn lead(&mut self, value: &str, call: &str, key: &[String], place: &str) {
        const CALLS: [&str; 9] = ["fetch", "get", "getjson", "open", "ajax", "request", "post", "axios", "usefetch"];
        let last = call.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let has = |wanted: &[&str]| key.iter().any(|word| wanted.contains(&word.as_str()));
        let called = CALLS.contains(&last.as_str());
        let named = has(&[
            "api", "endpoint", "config", "ajax", "service", "src", "source", "sources", "video", "stream", "data",
            "player",
        ]) || value.contains("/api/")
            || kind::ends_with(value, "json");
        if !called && !named {
            return;
        }
        let Some(url) = self.resolve(value) else { return };
        if kind::looks(&url) != Looks::Open || self.document.calls.len() >= MOST_LEADS {
            return;
        }
        let told = words::words(&format!("{} {place}", url.path()));
        let good = [
            "video", "stream", "player", "media", "playback", "manifest", "play", "episode", "live", "source",
            "sources", "config",
        ];
        let likely = told.iter().filter(|word| good.contains(&word.as_str())).count().min(3) as i32;
        let points = likely * 6 + i32::from(called) * 10 - if words::decoy(&told).is_some() { 20 } else { 0 };
        if self.document.calls.iter().all(|known| known.url != url) {
            self.document.calls.push(Lead { url, place: place.to_owned(), points });
        }
    }
}

/// Titles that say what a video is, not what it is about.
const LABELS: [&str; 8] = ["trailer", "teaser", "preview", "advertisement", "promo", "commercial", "ad", "sponsored"];

/// What a call is given.
fn promise(call: &str) -> Option<Kind> {
    let last = call.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let all = call.to_ascii_lowercase();
    match last.as_str() {
        "loadsource" => Some(Kind::Hls),
        "attachsource" => Some(Kind::Dash),
        "initialize" if all.contains("mediaplayer") || all.contains("dash") || all.contains("create") => {
            Some(Kind::Dash)
        }
        "load" if all.contains("player") || all.contains("shaka") => Some(Kind::Perhaps),
        _ => None,
    }
}

/// Whether names are those of a player.
fn is_player(place: &str) -> bool {
    const PLAYERS: [&str; 30] = [
        "jwplayer",
        "jwconfig",
        "videojs",
        "loadsource",
        "attachsource",
        "shaka",
        "dashjs",
        "mediaplayer",
        "plyr",
        "flowplayer",
        "clappr",
        "bitmovin",
        "theoplayer",
        "fluidplayer",
        "playerjs",
        "dplayer",
        "ckplayer",
        "artplayer",
        "xgplayer",
        "mediaelement",
        "kaltura",
        "brightcove",
        "radiantmp",
        "openplayer",
        "vidstack",
        "flashvars",
        "playerconfig",
        "playeroptions",
        "setup",
        "player",
    ];
    let place = place.to_ascii_lowercase();
    PLAYERS.iter().any(|player| place.contains(player))
}

/// Whether names are those of a page's state.
fn is_state(place: &str) -> bool {
    const STATES: [&str; 8] =
        ["__next", "__nuxt", "__initial", "__state", "__preloaded", "__data", "__apollo", "initialstate"];
    let place = place.to_ascii_lowercase();
    STATES.iter().any(|state| place.contains(state))
}
