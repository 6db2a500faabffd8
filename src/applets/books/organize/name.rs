//! Names that every disk takes: of what is known of a book, which may say anything.

/// Names of devices on Windows, whatever follows on a dot.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// What a name may have in bytes: file systems allow 255, and something may be put before or behind it.
pub const LONGEST: usize = 200;

/// A name of one folder made of any text: without separators, marks that some disks refuse, marks that are not seen, dots
/// in front (it would be hidden) and dots or blanks at the end (Windows drops them), of at most [`LONGEST`] bytes. Empty
/// where nothing is left.
///
/// ```
/// # use toolbox::applets::books::organize::name::safe;
/// assert_eq!(safe("../../etc/passwd"), "-..-etc-passwd");
/// assert_eq!(safe("Dune: Part Two?"), "Dune - Part Two");
/// assert_eq!(safe("..."), "");
/// ```
#[must_use]
pub fn safe(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.replace(": ", " - ").chars() {
        match c {
            '/' | '\\' | '|' | ':' => plain.push('-'),
            '*' | '?' | '"' | '<' | '>' => {}
            c if is_unseen(c) => {}
            c if c.is_whitespace() => plain.push(' '),
            c => plain.push(c),
        }
    }
    let words = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut name = words.trim_start_matches(['.', ' ']).to_owned();
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    name.truncate(name.trim_end_matches(['.', ' ']).len());
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    if DEVICES.contains(&stem.as_str()) { format!("_{name}") } else { name }
}

/// Controls, and marks that change how the text around them is shown.
fn is_unseen(c: char) -> bool {
    let is_mark = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_control() && !c.is_whitespace() || is_mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_every_disk_takes() {
        for (text, expected) in [
            ("A/B\\C|D", "A-B-C-D"),
            ("What? *Now* <b>\"x\"</b>", "What Now bx-b"),
            (" .hidden. ", "hidden"),
            ("tab\there\nand\r\nthere", "tab here and there"),
            ("nul\0byte \u{202e}evil\u{202c}", "nulbyte evil"),
            ("CON", "_CON"),
            ("com1.mp3", "_com1.mp3"),
            ("Console", "Console"),
            ("戦争と平和", "戦争と平和"),
            ("שלום", "שלום"),
            ("..", ""),
            ("2:15", "2-15"),
        ] {
            assert_eq!(safe(text), expected, "{text:?}");
        }
        let long = safe(&"é".repeat(300));
        assert_eq!((long.len(), long.chars().count()), (LONGEST, LONGEST / 2));
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_tag_says_it_stays_one_name(text in "\\PC{0,300}|[./\\\\ :]{0,20}") {
            let name = safe(&text);
            proptest::prop_assert!(name.len() <= LONGEST + 1);
            proptest::prop_assert!(!name.contains(['/', '\\', '\0']) && !name.starts_with('.') && !name.ends_with(['.', ' ']));
            proptest::prop_assert_eq!(safe(&name), name);
        }
    }
}
