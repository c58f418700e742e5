//! `支出 A，与上年持平` where only a table says what last year's was.

use super::Desk;
use super::mention::Role;
use super::restatement::{Tables, agrees, conflicts, longest, named};
use crate::model::{Expr, FigureId, Relation, Saying, Site, Speech};

pub fn find(desk: &mut Desk<'_, '_>, tables: &Tables<'_>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    for cue in speaking.cues.iter().filter(|cue| cue.0 == Speech::Same) {
        let sentence = speaking.sentence(cue.1.start);
        let next = mentions.partition_point(|mention| mention.range.start < cue.1.start);
        let Some(at) = next.checked_sub(1) else {
            continue;
        };
        let own = &mentions[at];
        let words = own.range.end..cue.1.start;
        let fine = own.role == Role::Level
            && !own.loose
            && !own.base
            && own.range.start >= sentence.start
            && speaking.says(words.clone(), Speech::Prior)
            && !speaking.says(words, Speech::Budget);
        // With the other side in the sentence the sentence tells by itself.
        if !fine
            || mentions[..at]
                .iter()
                .rev()
                .take(4)
                .any(|one| one.base && one.sentence == own.sentence)
        {
            continue;
        }
        let stated = speaking.figure(at);
        let label = named(speaking, own);
        let Some((cells, "")) = longest(&label, tables) else {
            continue;
        };
        let current = cells.iter().copied().find(|&cell| {
            let figure = &tables.figures[cell];
            agrees(stated, figure) && !conflicts(speaking, own, stated, figure) && !is_prior(figure)
        });
        let Some(Site::Cell { block, row, .. }) = current.map(|cell| tables.figures[cell].site)
        else {
            continue;
        };
        let prior: Vec<usize> = (tables.rows.get(&(block, row)).into_iter().flatten())
            .copied()
            .filter(|&cell| is_prior(&tables.figures[cell]))
            .collect();
        if let [prior] = prior.as_slice() {
            let other = Expr::Leaf(FigureId {
                document: desk.index,
                figure: *prior,
            });
            desk.state(Saying::Comparison, at, Relation::Equal, other, true);
        }
    }
}

/// Whether a cell's column is last year's.
fn is_prior(cell: &crate::model::Figure) -> bool {
    ["上年", "去年"].iter().any(|word| {
        cell.labels
            .column
            .iter()
            .any(|label| label.folded.contains(word))
    })
}
