//! JSON of long lists: indented down to some depth, and what lies deeper on one line.

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};
use std::io::{Result, Write};

/// A value as JSON with a line end; what lies deeper than `depth` lists and objects is not broken into lines.
pub fn write(value: &impl Serialize, depth: usize) -> String {
    let mut bytes = Vec::new();
    let flat = Flat {
        depth,
        level: 0,
        empty: true,
    };
    // A vector takes all that is written, and the shapes have plain names for keys.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut bytes, flat));
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

struct Flat {
    depth: usize,
    level: usize,
    /// Nothing stands in the list or object yet.
    empty: bool,
}

impl Flat {
    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> Result<()> {
        self.level += 1;
        self.empty = true;
        out.write_all(bracket)
    }

    fn part<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> Result<()> {
        let deep = self.level > self.depth;
        match (first, deep) {
            (true, _) => {}
            (false, true) => out.write_all(b", ")?,
            (false, false) => out.write_all(b",")?,
        }
        if deep { Ok(()) } else { self.line(out) }
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> Result<()> {
        self.level -= 1;
        if self.level < self.depth && !self.empty {
            self.line(out)?;
        }
        self.empty = false;
        out.write_all(bracket)
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W) -> Result<()> {
        out.write_all(b"\n")?;
        (0..self.level).try_for_each(|_| out.write_all(b"  "))
    }
}

impl Formatter for Flat {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> Result<()> {
        self.open(out, b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> Result<()> {
        self.part(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.empty = false;
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> Result<()> {
        self.close(out, b"]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> Result<()> {
        self.open(out, b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> Result<()> {
        self.part(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.empty = false;
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> Result<()> {
        self.close(out, b"}")
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use serde_json::json;

    #[test]
    fn deep_lists_stand_on_one_line() {
        let value = json!({"a": [], "b": [[1, {"c": null}], []], "d": {}});
        let lines =
            "{\n  \"a\": [],\n  \"b\": [\n    [1, {\"c\": null}],\n    []\n  ],\n  \"d\": {}\n}\n";
        assert_eq!(write(&value, 2), lines);
        let pretty = serde_json::to_string_pretty(&value).unwrap_or_default();
        assert_eq!(write(&value, 9), pretty + "\n");
    }
}
