//! AES-128 in CBC mode with PKCS #7 padding (RFC 8216 section 4.3.2.4), as servers really do it.
//!
//! A segment, or its range, is a chain of its own. Padding that is missing or broken is left in place and told: some
//! packagers write none. A body that is no whole number of blocks was cut on its way.

use aes::Aes128;
use aes::cipher::{Array, BlockModeDecrypt as _, KeyIvInit as _};

/// The length of a key, of a vector and of a block.
pub const KEY_BYTES: usize = 16;

/// How the end of a segment looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// Padded as the standard has it; the padding is taken off.
    Padded,
    /// Not padded; every byte is kept.
    Unpadded,
    /// So many bytes behind the last whole block are taken off.
    Cut(usize),
}

/// Decrypts `body` where it stands.
///
/// ```
/// use toolbox::media::crypt::{Tail, decrypt};
/// // openssl enc -aes-128-cbc -K 000102…0f -iv 0…1 of "hello\n"
/// let mut body = b"\x5d\x3f\x63\x8b".to_vec();
/// let key = std::array::from_fn(|index| index as u8);
/// assert_eq!(decrypt(&mut body, &key, &1_u128.to_be_bytes()), Tail::Cut(4));
/// assert_eq!(body, b"");
/// ```
pub fn decrypt(body: &mut Vec<u8>, key: &[u8; KEY_BYTES], iv: &[u8; KEY_BYTES]) -> Tail {
    let odd = body.len() % KEY_BYTES;
    body.truncate(body.len() - odd);
    let mut cipher = cbc::Decryptor::<Aes128>::new(&Array::from(*key), &Array::from(*iv));
    let (blocks, _) = Array::slice_as_chunks_mut(body);
    // Many at once: the processor works on several blocks of a chain in parallel.
    cipher.decrypt_blocks(blocks);
    if odd > 0 {
        return Tail::Cut(odd);
    }
    match padding(body) {
        Some(length) => {
            body.truncate(body.len() - length);
            Tail::Padded
        }
        None => Tail::Unpadded,
    }
}

/// How many bytes at the end are padding: n bytes of the value n, from 1 to 16 (RFC 5652 section 6.3).
fn padding(body: &[u8]) -> Option<usize> {
    let length = usize::from(*body.last()?);
    let fits = (1..=KEY_BYTES).contains(&length) && length <= body.len();
    (fits && body[body.len() - length..].iter().all(|byte| usize::from(*byte) == length)).then_some(length)
}

/// A key as it may come: the sixteen bytes, or their hexadecimal digits.
///
/// ```
/// use toolbox::media::crypt::read_key;
/// assert_eq!(read_key(b"0123456789abcdef"), Some(*b"0123456789abcdef"));
/// assert_eq!(read_key(b"0x000102030405060708090a0b0c0d0e0f\n").unwrap()[15], 15);
/// assert_eq!(read_key(b"short"), None);
/// ```
#[must_use]
pub fn read_key(bytes: &[u8]) -> Option<[u8; KEY_BYTES]> {
    if let Ok(key) = bytes.try_into() {
        return Some(key);
    }
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    let fine = digits.len() == 2 * KEY_BYTES && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if fine { u128::from_str_radix(digits, 16).ok().map(u128::to_be_bytes) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes::cipher::{BlockModeEncrypt as _, block_padding::Pkcs7};
    use proptest::prelude::*;

    fn encrypt(text: &[u8], key: [u8; 16], iv: [u8; 16]) -> Vec<u8> {
        let mut body = vec![0; text.len() / 16 * 16 + 16];
        body[..text.len()].copy_from_slice(text);
        let cipher = cbc::Encryptor::<Aes128>::new(&Array::from(key), &Array::from(iv));
        cipher.encrypt_padded::<Pkcs7>(&mut body, text.len()).unwrap().to_vec()
    }

    #[test]
    fn the_vectors_of_nist_are_met() {
        // SP 800-38A, F.2.2: without padding.
        let hex = |text: &str| u128::from_str_radix(text, 16).unwrap().to_be_bytes();
        let mut body = [hex("7649abac8119b246cee98e9b12e9197d"), hex("5086cb9b507219ee95db113a917678b2")].concat();
        let key = hex("2b7e151628aed2a6abf7158809cf4f3c");
        assert_eq!(decrypt(&mut body, &key, &hex("000102030405060708090a0b0c0d0e0f")), Tail::Unpadded);
        assert_eq!(body, [hex("6bc1bee22e409f96e93d7e117393172a"), hex("ae2d8a571e03ac9c9eb76fac45af8e51")].concat());
    }

    #[test]
    fn an_empty_body_stays_empty() {
        assert_eq!(decrypt(&mut Vec::new(), &[0; 16], &[0; 16]), Tail::Unpadded);
    }

    proptest! {
        #[test]
        fn what_was_locked_opens(text: Vec<u8>, key: [u8; 16], iv: [u8; 16]) {
            let mut body = encrypt(&text, key, iv);
            prop_assert_eq!(decrypt(&mut body, &key, &iv), Tail::Padded);
            prop_assert_eq!(body, text);
        }

        #[test]
        fn no_body_panics(mut body: Vec<u8>, key: [u8; 16], iv: [u8; 16]) {
            let length = body.len();
            match decrypt(&mut body, &key, &iv) {
                Tail::Cut(odd) => prop_assert_eq!(body.len() + odd, length),
                Tail::Unpadded => prop_assert_eq!(body.len(), length),
                Tail::Padded => prop_assert!((1..=16).contains(&(length - body.len()))),
            }
        }
    }
}
