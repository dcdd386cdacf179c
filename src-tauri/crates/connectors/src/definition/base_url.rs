//! The address of a system.

use domain::{Fault, FaultCode};
use reqwest::Url;

/// An address that secrets may be sent to: https, or http on this computer; no user, query or fragment; without the
/// slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl(Url);

impl BaseUrl {
    /// Reads an address as a person typed it.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(refused("it is empty", "type the API address that the vendor gave you"));
        }
        let Ok(url) = Url::parse(text) else {
            let remedy = "type it as https://host/path";
            return Err(refused("it is no address", remedy));
        };
        if url.host_str().is_none_or(str::is_empty) {
            return Err(refused("it names no host", "type it as https://host/path"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            let remedy = "take out what stands before the @; keys are typed in their own place";
            return Err(refused("it holds a user name or a password", remedy));
        }
        if url.query().is_some() || url.fragment().is_some() {
            let remedy = "take out everything from the first ? or # on";
            return Err(refused("it holds a query", remedy));
        }
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_loopback(&url) => Ok(Self(url)),
            "http" => Err(refused(
                "http sends the keys where others can read them",
                "type https instead of http",
            )),
            _ => Err(refused("it does not begin with https", "type it as https://host/path")),
        }
    }

    /// The address without a slash at its end.
    pub(crate) fn as_text(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The host, with its port where that is not the usual one.
    pub(crate) fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn refused(problem: &str, remedy: &str) -> Fault {
    Fault::new(FaultCode::SettingRefused, problem)
        .with("key", "base_url")
        .with("problem", problem)
        .with("remedy", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        BaseUrl::parse(text).ok().map(|url| url.as_text().to_owned())
    }

    #[test]
    fn an_address_keeps_its_path_and_loses_its_slash() {
        assert_eq!(
            read(" https://Host.example/api/v2.1/ ").as_deref(),
            Some("https://host.example/api/v2.1")
        );
        assert_eq!(read("https://host.example//").as_deref(), Some("https://host.example"));
    }

    #[test]
    fn http_is_for_this_computer_only() {
        for good in ["http://127.0.0.1:8080/api", "http://localhost/api", "http://[::1]:9/"] {
            assert!(read(good).is_some(), "{good}");
        }
        for bad in [
            "http://host.example/api",
            "http://127.0.0.1.example/",
            "http://localhost.example/",
            "http://10.0.0.1/",
            "ftp://host.example/",
            "file:///etc/passwd",
        ] {
            assert_eq!(read(bad), None, "{bad} must not be sent a secret");
        }
    }

    #[test]
    fn what_could_hide_a_secret_or_a_mistake_is_refused() {
        for bad in [
            "",
            "host.example",
            "https://",
            "https://user:pw@host.example/",
            "https://host.example/?key=1",
            "https://host.example/#x",
        ] {
            let fault = BaseUrl::parse(bad).unwrap_err();
            assert_eq!(fault.code, FaultCode::SettingRefused);
            assert!(!fault.sentence().contains("pw"), "a typed password is not repeated");
        }
    }
}
