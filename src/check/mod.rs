//! Rules bind to figures, claims are evaluated once, in exact decimals, with their provenance.
