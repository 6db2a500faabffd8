//! The hosts that were found, without their ports.

use serde::Serialize;

use crate::applets::scan::report::{HostReport, Presence, Report};
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table};
use crate::kit::units::format_duration;

/// A report, of which hosts are shown.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Hosts<'a> {
    /// The report.
    pub report: &'a Report,
}

const fn word(presence: Presence) -> &'static str {
    match presence {
        Presence::Up => "up",
        Presence::Down => "down",
        Presence::Unknown => "unknown",
    }
}

impl Hosts<'_> {
    fn up(&self) -> impl Iterator<Item = &HostReport> {
        self.report.hosts.iter().filter(|host| host.state == Presence::Up)
    }
}

impl Emit for Hosts<'_> {
    fn text(&self, page: &Page) -> String {
        let names = ["HOST", "STATE", "RTT", "REASON"];
        let mut table = names.iter().fold(Table::new(), |table, name| table.column(*name, Align::Left));
        for host in self.up() {
            let trip = host.accuracy.rtt_us.map(|micros| format_duration(std::time::Duration::from_micros(micros)));
            let cells: [Cell; 4] = [
                host.address.to_string().into(),
                Cell::new(word(host.state), Meaning::Good),
                trip.unwrap_or_default().into(),
                host.proof().into(),
            ];
            table.row(cells);
        }
        let summary = &self.report.summary;
        let took = format_duration(std::time::Duration::try_from_secs_f64(summary.seconds).unwrap_or_default());
        let table = if table.is_empty() { String::new() } else { table.render(page) + "\n" };
        let beyond = self.report.beyond();
        let reach = if beyond == 0 {
            String::new()
        } else {
            let (are, them) =
                if beyond == 1 { ("1 address is", "it") } else { (&*format!("{beyond} addresses are"), "them") };
            format!("{are} beyond a router, where ARP and NDP do not reach; --by echo,tcp asks {them}\n")
        };
        let (up, asked) = (summary.hosts_up, summary.hosts - beyond);
        format!("{table}{reach}{up} of {asked} hosts are up; {} probes in {took}", summary.probes)
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let row = |host: &HostReport| {
            let trip = host.accuracy.rtt_us.map(|trip| trip.to_string()).unwrap_or_default();
            let (why, mac) = (host.why.clone().unwrap_or_default(), host.mac.clone().unwrap_or_default());
            vec![host.address.to_string(), word(host.state).to_owned(), trip, why, mac]
        };
        let header = ["host", "state", "rtt_us", "reason", "mac"].map(str::to_owned).to_vec();
        (header, self.report.hosts.iter().map(row).collect())
    }
}
