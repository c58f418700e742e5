//! Rich text as a row of tokens. The crates that do this read `str`, while the text is bytes of many code pages.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    Open,
    Close,
    /// `\word` with its parameter.
    Word(&'a str, Option<i32>),
    /// `\~` and the like.
    Symbol(u8),
    /// `\'a4`: a byte of text.
    Byte(u8),
    /// Bytes of text as they stand.
    Text(&'a [u8]),
    /// What `\bin` holds.
    Binary,
}

/// Control words are no longer than this.
const LONGEST_WORD: usize = 32;

pub struct Tokens<'a>(pub &'a [u8]);

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        // Line ends are no text.
        let blank = self.0.iter().take_while(|byte| is_line_end(**byte)).count();
        self.skip(blank);
        match *self.0.first()? {
            b'{' => self.skip(1).then_some(Token::Open),
            b'}' => self.skip(1).then_some(Token::Close),
            b'\\' => {
                self.skip(1);
                Some(self.control())
            }
            _ => {
                let plain = |byte: &&u8| !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                let length = self.0.iter().take_while(plain).count();
                let (text, rest) = self.0.split_at_checked(length)?;
                self.0 = rest;
                Some(Token::Text(text))
            }
        }
    }
}

impl<'a> Tokens<'a> {
    fn skip(&mut self, count: usize) -> bool {
        self.0 = self.0.get(count..).unwrap_or(&[]);
        true
    }

    /// What follows a backslash.
    fn control(&mut self) -> Token<'a> {
        let bytes = self.0;
        let letters = bytes
            .iter()
            .take(LONGEST_WORD)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        if letters == 0 {
            return self.symbol();
        }
        let name = bytes.get(..letters).unwrap_or(&[]);
        let name = std::str::from_utf8(name).unwrap_or("");
        self.skip(letters);
        let sign = usize::from(self.0.first() == Some(&b'-'));
        let digits = self.0.iter().skip(sign);
        let digits = digits.take_while(|byte| byte.is_ascii_digit()).count();
        let mut parameter = None;
        if digits > 0 {
            let number = self.0.get(..sign + digits).unwrap_or(&[]);
            let number = std::str::from_utf8(number).unwrap_or("");
            // Beyond the range: as far as it goes.
            let farthest = if sign > 0 { i32::MIN } else { i32::MAX };
            parameter = Some(number.parse().unwrap_or(farthest));
            self.skip(sign + digits);
        }
        if self.0.first() == Some(&b' ') {
            self.skip(1);
        }
        if name == "bin" {
            let length = usize::try_from(parameter.unwrap_or(0)).unwrap_or(0);
            self.skip(length.min(self.0.len()));
            return Token::Binary;
        }
        Token::Word(name, parameter)
    }

    fn symbol(&mut self) -> Token<'a> {
        match self.0 {
            [b'\'', high, low, ..] => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                if let (Some(high), Some(low)) = (digit(*high), digit(*low)) {
                    self.skip(3);
                    return Token::Byte(u8::try_from(high * 16 + low).unwrap_or(0));
                }
                self.skip(1);
                Token::Symbol(b'\'')
            }
            // A line end behind a backslash ends a paragraph.
            [b'\r' | b'\n', ..] => {
                self.skip(1);
                Token::Word("par", None)
            }
            [symbol, ..] => {
                self.skip(1);
                Token::Symbol(*symbol)
            }
            [] => Token::Symbol(b' '),
        }
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_symbols_bytes_and_text_are_told_apart() {
        let source = b"{\\rtf1\\ansi \\u-10179?a\\'c4\\~\r\nb \\bin3 }}}\\par}";
        let tokens: Vec<Token<'_>> = Tokens(source).collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("rtf", Some(1)),
                Token::Word("ansi", None),
                Token::Word("u", Some(-10179)),
                Token::Text(b"?a"),
                Token::Byte(0xc4),
                Token::Symbol(b'~'),
                Token::Text(b"b "),
                Token::Binary,
                Token::Word("par", None),
                Token::Close,
            ]
        );
    }

    #[test]
    fn what_ends_early_or_lies_ends() {
        for source in [
            "\\",
            "\\'",
            "\\'z",
            "\\bin99999999999 x",
            "\\u99999999999999999999",
        ] {
            assert!(Tokens(source.as_bytes()).count() <= 3, "{source}");
        }
    }
}
