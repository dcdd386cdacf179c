//! Reading a body within its bounds.

use reqwest::Response;

use super::bounds::Bounds;
use super::fault::{Failure, Label};
use super::stopwatch::Stopwatch;

/// Reads a body to its end. Bytes are counted after unpacking.
pub(crate) async fn read(mut response: Response, bounds: &Bounds, label: Label<'_>) -> Result<Vec<u8>, Failure> {
    let stated = response.content_length().unwrap_or(0);
    if stated > bounds.answer_bytes as u64 {
        return Err(label.too_large(bounds));
    }
    let mut body = Vec::with_capacity(usize::try_from(stated).unwrap_or(0));
    let watch = Stopwatch::start();
    loop {
        let piece = tokio::time::timeout(bounds.patience, response.chunk())
            .await
            .map_err(|_| label.timed_out("the body stopped coming"))?
            .map_err(|error| label.unanswered(&error, true))?;
        let Some(piece) = piece else { return Ok(body) };
        if body.len() + piece.len() > bounds.answer_bytes {
            return Err(label.too_large(bounds));
        }
        body.extend_from_slice(&piece);
        if too_slow(body.len(), watch, bounds) {
            return Err(label.timed_out("the body came too slowly"));
        }
    }
}

fn too_slow(bytes: usize, watch: Stopwatch, bounds: &Bounds) -> bool {
    let elapsed = watch.elapsed();
    elapsed > bounds.patience && (bytes as u64) < elapsed.as_secs().saturating_mul(bounds.least_rate)
}
