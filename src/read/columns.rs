//! Tables whose columns stand at the same places: spaces, tabs, box drawing.
