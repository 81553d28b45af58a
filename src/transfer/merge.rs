//! Takes other ledgers into this one, all of them or none, and says which of their records today's rules would refuse.

use crate::record::{Fault, Kind, World};
use crate::store::{Brought, Error, Foreign, Writing};

/// What came of a merge.
#[derive(Debug)]
pub struct Merged {
    /// What each ledger brought, in the order in which they were given.
    pub brought: Vec<Brought>,
    /// What would be refused if it were entered here: others' records are taken as they are.
    pub faults: Vec<(Kind, i64, Fault)>,
}

impl Merged {
    /// Whether nothing was new.
    pub fn is_nothing(&self) -> bool {
        self.brought.iter().all(|one| one.revisions == 0)
    }
}

/// Takes in other ledgers.
///
/// # Errors
///
/// When one of them is refused; the command must then end without a commit.
pub fn merge(
    writing: &mut Writing<'_>,
    world: &World,
    foreign: &[Foreign],
) -> Result<Merged, (usize, Error)> {
    let mut merged = Merged {
        brought: Vec::new(),
        faults: Vec::new(),
    };
    for (place, one) in foreign.iter().enumerate() {
        let brought = writing.take_in(one).map_err(|error| (place, error))?;
        for (kind, id) in brought.added.iter().chain(&brought.changed) {
            let Some(row) = writing
                .page()
                .find_row(*kind, *id)
                .map_err(|error| (place, error))?
            else {
                continue;
            };
            if let Err(verdict) = (kind.dictionary().settle)(row.stored().to_vec(), world) {
                let faults = verdict.faults.into_iter();
                merged
                    .faults
                    .extend(faults.map(|fault| (*kind, *id, fault)));
            }
        }
        merged.brought.push(brought);
    }
    if !merged.is_nothing() {
        let last = foreign.len().saturating_sub(1);
        writing.note_merge().map_err(|error| (last, error))?;
    }
    Ok(merged)
}
