//! Bytes to text: byte order mark, strict UTF-8, else GB18030.

use super::{Input, ReadError};

/// The text of a file, its byte order mark removed.
///
/// # Errors
/// Where the bytes are no text of a known encoding.
pub fn decode(input: Input<'_>) -> Result<String, ReadError> {
    if input.bytes.is_empty() {
        return Err(ReadError::Empty {
            path: input.path.to_owned(),
        });
    }
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(input.bytes) {
        return Ok(encoding
            .decode_without_bom_handling(&input.bytes[skip..])
            .0
            .into_owned());
    }
    match std::str::from_utf8(input.bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Ok(encoding_rs::GB18030
            .decode_without_bom_handling(input.bytes)
            .0
            .into_owned()),
    }
}
