//! Bytes of binary files: fields that may be missing.

/// Bytes read from the front; what is missing reads as nothing.
#[derive(Clone, Copy)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(front)
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    pub fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub fn double(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// Characters of two bytes each.
    pub fn wide(&mut self, count: usize) -> Option<String> {
        let bytes = self.take(count.checked_mul(2)?)?;
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes))
            .collect();
        Some(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_reads_as_nothing() {
        let mut bytes = Bytes(&[1, 2, 3]);
        assert_eq!(bytes.u16(), Some(0x201));
        assert_eq!(bytes.u32(), None);
        assert_eq!(bytes.u8(), Some(3));
        assert_eq!(Bytes(&[0x41, 0, 0x42]).wide(2), None);
    }
}
