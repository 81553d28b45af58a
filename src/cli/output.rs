//! Where things are printed, and in which format: on the screen or in a file, as a table, for programs or as a
//! document.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::complaint::Complaint;
use super::flags::{choice, flag, is_on, switch, text};
use super::pager::overflows;
use super::session::{Session, room};
use super::settings::{Setting, Settings};
use super::takes::Takes;
use super::words;
use crate::document::{self, Document};
use crate::record::{Kind, read_choice};
use crate::sheet::{Csv, Dialect, Encoding, Head, Json, Look, Table, Writer, hung, wrap};
use crate::store::Row;
use crate::value::choice::choice;
use crate::value::text::shown;
use crate::value::{Cell, Choice, phone};

choice! {
    /// 输出格式.
    Format {
        Table = "table" "表格",
        Csv = "csv" "CSV",
        Json = "json" "JSON",
        Markdown = "md" "MD" | "markdown",
        Html = "html" "网页" | "htm",
        Docx = "docx" "DOCX" | "word",
    }
}

/// The formats of sheets of records.
pub(super) const SHEETS: &[Format] = &[Format::Table, Format::Csv, Format::Json];

impl Format {
    /// How a file in this format ends.
    fn ending(self) -> &'static str {
        match self {
            Self::Table => "txt",
            other => other.entry().code,
        }
    }

    /// The format that a file's ending asks for.
    fn of_ending(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        let entry = Self::ENTRIES.iter().find(|entry| {
            let format = Self::from_code(entry.code);
            format.is_some_and(|format| format.ending() == ending)
                || entry.words.contains(&ending.as_str())
        });
        Self::from_code(entry?.code)
    }
}

choice! {
    /// 文字编码.
    Charset {
        Utf8 = "utf-8" "UTF-8" | "utf8",
        Gb18030 = "gb18030" "GB18030" | "gbk" | "ansi",
    }
}

/// How many bytes are needed to compress a document, and some to spare.
const PACKING: u64 = 4 << 20;

/// How many bytes are put together in memory before a file is used for them.
const SPOOL: usize = 16 << 20;

/// Where records are printed, and how.
pub(super) struct Destination {
    /// The format.
    pub(super) format: Format,
    /// The file, where one was named.
    pub(super) file: Option<PathBuf>,
    csv: CsvFlags,
}

/// What the flags say of CSV; the settings say what they leave open.
#[derive(Default)]
struct CsvFlags {
    bom: Option<bool>,
    encoding: Option<Charset>,
    keys: Option<bool>,
}

impl CsvFlags {
    /// Reads the flags.
    fn of(matches: &ArgMatches) -> Result<Self, Complaint> {
        let either = |on: &str, off: &str| match (is_on(matches, on), is_on(matches, off)) {
            (false, false) => None,
            (on, _) => Some(on),
        };
        Ok(Self {
            bom: either("bom", "no-bom"),
            encoding: choice(matches, "encoding")?,
            keys: either("keys", "no-keys"),
        })
    }

    /// How CSV is to be written.
    fn dialect(&self, settings: &Settings) -> Dialect {
        let encoding = self
            .encoding
            .or_else(|| Charset::from_code(settings.text(Setting::Encoding)?));
        Dialect {
            bom: self.bom.unwrap_or(settings.is_on(Setting::Bom)),
            encoding: match encoding {
                Some(Charset::Gb18030) => Encoding::Gb18030,
                Some(Charset::Utf8) | None => Encoding::Utf8,
            },
            keys: self.keys.unwrap_or(settings.is_on(Setting::Keys)),
        }
    }
}

/// Adds the flags that say how records are printed.
pub(super) fn with_output(command: Command) -> Command {
    with_formats(command, SHEETS)
}

/// Adds the flags that say how something is printed, in one of these formats.
pub(super) fn with_formats(command: Command, formats: &'static [Format]) -> Command {
    let endings: Vec<_> = formats
        .iter()
        .map(|format| format!(".{}", format.ending()))
        .collect();
    let output = [
        format_flag(formats),
        flag(
            "output",
            "输出",
            "文件",
            format!("存成文件，格式看扩展名：{}", endings.join("、")),
        )
        .short('o')
        .value_hint(ValueHint::FilePath),
    ];
    let csv = [
        switch("bom", "有BOM", "CSV 开头写 BOM；设置里改成不写时用").overrides_with("no-bom"),
        switch("no-bom", "无BOM", "CSV 开头不写 BOM，供程序读取").overrides_with("bom"),
        flag(
            "encoding",
            "编码",
            "编码",
            "CSV 的编码：utf-8、gb18030；不填为 utf-8，设置里可以改",
        )
        .add(Takes::choice(Charset::ENTRIES)),
        switch("keys", "英文表头", "CSV 的表头用英文键名").overrides_with("no-keys"),
        switch(
            "no-keys",
            "中文表头",
            "CSV 的表头用中文列名；设置里改成英文时用",
        )
        .overrides_with("keys"),
    ];
    let csv = csv.into_iter().filter(|_| formats.contains(&Format::Csv));
    command.args(
        output
            .into_iter()
            .chain(csv)
            .map(|flag| flag.help_heading("输出")),
    )
}

/// The flag that says in which of these formats something is printed.
pub(super) fn format_flag(formats: &[Format]) -> Arg {
    flag(
        "format",
        "格式",
        "格式",
        format!("{}；不填为表格", named(formats)),
    )
    .add(Takes::Choice(
        formats.iter().map(|format| format.entry()).collect(),
    ))
    .help_heading("输出")
}

/// Formats as they are typed.
fn named(formats: &[Format]) -> String {
    let named: Vec<_> = formats
        .iter()
        .map(|format| match format {
            Format::Table => "table（表格）",
            Format::Html => "html（网页）",
            other => other.entry().code,
        })
        .collect();
    named.join("、")
}

/// The format that `--format` names.
fn format_named(typed: &str, formats: &[Format]) -> Result<Format, Complaint> {
    let entry = read_choice(Format::ENTRIES, typed).ok();
    entry
        .and_then(|entry| Format::from_code(entry.code))
        .ok_or_else(|| {
            Complaint::not_understood(format!("--format 没有「{}」这一项。", shown(typed)))
                .hint(format!("可选：{}", named(formats)))
        })
}

impl Destination {
    /// Reads the flags of [`with_output`].
    pub(super) fn of(matches: &ArgMatches) -> Result<Self, Complaint> {
        Self::among(matches, SHEETS)
    }

    /// Reads the flags of [`with_formats`]. What `--format` says goes before what the file's name says.
    pub(super) fn among(matches: &ArgMatches, formats: &[Format]) -> Result<Self, Complaint> {
        let file = text(matches, "output").map(PathBuf::from);
        let named = file.as_deref().and_then(Format::of_ending);
        let format = match (text(matches, "format"), &file) {
            (Some(typed), Some(path)) => {
                let asked = format_named(typed, formats)?;
                if named.is_some_and(|named| named != asked) {
                    return Err(differs(asked, path));
                }
                Some(asked)
            }
            (Some(typed), None) => Some(format_named(typed, formats)?),
            (None, Some(path)) => {
                Some(Format::of_ending(path).ok_or_else(|| no_format(path, formats))?)
            }
            (None, None) => None,
        };
        let format = format.unwrap_or(Format::Table);
        if !formats.contains(&format) {
            return Err(not_among(format, formats));
        }
        if format == Format::Docx && file.is_none() {
            return Err(
                Complaint::not_understood(".docx 要存成文件，不能印在屏幕上。")
                    .hint("加上 -o 文件名.docx"),
            );
        }
        Ok(Self {
            format,
            file,
            csv: CsvFlags::of(matches)?,
        })
    }

    /// Reads `--format` alone: where `-o` means something else.
    pub(super) fn format_only(matches: &ArgMatches, formats: &[Format]) -> Result<Self, Complaint> {
        let format = match text(matches, "format") {
            Some(typed) => format_named(typed, formats)?,
            None => Format::Table,
        };
        let destination = Self {
            format,
            ..Self::table()
        };
        destination.only(formats)?;
        Ok(destination)
    }

    /// The same, of something that can be printed in fewer formats.
    pub(super) fn only(&self, formats: &[Format]) -> Result<(), Complaint> {
        if formats.contains(&self.format) {
            Ok(())
        } else {
            Err(not_among(self.format, formats))
        }
    }

    /// A table on standard output.
    pub(super) fn table() -> Self {
        Self {
            format: Format::Table,
            file: None,
            csv: CsvFlags::default(),
        }
    }

    /// Plain text in a file, or on standard output where none is named.
    pub(super) fn plain(file: Option<PathBuf>) -> Self {
        Self {
            file,
            ..Self::table()
        }
    }

    /// How tables are to look there.
    pub(super) fn look(&self, session: &Session) -> Look {
        Look {
            width: session.outside.width.filter(|_| self.file.is_none()),
            ascii: session.is_ascii(),
        }
    }

    /// Writes a sheet: `fill` hands its rows to the writer.
    pub(super) fn write(
        &self,
        session: &mut Session,
        heads: &[Head],
        fill: impl FnOnce(&mut dyn Writer) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let look = self.look(session);
        let dialect = self.csv.dialect(&session.settings);
        self.write_with(session, |out| {
            let mut writer: Box<dyn Writer + '_> = match self.format {
                Format::Table => Box::new(Table::new(out, look)),
                Format::Csv => Box::new(Csv::new(out, dialect)),
                Format::Json => Box::new(Json::new(out)),
                format => return Err(not_among(format, SHEETS).into()),
            };
            writer.begin(heads)?;
            fill(&mut *writer)?;
            Ok(writer.end()?)
        })
    }

    /// Writes a document.
    pub(super) fn print(&self, session: &mut Session, document: &Document) -> anyhow::Result<()> {
        let limit = self.look(session).width;
        if self.format == Format::Docx {
            // What compresses it would end the program without it.
            room(PACKING)?;
        }
        self.write_with(session, |out| {
            match (self.format, limit) {
                (Format::Markdown, _) => document::markdown(document, out)?,
                (Format::Html, _) => document::html(document, out)?,
                (Format::Docx, _) => document::docx(document, out)?,
                (_, None) => document::text(document, out)?,
                // A paragraph is one line; a terminal would break it anywhere.
                (_, Some(limit)) => {
                    let mut text = Vec::new();
                    document::text(document, &mut text)?;
                    for line in String::from_utf8_lossy(&text).lines() {
                        for line in wrap(line, limit) {
                            writeln!(out, "{line}")?;
                        }
                    }
                }
            }
            Ok(())
        })
    }

    /// Writes lines; on a terminal broken where Chinese may be broken.
    pub(super) fn lines(&self, session: &mut Session, lines: &[String]) -> anyhow::Result<()> {
        let limit = self.look(session).width;
        self.write_with(session, |out| {
            for line in lines {
                match limit {
                    Some(limit) => {
                        for line in hung(line, limit) {
                            writeln!(out, "{line}")?;
                        }
                    }
                    None => writeln!(out, "{line}")?,
                }
            }
            Ok(())
        })
    }

    /// Hands the stream or the file to `write`; a file replaces another one only when it is whole. What goes to the stream
    /// is put together first: whoever reads it slowly, page by page, must not keep others from writing the ledger.
    pub(super) fn write_with(
        &self,
        session: &mut Session,
        write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let Some(path) = &self.file else {
            let mut spool = tempfile::SpooledTempFile::new(SPOOL);
            write(&mut spool)?;
            spool.rewind()?;
            if paged(session, &mut spool)? {
                return Ok(());
            }
            spool.rewind()?;
            std::io::copy(&mut spool, &mut *session.outside.out)?;
            return Ok(session.outside.out.flush()?);
        };
        refuse_ledger(path)?;
        let mut file = tempfile::NamedTempFile::new_in(folder_of(path))?;
        let mut out = std::io::BufWriter::new(file.as_file_mut());
        write(&mut out)?;
        out.flush()?;
        drop(out);
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(session.say(format!(
            "已写入「{}」。",
            shown(&path.display().to_string())
        ))?)
    }
}

/// The folder in which a file stands.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Lets a person read in the pager what is longer than the screen; whether that was done.
fn paged(session: &mut Session, text: &mut (impl Read + Seek)) -> anyhow::Result<bool> {
    let (Some(columns), Some(rows)) = (session.outside.width, session.outside.height) else {
        return Ok(false);
    };
    let Some(pager) = &session.pager else {
        return Ok(false);
    };
    if !overflows(&mut *text, columns, rows)? {
        return Ok(false);
    }
    text.rewind()?;
    session.outside.out.flush()?;
    Ok((session.outside.page)(
        pager,
        &mut pager.above.as_bytes().chain(text),
    ))
}

/// A file's name that tells no format.
fn no_format(path: &Path, formats: &[Format]) -> Complaint {
    Complaint::not_understood(format!(
        "从文件名「{}」看不出要什么格式。",
        shown(&path.display().to_string())
    ))
    .hint(format!("文件名用 {} 结尾", endings(formats)))
}

/// A file whose name says another format than was asked for.
fn differs(asked: Format, path: &Path) -> Complaint {
    Complaint::not_understood(format!(
        "--format 写的是 {}，文件名「{}」的结尾却是另一种。",
        asked.entry().code,
        shown(&path.display().to_string())
    ))
    .hint("只写 -o 文件名，格式看它的结尾")
}

/// A format that this cannot be printed in.
fn not_among(format: Format, formats: &[Format]) -> Complaint {
    Complaint::not_understood(format!("这里不能写成 .{}。", format.ending()))
        .hint(format!("可以写成 {}", endings(formats)))
}

/// The endings of formats, as a choice.
fn endings(formats: &[Format]) -> String {
    let endings: Vec<_> = formats
        .iter()
        .map(|format| format!(".{}", format.ending()))
        .collect();
    match endings.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} 或 {last}", rest.join("、")),
        _ => endings.concat(),
    }
}

/// Refuses to replace a ledger, or any other database, by a sheet.
fn refuse_ledger(path: &Path) -> Result<(), Complaint> {
    if is_database(path) {
        return Err(Complaint::refused(format!(
            "「{}」是台账，不能用导出的内容覆盖它。",
            shown(&path.display().to_string())
        ))
        .hint("换一个文件名"));
    }
    Ok(())
}

/// Whether a file is a database, whoever's.
pub(super) fn is_database(path: &Path) -> bool {
    let mut head = [0; 15];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut head))
        .is_ok_and(|()| &head == b"SQLite format 3")
}

/// A cell as a person reads it alone: days with their weekday, times without seconds.
pub(super) fn readable(field: Field, cell: Cell) -> Cell {
    match (field, cell) {
        (_, Cell::Day(day)) => Cell::Text(words::day_words(day)),
        (Field::Created | Field::Updated, Cell::Text(at)) => Cell::Text(words::moment(&at)),
        (_, cell) => cell,
    }
}

/// A column of a sheet of records: one of the dictionary, or one that every record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// 编号
    Id,
    /// 标识
    Uuid,
    /// 登记时间
    Created,
    /// 修改时间
    Updated,
    /// The dictionary's column of this place.
    Column(usize),
}

impl Field {
    /// All columns of a kind, in the order of files.
    pub(super) fn all(kind: Kind) -> Vec<Self> {
        let columns = kind.dictionary().all().count();
        let mut fields = vec![Self::Id];
        fields.extend((0..columns).map(Self::Column));
        fields.extend([Self::Uuid, Self::Created, Self::Updated]);
        fields
    }

    /// The columns by which a list can be sorted: those that hold one value.
    pub(super) fn sorting(kind: Kind) -> Vec<Self> {
        let single = kind
            .dictionary()
            .all()
            .enumerate()
            .filter(|(_, column)| !column.shape.is_list());
        std::iter::once(Self::Id)
            .chain(single.map(|(place, _)| Self::Column(place)))
            .collect()
    }

    /// The columns of the table that `list` prints.
    pub(super) fn listed(kind: Kind) -> Vec<Self> {
        let listed = kind
            .dictionary()
            .all()
            .enumerate()
            .filter(|(_, column)| column.listed);
        std::iter::once(Self::Id)
            .chain(listed.map(|(place, _)| Self::Column(place)))
            .collect()
    }

    /// The column of this name: key, label or alias.
    pub(super) fn named(kind: Kind, name: &str) -> Option<Self> {
        let is_named = |field: &Self| {
            let (key, label) = field.names(kind);
            [key, label].contains(&name)
        };
        if let Some(field) = Self::all(kind).into_iter().find(is_named) {
            return Some(field);
        }
        let column = kind.dictionary().known_as(&name.replace('-', "_"))?;
        kind.dictionary()
            .all()
            .position(|other| other.key == column.key)
            .map(Self::Column)
    }

    /// What programs and what people call it.
    pub(super) fn names(self, kind: Kind) -> (&'static str, &'static str) {
        match self {
            Self::Id => ("id", "编号"),
            Self::Uuid => ("uuid", "标识"),
            Self::Created => ("created_at", "登记时间"),
            Self::Updated => ("updated_at", "修改时间"),
            Self::Column(place) => {
                let column = kind.dictionary().all().nth(place);
                column.map_or(("", ""), |column| (column.key, column.label))
            }
        }
    }

    /// Its heading.
    pub(super) fn head(self, kind: Kind) -> Head {
        let (key, label) = self.names(kind);
        let head = Head::new(key, label);
        match self {
            Self::Id => head.right(),
            Self::Uuid | Self::Created | Self::Updated => head,
            Self::Column(place) => {
                let Some(column) = kind.dictionary().all().nth(place) else {
                    return head;
                };
                let head = if column.long { head.note() } else { head };
                if matches!(column.shape, crate::record::Shape::Link(_)) {
                    head.link()
                } else {
                    head
                }
            }
        }
    }

    /// Its cell of a record; personal data masked unless wanted in full.
    pub(super) fn cell(self, row: &Row, full: bool) -> Cell {
        let time = |at: &Option<String>| at.clone().map_or(Cell::Empty, Cell::Text);
        match self {
            Self::Id => Cell::Count(row.id),
            Self::Uuid => Cell::Text(row.uuid.to_string()),
            Self::Created => time(&row.created),
            Self::Updated => time(&row.updated),
            Self::Column(place) => {
                let Some(column) = row.kind.dictionary().all().nth(place) else {
                    return Cell::Empty;
                };
                match row.cells.get(place) {
                    Some(Cell::Text(text)) if column.personal && !full => {
                        Cell::Text(phone::masked(text))
                    }
                    Some(cell) => words::spoken(column, cell),
                    None => Cell::Empty,
                }
            }
        }
    }
}
