//! Apache httpd, with its own ideas of keep-alive, chunks and HTTP/2.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;
use tempfile::TempDir;

/// Where Debian keeps the modules.
const MODULES: &str = "/usr/lib/apache2/modules";

/// Whatever takes longer to start hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running httpd with a directory of its own.
pub(crate) struct Apache {
    child: Child,
    address: SocketAddr,
    directory: TempDir,
}

impl Apache {
    /// Starts httpd with more directives and `files` to serve.
    pub(crate) fn start(directives: &str, files: &[(&str, &str)]) -> Result<Self, Failed> {
        let directory = tempfile::tempdir()?;
        let pages = directory.path().join("pages");
        fs::create_dir(&pages)?;
        for (name, text) in files {
            fs::write(pages.join(name), text)?;
        }
        // It gives up root's rights, and temporary directories are closed to others.
        assert!(Command::new("chmod").arg("-R").arg("a+rX").arg(directory.path()).status()?.success());
        // It takes no listener from its parent, so the port that was free a moment ago may be somebody's now.
        let (mut attempts, begin) = (0, Instant::now());
        let (mut child, mut address) = launch(directory.path(), directives)?;
        while TcpStream::connect(address).is_err() {
            if child.try_wait()?.is_some() {
                attempts += 1;
                assert!(attempts < 5, "{}", fs::read_to_string(directory.path().join("error.log"))?);
                (child, address) = launch(directory.path(), directives)?;
            }
            assert!(begin.elapsed() < PATIENCE, "apache2 does not answer");
            std::thread::yield_now();
        }
        Ok(Self { child, address, directory })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Stops httpd, and reads its access log: a request line and a status in each line.
    pub(crate) fn stop(mut self) -> Result<Vec<String>, Failed> {
        assert!(Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status()?.success());
        self.child.wait()?;
        let log = fs::read_to_string(self.directory.path().join("access.log"))?;
        Ok(log.lines().map(str::to_owned).collect())
    }
}

fn launch(root: &Path, directives: &str) -> Result<(Child, SocketAddr), Failed> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let modules: String = ["mpm_event", "authz_core", "deflate", "filter", "headers", "http2", "dir"]
        .map(|name| format!("LoadModule {name}_module {MODULES}/mod_{name}.so\n"))
        .concat();
    let root = root.display();
    let configuration = format!(
        "{modules}ServerRoot {root}\nPidFile {root}/pid\nServerName localhost\nListen {address}\n\
         User nobody\nGroup nogroup\nMutex pthread\nErrorLog {root}/error.log\nDocumentRoot {root}/pages\n\
         LogFormat \"%r %>s\" seen\nCustomLog {root}/access.log seen\nStartServers 1\nServerLimit 1\n\
         ThreadsPerChild 32\nMaxRequestWorkers 32\n{directives}\n"
    );
    // Logging is a module of its own where it is not built in; Debian builds it in.
    let file = format!("{root}/httpd.conf");
    fs::write(&file, configuration)?;
    let program = crate::find("apache2").ok_or("apache2 vanished")?;
    let child = Command::new(program).args(["-D", "FOREGROUND", "-f", &file]).stderr(Stdio::null()).spawn()?;
    Ok((child, address))
}

impl Drop for Apache {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
            let _ = self.child.wait();
        }
    }
}
