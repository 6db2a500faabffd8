//! Getting from a name to a connected socket: URLs, resolving, happy eyeballs, timeouts.
//!
//! Knows nothing of HTTP or TLS; [`kit::http::connector`](crate::kit::http::connector) puts those on top.
//!
//! ```
//! use toolbox::kit::net::{Origin, parse_url};
//! let url = parse_url("https://user:s3cret@[::1]:8443/a?token=abc")?;
//! assert_eq!(url.to_string(), "https://user:***@[::1]:8443/a?token=***");
//! assert_eq!(Origin::of(&url)?.authority(), "[::1]:8443");
//! # Ok::<(), toolbox::kit::net::UrlError>(())
//! ```

mod dial;
mod direct;
mod mask;
mod resolve;
mod tcp;
mod timeouts;
mod url;

pub use self::dial::{DialError, Dialer};
pub use self::direct::DirectSocket;
pub use self::mask::{is_secret_name, mask_query, mask_url, mask_userinfo};
pub use self::resolve::{Override, OverrideError, Prefer, ResolveError, Resolver};
pub use self::tcp::tcp_retransmits;
pub use self::timeouts::{CRAWL_BPS, Timeouts};
pub(crate) use self::url::credentials;
pub use self::url::{Origin, SafeUrl, Scheme, UrlError, parse_url};
