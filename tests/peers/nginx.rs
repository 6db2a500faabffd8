//! nginx, the server most load tests are pointed at.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use libtest_mimic::{Failed, Trial};
use socket2::SockRef;
use tempfile::TempDir;

pub(crate) fn trials() -> Vec<Trial> {
    vec![crate::trial("nginx::answers_and_logs_each_request", &["nginx"], answers_and_logs_each_request)]
}

/// A running nginx with a directory of its own.
pub(crate) struct Nginx {
    child: Child,
    address: SocketAddr,
    directory: TempDir,
}

/// A line of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged {
    /// Connections are numbered.
    pub(crate) connection: u64,
    /// `GET /x HTTP/1.1`.
    pub(crate) request: String,
    pub(crate) status: u16,
}

impl Nginx {
    /// Starts nginx with `locations` as the inside of its `server` block.
    pub(crate) fn start(locations: &str) -> Result<Self, Failed> {
        Self::with("", locations, &[])
    }

    /// Starts nginx with `flags` behind the address it listens on, and files that `locations` find under `ROOT`.
    ///
    /// The listener is bound here and inherited by nginx, as in an upgrade of its binary. So the port is free for
    /// certain, and the first connection waits in the queue until nginx takes it: nothing has to be polled.
    pub(crate) fn with(flags: &str, locations: &str, files: &[(&str, &str)]) -> Result<Self, Failed> {
        let directory = tempfile::tempdir()?;
        let root = directory.path().display();
        // Its workers give up root's rights, and temporary directories are closed to others.
        fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755))?;
        for (name, text) in files {
            fs::write(directory.path().join(name), text)?;
        }
        let locations = locations.replace("ROOT", &root.to_string());
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let configuration = format!(
            "daemon off; pid {root}/pid; error_log {root}/error.log; worker_processes 1;\n\
             events {{ worker_connections 1024; }}\n\
             http {{\n\
               log_format seen '$connection $status $request';\n\
               access_log {root}/access.log seen; keepalive_requests 1000000;\n\
               client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;\n\
               uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;\n\
               server {{ listen {address} {flags}; {locations} }}\n\
             }}\n"
        );
        let file = directory.path().join("nginx.conf");
        fs::write(&file, configuration)?;
        SockRef::from(&listener).set_cloexec(false)?;
        let program = crate::find("nginx").ok_or("nginx vanished")?;
        let child = Command::new(program)
            .arg("-c")
            .arg(&file)
            .env("NGINX", format!("{};", listener.as_raw_fd()))
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self { child, address, directory })
    }

    pub(crate) fn url(&self, scheme: &str, path: &str) -> String {
        format!("{scheme}://{}{path}", self.address)
    }

    /// Where its files are.
    pub(crate) fn root(&self) -> &Path {
        self.directory.path()
    }

    /// Stops nginx when it has answered everything, and reads its access log.
    pub(crate) fn stop(mut self) -> Result<Vec<Logged>, Failed> {
        self.tell("quit")?;
        self.child.wait()?;
        let log = fs::read_to_string(self.directory.path().join("access.log"))?;
        let parse = |line: &str| {
            let mut words = line.splitn(3, ' ');
            let (connection, status) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            Some(Logged { connection, status, request: words.next()?.to_owned() })
        };
        log.lines().map(|line| parse(line).ok_or_else(|| line.into())).collect()
    }

    fn tell(&self, signal: &str) -> Result<(), Failed> {
        let program = crate::find("nginx").ok_or("nginx vanished")?;
        let file = self.directory.path().join("nginx.conf");
        let told = Command::new(program).arg("-c").arg(file).args(["-s", signal]).stderr(Stdio::null()).status()?;
        if told.success() { Ok(()) } else { Err(format!("nginx -s {signal}: {told}").into()) }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Already gone after `stop`; a failed test must not leave it behind, its worker included.
        if matches!(self.child.try_wait(), Ok(None)) {
            if self.tell("stop").is_err() {
                let _ = self.child.kill();
            }
            let _ = self.child.wait();
        }
    }
}

fn answers_and_logs_each_request() -> Result<(), Failed> {
    let nginx = Nginx::start("location / { return 200 ok; }")?;
    let mut connection = TcpStream::connect(nginx.address)?;
    connection.write_all(b"GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut reply = String::new();
    connection.read_to_string(&mut reply)?;
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n") && reply.ends_with("ok"), "{reply}");
    let logged: Vec<_> = nginx.stop()?.into_iter().map(|line| (line.request, line.status)).collect();
    assert_eq!(logged, [("GET /x HTTP/1.1".to_owned(), 200)]);
    Ok(())
}
