//! Flags of the original that mean nothing here, each with the reason. They are taken, so that a command line or a container
//! that has them goes on working, and whoever uses one is told.

use clap::Args;

/// Why lines of ffmpeg are neither kept waiting nor thrown away.
const NO_QUEUE: &str = "every line of ffmpeg is read at once, none is queued and none dropped";

/// Why servers are not asked how they are.
const NO_SERVER: &str =
    "swarm tells what clients see; have the exporters of the server scraped beside it, by its dashboard";

/// Why no list of sizes is fetched.
const NO_LIST: &str = "the server of a segment is asked for its size, once (--segment-sizes)";

/// Each such flag and its reason.
const LEFT: [(&str, &str); 13] = [
    ("stats-buffer", NO_QUEUE),
    ("stats-drop-threshold", NO_QUEUE),
    ("origin-metrics", NO_SERVER),
    ("nginx-metrics", NO_SERVER),
    ("origin-metrics-host", NO_SERVER),
    ("origin-metrics-interval", NO_SERVER),
    ("origin-metrics-window", NO_SERVER),
    ("origin-metrics-node-port", NO_SERVER),
    ("origin-metrics-nginx-port", NO_SERVER),
    ("segment-sizes-url", NO_LIST),
    ("segment-sizes-interval", NO_LIST),
    ("segment-sizes-jitter", NO_LIST),
    ("segment-cache-window", NO_LIST),
];

/// What was typed of them; the values are not looked at.
#[derive(Debug, Clone, Default, Args)]
pub struct LeftArgs {
    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub stats_buffer: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub stats_drop_threshold: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub origin_metrics: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub nginx_metrics: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub origin_metrics_host: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub origin_metrics_interval: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub origin_metrics_window: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub origin_metrics_node_port: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub origin_metrics_nginx_port: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub segment_sizes_url: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub segment_sizes_interval: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub segment_sizes_jitter: Option<String>,

    /// See [`LEFT`].
    #[arg(long, value_name = "VALUE", hide = true)]
    pub segment_cache_window: Option<String>,
}

/// What to tell whoever typed some of them; nothing where nobody did.
pub(super) fn told(given: impl Fn(&str) -> bool) -> Vec<String> {
    let typed = LEFT.iter().filter(|(flag, _)| given(flag));
    typed.map(|(flag, reason)| format!("--{flag} does nothing here: {reason}")).collect()
}
