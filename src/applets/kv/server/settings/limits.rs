//! `client-output-buffer-limit`: how many bytes of replies a client may leave unread, by what it is used for. And
//! `maxclients`, as far as the system allows it.

use crate::kit::descriptors::{self, TooFew};

/// Files beside those of clients: listeners, event loops, standard streams, dumps and logs (`CONFIG_MIN_RESERVED_FDS`).
pub const OWN_FILES: u64 = 32;

/// Raises the number of files that may be open to what so many clients need.
///
/// # Errors
/// The system allows fewer; how many files it allows is raised as far as it goes.
pub fn make_room(clients: u64) -> Result<(), TooFew> {
    descriptors::ensure(clients.saturating_add(OWN_FILES)).inspect_err(|few| drop(descriptors::ensure(few.limit)))
}

/// The limits of one class of clients.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutputLimit {
    /// At this many bytes it is disconnected; 0 is never.
    pub hard_bytes: u64,
    /// At this many bytes it is, after [`soft_seconds`](Self::soft_seconds); 0 is never.
    pub soft_bytes: u64,
    /// For so long.
    pub soft_seconds: u64,
}

/// Those of all classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutputLimits {
    /// Clients that ask and are answered.
    pub normal: OutputLimit,
    /// Replicas.
    pub replica: OutputLimit,
    /// Clients that listen.
    pub pubsub: OutputLimit,
}

impl OutputLimits {
    /// Changes the classes that `text` names: `normal 0 0 0 pubsub 32mb 8mb 60`.
    ///
    /// # Errors
    /// In the words of Redis.
    pub fn merge(mut self, text: &str) -> Result<Self, &'static str> {
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() || !words.len().is_multiple_of(4) {
            return Err("Wrong number of arguments in buffer limit configuration.");
        }
        for group in words.chunks(4) {
            let class = match group[0].to_ascii_lowercase().as_str() {
                "normal" => &mut self.normal,
                "slave" | "replica" => &mut self.replica,
                "pubsub" => &mut self.pubsub,
                _ => return Err("Invalid client class specified in buffer limit configuration."),
            };
            let wrong = "Error in hard, soft or soft_seconds setting in buffer limit configuration.";
            *class = OutputLimit {
                hard_bytes: super::memory(group[1]).ok_or(wrong)?,
                soft_bytes: super::memory(group[2]).ok_or(wrong)?,
                soft_seconds: group[3].parse().map_err(|_| wrong)?,
            };
        }
        Ok(self)
    }

    /// As CONFIG GET writes them.
    #[must_use]
    pub fn format(&self) -> String {
        let one = |name: &str, limit: &OutputLimit| {
            format!("{name} {} {} {}", limit.hard_bytes, limit.soft_bytes, limit.soft_seconds)
        };
        [one("normal", &self.normal), one("slave", &self.replica), one("pubsub", &self.pubsub)].join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_set_one_by_one() {
        let limits = OutputLimits::default().merge("pubsub 1mb 2k 3").unwrap().merge("replica 1 2 3").unwrap();
        assert_eq!(limits.format(), "normal 0 0 0 slave 1 2 3 pubsub 1048576 2000 3");
        assert!(limits.merge("normal 1 2").is_err());
        assert!(limits.merge("master 1 2 3").is_err());
    }
}
