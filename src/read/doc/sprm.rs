//! Changes of properties ("single property modifiers"): a code that tells the length of what follows it.

use crate::read::bytes::Bytes;

/// A code with its operand, the length before it left out. Damage is an end.
pub struct Sprms<'a>(pub Bytes<'a>);

const DEFINE_TABLE: u16 = 0xd608;
const DEFINE_TABLE_OLD: u16 = 0xd606;
const CHANGE_TABS: u16 = 0xc615;

impl<'a> Iterator for Sprms<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let code = self.0.u16()?;
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            // A table's definition tells one byte more than there are.
            _ if matches!(code, DEFINE_TABLE | DEFINE_TABLE_OLD) => {
                usize::from(self.0.u16()?).checked_sub(1)?
            }
            _ => match (self.0.u8()?, code) {
                (255, CHANGE_TABS) => tabs_length(self.0)?,
                (length, _) => usize::from(length),
            },
        };
        Some((code, self.0.take(length)?))
    }
}

/// The length of a change of tabs that is longer than its length can say: the stops taken away, then those set.
fn tabs_length(mut bytes: Bytes<'_>) -> Option<usize> {
    let removed = usize::from(bytes.u8()?);
    bytes.take(removed * 4)?;
    let added = usize::from(bytes.u8()?);
    Some(2 + removed * 4 + added * 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_tells_the_length_of_its_operand() {
        let bytes = [
            0x16, 0x24, 1, // in a table
            0x49, 0x66, 2, 0, 0, 0, // depth
            0x08, 0xd6, 4, 0, 1, 0, 0, // a table's definition
            0x0d, 0xc6, 2, 0, 0, // tabs
            0x16, 0x24, // cut off
        ];
        let all: Vec<(u16, usize)> = Sprms(Bytes(&bytes))
            .map(|(code, operand)| (code, operand.len()))
            .collect();
        assert_eq!(all, [(0x2416, 1), (0x6649, 4), (0xd608, 3), (0xc60d, 2)]);
    }
}
