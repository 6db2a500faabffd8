//! The processor time of a server: from /proc where it runs on this machine, else as INFO tells it.

use std::path::PathBuf;
use std::time::Duration;

use crate::resp::{Client, ClientError, ClientOptions, Target};

/// Where a server's processor time is read.
#[derive(Debug)]
pub(super) enum Meter {
    /// A process of this machine.
    Process(PathBuf),
    /// By asking; costs a command before and after.
    Info(Box<Client>),
    /// It does not tell.
    None,
}

impl Meter {
    /// Asks a server who it is.
    pub(super) async fn find(target: &Target, options: &ClientOptions) -> Result<(Self, String), ClientError> {
        let mut client = Client::connect(target, options).await?;
        let info = info(&mut client, "server").await?;
        let version = field(&info, "redis_version").unwrap_or("unknown");
        let name = match field(&info, "toolbox_version") {
            Some(own) => format!("toolbox kv {own}"),
            None => format!("Redis {version}"),
        };
        let tasks = field(&info, "process_id").map(|id| PathBuf::from(format!("/proc/{id}/task")));
        let here = tasks.filter(|path| target.is_local() && path.exists());
        let meter = match here {
            Some(path) => Self::Process(path),
            None if self::info(&mut client, "cpu").await?.contains("used_cpu_user") => Self::Info(Box::new(client)),
            None => Self::None,
        };
        Ok((meter, name))
    }

    /// Processor time since the server began; `None` where it cannot be known.
    pub(super) async fn read(&mut self) -> Option<Duration> {
        match self {
            Self::Process(tasks) => of_tasks(tasks),
            Self::Info(client) => {
                let text = info(client, "cpu").await.ok()?;
                let seconds = |name| field(&text, name).and_then(|text| text.parse::<f64>().ok());
                let sum = seconds("used_cpu_user")? + seconds("used_cpu_sys")?;
                Duration::try_from_secs_f64(sum).ok()
            }
            Self::None => None,
        }
    }
}

/// The sum over the threads, in nanoseconds (Documentation/scheduler/sched-stats.rst); /proc/PID/stat counts in
/// hundredths of a second only.
fn of_tasks(tasks: &PathBuf) -> Option<Duration> {
    let mut sum = 0_u64;
    for task in std::fs::read_dir(tasks).ok()? {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        sum += text.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(sum))
}

async fn info(client: &mut Client, section: &str) -> Result<String, ClientError> {
    let reply = client.call(&["INFO", section]).await?;
    Ok(String::from_utf8_lossy(reply.bytes().unwrap_or_default()).into_owned())
}

fn field<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}
