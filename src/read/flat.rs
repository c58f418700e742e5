//! Tables with one cell a line.
