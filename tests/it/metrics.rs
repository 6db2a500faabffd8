//! `--metrics ADDR` on a run, as a scraper and a load balancer see it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use crate::support::cli::World;
use crate::support::peer::Silent;

/// Asks the server at `address` for `path`; the reply with its head.
fn get(address: &str, path: &str) -> String {
    let mut connection = TcpStream::connect(address).unwrap();
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut reply = String::new();
    connection.read_to_string(&mut reply).unwrap();
    reply
}

fn interrupt(child: &Child) {
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
}

#[test]
fn a_run_tells_its_metrics_and_its_health() {
    let world = World::new();
    let server = Silent::new();
    let mut command = world.toolbox();
    command.args(["load", "-n", "3", "-c", "1", "--no-progress", "--metrics", "0", &server.url()]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let place = stderr.next().unwrap();
    let address = place.strip_prefix("metrics at http://").unwrap().strip_suffix("/metrics").unwrap();
    let _connection = server.request();

    let metrics = get(address, "/metrics");
    assert!(metrics.starts_with("HTTP/1.1 200 OK\r\n"), "{metrics}");
    assert!(metrics.contains("# TYPE ") && metrics.ends_with("# EOF\n"), "{metrics}");
    for path in ["/health", "/healthz", "/health/live", "/health/ready", "/ready", "/readyz"] {
        assert!(get(address, path).starts_with("HTTP/1.1 200 OK\r\n"), "{path}");
    }

    interrupt(&child);
    assert!(stderr.any(|line| line.starts_with("stopping")));
    assert!(get(address, "/health/ready").starts_with("HTTP/1.1 503 "), "it drains");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(TcpStream::connect(address).is_err(), "gone with the process");
}

#[test]
fn an_address_that_is_taken_is_an_error_before_the_work_starts() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let said = World::new().run(&format!("load --metrics {address} http://{address}/"));
    assert_eq!(said.code, Some(1));
    let expected = format!(
        "load: error: cannot serve metrics on {address}\n\
         caused by: Address already in use (os error 98)\n\
         hint: choose another address with --metrics ADDR\n"
    );
    assert_eq!(said.err, expected);
}
