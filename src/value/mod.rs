//! What a cell may hold: days and periods, choices, codes, phones, texts and lists. Pure; knows no columns.

mod cell;
pub mod choice;
pub mod code;
mod day;
mod fit;
mod period;
pub mod phone;
pub mod pinyin;
mod sought;
pub mod text;
mod typed_day;

pub use cell::{Cell, Entry, Link};
pub use choice::Choice;
pub use day::{Day, Partial};
pub use fit::{Fit, fit};
pub use period::{
    Period, PeriodFault, Span, read_half, read_month, read_period, read_quarter, read_year,
};
pub use sought::Sought;
pub use typed_day::{DayFault, Lean, read_day, read_partial};
