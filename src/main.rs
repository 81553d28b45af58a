//! `xgz`: a ledger for officers who look after 小个专 Party-building contact points.
//!
//! The modules stand in reading order; each imports only from those above it.

mod value;
mod record;
mod store;
mod entry;
mod figure;
mod check;
mod sheet;
mod document;
mod transfer;
mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::run(cli::Outside::of_process()))
}
