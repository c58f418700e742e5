//! Steps of indentation from the places where labels begin.

/// The rank of each place among those of one table: 0 for the leftmost; 0 where there is no label.
pub fn ranks(places: &[Option<usize>]) -> Vec<usize> {
    let mut steps: Vec<usize> = places.iter().flatten().copied().collect();
    steps.sort_unstable();
    steps.dedup();
    places
        .iter()
        .map(|place| place.map_or(0, |place| steps.binary_search(&place).unwrap_or(0)))
        .collect()
}
