//! hyper-util's pool over our connector.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http_body_util::Full;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};
use tower_service::Service;

use super::error::{ClientError, Stage, ended_unanswered};
use super::pace::Pace;
use super::pooled::{Pooled, Uses};
use super::request::Request;
use super::response::Response;
use super::{ClientOptions, Protocol};
use crate::kit::http::connect_error::ConnectError;
use crate::kit::http::connector::Connector;
use crate::kit::net::{Origin, SafeUrl, Timeouts, UrlError};

/// Idle connections are kept this long; servers drop them after a minute or so, and proxies sooner.
const IDLE: Duration = Duration::from_secs(30);

/// How many closed connections in a row are taken for stale ones: more is a server that closes on every request.
const MAX_STALE: u32 = 16;

/// Hints of what is to come, and word that it will take longer: nobody sends more of them.
const MOST_INTERIM: u32 = 64;

/// HTTP/2 windows that do not make a fast transfer wait for every round trip.
const STREAM_WINDOW: u32 = 2 << 20;
const CONNECTION_WINDOW: u32 = 8 << 20;

/// Connections by origin.
pub(super) struct Pool {
    client: Client<Dial, Full<Bytes>>,
    connector: Arc<Connector>,
    timeouts: Timeouts,
}

impl Pool {
    pub(super) fn new(connector: Connector, options: &ClientOptions) -> Self {
        let (protocol, timeouts) = (options.protocol, options.timeouts);
        let connector = Arc::new(connector);
        let mut builder = Client::builder(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .http2_initial_stream_window_size(STREAM_WINDOW)
            .http2_initial_connection_window_size(CONNECTION_WINDOW)
            .http2_only(protocol == Protocol::Http2);
        if let Some(bytes) = options.read_buffer_bytes {
            builder.http1_read_buf_exact_size(bytes);
        }
        let client = builder.build(Dial { connector: Arc::clone(&connector), timeouts });
        Self { client, connector, timeouts }
    }

    pub(super) fn connector(&self) -> &Connector {
        &self.connector
    }

    /// Sends a request and waits for the head of its response. Silence ends it through the connection itself, see
    /// [`Pooled`]; the deadline is looked after here.
    pub(super) async fn exchange(&self, request: &Request, deadline: Option<Instant>) -> Result<Response, ClientError> {
        let url = &request.url;
        let mut stale = 0;
        let head = self.timeouts.head.map(|after| (Instant::now() + after, after));
        let limits = [deadline.zip(self.timeouts.total), head];
        let limit = limits.into_iter().flatten().min_by_key(|(until, _)| *until);
        let response = loop {
            let interim = Arc::new(Interim::default());
            let mut prepared = prepare(request)?;
            interim.count(&mut prepared);
            let sent = self.client.request(prepared);
            let limited = async {
                match limit {
                    None => Some(sent.await),
                    Some((until, _)) => timeout_at(until, sent).await.ok(),
                }
            };
            let result = tokio::select! {
                biased;
                () = interim.too_many() => return Err(ClientError::endless(url)),
                result = limited => result,
            };
            let Some(result) = result else {
                let after = limit.map_or(Duration::ZERO, |(_, after)| after);
                return Err(ClientError::Timeout { url: url.clone(), stage: Stage::Waiting, after });
            };
            match result {
                Ok(response) => break response,
                Err(error) if request.is_repeatable() && stale < MAX_STALE && is_stale(&error) => {
                    tracing::debug!("the server had closed an idle connection; taking another");
                    stale += 1;
                }
                Err(error) => return Err(explain(url, &error)),
            }
        };
        if let Some(uses) = response.extensions().get::<Uses>() {
            uses.add();
        }
        let (head, body) = response.into_parts();
        let trailers = http::HeaderMap::new();
        let pace = Pace::new(self.timeouts.crawl);
        Ok(Response { url: url.clone(), head, body, trailers, timeouts: self.timeouts, deadline, pace })
    }
}

/// Counts the interim responses (1xx) before a response: a server may send them for ever.
#[derive(Default)]
struct Interim {
    count: AtomicU32,
    many: Notify,
}

impl Interim {
    fn count(self: &Arc<Self>, request: &mut http::Request<Full<Bytes>>) {
        let this = Arc::clone(self);
        hyper::ext::on_informational(request, move |_| {
            if this.count.fetch_add(1, Ordering::Relaxed) == MOST_INTERIM {
                this.many.notify_one();
            }
        });
    }

    async fn too_many(&self) {
        self.many.notified().await;
    }
}

fn prepare(request: &Request) -> Result<http::Request<Full<Bytes>>, ClientError> {
    let mut url = (*request.url).clone();
    url.set_fragment(None);
    let uri: Uri = url.as_str().parse().map_err(|error: http::uri::InvalidUri| ClientError::Url {
        reason: UrlError::Invalid { text: request.url.to_string(), reason: error.to_string() },
    })?;
    let mut prepared = http::Request::new(Full::new(request.body.clone()));
    *prepared.method_mut() = request.method.clone();
    *prepared.uri_mut() = uri;
    *prepared.headers_mut() = request.headers.clone();
    Ok(prepared)
}

/// Whether a connection that had served before ended without an answer: no fault of the request.
fn is_stale(error: &legacy::Error) -> bool {
    let mut extensions = http::Extensions::new();
    if let Some(info) = error.connect_info() {
        info.get_extras(&mut extensions);
    }
    extensions.get::<Uses>().is_some_and(Uses::is_any) && ended_unanswered(error)
}

fn explain(url: &SafeUrl, error: &legacy::Error) -> ClientError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(NotConnected(connect)) = error.downcast_ref() {
            return ClientError::Connect(Arc::clone(connect));
        }
        cause = error.source();
    }
    ClientError::broken(url, Stage::Waiting, error)
}

/// Makes a connection for the pool.
#[derive(Clone)]
struct Dial {
    connector: Arc<Connector>,
    timeouts: Timeouts,
}

/// A connection that was not established, to be found again at the other side of hyper-util.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct NotConnected(Arc<ConnectError>);

impl Service<Uri> for Dial {
    type Response = TokioIo<Pooled>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let Self { connector, timeouts } = self.clone();
        Box::pin(async move {
            let url: url::Url = target.to_string().parse()?;
            let connected = connector.connect(&Origin::of(&url)?).await;
            let connected = connected.map_err(|error| NotConnected(Arc::new(error)))?;
            Ok(TokioIo::new(Pooled::new(connected, timeouts)))
        })
    }
}
