//! Servers of all kinds on ports that were free, each with a directory and a configuration of its own.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;
use tempfile::TempDir;
use toolbox::applets::scan::service::Transport;
use toolbox::kit::tls::Authority;

/// Whatever takes longer to start hangs.
const PATIENCE: Duration = Duration::from_secs(40);

/// How a server is started: it writes its configuration below the directory and says what to run.
pub(crate) type Launch = fn(&Path, u16) -> Result<Command, Failed>;

/// A running server.
pub(crate) struct Daemon {
    child: Child,
    directory: TempDir,
    pub(crate) address: SocketAddr,
}

impl Daemon {
    /// Starts a server, and waits until it takes connections; for datagrams, until its port is taken.
    pub(crate) fn start(transport: Transport, launch: Launch) -> Result<Self, Failed> {
        let mut attempts = 0;
        loop {
            let daemon = Self::attempt(transport, launch)?;
            if let Some(mut daemon) = daemon {
                if daemon.is_ready(transport)? {
                    return Ok(daemon);
                }
                attempts += 1;
                // The port that was free a moment ago may be somebody's now.
                let log = fs::read_to_string(daemon.directory.path().join("log")).unwrap_or_default();
                assert!(attempts < 3, "it does not start:\n{log}");
            }
        }
    }

    fn attempt(transport: Transport, launch: Launch) -> Result<Option<Self>, Failed> {
        let address = match transport {
            Transport::Tcp => TcpListener::bind("127.0.0.1:0")?.local_addr()?,
            Transport::Udp => UdpSocket::bind("127.0.0.1:0")?.local_addr()?,
        };
        let directory = tempfile::tempdir()?;
        // Many give up root's rights, and temporary directories are closed to others.
        open_to_all(directory.path())?;
        let mut command = launch(directory.path(), address.port())?;
        open_to_all(directory.path())?;
        let log = fs::File::create(directory.path().join("log"))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).current_dir(directory.path());
        // Some end their whole group with themselves; it must not be ours.
        command.process_group(0);
        Ok(Some(Self { child: command.spawn()?, directory, address }))
    }

    fn is_ready(&mut self, transport: Transport) -> Result<bool, Failed> {
        let begin = Instant::now();
        loop {
            let is_there = match transport {
                Transport::Tcp => TcpStream::connect(self.address).is_ok(),
                Transport::Udp => UdpSocket::bind(self.address).is_err(),
            };
            if is_there {
                return Ok(true);
            }
            if self.child.try_wait()?.is_some() || begin.elapsed() > PATIENCE {
                return Ok(false);
            }
            std::thread::yield_now();
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = Command::new("kill")
                .args(["-TERM", "--"])
                .arg(format!("-{}", self.child.id()))
                .stderr(Stdio::null())
                .status();
            let begin = Instant::now();
            while matches!(self.child.try_wait(), Ok(None)) && begin.elapsed() < Duration::from_secs(5) {
                std::thread::yield_now();
            }
            let _ = Command::new("kill")
                .args(["-KILL", "--"])
                .arg(format!("-{}", self.child.id()))
                .stderr(Stdio::null())
                .status();
            let _ = self.child.wait();
        }
    }
}

fn open_to_all(directory: &Path) -> Result<(), Failed> {
    assert!(Command::new("chmod").arg("-R").arg("a+rwX").arg(directory).status()?.success());
    Ok(())
}

/// A command for a program wherever it is installed.
pub(crate) fn program(name: &str) -> Result<Command, Failed> {
    Ok(Command::new(crate::find(name).ok_or_else(|| format!("{name} vanished"))?))
}

/// Writes a file below the directory, and gives its path.
pub(crate) fn file(directory: &Path, name: &str, text: &str) -> Result<String, Failed> {
    let path = directory.join(name);
    fs::write(&path, text)?;
    Ok(path.display().to_string())
}

/// A certificate for `box.example.org` and its key, in files.
pub(crate) fn certificate(directory: &Path) -> Result<(String, String), Failed> {
    let identity = Authority::new("A test")?.issue(&["box.example.org"])?;
    Ok((file(directory, "cert.pem", &identity.cert_pem())?, file(directory, "key.pem", &identity.key_pem())?))
}

/// The command with arguments, separated by blanks.
pub(crate) fn run(name: &str, arguments: &str) -> Result<Command, Failed> {
    let mut command = program(name)?;
    command.args(arguments.split_whitespace());
    Ok(command)
}

/// Lets another user run it where we are root, for servers that refuse to be.
pub(crate) fn as_nobody(command: &Command) -> Result<Command, Failed> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let mut wrapped = if is_root {
        let mut wrapped = program("setpriv")?;
        wrapped.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(command.get_program());
        wrapped
    } else {
        Command::new(command.get_program())
    };
    wrapped.args(command.get_args());
    Ok(wrapped)
}
