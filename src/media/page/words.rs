//! Words in names, addresses and titles: what an advertisement, a trailer and somebody else's video are called, and whether
//! two titles mean the same.

use serde::{Deserialize, Serialize};

/// What a candidate is rather than the video of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decoy {
    /// An advertisement.
    Ad,
    /// A trailer, a preview, a moving picture of a few seconds.
    Trailer,
    /// Decoration.
    Background,
    /// Another video, that the page recommends.
    Related,
}

impl Decoy {
    /// For people.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ad => "advertisement",
            Self::Trailer => "trailer or preview",
            Self::Background => "decoration",
            Self::Related => "another video",
        }
    }
}

const ADS: [&str; 31] = [
    "ad",
    "ads",
    "adv",
    "advert",
    "adverts",
    "advertisement",
    "advertisements",
    "advertising",
    "advertiser",
    "vast",
    "vpaid",
    "vmap",
    "preroll",
    "midroll",
    "postroll",
    "prerolls",
    "midrolls",
    "sponsor",
    "sponsored",
    "doubleclick",
    "adserver",
    "adserv",
    "adtag",
    "adtagurl",
    "adunit",
    "adslot",
    "adbreak",
    "adbreaks",
    "ima",
    "banner",
    "commercial",
];
const TRAILERS: [&str; 20] = [
    "trailer",
    "trailers",
    "teaser",
    "teasers",
    "preview",
    "previews",
    "promo",
    "promos",
    "thumb",
    "thumbs",
    "thumbnail",
    "thumbnails",
    "sprite",
    "storyboard",
    "hover",
    "snippet",
    "excerpt",
    "bumper",
    "sample",
    "trickplay",
];
const BACKGROUNDS: [&str; 10] =
    ["background", "bg", "backdrop", "decorative", "ambient", "placeholder", "blank", "poster", "splash", "wallpaper"];
const RELATED: [&str; 19] = [
    "related",
    "recommended",
    "recommendation",
    "recommendations",
    "recommends",
    "upnext",
    "nextup",
    "suggestion",
    "suggestions",
    "suggested",
    "sidebar",
    "similar",
    "trending",
    "popular",
    "nextvideo",
    "othervideos",
    "morevideos",
    "itemlistelement",
    "endscreen",
];

/// Longer names are told by their beginning.
const MOST_WORDS: usize = 64;

/// The words of a name: split at signs and where a capital begins, in lower case. `preRollUrl` has `pre`, `roll`, `url` and,
/// as it may be one word, `preroll`.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut low = false;
    for c in text.chars().take(2_000) {
        if !c.is_alphanumeric() || (c.is_uppercase() && low) {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if words.len() >= MOST_WORDS {
                return words;
            }
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        low = c.is_lowercase() || c.is_numeric();
    }
    if !word.is_empty() {
        words.push(word);
    }
    let pairs: Vec<String> =
        words.windows(2).map(<[String]>::concat).filter(|pair| PAIRS.contains(&pair.as_str())).collect();
    words.extend(pairs);
    words
}

/// What is written as two words as well.
const PAIRS: [&str; 14] = [
    "preroll",
    "midroll",
    "postroll",
    "upnext",
    "nextup",
    "nextvideo",
    "adbreak",
    "adslot",
    "adserver",
    "adtag",
    "othervideos",
    "morevideos",
    "storyboard",
    "endscreen",
];

/// What these words tell of.
pub(super) fn decoy(words: &[String]) -> Option<(Decoy, &str)> {
    let lists: [(Decoy, &[&str]); 4] =
        [(Decoy::Ad, &ADS), (Decoy::Trailer, &TRAILERS), (Decoy::Background, &BACKGROUNDS), (Decoy::Related, &RELATED)];
    let find = |(decoy, list): (Decoy, &[&str])| {
        words.iter().find(|word| list.contains(&word.as_str())).map(|word| (decoy, word.as_str()))
    };
    lists.into_iter().find_map(find)
}

/// How much of a title is in another one: 0 to 1, without small words. `None` where it has no others.
pub(super) fn likeness(title: &str, page: &str) -> Option<f64> {
    let page = words(page);
    let mut own = words(title);
    own.retain(|word| word.chars().count() >= 3 || word.chars().all(char::is_numeric));
    own.sort();
    own.dedup();
    if own.is_empty() {
        return None;
    }
    let shared = own.iter().filter(|word| page.contains(word)).count();
    Some(shared as f64 / own.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("preRollUrl"), ["pre", "roll", "url", "preroll"]);
        assert_eq!(words("/VIDEO/ads-v2/x.m3u8"), ["video", "ads", "v2", "x", "m3u8"]);
        for (name, found) in [
            ("video-preroll", Some(Decoy::Ad)),
            ("/upload/heads/master.m3u8", None),
            ("trailerUrl", Some(Decoy::Trailer)),
            ("player hero-background", Some(Decoy::Background)),
            ("up-next", Some(Decoy::Related)),
            ("__NEXT_DATA__", None),
        ] {
            assert_eq!(decoy(&words(name)).map(|found| found.0), found, "{name}");
        }
    }

    #[test]
    fn titles_are_alike_by_their_words() {
        assert_eq!(likeness("The Long Way", "The Long Way Home - Site"), Some(1.0));
        assert_eq!(likeness("Cats", "The Long Way Home"), Some(0.0));
        assert_eq!(likeness("a", "b"), None);
    }
}
