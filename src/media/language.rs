//! Languages as playlists and manifests name them (RFC 5646), as MP4 does (ISO 639-2/T).

/// Codes of two letters, each before that of three.
const CODES: &str = "af afr am amh ar ara az aze be bel bg bul bn ben bs bos ca cat cs ces cy cym da dan de deu el ell \
    en eng eo epo es spa et est eu eus fa fas fi fin fo fao fr fra ga gle gl glg gu guj he heb hi hin hr hrv hu hun \
    hy hye id ind is isl it ita ja jpn ka kat kk kaz km khm kn kan ko kor la lat lb ltz lo lao lt lit lv lav mk mkd \
    ml mal mn mon mr mar ms msa mt mlt my mya nb nob ne nep nl nld nn nno no nor oc oci pa pan pl pol ps pus pt por \
    qu que rm roh ro ron ru rus si sin sk slk sl slv so som sq sqi sr srp sv swe sw swa ta tam te tel th tha tl tgl \
    tr tur uk ukr ur urd uz uzb vi vie yi yid zh zho zu zul";

/// Whether something in this language fits where `wanted` is: `en` means `en-GB` as well, and `eng` is the same language.
///
/// ```
/// use toolbox::media::language::fits;
/// assert!(fits("en-GB", "en") && fits("eng", "EN") && fits("de", "ger") && fits("pt-BR", "por"));
/// assert!(!fits("en", "en-GB") && !fits("eng", "es") && !fits("eng", "English") && !fits("pt-PT", "por-BR"));
/// ```
#[must_use]
pub fn fits(language: &str, wanted: &str) -> bool {
    let main = language.split(['-', '_']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case(wanted) || main.eq_ignore_ascii_case(wanted) {
        return true;
    }
    // What is wanted of one country is not had in that of another.
    let (of, rest) = wanted.split_once(['-', '_']).map_or((wanted, None), |(of, rest)| (of, Some(rest)));
    let same = code(main).map(terminological).is_some_and(|ours| Some(ours) == code(of).map(terminological));
    same && rest.is_none_or(|rest| language.get(main.len() + 1..).is_some_and(|own| own.eq_ignore_ascii_case(rest)))
}

/// The older codes that libraries use (ISO 639-2/B), as those of today.
fn terminological(code: [u8; 3]) -> [u8; 3] {
    const OLDER: [(&[u8; 3], &[u8; 3]); 20] = [
        (b"alb", b"sqi"),
        (b"arm", b"hye"),
        (b"baq", b"eus"),
        (b"bur", b"mya"),
        (b"chi", b"zho"),
        (b"cze", b"ces"),
        (b"dut", b"nld"),
        (b"fre", b"fra"),
        (b"geo", b"kat"),
        (b"ger", b"deu"),
        (b"gre", b"ell"),
        (b"ice", b"isl"),
        (b"mac", b"mkd"),
        (b"mao", b"mri"),
        (b"may", b"msa"),
        (b"per", b"fas"),
        (b"rum", b"ron"),
        (b"slo", b"slk"),
        (b"tib", b"bod"),
        (b"wel", b"cym"),
    ];
    OLDER.iter().find(|(older, _)| **older == code).map_or(code, |(_, today)| **today)
}

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
