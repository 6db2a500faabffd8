//! Whose requests these are: what the AWS CLI would use, from the environment and the files in `~/.aws`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::error::S3Error;
use crate::kit::env::Env;
use crate::kit::fs;

/// Keys to sign with. `Debug` shows no secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    id: String,
    secret: String,
    token: Option<String>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Keys {
    /// An id and its secret, and the token of a session where they are for one.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>, token: Option<String>) -> Self {
        Self { id: id.into(), secret: secret.into(), token }
    }

    /// What says whose they are.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn secret(&self) -> &str {
        &self.secret
    }

    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

/// What the environment and the files say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Keys; none where nobody is known, and the bucket is asked as by anybody.
    pub keys: Option<Keys>,
    /// The region.
    pub region: Option<String>,
    /// The URL of a server that is not Amazon's.
    pub endpoint: Option<String>,
    /// `path`, `virtual` or `auto`.
    pub addressing: Option<String>,
}

impl Profile {
    /// Reads what there is, in the AWS CLI's order: keys from a profile that is named here, else from
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, else from the profile `AWS_PROFILE`
    /// (`default`) of `~/.aws/credentials` and `~/.aws/config` (`AWS_SHARED_CREDENTIALS_FILE`, `AWS_CONFIG_FILE`). The
    /// region is `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile's; the server `AWS_ENDPOINT_URL_S3`,
    /// `AWS_ENDPOINT_URL` or the profile's `endpoint_url`.
    ///
    /// # Errors
    /// The named profile does not exist or gets its keys in a way that is not supported here, half a pair of keys is set,
    /// or a file cannot be read.
    ///
    /// ```
    /// use toolbox::kit::{env::Env, s3::Profile};
    /// let env = Env::of([("AWS_ACCESS_KEY_ID", "AK"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_REGION", "eu-west-1")]);
    /// let profile = Profile::read(None, &env)?;
    /// assert_eq!((profile.keys.unwrap().id(), profile.region.as_deref()), ("AK", Some("eu-west-1")));
    /// # Ok::<(), toolbox::kit::s3::S3Error>(())
    /// ```
    pub fn read(named: Option<&str>, env: &Env) -> Result<Self, S3Error> {
        let of_env = named.is_none().then(|| of_env(env)).transpose()?.flatten();
        let asked = named.or_else(|| env.get("AWS_PROFILE")).or_else(|| env.get("AWS_DEFAULT_PROFILE"));
        let name = asked.unwrap_or("default");
        let path = |variable: &str, usual: &str| {
            env.get_os(variable).map(PathBuf::from).or_else(|| env.home().map(|home| home.join(".aws").join(usual)))
        };
        let credentials = sections(path("AWS_SHARED_CREDENTIALS_FILE", "credentials"))?;
        let config = sections(path("AWS_CONFIG_FILE", "config"))?;
        let about = config.get(&format!("profile {name}")).or_else(|| config.get(name).filter(|_| name == "default"));
        let about = about.cloned().unwrap_or_default();
        let secret = credentials.get(name).cloned().unwrap_or_default();
        if asked.is_some() && of_env.is_none() && about.is_empty() && secret.is_empty() {
            return Err(S3Error::NoProfile(name.to_owned()));
        }
        let get = |key: &str| secret.get(key).or_else(|| about.get(key)).filter(|value| !value.is_empty()).cloned();
        let keys = match (of_env, get("aws_access_key_id"), get("aws_secret_access_key")) {
            (Some(keys), ..) => Some(keys),
            (None, Some(id), Some(secret)) => Some(Keys::new(id, secret, get("aws_session_token"))),
            (None, None, None) => {
                let other =
                    ["sso_session", "sso_start_url", "role_arn", "credential_process", "web_identity_token_file"];
                if let Some(way) = other.into_iter().find(|way| get(way).is_some()) {
                    return Err(S3Error::OtherWay { profile: name.to_owned(), way });
                }
                None
            }
            (None, ..) => return Err(S3Error::HalfAPair(format!("profile {name}"))),
        };
        let first = |names: &[&str]| names.iter().find_map(|name| env.get(name)).map(str::to_owned);
        Ok(Self {
            keys,
            region: first(&["AWS_REGION", "AWS_DEFAULT_REGION"]).or_else(|| get("region")),
            endpoint: first(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]).or_else(|| get("endpoint_url")),
            addressing: get("s3.addressing_style"),
        })
    }
}

fn of_env(env: &Env) -> Result<Option<Keys>, S3Error> {
    match (env.get("AWS_ACCESS_KEY_ID"), env.get("AWS_SECRET_ACCESS_KEY")) {
        (Some(id), Some(secret)) => Ok(Some(Keys::new(id, secret, env.get("AWS_SESSION_TOKEN").map(str::to_owned)))),
        (None, None) => Ok(None),
        _ => Err(S3Error::HalfAPair("environment".to_owned())),
    }
}

/// The sections of a file of the AWS CLI; a nested key stands as `s3.addressing_style`. Nothing where there is no file.
fn sections(path: Option<PathBuf>) -> Result<BTreeMap<String, BTreeMap<String, String>>, S3Error> {
    let Some(path) = path.filter(|path| path.exists()) else { return Ok(BTreeMap::new()) };
    Ok(parse(&fs::read_to_string(&path)?))
}

fn parse(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let (mut sections, mut name, mut outer) = (BTreeMap::<String, BTreeMap<_, _>>::new(), None, String::new());
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(section) = trimmed.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            name = Some(section.split_whitespace().collect::<Vec<_>>().join(" "));
            continue;
        }
        let (Some(name), Some((key, value))) = (&name, trimmed.split_once('=')) else { continue };
        let (key, value) = (key.trim().to_lowercase(), value.trim());
        // A remark behind a value begins after a blank.
        let value = [" #", " ;"].iter().filter_map(|mark| value.find(mark)).min().map_or(value, |end| &value[..end]);
        let key = if line.starts_with([' ', '\t']) && !outer.is_empty() {
            format!("{outer}.{key}")
        } else {
            outer = if value.is_empty() { key.clone() } else { String::new() };
            key
        };
        sections.entry(name.clone()).or_default().insert(key, value.trim().to_owned());
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".aws")).unwrap();
        let credentials = "[default]\naws_access_key_id = AKD\naws_secret_access_key = sd\n\n[work]\n\
                           aws_access_key_id=AKW # mine\naws_secret_access_key=s=w\naws_session_token=t\n[half]\naws_access_key_id=x\n";
        let config = "[default]\nregion = eu-west-1\n[profile work]\nregion=eu-north-1\nendpoint_url = http://localhost:9000\n\
                      s3 =\n  addressing_style = path\n  max_concurrent_requests = 3\noutput = json\n[profile sso]\nsso_session = x\n";
        std::fs::write(home.path().join(".aws/credentials"), credentials).unwrap();
        std::fs::write(home.path().join(".aws/config"), config).unwrap();
        home
    }

    fn read(named: Option<&str>, variables: &[(&str, &str)]) -> Result<Profile, S3Error> {
        let home = home();
        let env = Env::of(variables.iter().copied()).with("HOME", home.path());
        Profile::read(named, &env)
    }

    #[test]
    fn keys_are_found_in_the_order_of_the_aws_cli() {
        let pair = [("AWS_ACCESS_KEY_ID", "AKE"), ("AWS_SECRET_ACCESS_KEY", "se")];
        let id = |profile: Result<Profile, S3Error>| profile.unwrap().keys.unwrap().id;
        assert_eq!(id(read(None, &[])), "AKD");
        assert_eq!(id(read(None, &pair)), "AKE");
        assert_eq!(id(read(None, &[("AWS_PROFILE", "work")])), "AKW");
        assert_eq!(id(read(None, &[pair[0], pair[1], ("AWS_PROFILE", "work")])), "AKE");
        assert_eq!(id(read(Some("work"), &pair)), "AKW");
        let work = read(Some("work"), &[]).unwrap();
        assert_eq!(work.keys, Some(Keys::new("AKW", "s=w", Some("t".to_owned()))));
        let about = (work.region.as_deref(), work.endpoint.as_deref(), work.addressing.as_deref());
        assert_eq!(about, (Some("eu-north-1"), Some("http://localhost:9000"), Some("path")));
        assert_eq!(read(Some("work"), &[("AWS_REGION", "x")]).unwrap().region.as_deref(), Some("x"));
        assert_eq!(
            read(None, &[("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/none")]).unwrap(),
            Profile::default()
        );
    }

    #[test]
    fn what_cannot_be_used_says_so() {
        for (named, variables, part) in [
            (Some("none"), &[][..], "no profile 'none'"),
            (Some("half"), &[], "half a pair"),
            (Some("sso"), &[], "sso_session"),
            (None, &[("AWS_ACCESS_KEY_ID", "x")], "half a pair"),
        ] {
            let error = read(named, variables).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
        assert!(!format!("{:?}", Keys::new("id", "hidden", Some("hidden".to_owned()))).contains("hidden"));
    }
}
