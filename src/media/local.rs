//! Files of this machine that a playlist on this machine names: only those beside it and below, never those of a playlist
//! that came from elsewhere.
//!
//! A URL of a file comes from a reference in a document that is a file itself, and from nothing else (see
//! [`SafeUrl::join`]). Here it becomes a path: decoded, without a way up, and behind all links still in the folder.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Component, Path, PathBuf};

use super::hls::ByteRange;
use crate::kit::http::client::ClientError;
use crate::kit::net::SafeUrl;

/// A folder whose files may be read.
#[derive(Debug, Clone)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// That one; its links are followed once.
    pub(super) fn new(path: &Path) -> std::io::Result<Self> {
        path.canonicalize().map(Self)
    }

    /// The file that a URL names, if it is in the folder.
    fn path(&self, url: &SafeUrl) -> Result<PathBuf, String> {
        let path = url.to_file_path().map_err(|()| "it is no path".to_owned())?;
        if path.components().any(|part| matches!(part, Component::ParentDir | Component::CurDir)) {
            return Err(OUTSIDE.to_owned());
        }
        let path = path.canonicalize().map_err(|error| error.to_string())?;
        if !path.starts_with(&self.0) {
            return Err(OUTSIDE.to_owned());
        }
        // Devices and pipes have no end, or no beginning.
        if path.is_file() { Ok(path) } else { Err("it is no plain file".to_owned()) }
    }

    /// Whether a URL names something outside of the folder, whether that is there or not.
    pub(super) fn is_outside(&self, url: &SafeUrl) -> bool {
        let Ok(path) = url.to_file_path() else { return true };
        let plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::RootDir));
        // What is not there is in the folder that its own folder is in.
        let mut there = path.ancestors().filter_map(|path| path.canonicalize().ok());
        !plain || there.next().is_none_or(|there| !there.starts_with(&self.0))
    }

    /// So much of a file; all of it without a range. Fewer bytes than the range has where the file ends before.
    pub(super) async fn read(
        &self,
        url: &SafeUrl,
        range: Option<ByteRange>,
        most: usize,
    ) -> Result<Vec<u8>, ClientError> {
        let (folder, url) = (self.clone(), url.clone());
        let read = tokio::task::spawn_blocking(move || folder.read_now(&url, range, most)).await;
        match read {
            Ok(read) => read,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    fn read_now(&self, url: &SafeUrl, range: Option<ByteRange>, most: usize) -> Result<Vec<u8>, ClientError> {
        let fail = |reason: String| ClientError::File { url: url.clone(), reason };
        let system = |error: std::io::Error| fail(error.to_string());
        let mut file = File::open(self.path(url).map_err(fail)?).map_err(system)?;
        let mut left = u64::MAX;
        if let Some(range) = range {
            file.seek(SeekFrom::Start(range.offset)).map_err(system)?;
            left = range.length;
        }
        let mut bytes = Vec::new();
        // One more than is taken tells that there is more.
        file.take(left.min(most as u64 + 1)).read_to_end(&mut bytes).map_err(system)?;
        if bytes.len() > most {
            return Err(ClientError::TooLarge { url: url.clone(), most });
        }
        Ok(bytes)
    }
}

const OUTSIDE: &str = "it is not beside the playlist or below it";

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_is_in_the_folder_is_read() {
        let world = tempfile::tempdir().unwrap();
        let root = world.path().join("list");
        std::fs::create_dir_all(root.join("below")).unwrap();
        for (path, text) in [("secret", "s"), ("list/a.ts", "abc"), ("list/below/b.ts", "b")] {
            std::fs::write(world.path().join(path), text).unwrap();
        }
        std::os::unix::fs::symlink(world.path().join("secret"), root.join("way-out")).unwrap();
        std::os::unix::fs::symlink(root.join("a.ts"), root.join("way-round")).unwrap();
        let (folder, base) = (Folder::new(&root).unwrap(), SafeUrl::of_file(&root.join("x.m3u8")).unwrap());
        for (reference, reads) in [
            ("a.ts", Some("abc")),
            ("below/b.ts", Some("b")),
            ("below/../a.ts", Some("abc")),
            ("way-round", Some("abc")),
            ("way-out", None),
            ("../secret", None),
            ("below/..%2f..%2fsecret", None),
            ("%2e%2e/secret", None),
            ("below", None),
            ("none", None),
            ("/etc/passwd", None),
            ("file:///etc/passwd", None),
        ] {
            let url = base.join(reference).unwrap();
            let read = folder.read(&url, None, 100).await;
            assert_eq!(read.ok().as_deref(), reads.map(str::as_bytes), "{reference}");
            let inside = reads.is_some() || matches!(reference, "below" | "none");
            assert_eq!(folder.is_outside(&url), !inside, "{reference}");
        }
        let url = base.join("a.ts").unwrap();
        assert_eq!(folder.read(&url, Some(ByteRange { offset: 1, length: 5 }), 100).await.unwrap(), b"bc");
        assert!(matches!(folder.read(&url, None, 2).await, Err(ClientError::TooLarge { most: 2, .. })));
        assert!(base.join("//other/x").is_err() && base.join("ftp://h/x").is_err());
        assert_eq!(base.join("http://h/x").unwrap().as_str(), "http://h/x");
        assert!(base.join("http://h/x").unwrap().join("file:///etc/passwd").is_err());
    }
}
