//! Whether two numbers differ as by a slip of the pen.

use rust_decimal::Decimal;

/// One digit, two neighbours changed places, a digit too many or too few, the decimal point.
pub fn is_slip(stated: Decimal, computed: Decimal) -> bool {
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
    let bare = |digits: &[u8]| {
        let zeros = digits
            .iter()
            .rev()
            .take_while(|&&digit| digit == b'0')
            .count();
        digits[..digits.len() - zeros].to_vec()
    };
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
