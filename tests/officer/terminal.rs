//! A real terminal: a pseudo-terminal with the program in it, what is on its screen, and keys.

use std::io::{Read as _, Write as _};
use std::process::Child;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use pty_process::blocking::{Command, Pty};

use super::{Officer, words};

pub const ENTER: &str = "\r";
pub const ESCAPE: &str = "\x1b";
pub const CTRL_C: &str = "\x03";
pub const BACKSPACE: &str = "\x7f";
pub const LEFT: &str = "\x1b[D";
pub const DOWN: &str = "\x1b[B";
pub const UP: &str = "\x1b[A";

/// How long the program may say nothing while something is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// A terminal with a program in it.
pub struct Terminal {
    pty: Arc<Pty>,
    child: Child,
    screen: vt100::Parser,
    came: Receiver<Vec<u8>>,
    /// All that the program wrote.
    pub written: Vec<u8>,
    /// How many keys were pressed, three for a 汉字.
    pub keys: usize,
}

impl Officer {
    /// Runs a line in a terminal of so many columns and rows.
    pub fn terminal(
        &self,
        (columns, rows): (u16, u16),
        line: &str,
        set: &[(&str, &str)],
    ) -> Terminal {
        let plain = self.xgz(&words(line));
        let (pty, pts) = pty_process::blocking::open().unwrap();
        pty.resize(pty_process::Size::new(rows, columns)).unwrap();
        let mut command = Command::new(plain.get_program())
            .args(plain.get_args())
            .current_dir(plain.get_current_dir().unwrap())
            .env_clear()
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8");
        for (name, value) in plain.get_envs() {
            if let Some(value) = value {
                command = command.env(name, value);
            }
        }
        for (name, value) in set {
            command = command.env(name, value);
        }
        let child = command.spawn(pts).unwrap();
        let pty = Arc::new(pty);
        let (send, came) = channel();
        let reader = Arc::clone(&pty);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The end of the program is an error of the terminal.
            while let Ok(count @ 1..) = (&*reader).read(&mut bytes) {
                if send.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Terminal {
            pty,
            child,
            screen: vt100::Parser::new(
                rows.try_into().unwrap(),
                columns.try_into().unwrap(),
                1_000,
            ),
            came,
            written: Vec::new(),
            keys: 0,
        }
    }
}

impl Terminal {
    /// Presses keys: text, or one of the constants.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let is_one = keys.starts_with('\x1b');
        self.keys += if is_one {
            1
        } else {
            // 汉字 are spelled.
            let spelled = |c: char| if c.is_ascii() { 1 } else { 3 };
            keys.chars().map(spelled).sum()
        };
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Waits until a text is on the screen.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        self.waits(text, |terminal| {
            terminal.rows().iter().any(|row| row.contains(text))
        })
    }

    /// Waits until this is the question on the screen.
    pub fn asked(&mut self, question: &str) -> &mut Self {
        let start = format!("? {question}");
        self.waits(&start, |terminal| {
            terminal.rows().iter().any(|row| row.starts_with(&start))
        })
    }

    /// Answers a question with text and Enter, once it is asked.
    pub fn answers(&mut self, question: &str, answer: &str) -> &mut Self {
        self.asked(question).press(answer);
        if !answer.is_empty() {
            // A list of choices must have been filtered before Enter is pressed.
            let row = format!("? {question}");
            self.waits(answer, |terminal| {
                let rows = terminal.text_from(&row);
                rows.contains(answer)
            });
        }
        self.press(ENTER)
    }

    /// Waits until something holds of the screen.
    pub fn waits(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> &mut Self {
        while !holds(self) {
            match self.came.recv_timeout(PATIENCE) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.written.extend(bytes);
                }
                Err(error) => panic!("「{what}」: {error}:\n{}", self.rows().join("\n")),
            }
        }
        self
    }

    /// Waits for the end of the program; its exit status.
    pub fn ends(&mut self) -> i32 {
        while let Ok(bytes) = self.came.recv_timeout(PATIENCE) {
            self.screen.process(&bytes);
            self.written.extend(bytes);
        }
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    /// The rows of the screen.
    pub fn rows(&self) -> Vec<String> {
        let (_, columns) = self.screen.screen().size();
        let rows = self.screen.screen().rows(0, columns.get());
        rows.map(|row| row.trim_end().to_owned()).collect()
    }

    /// What stands on the screen from the row that begins so, without line ends.
    fn text_from(&self, start: &str) -> String {
        let rows = self.rows();
        let from = rows.iter().rposition(|row| row.starts_with(start));
        rows[from.unwrap_or(0)..].concat()
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.rows().join("\n").trim_end().to_owned()
    }

    /// Where the cursor is: row and column, from 0.
    pub fn cursor(&self) -> (u16, u16) {
        self.screen.screen().cursor_position()
    }

    /// The terminal's screen.
    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }
}
