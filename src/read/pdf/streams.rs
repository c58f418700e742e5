//! How far the streams of a PDF document inflate, counted without keeping what comes out.

use flate2::read::DeflateDecoder;
use hayro_interpret::hayro_syntax::{Filter, object::Stream};
use memchr::memmem;
use std::io::{ErrorKind, Read};

/// Bytes that a byte of deflated data becomes at most.
const DEFLATE: usize = 1032;
/// The same of LZW: a code of 12 bits stands for as many bytes as its table has rows.
const LZW: usize = 2560;

/// The position of a stream of a file that inflates to more than `most` bytes, pictures apart, since nothing opens them. What
/// an encrypted file or several filters hide from this is told when its page is drawn.
pub fn bomb(file: &[u8], most: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memmem::find(file.get(at..)?, b"stream") {
        let head = at + found;
        let body = head + b"stream".len();
        let length = memmem::find(file.get(body..)?, b"endstream").unwrap_or(file.len() - body);
        let data = file.get(body..body + length)?.trim_ascii_start();
        at = body + length + b"endstream".len();
        if length > most / DEFLATE
            && !is_picture(file.get(..head)?)
            && inflated(data, most) > Some(most)
        {
            return Some(head);
        }
    }
    None
}

/// Whether the dictionary that ends a part of a file is that of a picture.
fn is_picture(before: &[u8]) -> bool {
    let near = before.get(before.len().saturating_sub(4096)..);
    let near = near.unwrap_or(before);
    let begin = memmem::rfind(near, b"obj").unwrap_or(0);
    memmem::find(&near[begin..], b"/Image").is_some()
}

/// Whether streams together inflate to at most `most` bytes; `false` also where that cannot be told.
pub fn fit(streams: &[Stream<'_>], most: usize) -> bool {
    let bounds = streams.iter().map(bound);
    let length = |stream: &Stream<'_>| match stream.filters()[..] {
        [Filter::FlateDecode] => inflated(&stream.raw_data(), most),
        _ => Some(bound(stream)),
    };
    bounds.fold(0, usize::saturating_add) <= most
        || streams
            .iter()
            .try_fold(most, |left, stream| left.checked_sub(length(stream)?))
            .is_some()
}

/// Bytes that a stream inflates to at most, told by its length and filters alone.
fn bound(stream: &Stream<'_>) -> usize {
    let filters = stream.filters();
    let times = filters.iter().map(|filter| match filter {
        Filter::FlateDecode => DEFLATE,
        Filter::LzwDecode => LZW,
        Filter::RunLengthDecode => 64,
        Filter::Ascii85Decode => 4,
        _ => 1,
    });
    times.fold(stream.raw_data().len(), usize::saturating_mul)
}

/// How many bytes deflated data makes, in zlib's frame or bare, counted until they are more than `most`; data that breaks off
/// counts as far as it goes, and what is no such data has no length.
fn inflated(data: &[u8], most: usize) -> Option<usize> {
    let bare = match data {
        &[method, flags, ref rest @ ..]
            if method & 0x0f == 8 && u16::from_be_bytes([method, flags]).is_multiple_of(31) =>
        {
            rest
        }
        _ => data,
    };
    let mut decoder = DeflateDecoder::new(bare);
    let mut chunk = vec![0; 1 << 16];
    let mut length = 0;
    while length <= most {
        match decoder.read(&mut chunk) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => break,
            Err(_) => return None,
        }
    }
    Some(length)
}
