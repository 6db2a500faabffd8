//! One reply of a server as a value, in either dialect. What RESP2 writes as arrays stays an array: only the command
//! knows that it meant a map.

/// A reply.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: `_`, `$-1`, `*-1`.
    Null,
    /// A short text: `+OK`.
    Simple(Vec<u8>),
    /// A refusal, with its code: `-ERR …`.
    Error(Vec<u8>),
    /// A number: `:1`.
    Int(i64),
    /// A string of any bytes.
    Bulk(Vec<u8>),
    /// A floating-point number in the server's digits: `,1.5`.
    Double(Vec<u8>),
    /// `#t` or `#f`.
    Truth(bool),
    /// A number of any size in digits: `(1234…`.
    BigNumber(Vec<u8>),
    /// A text for people: `=`; without the three letters of its format.
    Verbatim(Vec<u8>),
    /// Values in order.
    Array(Vec<Self>),
    /// Values without one.
    Set(Vec<Self>),
    /// Pairs.
    Map(Vec<(Self, Self)>),
    /// What nobody asked for: messages, invalidations.
    Push(Vec<Self>),
}

impl Value {
    /// The text of a refusal.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        match self {
            Self::Error(text) => Some(String::from_utf8_lossy(text).into_owned()),
            _ => None,
        }
    }

    /// The bytes of whatever is one text.
    ///
    /// ```
    /// use toolbox::resp::Value;
    /// assert_eq!(Value::Bulk(b"a".to_vec()).bytes(), Some(&b"a"[..]));
    /// assert_eq!(Value::Int(1).bytes(), None);
    /// ```
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Simple(text)
            | Self::Error(text)
            | Self::Bulk(text)
            | Self::Double(text)
            | Self::BigNumber(text)
            | Self::Verbatim(text) => Some(text),
            _ => None,
        }
    }

    /// The values of an array, a set or a push.
    #[must_use]
    pub fn items(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) | Self::Set(items) | Self::Push(items) => Some(items),
            _ => None,
        }
    }
}
