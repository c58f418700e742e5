//! The formulas of spreadsheets: what they refer to, seen from the cell that holds them, and the arithmetic in them.

use crate::model::{Expr, Function, Operator, SheetFormula, column_letters};
use rust_decimal::Decimal;
use std::fmt::Write;

/// A row or a column: a fixed one (`$7`), or so many steps from the cell itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Axis {
    Fixed(i64),
    Steps(i64),
}

impl Axis {
    fn from(self, home: u32) -> Option<u32> {
        let place = match self {
            Axis::Fixed(place) => place,
            Axis::Steps(steps) => i64::from(home).checked_add(steps)?,
        };
        u32::try_from(place).ok()
    }
}

/// `B2`, `$C$1`, `Other!D4`; rows and columns count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// `None`: the sheet of the cell itself.
    pub sheet: Option<String>,
    pub row: Axis,
    pub column: Axis,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    Cell(Reference),
    Range(Reference, Reference),
    Number(Decimal),
    /// A function with the bracket behind it, in capitals: `SUM`.
    Function(String),
    /// Everything else, one sign or word each.
    Sign(char),
    Words(String),
}

/// Signs of a formula that are read; a longer one is not understood.
const LONGEST: usize = 4_096;
/// Brackets and functions inside each other.
const DEEPEST: usize = 32;

/// The tokens of a formula; two cells with equal tokens compute alike. `None` where its words are not known.
pub fn tokens(formula: &SheetFormula) -> Option<Vec<Token>> {
    if formula.text.is_empty() || formula.text.len() > LONGEST {
        return None;
    }
    let mut rest = formula.text.trim_start_matches('=');
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(c) = rest.chars().next() {
        let (token, after) = match c {
            _ if c.is_whitespace() => {
                rest = &rest[c.len_utf8()..];
                continue;
            }
            '"' => {
                let end = rest[1..].find('"')? + 2;
                (Token::Words(rest[..end].to_owned()), &rest[end..])
            }
            '0'..='9' | '.' => {
                let end = rest
                    .find(|c: char| !c.is_ascii_digit() && c != '.')
                    .unwrap_or(rest.len());
                let number = rest[..end].parse().ok()?;
                (Token::Number(number), &rest[end..])
            }
            '\'' | '$' | '_' => word(rest, formula.home)?,
            _ if c.is_alphabetic() => word(rest, formula.home)?,
            _ => (Token::Sign(c), &rest[c.len_utf8()..]),
        };
        rest = after;
        join(&mut tokens, token);
    }
    Some(tokens)
}

/// Adds a token; a cell, a colon and a cell make a range.
fn join(tokens: &mut Vec<Token>, token: Token) {
    if let (Token::Cell(last), [.., Token::Cell(first), Token::Sign(':')]) = (&token, &tokens[..]) {
        let range = Token::Range(first.clone(), last.clone());
        tokens.truncate(tokens.len() - 2);
        tokens.push(range);
    } else {
        tokens.push(token);
    }
}

/// A reference, a function or another word at the front, and what follows it.
fn word(text: &str, home: (u32, u32)) -> Option<(Token, &str)> {
    let (sheet, rest) = sheet(text);
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '_' | '.'))
        .unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if let Some((row, column)) = address(name, home) {
        let sheet = sheet.map(str::to_owned);
        return Some((Token::Cell(Reference { sheet, row, column }), after));
    }
    if sheet.is_none() && after.starts_with('(') {
        return Some((Token::Function(name.to_uppercase()), after));
    }
    // At least one sign is taken, so that reading goes on.
    let taken = text.len() - after.len();
    (taken > 0).then(|| (Token::Words(text[..taken].to_owned()), after))
}

/// The name of a sheet before `!`, and what follows.
fn sheet(text: &str) -> (Option<&str>, &str) {
    if let Some(quoted) = text.strip_prefix('\'') {
        return match quoted.split_once("'!") {
            Some((name, rest)) => (Some(name), rest),
            None => (None, text),
        };
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'));
    match end {
        Some(end) if text[end..].starts_with('!') => (Some(&text[..end]), &text[end + 1..]),
        _ => (None, text),
    }
}

/// `$B7` as (row, column).
fn address(name: &str, home: (u32, u32)) -> Option<(Axis, Axis)> {
    let axis = |fixed: bool, place: i64, home: u32| match fixed {
        true => Axis::Fixed(place),
        false => Axis::Steps(place - i64::from(home)),
    };
    let (fixed_column, rest) = dollar(name);
    let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, rest) = rest.split_at(end);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0i64, |column, b| {
        column * 26 + i64::from(b.to_ascii_uppercase() - b'A') + 1
    });
    let (fixed_row, digits) = dollar(rest);
    if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let row: i64 = digits.parse().ok()?;
    (row > 0).then(|| {
        (
            axis(fixed_row, row - 1, home.0),
            axis(fixed_column, column - 1, home.1),
        )
    })
}

fn dollar(text: &str) -> (bool, &str) {
    match text.strip_prefix('$') {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

impl Reference {
    /// The (row, column) that is meant from a cell.
    pub fn from(&self, home: (u32, u32)) -> Option<(u32, u32)> {
        Some((self.row.from(home.0)?, self.column.from(home.1)?))
    }

    fn write(&self, home: (u32, u32), words: &mut String) {
        if let Some(sheet) = &self.sheet {
            let plain = sheet.chars().all(char::is_alphanumeric);
            let _ = match plain {
                true => write!(words, "{sheet}!"),
                false => write!(words, "'{sheet}'!"),
            };
        }
        let mark = |axis: Axis| {
            if matches!(axis, Axis::Fixed(_)) {
                "$"
            } else {
                ""
            }
        };
        if let Some((row, column)) = self.from(home) {
            let letters = column_letters(column.saturating_add(1));
            let (before, between) = (mark(self.column), mark(self.row));
            let _ = write!(words, "{before}{letters}{between}{}", u64::from(row) + 1);
        }
    }
}

/// The formula as it would read in a cell.
pub fn written(tokens: &[Token], home: (u32, u32)) -> String {
    let mut words = String::from("=");
    for token in tokens {
        match token {
            Token::Cell(cell) => cell.write(home, &mut words),
            Token::Range(first, last) => {
                first.write(home, &mut words);
                words.push(':');
                last.write(home, &mut words);
            }
            Token::Number(number) => words.push_str(&number.to_string()),
            Token::Function(name) | Token::Words(name) => words.push_str(name),
            Token::Sign(sign) => words.push(*sign),
        }
    }
    words
}

/// Whether nothing but sums and differences of cells is computed.
pub fn is_sum(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| match token {
        Token::Cell(_) | Token::Range(..) => true,
        Token::Function(name) => name == "SUM",
        Token::Sign(sign) => matches!(sign, '+' | '-' | '(' | ')' | ','),
        Token::Number(_) | Token::Words(_) => false,
    })
}

/// What stands where a formula refers to.
#[derive(Clone, Copy, Debug)]
pub enum Spot<T> {
    Figure(T),
    Blank,
    /// Words, or nothing that can be told.
    Other,
}

/// The arithmetic of a formula; `None` where it is more than sums, products, quotients and roundings of figures, or one of these is
/// not there.
pub fn arithmetic<T>(
    tokens: &[Token],
    look: &dyn Fn(&Reference) -> Spot<T>,
    all: &dyn Fn(&Reference, &Reference) -> Vec<T>,
) -> Option<Expr<T>> {
    let mut parser = Parser {
        tokens,
        look,
        all,
        depth: 0,
    };
    let expr = parser.sum()?;
    parser.tokens.is_empty().then_some(expr)
}

struct Parser<'a, T> {
    tokens: &'a [Token],
    look: &'a dyn Fn(&Reference) -> Spot<T>,
    all: &'a dyn Fn(&Reference, &Reference) -> Vec<T>,
    depth: usize,
}

impl<T> Parser<'_, T> {
    fn sign(&mut self, signs: &[char]) -> Option<char> {
        match self.tokens {
            [Token::Sign(sign), rest @ ..] if signs.contains(sign) => {
                self.tokens = rest;
                Some(*sign)
            }
            _ => None,
        }
    }

    fn sum(&mut self) -> Option<Expr<T>> {
        let mut left = self.product()?;
        while let Some(sign) = self.sign(&['+', '-']) {
            let operator = match sign {
                '+' => Operator::Add,
                _ => Operator::Subtract,
            };
            left = Expr::Binary(operator, Box::new(left), Box::new(self.product()?));
        }
        Some(left)
    }

    fn product(&mut self) -> Option<Expr<T>> {
        let mut left = self.factor()?;
        while let Some(sign) = self.sign(&['*', '/']) {
            let operator = match sign {
                '*' => Operator::Multiply,
                _ => Operator::Divide,
            };
            left = Expr::Binary(operator, Box::new(left), Box::new(self.factor()?));
        }
        Some(left)
    }

    fn factor(&mut self) -> Option<Expr<T>> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let expr = match self.sign(&['+', '-', '(']) {
            Some('-') => Expr::Negate(Box::new(self.factor()?)),
            Some('+') => self.factor()?,
            Some(_) => {
                let inner = self.sum()?;
                self.sign(&[')'])?;
                inner
            }
            None => self.leaf()?,
        };
        self.depth -= 1;
        Some(expr)
    }

    fn leaf(&mut self) -> Option<Expr<T>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        match first {
            Token::Number(number) => Some(Expr::Number(*number)),
            Token::Cell(cell) => match (self.look)(cell) {
                Spot::Figure(figure) => Some(Expr::Leaf(figure)),
                Spot::Blank | Spot::Other => None,
            },
            Token::Function(name) => {
                let function = match name.as_str() {
                    "SUM" => Function::Sum,
                    "ROUND" => Function::Round,
                    "ABS" => Function::Abs,
                    _ => return None,
                };
                self.call(function)
            }
            _ => None,
        }
    }

    fn call(&mut self, function: Function) -> Option<Expr<T>> {
        self.sign(&['('])?;
        let mut arguments = Vec::new();
        loop {
            match self.tokens {
                [Token::Range(first, last), rest @ ..] if function == Function::Sum => {
                    self.tokens = rest;
                    arguments.extend((self.all)(first, last).into_iter().map(Expr::Leaf));
                }
                _ => arguments.push(self.sum()?),
            }
            match self.sign(&[',', ')'])? {
                ')' => break,
                _ => continue,
            }
        }
        let enough = match function {
            Function::Round => arguments.len() == 2,
            Function::Abs => arguments.len() == 1,
            _ => !arguments.is_empty(),
        };
        enough.then_some(Expr::Call(function, arguments))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn of(text: &str, home: (u32, u32)) -> Vec<Token> {
        tokens(&SheetFormula {
            text: text.into(),
            home,
        })
        .unwrap()
    }

    #[test]
    fn formulas_that_move_along_are_one() {
        assert_eq!(of("SUM(B2:B4)", (4, 1)), of("=sum( C2:C4 )", (4, 2)));
        assert_eq!(of("B2*$F$1", (1, 2)), of("B9*$F$1", (8, 2)));
        assert_ne!(of("B2*F$1", (1, 2)), of("B9*F1", (8, 2)));
        assert_ne!(of("A1", (0, 1)), of("汇总!A1", (0, 1)));
        assert_eq!(
            written(&of("'一 表'!$B2-汇总!C3+\"a\"", (1, 0)), (4, 1)),
            "='一 表'!$B5-汇总!D6+\"a\""
        );
        let words = SheetFormula {
            text: "\"open".into(),
            home: (0, 0),
        };
        assert!(tokens(&words).is_none());
    }

    #[test]
    fn sums_and_quotients_are_understood_and_conditions_are_not() {
        let arithmetic = |text: &str| {
            let look = |cell: &Reference| match cell.from((0, 0)) {
                Some((9, _)) => Spot::Blank,
                Some(place) => Spot::Figure(place),
                None => Spot::Other,
            };
            let all = |_: &Reference, _: &Reference| vec![(1, 1), (2, 1)];
            arithmetic(&of(text, (0, 0)), &look, &all).map(|expr| expr.leaves().len())
        };
        assert_eq!(arithmetic("SUM(B2:B3,D1)-ROUND(C1*1.05,2)"), Some(4));
        assert_eq!(arithmetic("-(B1+C1)/D1"), Some(3));
        for text in [
            "IF(B1>0,B1,0)",
            "B1+B10",
            "SUM(",
            "B1&\"x\"",
            "SUM(B2:B3)^2",
            "ROUND(B1)",
            "A:A",
        ] {
            assert_eq!(arithmetic(text), None, "{text}");
        }
        assert_eq!(
            arithmetic(&format!("{}B1{}", "(".repeat(900), ")".repeat(900))),
            None
        );
    }
}
