//! A failing claim to its likely cause; several failing claims to the one figure that explains them.
