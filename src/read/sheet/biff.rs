//! Packed numbers of binary workbooks.

use super::stored::Stored;

pub use crate::read::bytes::Bytes;

/// A number packed into four bytes: a whole number or the upper part of a binary one, over 100 or not.
pub fn packed(raw: u32) -> Option<Stored> {
    let shift = if raw & 1 != 0 { 2 } else { 0 };
    if raw & 2 != 0 {
        let whole = i32::from_le_bytes(raw.to_le_bytes()) >> 2;
        return Some(Stored::scaled(i64::from(whole), shift));
    }
    let value = f64::from_bits(u64::from(raw & !3) << 32);
    Some(Stored::from_binary(value)?.shifted(-shift))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_whole_or_binary_over_100_or_not() {
        let plain = |raw| packed(raw).unwrap().decimal().unwrap().to_string();
        assert_eq!(plain((12_345 << 2) | 3), "123.45");
        assert_eq!(plain((7 << 2) | 2), "7");
        assert_eq!(plain(0xffff_fffe), "-1");
        assert_eq!(plain(0x3ff8_0000), "1.5");
    }
}
