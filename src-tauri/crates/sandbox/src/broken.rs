//! Bodies that no client should have to meet.

use std::convert::Infallible;
use std::io::{self, Write as _};
use std::time::Duration;

use axum::body::{Body, Bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::{StreamExt as _, stream};

const MIB: usize = 1024 * 1024;

/// The first half, and then an error, which closes the connection. The pause lets the half go out: an error at once
/// would take it along.
pub(crate) fn half(body: Vec<u8>) -> Body {
    let body = Bytes::from(body);
    let first = stream::iter([Ok(body.slice(..body.len() / 2))]);
    let then = stream::once(async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    Body::from_stream(first.chain(then))
}

/// Rows without end: each is right, the list never closes.
pub(crate) fn endless() -> Body {
    let row = Bytes::from(r#"{"ID":1,"UserId":1,"SessionId":1},"#.repeat(1024));
    let rows = stream::repeat_with(move || Ok::<_, Infallible>(row.clone()));
    Body::from_stream(stream::iter([Ok(Bytes::from_static(b"["))]).chain(rows))
}

/// An empty list, inside 40 MiB of blanks.
pub(crate) fn oversized() -> Body {
    let blanks = Bytes::from(vec![b' '; MIB]);
    let chunks = (0..40).map(move |_| blanks.clone());
    let whole = std::iter::once(Bytes::from_static(b"["))
        .chain(chunks)
        .chain([Bytes::from_static(b"]")]);
    Body::from_stream(stream::iter(whole.map(Ok::<_, Infallible>)))
}

/// Some bytes each second.
pub(crate) fn drip(body: &[u8], bytes_per_second: usize) -> Body {
    let pieces: Vec<Bytes> = body
        .chunks(bytes_per_second.max(1))
        .map(Bytes::copy_from_slice)
        .collect();
    Body::from_stream(stream::iter(pieces).then(|piece| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok::<_, Infallible>(piece)
    }))
}

/// 2 GiB of blanks in gzip. After a flush the packed bytes of a MiB stand for themselves wherever they are put, so one
/// MiB is packed and then sent again and again. The trailer is left out: nobody may get so far.
pub(crate) fn gzip_bomb() -> Body {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let blanks = vec![b' '; MIB];
    let mut pack = || {
        packer.write_all(&blanks)?;
        packer.flush()?;
        Ok::<_, io::Error>(Bytes::from(std::mem::take(packer.get_mut())))
    };
    let (first, again) = (pack(), pack().unwrap_or_default());
    Body::from_stream(stream::iter([first]).chain(stream::iter((1..2048).map(move |_| Ok(again.clone())))))
}
