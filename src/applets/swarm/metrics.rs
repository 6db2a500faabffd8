//! A run as it is scraped: the names of the documents (`hlsswarm_…`), and on request the later ones (`hls_swarm_…`).

use std::sync::Arc;

use super::args::{Engine, Variant};
use super::plan::Plan;
use super::tally::{COMPAT_UPTIME_BOUNDS, Tally, UPTIME_BOUNDS};
use crate::kit::metrics::{Snapshot, Source};

/// Audiences larger than this get no figures of each client: a page of them would burden whoever scrapes it.
const MOST_SINGLE: u64 = 200;

/// The names of the documents.
#[derive(Debug)]
pub struct Documented(pub Arc<Tally>);

impl Source for Documented {
    fn collect(&self, snapshot: &mut Snapshot) {
        let tally = &self.0;
        let mut gauge =
            |name: &str, help: &str, value: f64| snapshot.gauge(&format!("hlsswarm_{name}"), help, &[], value);
        gauge("clients_target", "Configured target client count.", tally.target as f64);
        gauge("clients_active", "Clients that are running.", tally.active() as f64);
        gauge("ramp_progress", "Share of clients whose slot has come, 0 to 1.", tally.ramp_progress());
        let mut counter =
            |name: &str, help: &str, value: u64| snapshot.counter(&format!("hlsswarm_{name}"), help, &[], value);
        counter("clients_started_total", "Starts of clients.", tally.started.value());
        counter("clients_restarted_total", "Starts after an end.", tally.restarted.value());
        counter("clients_max_restarts_reached_total", "Clients that are not started again.", tally.gave_up.value());
        counter("clients_stalled_total", "Times a client made no progress for too long.", tally.stalled.value());
        counter("bytes_downloaded_total", "Bytes of media.", tally.bytes.value());
        counter("segments_downloaded_total", "Segments.", tally.segments.value());
        for (code, count) in tally.exits.all() {
            snapshot.counter("hlsswarm_process_exits_total", "Ends by exit code.", &[("code", &code)], count);
        }
        let (counts, _, sum) = tally.uptime_buckets();
        let help = "How long clients lived.";
        snapshot.bucketed("hlsswarm_client_uptime_seconds", help, &UPTIME_BOUNDS, &counts, sum);
    }
}

/// The later names.
#[derive(Debug)]
pub struct Later {
    tally: Arc<Tally>,
    url: String,
    variant: &'static str,
    duration_s: f64,
    /// Clients that have figures of their own: processes, which tell how they keep pace.
    single: Vec<u64>,
    /// Whether there are any processes.
    processes: bool,
}

impl Later {
    /// Of this run.
    #[must_use]
    pub fn new(plan: &Plan, tally: &Arc<Tally>) -> Self {
        let variant = match plan.variant {
            Variant::All => "all",
            Variant::Highest => "highest",
            Variant::Lowest => "lowest",
            Variant::First => "first",
        };
        let duration_s = plan.duration.map_or(0.0, |duration| duration.as_secs_f64());
        let is_single = plan.exposed.clients && plan.clients < MOST_SINGLE;
        let of_processes = (0..plan.clients).filter(|index| is_single && plan.engine_of(*index) == Engine::Ffmpeg);
        let (single, processes) = (of_processes.collect(), plan.processes() > 0);
        Self { tally: Arc::clone(tally), url: plan.url.to_string(), variant, duration_s, single, processes }
    }

    fn gauges(&self, snapshot: &mut Snapshot) {
        let tally = &self.tally;
        let elapsed = tally.begin.elapsed().as_secs_f64();
        let (paces, each_second) = (tally.paces(), |count: u64| count as f64 / elapsed.max(1e-9));
        let remaining = if self.duration_s > 0.0 { (self.duration_s - elapsed).max(0.0) } else { -1.0 };
        let requests = tally.playlists.value() + tally.segments.value() + tally.inits.value() + tally.others.value();
        // Processes tell of what they ask for, players of what they got.
        let failed = tally.failed.value();
        let errors = if self.processes { tally.statuses.all().values().sum::<u64>().max(failed) } else { failed };
        let requests = if self.processes { requests } else { requests + failed };
        if requests > 0 {
            let error_rate = (errors as f64 / requests as f64).min(1.0);
            snapshot.gauge("hls_swarm_error_rate", "Errors among the answers, of all requests.", &[], error_rate);
        }
        let uptime = |quantile| tally.uptime(quantile).map_or(0.0, |uptime| uptime.as_secs_f64());
        for (name, help, value) in [
            ("target_clients", "Configured target client count.", tally.target as f64),
            ("test_duration_seconds", "Configured duration; 0 is without end.", self.duration_s),
            ("active_clients", "Clients that are running.", tally.active() as f64),
            ("ramp_progress", "Share of clients whose slot has come.", tally.ramp_progress()),
            ("test_elapsed_seconds", "Since the start.", elapsed),
            ("test_remaining_seconds", "Until the end; -1 without one.", remaining),
            ("manifest_requests_per_second", "Mean of the run.", each_second(tally.playlists.value())),
            ("segment_requests_per_second", "Mean of the run.", each_second(tally.segments.value())),
            ("throughput_bytes_per_second", "Mean of the run.", each_second(tally.bytes.value())),
            ("segment_throughput_1s_bytes_per_second", "Of the last second.", tally.rate_bps(1)),
            ("segment_throughput_30s_bytes_per_second", "Of the last 30 seconds.", tally.rate_bps(30)),
            ("segment_throughput_60s_bytes_per_second", "Of the last minute.", tally.rate_bps(60)),
            ("segment_throughput_300s_bytes_per_second", "Of the last five minutes.", tally.rate_bps(300)),
            // Every line is read as it comes.
            ("stats_clients_degraded", "Clients with lines that were dropped: none.", 0.0),
            ("stats_drop_rate", "Share of lines that were dropped: none.", 0.0),
            ("stats_peak_drop_rate", "The highest of these: none.", 0.0),
            ("uptime_p50_seconds", "Median of how long clients lived.", uptime(0.5)),
            ("uptime_p95_seconds", "How long 95 of 100 lived at most.", uptime(0.95)),
            ("uptime_p99_seconds", "How long 99 of 100 lived at most.", uptime(0.99)),
        ] {
            snapshot.gauge(&format!("hls_swarm_{name}"), help, &[], value);
        }
        // Players keep pace with nothing: they wait, which is told elsewhere.
        for (name, help, value) in [
            ("clients_above_realtime", "Clients as fast as the clock.", paces.above as f64),
            ("clients_below_realtime", "Clients slower than the clock.", paces.below as f64),
            ("stalled_clients", "Clients below 0.9 for more than 5 s.", paces.slow as f64),
            ("average_speed", "Mean speed of clients.", paces.mean_speed),
            ("high_drift_clients", "Clients more than 5 s behind.", paces.far_behind as f64),
            ("average_drift_seconds", "Mean of how far clients are behind.", paces.mean_drift_s),
            ("max_drift_seconds", "How far the last client is behind.", paces.max_drift_s),
        ] {
            if self.processes {
                snapshot.gauge(&format!("hls_swarm_{name}"), help, &[], value);
            }
        }
    }

    fn counters(&self, snapshot: &mut Snapshot) {
        let tally = &self.tally;
        for (name, help, value) in [
            ("manifest_requests_total", "Playlists asked for.", tally.playlists.value()),
            ("segment_requests_total", "Segments asked for.", tally.segments.value()),
            ("init_requests_total", "Initialisations asked for.", tally.inits.value()),
            ("unknown_requests_total", "Anything else asked for.", tally.others.value()),
            ("bytes_downloaded_total", "Bytes of media.", tally.bytes.value()),
            ("segment_bytes_downloaded_total", "Bytes of segments.", tally.bytes.value()),
            ("timeouts_total", "Times nothing came in time.", tally.timeouts.value()),
            ("reconnections_total", "Connections made again.", tally.reconnections.value()),
            ("client_starts_total", "Starts of clients.", tally.started.value()),
            ("client_restarts_total", "Starts after an end.", tally.restarted.value()),
        ] {
            snapshot.counter(&format!("hls_swarm_{name}"), help, &[], value);
        }
        for (stream, count) in [("progress", tally.progress_lines.value()), ("stderr", tally.log_lines.value())] {
            let labels = [("stream", stream)];
            snapshot.counter("hls_swarm_stats_lines_parsed_total", "Lines that were read.", &labels, count);
            snapshot.counter("hls_swarm_stats_lines_dropped_total", "Lines that were dropped: none.", &labels, 0);
        }
        for (status, count) in tally.statuses.all() {
            snapshot.counter("hls_swarm_http_errors_total", "Errors by status.", &[("status_code", &status)], count);
        }
        for (code, count) in tally.exit_codes() {
            let category = match code {
                0 => "success",
                129.. => "signal",
                _ => "error",
            };
            snapshot.counter("hls_swarm_client_exits_total", "Ends by kind.", &[("category", category)], count);
        }
        let (_, counts, sum) = tally.uptime_buckets();
        let help = "How long clients lived.";
        snapshot.bucketed("hls_swarm_client_uptime_seconds", help, &COMPAT_UPTIME_BOUNDS, &counts, sum);
    }

    fn clients(&self, snapshot: &mut Snapshot) {
        let clients: Vec<_> = self.tally.clients().collect();
        for &index in &self.single {
            let Some(&(speed, drift, bytes)) = clients.get(index as usize) else { continue };
            let id = index.to_string();
            let labels = [("client_id", id.as_str())];
            snapshot.gauge("hls_swarm_client_speed", "Speed of a client.", &labels, speed);
            snapshot.gauge("hls_swarm_client_drift_seconds", "How far a client is behind.", &labels, drift);
            snapshot.counter("hls_swarm_client_bytes_total", "Bytes of a client.", &labels, bytes);
        }
    }
}

impl Source for Later {
    fn collect(&self, snapshot: &mut Snapshot) {
        let labels =
            [("version", env!("CARGO_PKG_VERSION")), ("stream_url", self.url.as_str()), ("variant", self.variant)];
        snapshot.gauge("hls_swarm_info", "What is run.", &labels, 1.0);
        self.gauges(snapshot);
        self.counters(snapshot);
        self.clients(snapshot);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::applets::swarm::plan::tests::plan;
    use crate::kit::metrics::prometheus::encode;

    fn tally() -> Arc<Tally> {
        let tally = Arc::new(Tally::new(2));
        tally.started.add(3);
        tally.restarted.inc();
        tally.stalled.inc();
        tally.bytes.add(1000);
        tally.segments.add(4);
        tally.exited(1, Duration::from_secs(2));
        tally.exited(143, Duration::from_secs(400));
        tally.statuses.inc("404");
        tally.due();
        tally
    }

    #[test]
    fn each_documented_name_is_there() {
        let mut snapshot = Snapshot::default();
        Documented(tally()).collect(&mut snapshot);
        let page = encode(&snapshot);
        for line in [
            "hlsswarm_clients_target 2.0",
            "hlsswarm_clients_active 0.0",
            "hlsswarm_clients_started_total 3",
            "hlsswarm_clients_restarted_total 1",
            "hlsswarm_process_exits_total{code=\"1\"} 1",
            "hlsswarm_process_exits_total{code=\"143\"} 1",
            "hlsswarm_client_uptime_seconds_bucket{le=\"5.0\"} 1",
            "hlsswarm_client_uptime_seconds_bucket{le=\"3600.0\"} 2",
            "hlsswarm_client_uptime_seconds_count 2",
            "hlsswarm_ramp_progress 0.5",
            "hlsswarm_clients_max_restarts_reached_total 0",
            "hlsswarm_clients_stalled_total 1",
            "hlsswarm_bytes_downloaded_total 1000",
            "hlsswarm_segments_downloaded_total 4",
        ] {
            assert!(page.contains(&format!("{line}\n")), "{line} is missing in\n{page}");
        }
    }

    #[test]
    fn each_later_name_is_there_on_request() {
        let mut snapshot = Snapshot::default();
        let plan = plan("-clients 2 --compat-metrics --prom-client-metrics -duration 1h http://o/live.m3u8?token=abc");
        Later::new(&plan, &tally()).collect(&mut snapshot);
        let page = encode(&snapshot);
        for part in [
            "hls_swarm_info{",
            "variant=\"all\"",
            "hls_swarm_target_clients 2.0",
            "hls_swarm_test_duration_seconds 3600.0",
            "hls_swarm_http_errors_total{status_code=\"404\"} 1",
            "hls_swarm_client_exits_total{category=\"signal\"} 1",
            "hls_swarm_client_exits_total{category=\"error\"} 1",
            "hls_swarm_client_uptime_seconds_bucket{le=\"7200.0\"} 2",
            "hls_swarm_segment_requests_total 4",
            "hls_swarm_error_rate 0.25",
            "hls_swarm_segment_throughput_30s_bytes_per_second 0.0",
            "hls_swarm_stats_lines_parsed_total{stream=\"stderr\"} 0",
            "hls_swarm_stats_lines_dropped_total{stream=\"progress\"} 0",
            "hls_swarm_stats_drop_rate 0.0",
            "hls_swarm_client_speed{client_id=\"1\"}",
        ] {
            assert!(page.contains(part), "{part} is missing in\n{page}");
        }
        assert!(!page.contains("abc"), "secrets of the URL stay here");
    }
    #[test]
    fn what_players_cannot_know_is_not_there_and_failures_are() {
        let plan = plan("--engine native -clients 2 --compat-metrics --prom-client-metrics http://o/live.m3u8");
        let page = |tally: &Arc<Tally>| {
            let mut snapshot = Snapshot::default();
            Later::new(&plan, tally).collect(&mut snapshot);
            encode(&snapshot)
        };
        let tally = Arc::new(Tally::new(2));
        let before = page(&tally);
        assert!(!before.contains("hls_swarm_error_rate "), "nothing was asked for: {before}");
        tally.failed.add(3);
        let page = page(&tally);
        assert!(page.contains("hls_swarm_error_rate 1.0"), "{page}");
        for part in ["client_speed", "client_drift", "average_speed", "stalled_clients"] {
            assert!(!page.contains(part), "{part} is in {page}");
        }
    }
}
