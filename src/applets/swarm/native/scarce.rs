//! What this machine has none left of: a request that it could not make says nothing of the server.

use std::io;

use rustix::io::Errno;

use crate::kit::http::ConnectReason;
use crate::kit::net::ResolveError;

/// What ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Scarce {
    /// EMFILE, ENFILE.
    #[error("this machine has no file descriptor left")]
    Files,
    /// EADDRNOTAVAIL.
    #[error("this machine has no free port left")]
    Ports,
    /// ENOBUFS, ENOMEM.
    #[error("this machine has no memory left for connections")]
    Buffers,
}

impl Scarce {
    pub(super) const ALL: [Self; 3] = [Self::Files, Self::Ports, Self::Buffers];

    /// What a call of the system was refused for.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        match Errno::from_io_error(error)? {
            Errno::MFILE | Errno::NFILE => Some(Self::Files),
            Errno::ADDRNOTAVAIL => Some(Self::Ports),
            Errno::NOBUFS | Errno::NOMEM => Some(Self::Buffers),
            _ => None,
        }
    }

    /// Why a connection could not be made.
    pub(super) fn of_connecting(reason: &ConnectReason) -> Option<Self> {
        match reason {
            ConnectReason::FdsExhausted => Some(Self::Files),
            ConnectReason::PortsExhausted => Some(Self::Ports),
            ConnectReason::Io(error) => Self::of(error),
            // The system's resolver says of most reasons only that it could not: it needs files and sockets itself.
            ConnectReason::Dns(ResolveError::Lookup { source, .. }) => {
                Self::of(source).or_else(|| Self::of(&io::pipe().err()?))
            }
            _ => None,
        }
    }

    /// What to do.
    pub(super) const fn fix(self) -> &'static str {
        match self {
            Self::Files => "raise it with ulimit -n (LimitNOFILE= of a service, --ulimit nofile= of a container)",
            Self::Ports => {
                "sysctl -w net.ipv4.ip_local_port_range='1024 65535', more addresses by --source-ips, or a second machine"
            }
            Self::Buffers => "raise net.ipv4.tcp_mem and net.core.optmem_max, or use a second machine",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_for_want_is_told_from_what_the_server_does() {
        let of = |errno: Errno| Scarce::of(&io::Error::from(errno));
        assert_eq!(of(Errno::MFILE), Some(Scarce::Files));
        assert_eq!(of(Errno::ADDRNOTAVAIL), Some(Scarce::Ports));
        assert_eq!(of(Errno::NOBUFS), Some(Scarce::Buffers));
        assert_eq!((of(Errno::CONNREFUSED), of(Errno::CONNRESET)), (None, None));
        assert_eq!(Scarce::of_connecting(&ConnectReason::Io(Errno::NOMEM.into())), Some(Scarce::Buffers));
        assert_eq!(Scarce::of_connecting(&ConnectReason::Refused), None);
        let unknown = |source| ConnectReason::Dns(ResolveError::Lookup { host: "o".to_owned(), source });
        assert_eq!(Scarce::of_connecting(&unknown(Errno::MFILE.into())), Some(Scarce::Files));
        assert_eq!(Scarce::of_connecting(&unknown(io::Error::other("no such name"))), None, "there are files left");
    }
}
