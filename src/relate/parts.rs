//! Lists in sentences: `T，其中：a…，b…`, `A 个，除 k 个…外，m 个`.

use crate::model::{
    Agreement, Asserted, Block, Claim, Document, Expr, Figure, FigureId, Meaning, Measure, Passage,
    Relation, Shape, Site, Source, Support, Vocabulary, WordClass,
};
use rust_decimal::Decimal;

pub fn claims(
    index: usize,
    document: &Document,
    figures: &[Figure],
    vocabulary: &Vocabulary,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut start = 0;
    while start < figures.len() {
        let block = figures[start].site.block();
        let end = start
            + figures[start..]
                .iter()
                .take_while(|figure| figure.site.block() == block)
                .count();
        if let Some(passage) = passage(document, block) {
            let list = Listing {
                index,
                passage,
                figures: &figures[start..end],
                first: start,
            };
            claims.extend(list.of_which(vocabulary));
            claims.extend(list.exceptions(vocabulary));
        }
        start = end;
    }
    claims
}

fn passage(document: &Document, block: usize) -> Option<&Passage> {
    match document.blocks.get(block)? {
        Block::Paragraph(paragraph) => Some(&paragraph.passage),
        Block::Heading(heading) => Some(&heading.passage),
        Block::Table(_) => None,
    }
}

/// The figures of one passage.
struct Listing<'a> {
    index: usize,
    passage: &'a Passage,
    figures: &'a [Figure],
    /// Index of the first among the document's figures.
    first: usize,
}

impl Listing<'_> {
    fn at(&self, figure: usize) -> usize {
        match self.figures[figure].site {
            Site::Prose { at, .. } => at,
            Site::Cell { .. } => 0,
        }
    }

    fn sentence(&self, figure: usize) -> usize {
        match self.figures[figure].site {
            Site::Prose { sentence, .. } => sentence,
            Site::Cell { .. } => 0,
        }
    }

    fn id(&self, figure: usize) -> FigureId {
        FigureId {
            document: self.index,
            figure: self.first + figure,
        }
    }

    /// Figures whose own words hold a word of a class.
    fn with_word(&self, class: WordClass, vocabulary: &Vocabulary) -> Vec<usize> {
        let says = |figure: &Figure| {
            figure.labels.row.last().is_some_and(|label| {
                vocabulary
                    .search(&label.folded)
                    .iter()
                    .any(|found| found.meaning == Meaning::Word(class))
            })
        };
        (0..self.figures.len())
            .filter(|&at| says(&self.figures[at]))
            .collect()
    }

    /// Where a word of a class stands in the text, in bytes.
    fn words(&self, class: WordClass, vocabulary: &Vocabulary) -> Vec<usize> {
        let text = &self.passage.text;
        let words = vocabulary.words(class).iter();
        let mut found: Vec<usize> = words
            .flat_map(|word| text.match_indices(word.as_str()).map(|(at, _)| at))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn alike(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.figures[a].amount.unit, &self.figures[b].amount.unit);
        !matches!(b.measure, Measure::Ratio | Measure::Points)
            && a.measure == b.measure
            && a.base == b.base
    }

    fn of_which(&self, vocabulary: &Vocabulary) -> Vec<Claim> {
        let marks = self.words(WordClass::OfWhich, vocabulary);
        let mut claims = Vec::new();
        for (nth, &mark) in marks.iter().enumerate() {
            let Some(total) = (0..self.figures.len()).rev().find(|&figure| {
                self.at(figure) < mark
                    && !matches!(
                        self.figures[figure].amount.unit.measure,
                        Measure::Ratio | Measure::Points
                    )
            }) else {
                continue;
            };
            let parts = self.parts(total, mark, &marks[nth + 1..]);
            if let Some(claim) = self.best(total, &parts) {
                claims.push(claim);
            }
        }
        claims
    }

    /// Figures of the total's unit after the mark, those of an inner list (another 其中) left out, to the end of the passage.
    fn parts(&self, total: usize, mark: usize, inner: &[usize]) -> Vec<usize> {
        let text = &self.passage.text;
        (total + 1..self.figures.len())
            .filter(|&figure| self.at(figure) > mark && self.alike(total, figure))
            .filter(|&figure| {
                let at = self.at(figure);
                let nested = inner.iter().rev().find(|&&other| other < at);
                nested.is_none_or(|&other| text[other..at].contains(['；', ';', '。']))
            })
            .collect()
    }

    /// The reading of a list in which it adds up; failing that, the one that a slip of one figure mends; failing that, the whole
    /// sentence as a doubtful claim. Parts need not be all there are, so a list that falls short proves nothing.
    fn best(&self, total: usize, parts: &[usize]) -> Option<Claim> {
        let whole: Vec<usize> = parts
            .iter()
            .copied()
            .filter(|&part| self.sentence(part) == self.sentence(parts[0]))
            .collect();
        let mut readings: Vec<Vec<usize>> = vec![whole];
        for end in (2..=parts.len()).rev() {
            readings.push(parts[..end].to_vec());
        }
        let once: Vec<Vec<usize>> = readings
            .iter()
            .map(|reading| self.without_repeats(reading))
            .zip(&readings)
            .filter(|(once, reading)| once.len() < reading.len())
            .map(|(once, _)| once)
            .collect();
        readings.extend(once);
        readings.retain(|reading| reading.len() > 1);
        let holds = readings.iter().find(|reading| {
            self.gap(total, reading).is_some_and(|gap| {
                let grains = reading
                    .iter()
                    .chain([&total])
                    .map(|&figure| self.figures[figure].grain);
                Agreement::of(gap, grains) <= Agreement::Rounding
            })
        });
        if let Some(reading) = holds {
            return Some(self.claim(total, reading, true));
        }
        let slip = readings.iter().find(|reading| {
            let stated = self.figures[total].amount.printed;
            self.gap(total, reading)
                .is_some_and(|gap| is_slip(stated, stated - gap))
        });
        let mended_part = |reading: &&Vec<usize>| {
            let gap = self.gap(total, reading);
            gap.is_some_and(|gap| {
                reading.iter().any(|&part| {
                    let stated = self.figures[part].amount.printed;
                    stated
                        .checked_add(gap)
                        .is_some_and(|mended| is_slip(stated, mended))
                })
            })
        };
        match slip {
            Some(reading) => Some(self.claim(total, reading, true)),
            None => {
                let reading = readings.iter().find(mended_part).or(readings.first())?;
                Some(self.claim(total, reading, false))
            }
        }
    }

    /// A list in which a figure right after its like is only said again (`…3141条，本级…3141条`) has it once.
    fn without_repeats(&self, reading: &[usize]) -> Vec<usize> {
        let mut once: Vec<usize> = Vec::new();
        for &part in reading {
            let again = once.last().is_some_and(|&last| {
                self.figures[last].amount.printed == self.figures[part].amount.printed
            });
            if !again {
                once.push(part);
            }
        }
        once
    }

    fn gap(&self, total: usize, parts: &[usize]) -> Option<Decimal> {
        let stated = &self.figures[total].amount;
        parts.iter().try_fold(stated.printed, |rest, &part| {
            rest.checked_sub(self.figures[part].amount.in_unit(&stated.unit)?)
        })
    }

    fn claim(&self, total: usize, parts: &[usize], meaning: bool) -> Claim {
        Claim {
            source: Source::Shape(Shape::Parts),
            at: self.figures[total].span,
            asserted: Asserted::Relation {
                stated: self.id(total),
                relation: Relation::Equal,
                computed: Expr::sum(parts.iter().map(|&part| (false, self.id(part)))),
            },
            support: Support {
                label: true,
                meaning,
                ..Support::default()
            },
        }
    }

    /// `41个…，除5个…外，36个…`: the whole is the exception and the rest.
    fn exceptions(&self, vocabulary: &Vocabulary) -> Vec<Claim> {
        let mut claims = Vec::new();
        for except in self.with_word(WordClass::Except, vocabulary) {
            let same = |figure: &usize| {
                self.sentence(*figure) == self.sentence(except)
                    && self.alike(except, *figure)
                    && self.figures[*figure].amount.unit.measure == Measure::Count
            };
            let whole = (0..except).rev().find(same);
            let rest = (except + 1..self.figures.len()).find(same);
            if let (Some(whole), Some(rest)) = (whole, rest) {
                // A near miss is a slip; far off, the sentence counts something else.
                let stated = self.figures[whole].amount.printed;
                let near = self.gap(whole, &[except, rest]).is_some_and(|gap| {
                    gap.abs()
                        .checked_mul(Decimal::TEN)
                        .is_some_and(|gap| gap <= stated)
                });
                claims.push(self.claim(whole, &[except, rest], near));
            }
        }
        claims
    }
}

/// Whether two numbers differ as by a slip of the pen: one digit, two neighbours changed places, a digit too many or too few, the
/// decimal point.
fn is_slip(stated: Decimal, computed: Decimal) -> bool {
    if stated.is_sign_negative() != computed.is_sign_negative()
        || stated.is_zero()
        || computed.is_zero()
    {
        return false;
    }
    let scale = stated.scale().max(computed.scale());
    let digits = |mut value: Decimal| {
        value.rescale(scale);
        value.mantissa().unsigned_abs().to_string().into_bytes()
    };
    let (a, b) = (digits(stated), digits(computed));
    if a.len() == b.len() {
        let differing: Vec<usize> = (0..a.len()).filter(|&at| a[at] != b[at]).collect();
        return match differing.as_slice() {
            [_] => a.len() > 2,
            [i, j] => *j == i + 1 && a[*i] == b[*j] && a[*j] == b[*i],
            _ => false,
        };
    }
    let (long, short) = if a.len() > b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let zeros = |digits: &[u8]| {
        digits
            .iter()
            .rev()
            .take_while(|&&digit| digit == b'0')
            .count()
    };
    let bare = |digits: &[u8]| digits[..digits.len() - zeros(digits)].to_vec();
    if bare(long) == bare(short) {
        return bare(short).len() > 2;
    }
    long.len() == short.len() + 1
        && short.len() > 2
        && (0..long.len()).any(|at| long[..at] == short[..at] && long[at + 1..] == short[at..])
}

#[cfg(test)]
mod tests {
    use super::is_slip;
    use rust_decimal::dec;

    #[test]
    fn a_slip_changes_one_thing() {
        for (stated, computed) in [
            (dec!(30960), dec!(30860)),
            (dec!(12.34), dec!(13.24)),
            (dec!(1066.51), dec!(10661.51)),
            (dec!(887.36), dec!(88.736)),
        ] {
            assert!(is_slip(stated, computed), "{stated} {computed}");
        }
        for (stated, computed) in [
            (dec!(100), dec!(81)),
            (dec!(5), dec!(4)),
            (dec!(30960), dec!(31870)),
        ] {
            assert!(!is_slip(stated, computed), "{stated} {computed}");
        }
    }
}
