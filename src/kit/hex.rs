//! Bytes as hexadecimal digits.
//!
//! ```
//! use toolbox::kit::hex;
//! assert_eq!(hex::encode(&[0x00, 0xAB]), "00ab");
//! assert_eq!(hex::decode("00AB"), Some(vec![0x00, 0xAB]));
//! assert_eq!((hex::decode("0"), hex::decode("0g")), (None, None));
//! ```

/// Two lower-case digits for each byte.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    digits.map(char::from).collect()
}

/// The bytes that pairs of digits of either case stand for; `None` for other signs and an odd number of them.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| if let [high, low] = pair { Some(digit(*high)? << 4 | digit(*low)?) } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_come_back(bytes: Vec<u8>) {
            let text = super::encode(&bytes);
            prop_assert_eq!(super::decode(&text), Some(bytes.clone()));
            prop_assert_eq!(super::decode(&text.to_uppercase()), Some(bytes));
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = super::decode(&text);
        }
    }
}
