//! How cells in file order become a grid.
