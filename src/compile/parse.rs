//! Formulas: a Pratt parser over tokens, with the place of every mistake.

use super::{
    fields::both,
    lex::{Placed, Token, tokens},
    mistake::{Mistake, Source},
    suggest::{nearest, suggest},
};
use crate::model::{
    ConceptId, Expr, Formula, Function, Meaning, Name, Operator, Relation, Span, ValueId,
    Vocabulary, Words, fold,
};
use std::{ops::Range, sync::Arc};

/// Longer formulas are no formulas; the bounds keep every later walk over a formula shallow.
const MOST_BYTES: usize = 4000;
const MOST_TERMS: usize = 300;
const DEEPEST: usize = 40;

/// Name, meaning, the fewest and the most arguments.
const FUNCTIONS: &[(&str, Function, usize, usize)] = &[
    ("sum", Function::Sum, 1, MOST_TERMS),
    ("abs", Function::Abs, 1, 1),
    ("round", Function::Round, 2, 2),
    ("min", Function::Min, 1, MOST_TERMS),
    ("max", Function::Max, 1, MOST_TERMS),
    ("prior", Function::Prior, 1, 1),
];

/// What is wrong with a formula, in bytes of its text.
#[derive(Clone, Debug)]
pub(super) struct Fault(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    at: Range<usize>,
    message: Words,
    label: Words,
    help: Option<Words>,
    also: Option<(Range<usize>, Words)>,
}

impl Fault {
    pub fn at(at: Range<usize>, message: Words, label: Words) -> Self {
        Self(Box::new(Parts {
            at,
            message,
            label,
            help: None,
            also: None,
        }))
    }

    pub fn help(mut self, help: Words) -> Self {
        self.0.help = Some(help);
        self
    }

    /// As a mistake in a file; `place` finds the way from the formula's bytes to the file's.
    pub fn told(
        self,
        source: &Arc<Source>,
        place: impl Fn(Range<usize>) -> Range<usize>,
    ) -> Mistake {
        let parts = *self.0;
        let mut mistake =
            Mistake::new(source.clone(), place(parts.at), parts.message).saying(parts.label);
        if let Some(help) = parts.help {
            mistake = mistake.help(help);
        }
        if let Some((at, label)) = parts.also {
            mistake = mistake.and(source, place(at), label);
        }
        mistake
    }

    fn and(mut self, at: Range<usize>, label: Words) -> Self {
        self.0.also = Some((at, label));
        self
    }
}

/// `name = …`, `name <= …`: a formula whose left side is one name. Where only the right side is, the sides are swapped.
pub(super) fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Formula, Vec<Fault>> {
    parse_with(text, &|written, faults| name(written, vocabulary, faults))
}

/// A name of a formula as it is written: `actual[basic]`.
pub(super) struct Written<'t> {
    pub name: &'t str,
    pub at: Range<usize>,
    /// In brackets.
    pub values: Vec<(&'t str, Range<usize>)>,
    /// Brackets included.
    pub end: usize,
}

/// The same where `leaf` knows what a name is. A name that it does not know is a fault, and some leaf all the same.
pub(super) fn parse_with<T>(
    text: &str,
    leaf: &dyn Fn(Written<'_>, &mut Vec<Fault>) -> T,
) -> Result<Formula<T>, Vec<Fault>> {
    if text.len() > MOST_BYTES {
        return Err(vec![
            Fault::at(
                0..1,
                both("公式太长", "the formula is too long"),
                both("从这里开始", "it begins here"),
            )
            .help(both(
                format!("最多 {MOST_BYTES} 字节；可以分成几条规则"),
                format!("at most {MOST_BYTES} bytes; make several rules of it"),
            )),
        ]);
    }
    let tokens = tokens(text).map_err(|fault| vec![fault])?;
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
        terms: 0,
        leaf,
        faults: Vec::new(),
    };
    match parser.formula() {
        Ok((left, relation, right)) if parser.faults.is_empty() => Ok(Formula {
            text: text.to_owned(),
            left,
            relation,
            right,
        }),
        Ok(_) => Err(parser.faults),
        Err(fault) => {
            parser.faults.push(fault);
            Err(parser.faults)
        }
    }
}

struct Parser<'p, T> {
    tokens: &'p [Placed<'p>],
    next: usize,
    terms: usize,
    leaf: &'p dyn Fn(Written<'_>, &mut Vec<Fault>) -> T,
    /// Names that are not known: the formula is read on, so that all are told at once.
    faults: Vec<Fault>,
}

type Parsed<T> = Result<Expr<T>, Fault>;

impl<'p, T> Parser<'p, T> {
    fn peek(&self) -> Placed<'p> {
        let last = || self.tokens.last().cloned().unwrap_or((Token::End, 0..0));
        self.tokens.get(self.next).cloned().unwrap_or_else(last)
    }

    fn take(&mut self) -> Placed<'p> {
        let token = self.peek();
        self.next += 1;
        token
    }

    fn formula(&mut self) -> Result<(Expr<T>, Relation, Expr<T>), Fault> {
        let left = self.expression(0, 0)?;
        let (token, first) = self.take();
        let Token::Relation(relation) = token else {
            return Err(self.unexpected((token, first)));
        };
        let right = self.expression(0, 0)?;
        let (token, at) = self.take();
        match token {
            Token::End => {}
            Token::Relation(_) => {
                return Err(Fault::at(
                    at,
                    both("一条规则只有一个比较", "a rule has one comparison"),
                    both("这是第二个", "this is the second"),
                )
                .help(both(
                    "写成两个公式：formulas = [\"…\", \"…\"]",
                    "make two of it: formulas = [\"…\", \"…\"]",
                ))
                .and(first, both("第一个在这里", "the first is here")));
            }
            _ => return Err(self.unexpected((token, at))),
        }
        match (&left, &right) {
            (Expr::Leaf(_), _) => Ok((left, relation, right)),
            (_, Expr::Leaf(_)) => Ok((right, swapped(relation), left)),
            _ => Err(Fault::at(
                first,
                both("两边都不是单个名称", "neither side is a single name"),
                both("左边应是一个名称", "one name belongs to the left of this"),
            )
            .help(both(
                "一边写被核对的那个数：available = initial + carried_in",
                "one side is the figure that is held against the rest: available = initial + carried_in",
            ))),
        }
    }

    /// Binds as tightly as `binding` or tighter.
    fn expression(&mut self, binding: u8, depth: usize) -> Parsed<T> {
        let mut left = self.operand(depth)?;
        loop {
            let Token::Operator(operator) = self.peek().0 else {
                return Ok(left);
            };
            let strength = match operator {
                Operator::Add | Operator::Subtract => 1,
                Operator::Multiply | Operator::Divide => 2,
            };
            if strength <= binding {
                return Ok(left);
            }
            self.take();
            let right = self.expression(strength, depth)?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
    }

    fn operand(&mut self, depth: usize) -> Parsed<T> {
        let (token, at) = self.take();
        self.terms += 1;
        if depth > DEEPEST || self.terms > MOST_TERMS {
            return Err(Fault::at(
                at,
                both("公式太复杂", "the formula is too intricate"),
                both("到这里为止", "up to here"),
            )
            .help(both(
                format!("括号最多 {DEEPEST} 层，最多 {MOST_TERMS} 项；可以分成几条规则"),
                format!("at most {DEEPEST} brackets deep and {MOST_TERMS} terms; make several rules of it"),
            )));
        }
        match token {
            Token::Number(number) => Ok(Expr::Number(number)),
            Token::Operator(Operator::Subtract) => {
                let inner = self.expression(2, depth + 1)?;
                Ok(Expr::Negate(Box::new(inner)))
            }
            Token::Open => {
                let inner = self.expression(0, depth + 1)?;
                self.close(Token::Close, at)?;
                Ok(inner)
            }
            Token::Name(name) if self.peek().0 == Token::Open => self.call(name, at, depth),
            Token::Name(name) => self.name(name, at),
            _ => Err(self.unexpected((token, at))),
        }
    }

    fn call(&mut self, name: &str, at: Range<usize>, depth: usize) -> Parsed<T> {
        let known = FUNCTIONS.iter().find(|function| function.0 == name);
        if known.is_none() {
            let names: Vec<&str> = FUNCTIONS.iter().map(|function| function.0).collect();
            self.faults.push(
                Fault::at(
                    at.clone(),
                    both(
                        format!("没有 `{name}` 这个函数"),
                        format!("there is no function `{name}`"),
                    ),
                    both("不认识的函数", "not a function"),
                )
                .help(suggest(name, &names)),
            );
        }
        let (_, open) = self.take();
        let mut arguments = Vec::new();
        while self.peek().0 != Token::Close {
            arguments.push(self.expression(0, depth + 1)?);
            if self.peek().0 != Token::Comma {
                break;
            }
            self.take();
        }
        let closing = self.close(Token::Close, open.clone())?;
        let Some(&(name, function, fewest, most)) = known else {
            return Ok(Expr::Call(Function::Sum, arguments));
        };
        if arguments.len() < fewest || arguments.len() > most {
            let count = arguments.len();
            let wanted = if fewest == most {
                both(format!("{fewest} 个"), format!("{fewest}"))
            } else {
                both(format!("至少 {fewest} 个"), format!("at least {fewest}"))
            };
            return Err(Fault::at(
                open.start..closing.end,
                both(
                    format!("`{name}` 要 {} 参数", wanted.zh),
                    format!(
                        "`{name}` takes {} argument{}",
                        wanted.en,
                        if fewest == 1 { "" } else { "s" }
                    ),
                ),
                both(format!("这里有 {count} 个"), format!("{count} here")),
            ));
        }
        if function == Function::Round
            && !matches!(arguments.get(1), Some(Expr::Number(places)) if places.fract().is_zero() && places.trunc() <= 28.into())
        {
            return Err(Fault::at(
                open.start..closing.end,
                both(
                    "round 的第二个参数是小数位数",
                    "the second argument of round is a number of decimals",
                ),
                both("应为 0 到 28 的整数", "a whole number from 0 to 28"),
            )
            .help(both("例如 round(x, 2)", "as in round(x, 2)")));
        }
        Ok(Expr::Call(function, arguments))
    }

    /// A name, with what stands in brackets after it.
    fn name(&mut self, name: &str, at: Range<usize>) -> Parsed<T> {
        let mut end = at.end;
        let mut values = Vec::new();
        if self.peek().0 == Token::OpenValues {
            let (_, open) = self.take();
            loop {
                let (token, place) = self.take();
                let Token::Name(value) = token else {
                    return Err(self.unclosed_or((token, place), Token::CloseValues, open));
                };
                values.push((value, place));
                if self.peek().0 != Token::Comma {
                    break;
                }
                self.take();
            }
            end = self.close(Token::CloseValues, open)?.end;
        }
        let written = Written {
            name,
            at,
            values,
            end,
        };
        Ok(Expr::Leaf((self.leaf)(written, &mut self.faults)))
    }

    /// The closing bracket, or a fault that points at the opening one as well.
    fn close(&mut self, wanted: Token<'static>, open: Range<usize>) -> Result<Range<usize>, Fault> {
        let (token, at) = self.take();
        if token == wanted {
            return Ok(at);
        }
        Err(self.unclosed_or((token, at), wanted, open))
    }

    fn unclosed_or(&self, (token, at): Placed<'_>, wanted: Token<'_>, open: Range<usize>) -> Fault {
        if !matches!(token, Token::End | Token::Relation(_)) {
            return self.unexpected((token, at));
        }
        let bracket = if wanted == Token::Close { ")" } else { "]" };
        Fault::at(
            at,
            both("括号没有闭合", "a bracket is not closed"),
            both(
                format!("这里缺 {bracket}"),
                format!("{bracket} is missing here"),
            ),
        )
        .and(open, both("这个括号没有配对", "this one is never closed"))
    }

    fn unexpected(&self, (token, at): Placed<'_>) -> Fault {
        let last = self.next >= self.tokens.len();
        match token {
            Token::End if last => Fault::at(
                at,
                both("公式没有写完", "the formula ends too early"),
                both("后面还缺东西", "something is missing here"),
            )
            .help(both(
                "公式有两边：available = initial + carried_in",
                "a formula has two sides: available = initial + carried_in",
            )),
            Token::Close | Token::CloseValues => Fault::at(
                at,
                both("多了一个右括号", "a bracket too many"),
                both(
                    "没有与它配对的左括号，或前面缺一项",
                    "nothing opens it, or a term before it is missing",
                ),
            ),
            Token::Comma => Fault::at(
                at,
                both("逗号不该在这里", "a comma has no place here"),
                both(
                    "逗号只隔开函数的参数",
                    "commas stand between arguments of a function",
                ),
            )
            .help(both(
                "千分位不写逗号：1000",
                "numbers have no separators: 1000",
            )),
            Token::Name(_) | Token::Number(_) | Token::Open | Token::OpenValues => Fault::at(
                at,
                both("缺一个运算符", "an operator is missing"),
                both("前面应有 + - * / 或 =", "+ - * / or = belongs before this"),
            ),
            _ => Fault::at(
                at,
                both("缺一项", "a term is missing"),
                both(
                    "前面应有名称、数或括号",
                    "a name, a number or a bracket belongs before this",
                ),
            ),
        }
    }
}

fn swapped(relation: Relation) -> Relation {
    match relation {
        Relation::AtMost => Relation::AtLeast,
        Relation::AtLeast => Relation::AtMost,
        Relation::Less => Relation::Greater,
        Relation::Greater => Relation::Less,
        same => same,
    }
}

/// `actual`, `actual[basic]`, or a label in place of either.
fn name(written: Written<'_>, vocabulary: &Vocabulary, faults: &mut Vec<Fault>) -> Name {
    let concept = concept(written.name, vocabulary).unwrap_or_else(|help| {
        faults.push(unknown_concept(written.name, written.at.clone(), help));
        ConceptId(0)
    });
    let values = written.values.into_iter();
    Name {
        concept,
        values: values
            .filter_map(|(name, at)| value(name, at, vocabulary, faults))
            .collect(),
        span: Span::new(written.at.start, written.end),
    }
}

fn value(
    name: &str,
    at: Range<usize>,
    vocabulary: &Vocabulary,
    faults: &mut Vec<Fault>,
) -> Option<ValueId> {
    let labelled = || {
        let meanings = vocabulary.meanings(&fold(name)).iter();
        meanings.copied().find_map(|meaning| match meaning {
            Meaning::Value(_, value) => Some(value),
            _ => None,
        })
    };
    let found = vocabulary.value_named(name).or_else(labelled);
    if found.is_none() {
        let names: Vec<&str> = vocabulary.values.iter().map(|value| &*value.0).collect();
        faults.push(
            Fault::at(
                at,
                both(
                    format!("没有 `{name}` 这个取值"),
                    format!("there is no value `{name}`"),
                ),
                both("词汇表里没有", "not in the vocabulary"),
            )
            .help(suggest(name, &names)),
        );
    }
    found
}

/// The concept of a name, or of a label that means one; else the help for it.
pub(super) fn concept(name: &str, vocabulary: &Vocabulary) -> Result<ConceptId, Words> {
    if let Some(concept) = vocabulary.concept_named(name) {
        return Ok(concept);
    }
    let labelled = (vocabulary.meanings(&fold(name)).iter()).find_map(|meaning| match meaning {
        Meaning::Concept(concept) => Some(*concept),
        _ => None,
    });
    labelled.ok_or_else(|| {
        let names: Vec<&str> = (vocabulary.concepts.iter())
            .map(|concept| &*concept.name)
            .collect();
        if nearest(name, &names).is_some() {
            return suggest(name, &names);
        }
        // Nearest of the labels; ties are settled by the label itself, so the map's order does not matter.
        let labels: Vec<&str> = (vocabulary.meanings.iter())
            .filter(|(_, meanings)| {
                meanings
                    .iter()
                    .any(|one| matches!(one, Meaning::Concept(_)))
            })
            .map(|(label, _)| label.as_str())
            .collect();
        match nearest(name, &labels) {
            Some(near) => both(
                format!("是不是 `{near}`？"),
                format!("did you mean `{near}`?"),
            ),
            None => {
                let help = suggest(name, &names);
                both(
                    format!("{}；自己的名称先定义：[concept.{name}]", help.zh),
                    format!(
                        "{}; a name of your own is defined first: [concept.{name}]",
                        help.en
                    ),
                )
            }
        }
    })
}

pub(super) fn unknown_concept(name: &str, at: Range<usize>, help: Words) -> Fault {
    Fault::at(
        at,
        both(
            format!("没有 `{name}` 这个概念"),
            format!("there is no concept `{name}`"),
        ),
        both("词汇表里没有", "not in the vocabulary"),
    )
    .help(help)
}
