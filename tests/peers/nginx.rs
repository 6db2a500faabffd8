//! nginx, the server most load tests are pointed at.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::process::{Child, Command, Stdio};

use libtest_mimic::{Failed, Trial};
use socket2::SockRef;
use tempfile::TempDir;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        crate::trial("nginx::answers_and_logs_each_request", &["nginx"], answers_and_logs_each_request),
        crate::trial("nginx::sees_as_many_requests_as_load_reports", &["nginx"], sees_as_many_requests_as_load_reports),
    ]
}

/// A running nginx with a directory of its own.
struct Nginx {
    child: Child,
    address: SocketAddr,
    directory: TempDir,
}

impl Nginx {
    /// Starts nginx with `locations` as the inside of its `server` block.
    ///
    /// The listener is bound here and inherited by nginx, as in an upgrade of its binary. So the port is free for
    /// certain, and the first connection waits in the queue until nginx takes it: nothing has to be polled.
    fn start(locations: &str) -> Result<Self, Failed> {
        let directory = tempfile::tempdir()?;
        let root = directory.path().display();
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let configuration = format!(
            "daemon off; pid {root}/pid; error_log {root}/error.log; worker_processes 1;\n\
             events {{ worker_connections 1024; }}\n\
             http {{\n\
               access_log {root}/access.log; keepalive_requests 1000000;\n\
               client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;\n\
               uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;\n\
               server {{ listen {address}; {locations} }}\n\
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

    /// Stops nginx when it has answered everything, and reads its access log.
    fn stop(mut self) -> Result<String, Failed> {
        self.tell("quit")?;
        self.child.wait()?;
        Ok(fs::read_to_string(self.directory.path().join("access.log"))?)
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
    assert_eq!(nginx.stop()?.matches("GET /x ").count(), 1);
    Ok(())
}

fn sees_as_many_requests_as_load_reports() -> Result<(), Failed> {
    let nginx = Nginx::start("location / { return 200 ok; }")?;
    let url = format!("http://{}/counted", nginx.address);
    let output = crate::toolbox().args(["load", "-n", "500", "-c", "7", "--json", &url]).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(report["summary"]["ok"], 500, "{}", report["summary"]);
    assert_eq!(nginx.stop()?.matches("GET /counted ").count(), 500);
    Ok(())
}
