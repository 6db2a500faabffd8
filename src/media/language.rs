//! Languages as playlists and manifests name them (RFC 5646), as MP4 does (ISO 639-2/T).

/// Codes of two letters, each before that of three.
const CODES: &str = "af afr am amh ar ara az aze be bel bg bul bn ben bs bos ca cat cs ces cy cym da dan de deu el ell \
    en eng eo epo es spa et est eu eus fa fas fi fin fo fao fr fra ga gle gl glg gu guj he heb hi hin hr hrv hu hun \
    hy hye id ind is isl it ita ja jpn ka kat kk kaz km khm kn kan ko kor la lat lb ltz lo lao lt lit lv lav mk mkd \
    ml mal mn mon mr mar ms msa mt mlt my mya nb nob ne nep nl nld nn nno no nor oc oci pa pan pl pol ps pus pt por \
    qu que rm roh ro ron ru rus si sin sk slk sl slv so som sq sqi sr srp sv swe sw swa ta tam te tel th tha tl tgl \
    tr tur uk ukr ur urd uz uzb vi vie yi yid zh zho zu zul";

/// The code of three letters for a language; `None` for what is none, or is rare.
///
/// ```
/// use toolbox::media::language::code;
/// assert_eq!((code("de-AT"), code("FR"), code("deu")), (Some(*b"deu"), Some(*b"fra"), Some(*b"deu")));
/// assert_eq!((code("English"), code(""), code("xx")), (None, None, None));
/// ```
#[must_use]
pub fn code(tag: &str) -> Option<[u8; 3]> {
    let main = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    if !main.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    if main.len() == 3 {
        return main.as_bytes().try_into().ok();
    }
    let mut words = CODES.split_ascii_whitespace();
    while let (Some(short), Some(long)) = (words.next(), words.next()) {
        if short == main {
            return long.as_bytes().try_into().ok();
        }
    }
    None
}
