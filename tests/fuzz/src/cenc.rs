//! Locked MP4: whatever the boxes say, it is opened in place, or refused without leaving the buffer.

use toolbox::media::cenc::{KeyRing, Locked};

/// Tries one input: an initialisation, and a segment behind it.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let mut keys = KeyRing::default();
    keys.set_any(*b"0123456789abcdef");
    let (mut file, length) = (data.to_vec(), data.len());
    let mut locked = Locked::default();
    let whole = locked.open(&mut file, &keys);
    assert_eq!(file.len(), length);
    if whole.is_ok() && locked.is_clear() {
        // Nothing is locked: nothing but padding may have changed, and opening it again changes nothing.
        let mut again = file.clone();
        assert_eq!(Locked::default().open(&mut again, &keys), Ok(()));
        assert_eq!(again, file);
    }
    let half = length / 2;
    let (mut head, mut tail) = (data[..half].to_vec(), data[half..].to_vec());
    let mut locked = Locked::default();
    if locked.open(&mut head, &keys).is_ok() {
        let ids = locked.key_ids();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        let _ = locked.open(&mut tail, &keys);
    }
}
