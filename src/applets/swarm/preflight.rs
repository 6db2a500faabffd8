//! Whether this machine carries the audience: looked at before anybody starts, with what to do where it does not.

use super::ffmpeg::capability::Capability;
use super::plan::Plan;

/// What of a machine limits an audience; none is without a limit, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Machine {
    /// Open files, as far as the soft limit can be raised.
    pub files: Option<u64>,
    /// Processes of this user.
    pub processes: Option<u64>,
    /// Ports for connections of ours.
    pub ports: Option<u64>,
}

/// One look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub name: &'static str,
    /// How it is.
    pub state: CheckState,
    /// Figures.
    pub message: String,
    /// What to do where it is not well.
    pub fix: Option<String>,
}

/// How a look ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// Well.
    Passed,
    /// It may not suffice.
    Warning,
    /// It does not suffice.
    Failed,
}

impl Check {
    /// As it is printed: a line, and one with what to do.
    #[must_use]
    pub fn text(&self) -> String {
        let sign = match self.state {
            CheckState::Passed => "✓",
            CheckState::Warning => "⚠",
            CheckState::Failed => "✗",
        };
        let fix = self.fix.as_ref().map_or_else(String::new, |fix| format!("\n    Fix: {fix}"));
        format!("  {sign} {}: {}{fix}", self.name, self.message)
    }
}

impl Machine {
    /// This machine, its limits raised as far as they go.
    #[must_use]
    pub fn here(plan: &Plan) -> Self {
        Self { files: files(files_needed(plan)), processes: processes(), ports: ports() }
    }
}

/// Looks at everything; `capability` is what ffmpeg knows, where there is one.
#[must_use]
pub fn checks(plan: &Plan, machine: Machine, capability: Option<&Capability>) -> Vec<Check> {
    let clients = plan.clients;
    let mut checks = vec![limit("file_descriptors", (machine.files, files_needed(plan)), clients, |need| {
        format!("ulimit -n {need} (or LimitNOFILE= of a service, --ulimit nofile= of a container)")
    })];
    if plan.processes() > 0 {
        let need = plan.processes() + 50;
        checks.push(limit("process_limit", (machine.processes, need), clients, |need| format!("ulimit -u {need}")));
        checks.push(program(plan, capability));
        checks.extend(capability.and_then(options));
    }
    checks.push(port_range(plan, machine));
    checks
}

/// Files that the audience takes: in the rule of the original those of all processes together; a player of ours has a
/// connection to each server, which is mostly one.
fn files_needed(plan: &Plan) -> u64 {
    let processes = plan.processes();
    processes * 20 + (plan.clients - processes) + 100
}

fn limit(name: &'static str, (have, need): (Option<u64>, u64), clients: u64, fix: impl Fn(u64) -> String) -> Check {
    let have_text = have.map_or_else(|| "unlimited".to_owned(), |have| have.to_string());
    let passed = have.is_none_or(|have| have >= need);
    Check {
        name,
        state: if passed { CheckState::Passed } else { CheckState::Failed },
        message: format!("{have_text} available (need {need} for {clients} clients)"),
        fix: (!passed).then(|| fix(need)),
    }
}

fn program(plan: &Plan, capability: Option<&Capability>) -> Check {
    let name = "ffmpeg";
    let program = &plan.ffmpeg.program;
    let failed =
        |message: String, fix: &str| Check { name, state: CheckState::Failed, message, fix: Some(fix.to_owned()) };
    match capability {
        None if std::path::Path::new(program).exists() => {
            failed(format!("{program} is there, and is no program that runs"), "say where ffmpeg is with --ffmpeg PATH")
        }
        None => failed(format!("not found at {program}"), "install ffmpeg, or say where it is with --ffmpeg PATH"),
        Some(found) if !found.hls => {
            failed(format!("{program} ({}) does not read HLS", found.version), "install a full build of ffmpeg")
        }
        Some(found) if !found.https && plan.url.scheme() == "https" => {
            failed(format!("{program} ({}) does not speak TLS", found.version), "install a full build of ffmpeg")
        }
        Some(found) => {
            Check { name, state: CheckState::Passed, message: format!("{program} ({})", found.version), fix: None }
        }
    }
}

/// Options that are left out of the command.
fn options(capability: &Capability) -> Option<Check> {
    let lacks = capability.lacks();
    (!lacks.is_empty()).then(|| Check {
        name: "ffmpeg_options",
        state: CheckState::Warning,
        message: format!("this ffmpeg does not know {}; left out", lacks.join(", ")),
        fix: None,
    })
}

/// Each client may have several connections open or lately closed.
fn port_range(plan: &Plan, machine: Machine) -> Check {
    let processes = plan.processes();
    let need = processes * 4 + (plan.clients - processes);
    let have = machine.ports.unwrap_or(u64::MAX);
    let have_text = machine.ports.map_or_else(|| "an unknown number".to_owned(), |ports| ports.to_string());
    let passed = have >= need;
    Check {
        name: "ephemeral_ports",
        state: if passed { CheckState::Passed } else { CheckState::Warning },
        message: format!("{have_text} available (may need {need} for {} clients)", plan.clients),
        fix: (!passed).then(|| "sysctl -w net.ipv4.ip_local_port_range='1024 65535'".to_owned()),
    }
}

#[cfg(unix)]
fn files(needed: u64) -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    // Where it does not suffice, what there is is told.
    let _ = crate::kit::descriptors::ensure(needed);
    getrlimit(Resource::Nofile).current
}

#[cfg(not(unix))]
fn files(_needed: u64) -> Option<u64> {
    None
}

#[cfg(unix)]
fn processes() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nproc).current
}

#[cfg(not(unix))]
fn processes() -> Option<u64> {
    None
}

fn ports() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").ok()?;
    let mut ends = text.split_whitespace().filter_map(|end| end.parse::<u64>().ok());
    let (first, last) = (ends.next()?, ends.next()?);
    last.checked_sub(first).map(|between| between + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::swarm::plan::tests::plan;

    const ROOMY: Machine = Machine { files: Some(8192), processes: None, ports: Some(28_232) };

    fn texts(flags: &str, machine: Machine, capability: Option<&Capability>) -> Vec<String> {
        checks(&plan(flags), machine, capability).iter().map(Check::text).collect()
    }

    #[test]
    fn a_machine_that_suffices_is_told_so() {
        let found = texts("-clients 100 http://o/", ROOMY, Some(&Capability::full()));
        assert_eq!(
            found,
            [
                "  ✓ file_descriptors: 8192 available (need 2100 for 100 clients)",
                "  ✓ process_limit: unlimited available (need 150 for 100 clients)",
                "  ✓ ffmpeg: ffmpeg (7.0)",
                "  ✓ ephemeral_ports: 28232 available (may need 400 for 100 clients)",
            ]
        );
    }

    #[test]
    fn what_does_not_suffice_comes_with_what_to_do() {
        let small = Machine { files: Some(1024), processes: Some(10), ports: Some(100) };
        let found = texts("-clients 100 http://o/", small, None);
        assert!(found[0].contains("✗ file_descriptors: 1024") && found[0].contains("Fix: ulimit -n 2100"), "{found:?}");
        assert!(found[1].contains("✗ process_limit: 10") && found[1].contains("ulimit -u 150"));
        assert!(found[2].contains("✗ ffmpeg: not found at ffmpeg") && found[2].contains("--ffmpeg"));
        assert!(found[3].contains("⚠ ephemeral_ports") && found[3].contains("ip_local_port_range"));
    }

    #[test]
    fn an_old_program_is_told_and_no_reason_to_stop() {
        let old = Capability { segment_retries: false, ..Capability::full() };
        let found = checks(&plan("http://o/"), ROOMY, Some(&old));
        let options = found.iter().find(|check| check.name == "ffmpeg_options").unwrap();
        assert_eq!(options.text(), "  ⚠ ffmpeg_options: this ffmpeg does not know -seg_max_retry; left out");
        let none = Capability { https: false, ..Capability::full() };
        let state = |url: &str| checks(&plan(url), ROOMY, Some(&none))[2].state;
        assert_eq!((state("http://o/"), state("https://o/")), (CheckState::Passed, CheckState::Failed));
    }

    #[test]
    fn players_of_ours_need_no_processes() {
        let found = texts("--engine native -clients 10000 http://o/", Machine { files: Some(20_000), ..ROOMY }, None);
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("need 10100 for 10000"));
    }
}
