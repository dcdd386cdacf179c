//! Where the page may go: nowhere.

use tauri::Url;

/// Whether an address is one of the page's own, built into the program or, for whoever works on it, served by `dev`.
pub(crate) fn is_ours(url: &Url, dev: Option<&Url>) -> bool {
    let built_in = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows knows no schemes of a program's own.
        "http" => cfg!(windows) && url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    };
    built_in || dev.is_some_and(|dev| dev.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn the_page_may_go_from_route_to_route() {
        assert!(is_ours(&url("tauri://localhost/index.html#/learners/7"), None));
    }

    #[test]
    fn the_page_may_go_nowhere_else() {
        for away in [
            "https://example.org/",
            "http://localhost:1420/",
            "http://tauri.localhost.example.org/",
            "tauri://elsewhere/index.html",
            "file:///etc/passwd",
            "data:text/html,hello",
            "about:blank",
            "javascript:alert(1)",
        ] {
            assert!(!is_ours(&url(away), None), "{away} is not built into the program");
        }
    }

    #[test]
    fn the_development_server_is_ours_only_where_there_is_one() {
        let dev = url("http://localhost:1420");
        assert!(is_ours(&url("http://localhost:1420/index.html"), Some(&dev)));
        assert!(!is_ours(&url("http://localhost:1421/index.html"), Some(&dev)));
    }
}
