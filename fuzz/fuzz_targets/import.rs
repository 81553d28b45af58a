//! Any bytes as a sheet: through the CSV reader and the rules of import, into a ledger with a few records.
//!
//! Run it with `RUSTC_BOOTSTRAP=1 cargo fuzz run import`; the sheets of `examples/2022` are good to begin with.

#![no_main]
#![allow(
    dead_code,
    unused_imports,
    reason = "the target uses a part of the program"
)]

#[path = "../../src/value/mod.rs"]
mod value;
#[path = "../../src/record/mod.rs"]
mod record;
#[path = "../../src/store/mod.rs"]
mod store;
#[path = "../../src/entry/mod.rs"]
mod entry;
#[path = "../../src/sheet/mod.rs"]
mod sheet;
#[path = "../../src/transfer/mod.rs"]
mod transfer;

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;

use record::{Kind, World};
use sheet::{Rows, read_csv};
use store::{Command, Ledger};
use transfer::{Fault, import, kind_of};
use value::Day;

/// What is in the ledger before: points, for other sheets to refer to, and their members.
const BEFORE: &[&[u8]] = &[
    include_bytes!("../../examples/2022/points.csv"),
    include_bytes!("../../examples/2022/members.csv"),
];

/// A ledger that every input finds as it was.
struct Bench {
    ledger: Ledger,
    world: World,
    _folder: tempfile::TempDir,
}

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::new(Bench::new());
}

/// A command of no author.
fn command() -> Command {
    Command {
        verb: "import".to_owned(),
        author: "测试".to_owned(),
        moment: (1_600_000_000, 0),
        at: "2020-09-13T20:26:40+08:00".to_owned(),
    }
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger.db");
        let mut ledger = Ledger::create(&path, (1_600_000_000, 0)).expect("a ledger");
        let world = World {
            today: Day::from_iso("2023-03-31").expect("a day"),
            due_days: 15,
            figures: &[],
        };
        for bytes in BEFORE {
            let rows = read_csv(bytes).expect("a sheet");
            let kind = kind_of(&rows).expect("a kind");
            ledger
                .write(&command(), |writing| {
                    import(writing, &world, kind, &rows, true)
                })
                .expect("the sample is taken in");
        }
        Self {
            ledger,
            world,
            _folder: folder,
        }
    }

    /// Takes a sheet in and takes that back. The database itself must have nothing to say against it.
    fn take(&mut self, kind: Kind, rows: &Rows) {
        let world = &self.world;
        let taken = self.ledger.rehearse(&command(), |writing| {
            import(writing, world, kind, rows, false)
        });
        if let Err(Fault::Store(error)) = taken {
            panic!("{error:?}");
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(rows) = read_csv(bytes) else {
        return;
    };
    BENCH.with_borrow_mut(|bench| match kind_of(&rows) {
        Ok(kind) => bench.take(kind, &rows),
        Err(_) => Kind::entered().for_each(|kind| bench.take(kind, &rows)),
    });
});
