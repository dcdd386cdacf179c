//! Splitting keys into calls.

/// The most bytes of keys in one call. Keys may travel in the URL, each byte as up to three, and servers commonly take
/// 8 KiB of it (assumed).
const BYTES: usize = 2_000;

/// Parts keys into batches of at most so many, none with more bytes than a URL can carry.
pub(crate) fn batches(keys: Vec<String>, most: usize) -> Vec<Vec<String>> {
    let mut batches: Vec<Vec<String>> = Vec::new();
    let mut bytes = 0;
    for key in keys {
        bytes += key.len();
        match batches.last_mut() {
            Some(batch) if batch.len() < most && bytes <= BYTES => batch.push(key),
            _ => {
                bytes = key.len();
                batches.push(vec![key]);
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_keep_to_count_and_length_and_lose_no_key() {
        let short: Vec<String> = (0..120).map(|n| n.to_string()).collect();
        let parted = batches(short.clone(), 50);
        assert_eq!(parted.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
        assert_eq!(parted.concat(), short);
        let long = vec!["x".repeat(900); 5];
        assert_eq!(batches(long, 50).len(), 3, "two fit into a query, three do not");
        assert_eq!(batches(vec!["x".repeat(9_000)], 50).len(), 1, "one key cannot be split");
    }
}
