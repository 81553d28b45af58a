//! A picture of a terminal, as SVG: each cell where it stands, so that 汉字 and columns are in line whatever the font.

use std::fmt::Write as _;

use vt100::{Color, Screen};

/// The size of a cell, and the edge around the screen.
const CELL: (u16, u16) = (9, 20);
const EDGE: u16 = 12;

/// The picture of the rows of a screen that hold something.
pub fn picture(screen: &Screen, title: &str) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let filled = |row: &u16| {
        (0..columns).any(|column| {
            let cell = screen.cell(*row, column);
            cell.is_some_and(|cell| !cell.contents().trim().is_empty())
        })
    };
    let rows = (0..rows).rev().find(filled).map_or(1, |row| row + 1);
    let (width, height) = (columns * CELL.0 + 2 * EDGE, rows * CELL.1 + 2 * EDGE);
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1e1e2e\"/>\n\
         <g font-family=\"Sarasa Mono SC, Noto Sans Mono CJK SC, WenQuanYi Zen Hei Mono, Menlo, Consolas, monospace\" font-size=\"15\" xml:space=\"preserve\">\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let start = column;
            let look = look(screen, row, column);
            let mut text = String::new();
            // A run of cells that look alike, wide and narrow ones apart.
            let wide = is_wide(screen, row, column);
            while column < columns
                && self::look(screen, row, column) == look
                && is_wide(screen, row, column) == wide
            {
                let cell = screen.cell(row, column);
                let contents = cell.map_or("", |cell| cell.contents());
                text.push_str(if contents.is_empty() { " " } else { contents });
                column += if wide { 2 } else { 1 };
            }
            if text.trim().is_empty() {
                continue;
            }
            // Each character has its place, whatever a font makes of it; blanks in front are kept by no renderer.
            let step = 1 + usize::from(wide);
            let places = (start..).step_by(step).zip(text.chars());
            let places: Vec<_> = places
                .skip_while(|(_, character)| *character == ' ')
                .map(|(column, _)| (EDGE + column * CELL.0).to_string())
                .collect();
            let y = EDGE + row * CELL.1 + 15;
            let (x, text) = (places.join(" "), text.trim());
            let (colour, bold) = look;
            let bold = if bold { " font-weight=\"bold\"" } else { "" };
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let _ = writeln!(
                picture,
                "<text x=\"{x}\" y=\"{y}\" fill=\"{colour}\"{bold}>{text}</text>"
            );
        }
    }
    picture.push_str("</g>\n</svg>\n");
    picture
}

/// Whether a cell holds the first half of a wide character.
fn is_wide(screen: &Screen, row: u16, column: u16) -> bool {
    screen.cell(row, column).is_some_and(vt100::Cell::is_wide)
}

/// The colour of a cell's text, and whether it is bold.
fn look(screen: &Screen, row: u16, column: u16) -> (&'static str, bool) {
    let Some(cell) = screen.cell(row, column) else {
        return (PLAIN, false);
    };
    let colour = match cell.fgcolor() {
        Color::Idx(8) => "#7f849c",
        Color::Idx(1 | 9) => "#f38ba8",
        Color::Idx(2 | 10) => "#a6e3a1",
        Color::Idx(3 | 11) => "#f9e2af",
        Color::Idx(6 | 14) => "#89dceb",
        _ => PLAIN,
    };
    (colour, cell.bold())
}

/// The colour of text that has none.
const PLAIN: &str = "#cdd6f4";
