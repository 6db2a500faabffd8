//! kv under ten thousand connections of a client in a process of its own: idle ones, ones that send a byte now and then,
//! ones that never read; and the others, who are served meanwhile.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

use crate::kv_alike::free_port;
use crate::kv_kills::long;
use crate::toolbox;

/// Connections of a siege.
const CROWD: usize = 9_990;
/// Whatever takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn trials() -> Vec<Trial> {
    let has_python = crate::find("python3").is_some();
    let trial = |name: &str, test: fn() -> Result<(), Failed>| {
        if has_python {
            return long(name, test);
        }
        Trial::test(name, test).with_ignored_flag(true).with_kind("no python3")
    };
    vec![
        trial("kv_siege::ten_thousand_idle_connections_cost_little", idle),
        trial("kv_siege::a_thousand_that_drip_bytes_are_let_go", drip),
        trial("kv_siege::a_hundred_that_never_read_are_bounded", deaf),
    ]
}

/// Opens connections, says what it is told on each (again every `drip` seconds, a byte at a time), tells when they
/// stand, and closes them when its input ends.
const CROWD_SCRIPT: &str = r#"
import resource, select, socket, sys, time
port, count, text, drip = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode().decode("unicode_escape").encode(), float(sys.argv[4])
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
crowd = []
for n in range(count):
    s = socket.create_connection(("127.0.0.1", port))
    s.setblocking(False)
    if text and not drip:
        try: s.send(text)
        except OSError: pass
    crowd.append(s)
print("ready", flush=True)
at, gone = 0, set()
while True:
    readable, _, _ = select.select([sys.stdin], [], [], drip or 1)
    if readable and not sys.stdin.readline():
        break
    if drip:
        for s in crowd:
            if s in gone: continue
            try: s.send(text[at % len(text):at % len(text) + 1])
            except OSError: gone.add(s)
        at += 1
        if len(gone) == count:
            print("gone", flush=True)
            drip = 0
"#;

struct Crowd {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Drop for Crowd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Crowd {
    fn come(port: u16, count: usize, text: &str, drip: &str) -> Result<Self, Failed> {
        let mut command = Command::new("python3");
        command.args(["-c", CROWD_SCRIPT, &port.to_string(), &count.to_string(), text, drip]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let lines = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let mut crowd = Self { child, lines };
        crowd.hear("ready")?;
        Ok(crowd)
    }

    fn hear(&mut self, expected: &str) -> Result<(), Failed> {
        let mut line = String::new();
        self.lines.read_line(&mut line)?;
        if line.trim_end() == expected { Ok(()) } else { Err(format!("{line:?} in place of {expected}").into()) }
    }

    fn leave(mut self) -> Result<(), Failed> {
        drop(self.child.stdin.take());
        self.child.wait()?;
        Ok(())
    }
}

struct Server {
    child: Child,
    wire: BufReader<TcpStream>,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(flags: &[&str]) -> Result<Self, Failed> {
        let port = free_port()?;
        let mut command = toolbox();
        command.args(["kv", "serve", "--threads", "2", "--save", "", "--listen", &port.to_string()]).args(flags);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let begin = Instant::now();
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(_) if begin.elapsed() < PATIENCE => std::thread::yield_now(),
                Err(error) => return Err(error.into()),
            }
        };
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { child, wire: BufReader::new(stream), port })
    }

    /// A command and the first line of its reply, or the whole of a string.
    fn ask(&mut self, line: &str) -> Result<String, Failed> {
        self.wire.get_mut().write_all(format!("{line}\r\n").as_bytes())?;
        let mut reply = String::new();
        self.wire.read_line(&mut reply)?;
        if let Some(length) = reply.strip_prefix('$').and_then(|length| length.trim_end().parse::<usize>().ok()) {
            let mut bytes = vec![0; length + 2];
            self.wire.read_exact(&mut bytes)?;
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        Ok(reply)
    }

    fn clients(&mut self) -> Result<usize, Failed> {
        let info = self.ask("INFO clients")?;
        let count = info.lines().find_map(|line| line.strip_prefix("connected_clients:")?.parse().ok());
        count.ok_or_else(|| "no count of clients".into())
    }

    /// Waits until there are so many, answering all the while.
    fn until_clients(&mut self, least: usize, most: usize) -> Result<(), Failed> {
        let begin = Instant::now();
        while !(least..=most).contains(&self.clients()?) {
            if begin.elapsed() > PATIENCE {
                return Err(format!("{} clients are connected", self.clients()?).into());
            }
        }
        Ok(())
    }

    fn resident_bytes(&self) -> Result<u64, Failed> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }
}

fn idle() -> Result<(), Failed> {
    let mut server = Server::start(&[])?;
    server.until_clients(1, 1)?;
    let before = server.resident_bytes()?;
    for round in 0..2 {
        let crowd = Crowd::come(server.port, CROWD, "PING\\r\\n", "0")?;
        server.until_clients(CROWD + 1, CROWD + 1)?;
        let each = server.resident_bytes()?.saturating_sub(before) / CROWD as u64;
        if each > 4096 {
            return Err(format!("{each} bytes for each idle connection").into());
        }
        for n in 0..2_000 {
            if server.ask(&format!("SET k{n} v"))? != "+OK\r\n" {
                return Err("the others are not served".into());
            }
        }
        crowd.leave()?;
        server.until_clients(1, 1)?;
        let left = server.resident_bytes()?.saturating_sub(before);
        if left > 32 << 20 {
            return Err(format!("round {round}: {left} bytes are not given back").into());
        }
    }
    Ok(())
}

fn drip() -> Result<(), Failed> {
    for flags in [&["--set", "request-timeout=2"][..], &["--set", "request-timeout=2", "--set", "requirepass=s"]] {
        let mut server = Server::start(flags)?;
        server.ask("AUTH s")?;
        server.until_clients(1, 1)?;
        let mut crowd =
            Crowd::come(server.port, 1_000, "*3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nk\\r\\n$99\\r\\nxxxxxxxx", "0.1")?;
        crowd.hear("gone")?;
        server.until_clients(1, 1)?;
        crowd.leave()?;
    }
    Ok(())
}

fn deaf() -> Result<(), Failed> {
    let mut server = Server::start(&["--set", "client-output-buffer-limit=pubsub 4mb 0 0"])?;
    server.until_clients(1, 1)?;
    let before = server.resident_bytes()?;
    for text in ["SUBSCRIBE news\\r\\n", "MONITOR\\r\\n"] {
        let crowd = Crowd::come(server.port, 100, text, "0")?;
        server.until_clients(101, 101)?;
        let message = format!("PUBLISH news {}", "x".repeat(50_000));
        let begin = Instant::now();
        let mut most = 0;
        while server.clients()? > 1 {
            server.ask(&message)?;
            most = most.max(server.resident_bytes()?.saturating_sub(before));
            if begin.elapsed() > PATIENCE {
                return Err(format!("{} are still there", server.clients()?).into());
            }
        }
        if most > 1 << 30 {
            return Err(format!("{most} bytes for a hundred that never read").into());
        }
        crowd.leave()?;
    }
    Ok(())
}
