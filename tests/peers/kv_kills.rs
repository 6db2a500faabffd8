//! kv under kill -9 and on a full disk, for minutes: what was acknowledged is there again, and nothing is there by half.
//! A short version of each runs with the hermetic tests (`tests/it/kv/persistence.rs`).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use toolbox::kit::random::Random;

use crate::kv_alike::{Answer, free_port};
use crate::toolbox;

/// Kills of one test.
const ROUNDS: usize = 30;
/// Who writes at once.
const WRITERS: usize = 6;
/// Whatever takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn trials() -> Vec<Trial> {
    let can_mount = Command::new("unshare").args(["-m", "true"]).stderr(Stdio::null()).status();
    let can_mount = can_mount.is_ok_and(|status| status.success()) && crate::find("nsenter").is_some();
    vec![
        long("kv_kills::nothing_acknowledged_is_lost", || kills("always", |_, _| Ok(()))),
        long("kv_kills::a_second_at_most_is_lost_of_everysec", || kills("everysec", |_, _| Ok(()))),
        long("kv_kills::a_kill_while_the_log_is_rewritten_loses_nothing", || {
            kills("always", |wire, dice| again(wire, dice, "BGREWRITEAOF"))
        }),
        long("kv_kills::a_kill_while_a_dump_is_written_leaves_the_last_one", || {
            kills("always", |wire, dice| again(wire, dice, "BGSAVE"))
        }),
        long("kv_kills::a_dump_alone_is_always_whole", dumps_alone),
        if can_mount {
            long("kv_kills::a_full_disk_refuses_and_loses_nothing", a_full_disk)
        } else {
            let trial = Trial::test("kv_kills::a_full_disk_refuses_and_loses_nothing", || Ok(()));
            trial.with_ignored_flag(true).with_kind("no file system may be mounted")
        },
    ]
}

/// A test that takes long, ignored unless long tests are asked for.
pub(crate) fn long(name: &str, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    let trial = Trial::test(name, test);
    if std::env::var_os("TOOLBOX_TEST_LONG").is_some() {
        return trial;
    }
    trial.with_ignored_flag(true).with_kind("takes minutes: tests/run --long")
}

/// A server that will be killed.
struct Victim {
    child: Child,
    port: u16,
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Victim {
    fn start(mut command: Command, folder: &Path, flags: &[&str]) -> Result<Self, Failed> {
        let port = free_port()?;
        command.args(["kv", "serve", "--threads", "2", "--listen", &port.to_string(), "--dir"]).arg(folder).args(flags);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut victim = Self { child, port };
        let begin = Instant::now();
        loop {
            if let Some(status) = victim.child.try_wait()? {
                return Err(format!("it does not start: {status}").into());
            }
            if TcpStream::connect(("127.0.0.1", port)).is_ok() && victim.wire()?.ask("PING")? != loading() {
                return Ok(victim);
            }
            if begin.elapsed() > PATIENCE {
                return Err("it loads and loads".into());
            }
            std::thread::yield_now();
        }
    }

    fn wire(&self) -> Result<Wire, Failed> {
        let stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Wire(BufReader::new(stream)))
    }

    fn kill(mut self) -> Result<(), Failed> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

fn loading() -> Answer {
    Answer::One("-LOADING Redis is loading the dataset in memory\r\n".to_owned())
}

/// A connection of a client that writes inline commands.
struct Wire(BufReader<TcpStream>);

impl Wire {
    fn ask(&mut self, line: &str) -> Result<Answer, Failed> {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer, Failed> {
        let mut line = String::new();
        if self.0.read_line(&mut line)? == 0 {
            return Err("closed".into());
        }
        let (mark, rest) = line.trim_end().split_at(1);
        Ok(match (mark, rest.parse::<usize>()) {
            ("$", Ok(count)) => {
                let mut bytes = vec![0; count + 2];
                self.0.read_exact(&mut bytes)?;
                bytes.truncate(count);
                Answer::One(String::from_utf8_lossy(&bytes).into_owned())
            }
            ("*", Ok(count)) => Answer::Many((0..count).map(|_| self.answer()).collect::<Result<_, _>>()?),
            _ => Answer::One(line),
        })
    }

    fn text(&mut self, line: &str) -> Result<String, Failed> {
        match self.ask(line)? {
            Answer::One(text) => Ok(text.trim_start_matches([':', '+']).trim_end().to_owned()),
            Answer::Many(_) => Err(format!("{line}: many answers").into()),
        }
    }

    fn number(&mut self, line: &str) -> Result<u64, Failed> {
        let text = self.text(line)?;
        if text == "$-1" { Ok(0) } else { text.parse().map_err(|_| format!("{line}: {text}").into()) }
    }
}

/// When each number was acknowledged.
type Acknowledged = Vec<(Instant, u64)>;

/// Writes ever higher numbers until the server is no more: twice in a transaction, and to the end of a list.
fn write_on(mut wire: Wire, key: usize, from: u64) -> Acknowledged {
    let mut acknowledged = vec![(Instant::now(), from)];
    let mut next = from;
    loop {
        next += 1;
        let said = format!("MULTI\r\nSET a{key} {next}\r\nRPUSH list{key} {next}\r\nSET b{key} {next}\r\nEXEC\r\n");
        let queued: Result<Vec<_>, Failed> = wire
            .0
            .get_mut()
            .write_all(said.as_bytes())
            .map_err(Failed::from)
            .and_then(|()| (0..5).map(|_| wire.answer()).collect());
        match queued {
            Ok(answers) if matches!(answers.last(), Some(Answer::Many(done)) if done.len() == 3) => {
                acknowledged.push((Instant::now(), next));
            }
            // Refused, or gone.
            _ => return acknowledged,
        }
    }
}

/// What is there of a writer; it must be whole.
fn found(wire: &mut Wire, key: usize) -> Result<u64, Failed> {
    let [a, b, length] = [format!("GET a{key}"), format!("GET b{key}"), format!("LLEN list{key}")]
        .map(|line| wire.number(&line))
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?[..]
    else {
        return Err("three questions".into());
    };
    let last = wire.number(&format!("LINDEX list{key} -1"))?;
    if a == b && a == length && a == last { Ok(a) } else { Err(format!("half: {a} {b} {length} {last}").into()) }
}

/// Kills a server under several writers again and again; `meanwhile` is done before each kill.
fn kills(when: &str, meanwhile: fn(&mut Wire, &mut Random) -> Result<(), Failed>) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut dice = Random::seeded(7);
    let mut known = [0; WRITERS];
    let (_never, waited) = channel::<()>();
    for round in 0..ROUNDS {
        let victim = Victim::start(toolbox(), folder.path(), &["--save", "", "--appendonly", when])?;
        let mut wire = victim.wire()?;
        if round == 0 {
            fill(&mut wire)?;
        }
        for (key, least) in known.iter_mut().enumerate() {
            let there =
                found(&mut wire, key).map_err(|what| format!("round {round}: {}", what.message().unwrap_or("")))?;
            if there < *least {
                return Err(format!("round {round}: {there} is there, {least} was acknowledged").into());
            }
            *least = there;
        }
        if wire.number("STRLEN fill7")? != 100 || round > 0 && wire.number("DBSIZE")? < 20_000 {
            return Err(format!("round {round}: keys of the beginning are gone").into());
        }
        // For everysec there must be something older than a second.
        let least = if when == "everysec" { 1_200 } else { 5 };
        let delay = Duration::from_millis(least + dice.below(500));
        let (lists, killed) = std::thread::scope(|scope| {
            let writers: Vec<_> = known
                .iter()
                .enumerate()
                .map(|(key, from)| {
                    Ok(scope.spawn({
                        let wire = victim.wire()?;
                        move || write_on(wire, key, *from)
                    }))
                })
                .collect::<Result<Vec<_>, Failed>>()?;
            let _ = waited.recv_timeout(delay);
            meanwhile(&mut wire, &mut dice)?;
            let killed = Instant::now();
            victim.kill()?;
            let lists: Vec<_> =
                writers.into_iter().map(|writer| writer.join().map_err(|_| "a writer panicked")).collect();
            Ok::<_, Failed>((lists.into_iter().collect::<Result<Vec<_>, _>>()?, killed))
        })?;
        let safe = |(at, _): &&(Instant, u64)| when == "always" || *at + Duration::from_secs(1) < killed;
        known = std::array::from_fn(|key| lists[key].iter().rev().find(safe).map_or(known[key], |(_, n)| *n));
    }
    if known.iter().any(|count| *count < 100) {
        return Err(format!("hardly anything was written: {known:?}").into());
    }
    Ok(())
}

/// Keys enough that a dump takes a while.
fn fill(wire: &mut Wire) -> Result<(), Failed> {
    let value = "x".repeat(100);
    for n in 0..20_000 {
        wire.0.get_mut().write_all(format!("SET fill{n} {value}\r\n").as_bytes())?;
        if n % 500 == 499 {
            (0..500).try_for_each(|_| wire.answer().map(drop))?;
        }
    }
    Ok(())
}

/// Asks for a dump or a rewrite and waits for a moment of it that chance chooses.
fn again(wire: &mut Wire, dice: &mut Random, what: &str) -> Result<(), Failed> {
    wire.ask(what)?;
    let (_never, waited): (Sender<()>, Receiver<()>) = channel();
    let _ = waited.recv_timeout(Duration::from_micros(dice.below(60_000)));
    Ok(())
}

/// Without a log: after a kill while a dump is written, the last whole one is loaded.
fn dumps_alone() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut dice = Random::seeded(8);
    let mut saved = 0;
    for round in 0..ROUNDS {
        let victim = Victim::start(toolbox(), folder.path(), &["--save", ""])?;
        let mut wire = victim.wire()?;
        if round == 0 {
            fill(&mut wire)?;
        }
        let there = wire.number("GET a")?;
        if there < saved || there != wire.number("GET b")? {
            return Err(format!("round {round}: {there} is there, {saved} was saved").into());
        }
        saved = there + 1;
        wire.ask(&format!("MSET a {saved} b {saved}"))?;
        if wire.text("SAVE")? != "OK" {
            return Err("it does not save".into());
        }
        wire.ask(&format!("MSET a {0} b {0}", saved + 1))?;
        again(&mut wire, &mut dice, "BGSAVE")?;
        victim.kill()?;
    }
    // One draft at most: that of the last kill.
    let drafts = std::fs::read_dir(folder.path())?.count();
    if drafts > 2 { Err(format!("{drafts} files are left").into()) } else { Ok(()) }
}

/// A small file system in a mount namespace of its own, which lives as long as this.
struct Disk {
    holder: Child,
    folder: tempfile::TempDir,
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

impl Disk {
    fn new(size: &str) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let mut holder = Command::new("unshare");
        let script = "mount -t tmpfs -o size=$1 none $2 && echo mounted && exec cat >/dev/null";
        holder.args(["-m", "sh", "-c", script, "sh", size]).arg(folder.path());
        let mut holder = holder.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(holder.stdout.take().ok_or("no standard output")?).read_line(&mut line)?;
        if line != "mounted\n" {
            return Err("no file system was mounted".into());
        }
        Ok(Self { holder, folder })
    }

    /// The executable where the file system is mounted.
    fn toolbox(&self) -> Command {
        let inner = toolbox();
        let mut command = Command::new("nsenter");
        command.args(["-t", &self.holder.id().to_string(), "-m", "--"]).arg(inner.get_program());
        command.env_clear().current_dir(env!("CARGO_TARGET_TMPDIR"));
        command
    }

    /// A file of it, as seen from here.
    fn path(&self, name: &str) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.holder.id()));
        root.join(self.folder.path().strip_prefix("/").unwrap_or(self.folder.path())).join(name)
    }
}

fn a_full_disk() -> Result<(), Failed> {
    let disk = Disk::new("8m")?;
    let filler = disk.path("filler");
    let mut known = [0; WRITERS];
    for round in 0..5 {
        let flags = ["--save", "", "--appendonly", "always"];
        let victim = Victim::start(disk.toolbox(), disk.folder.path(), &flags)?;
        let mut wire = victim.wire()?;
        for (key, least) in known.iter_mut().enumerate() {
            let there = found(&mut wire, key)?;
            if there < *least {
                return Err(format!("round {round}: {there} is there, {least} was acknowledged").into());
            }
            *least = there;
        }
        // A restart on the full disk, then room again.
        if filler.exists() {
            std::fs::remove_file(&filler)?;
        }
        let begin = Instant::now();
        while !wire.text("SET room 1")?.starts_with("OK") {
            if begin.elapsed() > PATIENCE {
                return Err("there is room again, and it does not write".into());
            }
        }
        let lists = std::thread::scope(|scope| {
            let writers: Vec<_> = known
                .iter()
                .enumerate()
                .map(|(key, from)| {
                    Ok(scope.spawn({
                        let wire = victim.wire()?;
                        move || write_on(wire, key, *from)
                    }))
                })
                .collect::<Result<Vec<_>, Failed>>()?;
            // All but some KiB of what is free.
            let mut file = std::fs::File::create(&filler)?;
            while file.write_all(&[0; 4096]).is_ok() {}
            let begin = Instant::now();
            while !wire.text("PING")?.starts_with("-MISCONF Errors writing to the AOF file") {
                if begin.elapsed() > PATIENCE {
                    return Err("the disk is full, and it does not tell".into());
                }
            }
            if wire.number("STRLEN room")? != 1 || !wire.text("SET more 1")?.starts_with("-MISCONF") {
                return Err("reads go on, writes are refused".into());
            }
            if !wire.text("SAVE")?.starts_with("-ERR") || !wire.text("PING")?.starts_with("-MISCONF") {
                return Err("a dump needs room, too".into());
            }
            victim.kill()?;
            let lists: Vec<_> =
                writers.into_iter().map(|writer| writer.join().map_err(|_| "a writer panicked")).collect();
            Ok::<_, Failed>(lists.into_iter().collect::<Result<Vec<_>, _>>()?)
        })?;
        known = std::array::from_fn(|key| lists[key].last().map_or(known[key], |(_, n)| *n));
    }
    Ok(())
}
