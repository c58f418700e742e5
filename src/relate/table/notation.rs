//! Formulas as tables print them in names of columns and rows: `4=1+2-3`, `③=②-①`, `(d = a + b - c)`, `1=2+…+7`, `合计（1+2）`.

use crate::model::{Operator, plain};

/// What a name says of its own number, and of how it is computed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notation {
    /// The number (or letter) that it is referred to by.
    pub own: Option<String>,
    pub formula: Option<Term>,
}

/// A formula over numbers of columns or rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    Number(String),
    /// From one to another, all between included.
    Range(String, String),
    Binary(Operator, Box<Term>, Box<Term>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Number(String),
    Sign(char),
}

impl Notation {
    pub fn of(text: &str) -> Self {
        let text = spelled(text);
        if let Some(found) = equation(&text) {
            return found;
        }
        // Without its own number only in brackets behind a name, or alone.
        let inner = bracketed(&text).unwrap_or(&text);
        let formula = whole(inner).filter(|term| !matches!(term, Term::Number(_)));
        Self {
            own: if formula.is_none() {
                number(&text)
            } else {
                None
            },
            formula,
        }
    }
}

/// In half width, small, without spaces; circled numbers in brackets, dots that stand for numbers as `~`.
fn spelled(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '①'..='⑳' => out.push_str(&format!("({})", c as u32 - '①' as u32 + 1)),
            '…' | '⋯' => {
                if !out.ends_with('~') {
                    out.push('~');
                }
            }
            '×' | '÷' => out.push(c),
            c => out.extend(plain(c).filter(|c| *c != ' ')),
        }
    }
    out.replace("...", "~").replace("~~", "~")
}

/// `4=1+2` anywhere in a name, the number before it and the formula behind it.
fn equation(text: &str) -> Option<Notation> {
    text.match_indices('=').find_map(|(at, _)| {
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        let (tokens, _) = tokens(after);
        let term = first(&tokens)?;
        let own = number(before).or_else(|| {
            let end = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
            let own = before.get(end.len()..)?;
            is_number(own).then(|| own.to_owned())
        });
        (!matches!(term, Term::Number(_))).then_some(Notation {
            own,
            formula: Some(term),
        })
    })
}

/// What stands in the brackets that end a name.
fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_suffix(')')?;
    let mut depth = 0;
    let open = inner.char_indices().rev().find(|(_, c)| {
        match c {
            ')' => depth += 1,
            '(' if depth == 0 => return true,
            '(' => depth -= 1,
            _ => {}
        }
        false
    })?;
    inner.get(open.0 + 1..)
}

/// A number alone, or in brackets behind a name.
fn number(text: &str) -> Option<String> {
    let own = bracketed(text).unwrap_or(text);
    is_number(own).then(|| own.to_owned())
}

fn is_number(text: &str) -> bool {
    let digits = text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit());
    let letter = text.len() == 1 && text.chars().all(|c| c.is_ascii_lowercase());
    !text.is_empty() && (digits || letter)
}

/// The tokens that a text begins with, and how many bytes they take.
fn tokens(text: &str) -> (Vec<Token>, usize) {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_ascii_alphanumeric() {
            let rest = text.get(at..).unwrap_or("");
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
            let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or("");
            if !is_number(word) {
                break;
            }
            tokens.push(Token::Number(word.to_owned()));
            at += word.len();
        } else if "+-*/×÷~()".contains(c) {
            tokens.push(Token::Sign(c));
            at += c.len_utf8();
        } else {
            break;
        }
    }
    (tokens, at)
}

/// A text that is nothing but a formula.
fn whole(text: &str) -> Option<Term> {
    let (tokens, used) = tokens(text);
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
    };
    let term = parser.sum(0)?;
    (used == text.len() && parser.at == tokens.len()).then_some(term)
}

/// The formula that tokens begin with; a bracket that was opened before it may close after it, `×100%` says that it is a share.
fn first(tokens: &[Token]) -> Option<Term> {
    let mut parser = Parser { tokens, at: 0 };
    let term = parser.sum(0)?;
    let rest = tokens.get(parser.at..)?;
    let ends = rest.iter().all(|token| *token == Token::Sign(')'));
    ends.then(|| match term {
        Term::Binary(Operator::Multiply, left, right) if *right == Term::Number("100".into()) => {
            *left
        }
        term => term,
    })
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
}

/// Brackets inside brackets.
const DEEP: usize = 8;

impl Parser<'_> {
    fn sign(&mut self, signs: &str) -> Option<char> {
        match self.tokens.get(self.at) {
            Some(Token::Sign(c)) if signs.contains(*c) => {
                self.at += 1;
                Some(*c)
            }
            _ => None,
        }
    }

    fn sum(&mut self, depth: usize) -> Option<Term> {
        let mut left = self.product(depth)?;
        while let Some(sign) = self.sign("+-") {
            // 2+…+7
            if sign == '+' && self.sign("~").is_some() {
                self.sign("+")?;
                let Term::Number(last) = self.product(depth)? else {
                    return None;
                };
                left = ranged(left, last)?;
                continue;
            }
            let operator = match sign {
                '+' => Operator::Add,
                _ => Operator::Subtract,
            };
            left = Term::Binary(operator, Box::new(left), Box::new(self.product(depth)?));
        }
        Some(left)
    }

    fn product(&mut self, depth: usize) -> Option<Term> {
        let mut left = self.atom(depth)?;
        while let Some(sign) = self.sign("*/×÷") {
            let operator = match sign {
                '*' | '×' => Operator::Multiply,
                _ => Operator::Divide,
            };
            left = Term::Binary(operator, Box::new(left), Box::new(self.atom(depth)?));
        }
        Some(left)
    }

    fn atom(&mut self, depth: usize) -> Option<Term> {
        if let Some(Token::Number(number)) = self.tokens.get(self.at) {
            self.at += 1;
            return Some(Term::Number(number.clone()));
        }
        self.sign("(").filter(|_| depth < DEEP)?;
        let inner = self.sum(depth + 1)?;
        self.sign(")")?;
        Some(inner)
    }
}

/// `2+3+…+7`: what stands before the dots begins the range, its last number is where it is taken up.
fn ranged(left: Term, last: String) -> Option<Term> {
    match left {
        Term::Number(first) => Some(Term::Range(first, last)),
        Term::Binary(Operator::Add, rest, end) => {
            let range = ranged(*end, last)?;
            Some(Term::Binary(Operator::Add, rest, Box::new(range)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Notation, Term};
    use crate::model::Operator;

    fn shown(term: &Term) -> String {
        match term {
            Term::Number(number) => number.clone(),
            Term::Range(first, last) => format!("{first}..{last}"),
            Term::Binary(operator, left, right) => {
                let sign = match operator {
                    Operator::Add => '+',
                    Operator::Subtract => '-',
                    Operator::Multiply => '*',
                    Operator::Divide => '/',
                };
                format!("({}{sign}{})", shown(left), shown(right))
            }
        }
    }

    #[test]
    fn formulas_are_read_as_they_are_printed() {
        for (text, own, formula) in [
            ("4=1+2-3", "4", "((1+2)-3)"),
            ("③=②－①", "3", "(2-1)"),
            ("差额④=③-①", "4", "(3-1)"),
            ("Closing (d = a + b - c)", "d", "((a+b)-c)"),
            ("1=2+…+7", "1", "2..7"),
            ("1=2+3+...+7", "1", "(2+3..7)"),
            ("进度(3)＝(2)/(1)", "3", "(2/1)"),
            ("完成率（5=3/2×100%）", "5", "(3/2)"),
            ("增长（6=(5-4)/4）", "6", "((5-4)/4)"),
            ("合计（1+2+3）", "", "((1+2)+3)"),
            ("本年收入合计（4＝1＋2＋3）", "4", "((1+2)+3)"),
            ("预算数①", "1", ""),
            ("Receipts (b)", "b", ""),
            ("12", "12", ""),
            ("2019 年", "", ""),
            ("Level 2 = other inputs", "", ""),
            ("1 = 1,000", "", ""),
            ("表2-1", "", ""),
            ("Phase I-III", "", ""),
        ] {
            let found = Notation::of(text);
            let written = found.formula.as_ref().map_or(String::new(), shown);
            assert_eq!(
                (found.own.as_deref().unwrap_or(""), &*written),
                (own, formula),
                "{text}"
            );
        }
    }
}
