//! Bytes of rich text to characters: by the character set of the font, else the code page of the document.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258,
};
use std::collections::BTreeMap;

/// Fonts of a document at most; the others have no character set of their own.
const MOST_FONTS: usize = 4096;

/// The fonts of a document.
pub struct Fonts {
    /// The code page of the document.
    page: &'static Encoding,
    /// By number; `None` for a font of symbols.
    sets: BTreeMap<i32, Option<&'static Encoding>>,
    /// The font that is described.
    current: i32,
    pub default: i32,
}

impl Default for Fonts {
    fn default() -> Self {
        Self {
            page: WINDOWS_1252,
            sets: BTreeMap::new(),
            current: 0,
            default: 0,
        }
    }
}

impl Fonts {
    pub fn set_page(&mut self, page: i32) {
        self.page = by_page(page).unwrap_or(self.page);
    }

    /// A control word inside the table of fonts.
    pub fn describe(&mut self, word: &str, parameter: Option<i32>) {
        let set = match (word, parameter) {
            ("f", Some(font)) => {
                self.current = font;
                return;
            }
            ("fcharset", Some(2)) => Some(None),
            ("fcharset", Some(set)) => by_charset(set).map(Some),
            ("cpg", Some(page)) => by_page(page).map(Some),
            _ => None,
        };
        if let Some(set) = set
            && self.sets.len() < MOST_FONTS
        {
            self.sets.insert(self.current, set);
        }
    }

    /// The characters of bytes that are set in a font.
    pub fn decode(&self, bytes: &[u8], font: i32) -> String {
        let Some(set) = self.sets.get(&font).copied().unwrap_or(Some(self.page)) else {
            // Symbols have no place among characters.
            return " ".to_owned();
        };
        // Programs set Chinese in fonts that claim to be western.
        if set == WINDOWS_1252 && set != self.page {
            let (text, damaged) = self.page.decode_without_bom_handling(bytes);
            if !damaged {
                return text.into_owned();
            }
        }
        set.decode_without_bom_handling(bytes).0.into_owned()
    }
}

fn by_page(page: i32) -> Option<&'static Encoding> {
    Some(match page {
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 | 20936 | 54936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// The code page of a Windows character set.
fn by_charset(set: i32) -> Option<&'static Encoding> {
    Some(match set {
        0 => WINDOWS_1252,
        77 => MACINTOSH,
        128 => SHIFT_JIS,
        129 => EUC_KR,
        134 => GBK,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_tells_the_code_page_and_the_document_where_it_does_not() {
        let mut fonts = Fonts::default();
        fonts.set_page(936);
        for (font, set) in [(0, 0), (1, 204), (2, 2)] {
            fonts.describe("f", Some(font));
            fonts.describe("fcharset", Some(set));
        }
        let chinese = b"\xba\xcf\xbc\xc6 1";
        assert_eq!(fonts.decode(chinese, 0), "合计 1");
        assert_eq!(fonts.decode(chinese, 9), "合计 1");
        assert_eq!(fonts.decode(b"\xcf", 1), "П");
        assert_eq!(fonts.decode(b"\xe9", 0), "é");
        assert_eq!(fonts.decode(b"\xb7", 2), " ");
    }
}
