//! The one HTTP stack: the client, connections, proxies, credentials, cookies, HTTP/1 framing, the metrics server.

pub mod auth;
pub mod client;
mod connect_error;
mod connect_to;
pub mod connector;
pub mod cookies;
pub mod disposition;
pub mod h1;
pub mod http2;
mod masked;
pub mod netrc;
mod no_proxy;
mod proxies;
mod proxy;
pub mod range;
pub mod server;
mod stream;

pub use self::connect_error::{ConnectError, ConnectKind, ConnectReason, Step};
pub use self::connect_to::{ConnectTo, ConnectToError};
pub use self::connector::{Connected, Connector, ConnectorOptions, Phases, PlainProxy};
pub use self::masked::{Masked, is_secret_field};
pub use self::no_proxy::NoProxy;
pub use self::proxies::{Proxies, ProxiesError};
pub use self::proxy::{Proxy, ProxyError};
pub use self::stream::Stream;
