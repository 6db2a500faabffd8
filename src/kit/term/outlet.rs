//! Standard output as the way of a product, not of a report: bytes as they are, unbuffered, and a reader that has gone
//! is an error.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd as _;

use super::device::{Device, Stream};

/// From [`Term::outlet`](super::Term::outlet). It may move to a thread of its own, where a slow reader keeps nobody
/// else waiting.
///
/// ```
/// use std::io::Write as _;
/// use toolbox::kit::term::{Options, Term};
/// let (term, captured) = Term::captured(Options::default(), None);
/// term.outlet()?.write_all(b"bytes")?;
/// assert_eq!(captured.out(), "bytes");
/// captured.fail_out(std::io::ErrorKind::BrokenPipe);
/// assert!(term.outlet()?.write_all(b"more").is_err());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Outlet(Way);

#[derive(Debug)]
enum Way {
    /// Standard output under a descriptor of its own, past the buffer of the standard library.
    Process(File),
    Memory(Device),
}

impl Outlet {
    pub(super) fn open(device: &Device) -> io::Result<Self> {
        Ok(Self(match device {
            Device::Process => Way::Process(io::stdout().as_fd().try_clone_to_owned()?.into()),
            Device::Memory(_) => Way::Memory(device.clone()),
        }))
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Way::Process(file) => file.write(bytes),
            Way::Memory(device) => device.write(Stream::Out, &String::from_utf8_lossy(bytes)).map(|()| bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
