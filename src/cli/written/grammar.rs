//! What is wrong with the marks of a text: quotes, brackets, equals signs, and what is typed in place of them.

use super::{LINE, Said, Spot, cut, quoted};

/// Quotes that are typed in place of `"` and `'`.
const QUOTES: [char; 10] = ['“', '”', '‘', '’', '「', '」', '『', '』', '＂', '＇'];

/// Commas that are typed in place of `,`.
const COMMAS: [char; 3] = ['，', '、', '；'];

/// How several values are written.
const SEVERAL: &str = "几项写成 [\"甲\", \"乙\"]，括号和逗号都用英文的";

/// What the reader's message says in plain words; none where it is about something else.
pub(super) fn said(spot: &Spot<'_>, message: &str) -> Option<Said> {
    let reason = message.split(", expected").next().unwrap_or(message);
    let (what, hint) = match reason {
        "string values must be quoted" | "missing opening quote" => return Some(bare_value(spot)),
        "key with no value" | "missing value for key" => return Some(bare_key(spot)),
        "invalid unquoted key" => return Some(key(spot)),
        "unquoted keys cannot be empty" => return Some(no_key(spot)),
        "unexpected key or value" | "unexpected content" => return Some(left_over(spot)),
        "missing comma between array elements" => return Some(comma(spot)),
        "missing escaped value" | "too few unicode value digits" | "invalid value" => {
            return Some(backslash(around(spot)));
        }
        "invalid comment character" | "unexpected content between comment and newline" => {
            return Some(invisible());
        }
        "carriage return must be followed by newline" => {
            ("换行的符号不对", "用编辑文字的程序打开，另存一次")
        }
        "duplicate key" => return Some(twice(spot)),
        "missing value" => NO_VALUE,
        "extra `=`" => ("等号多写了一个", "只留一个"),
        "unclosed array" => OPEN_BRACKET,
        "unclosed inline table" => ("花括号没有写完", "在最后一项后面加上 }"),
        "unclosed table" => ("段的名称没有写完", "段的名称单独一行，写成 [名称]"),
        "unclosed array table" => ("段的名称没有写完", "段的名称单独一行，写成 [[名称]]"),
        "missing table open" => ("段的名称写得不对", "段的名称单独一行，写成 [名称]"),
        "missing array opening" | "missing inline table opening" => {
            ("这个括号前面没有另一半", "补上另一半，或者删去")
        }
        "extra comma in array" | "extra comma in inline table" => ("逗号多写了一个", "只留一个"),
        "unexpected `=` in array" => ("方括号里不能有等号", SEVERAL),
        "keys cannot be multi-line basic strings" | "keys cannot be multi-line literal strings" => {
            ("名称两边的引号太多", "名称两边最多各一个引号")
        }
        "missing key for inline table element"
        | "missing assignment between key-value pairs"
        | "extra assignment between key-value pairs"
        | "missing comma between key-value pairs"
        | "invalid inline table element" => (
            "花括号里写得不对",
            "写成 {名称 = \"值\", 名称 = \"值\"}，符号都用英文的",
        ),
        "invalid boolean" => (
            "这个值看不懂",
            "要么写 true（是），要么写 false（否），后面不加别的",
        ),
        "unexpected leading zero" => ("数不能以 0 开头", "电话、代码这样的号码两边加英文引号"),
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            ("括号套得太多层", "每一项只写一层括号")
        }
        _ if reason.ends_with("string") && reason.starts_with("invalid ") => {
            return Some(open_quote(spot, reason.contains("multi-line")));
        }
        _ if is_about_a_day(reason) => ("日期写得不对", "写成 2022-03-24，月和日都写两位"),
        _ if is_about_a_number(reason) => NUMBER,
        _ if reason.starts_with("cannot extend value") => {
            ("这个名称上面已经有值，不能再分成几项", "两处只留一处")
        }
        _ => return None,
    };
    Some((what.to_owned(), hint.to_owned()))
}

/// What is said of a name without a value.
const NO_VALUE: (&str, &str) = ("等号后面没有写值", "在等号后面写上值；不要的，整行删去");

/// What is said of a bracket that is not closed.
const OPEN_BRACKET: (&str, &str) = ("方括号没有写完", "在最后一项后面加上 ]");

/// What is said of a number.
const NUMBER: (&str, &str) = ("数写得不对", "只写数字，如 15；不是数的，两边加英文引号");

/// Whether a message is about a day or a time.
fn is_about_a_day(reason: &str) -> bool {
    ["date", "time", "day", "hour", "minute", "second", "offset"]
        .iter()
        .any(|word| reason.contains(word))
}

/// Whether a message is about a number.
fn is_about_a_number(reason: &str) -> bool {
    [
        "number", "sign", "radix", "float", "fraction", "exponent", "`_`", "mantissa", "integer",
    ]
    .iter()
    .any(|word| reason.contains(word))
}

/// A value without quotes, or with others than the reader knows.
fn bare_value(spot: &Spot<'_>) -> Said {
    let is_item = spot.before.contains(['[', '{']) || !spot.before.contains('=');
    let value = if is_item {
        spot.token.trim()
    } else {
        // The reader ends a word at a comma of its own; what a person meant goes to the end of the line.
        let value = spot.after.split('#').next().unwrap_or_default();
        value.trim().trim_end_matches([',', ';', '，', '；', '。'])
    };
    if value.is_empty() {
        return (NO_VALUE.0.to_owned(), NO_VALUE.1.to_owned());
    }
    let has_quotes = value.starts_with(QUOTES);
    if is_item && value.contains(COMMAS) {
        let what = if has_quotes {
            "引号和逗号用了中文的"
        } else {
            "逗号用了中文的"
        };
        return (what.to_owned(), SEVERAL.to_owned());
    }
    if has_quotes {
        let inner = value.trim_matches(|c: char| QUOTES.contains(&c) || "\"'".contains(c));
        let hint = match quoted(inner).filter(|_| !inner.contains(QUOTES)) {
            Some(like) => format!("写成 {like}"),
            None => "两边换成英文引号".to_owned(),
        };
        return ("引号用了中文的".to_owned(), hint);
    }
    if value.starts_with(['【', '［', '〔']) {
        return ("方括号用了中文的".to_owned(), SEVERAL.to_owned());
    }
    match value.to_lowercase().as_str() {
        "是" | "yes" | "true" | "on" | "对" => {
            return (
                format!("「{}」要换一种写法", cut(value)),
                "写成 true".to_owned(),
            );
        }
        "否" | "no" | "false" | "off" | "不" | "无" => {
            return (
                format!("「{}」要换一种写法", cut(value)),
                "写成 false".to_owned(),
            );
        }
        _ => {}
    }
    if value.starts_with(|c: char| c.is_ascii_digit() || "-+.０１２３４５６７８９".contains(c))
    {
        return (NUMBER.0.to_owned(), NUMBER.1.to_owned());
    }
    let hint = match quoted(value) {
        Some(like) => format!("写成 {like}"),
        None => "文字两边加英文引号".to_owned(),
    };
    ("文字两边没有引号".to_owned(), hint)
}

/// A name with nothing that makes it one: another equals sign, another bracket, a remark without its mark.
fn bare_key(spot: &Spot<'_>) -> Said {
    let line = spot.line.trim();
    let (what, hint) = if let Some(said) = wide(line) {
        said
    } else if line.starts_with(['“', '‘', '「']) {
        ("名称两边的引号用了中文的", "去掉名称两边的引号")
    } else if line.starts_with(['"', '\'']) {
        ("名称两边的引号没有写完", LINE)
    } else if line.contains([':', '：']) && !line.contains('=') {
        ("名称和值之间不是等号", LINE)
    } else if spot.after.contains('=') {
        ("名称里有空格", "名称写在一起，中间不留空格")
    } else {
        (
            "这一行没有等号和值",
            "写成 名称 = \"值\"；只是说明的，前面加 #",
        )
    };
    (what.to_owned(), hint.to_owned())
}

/// What is wrong with a line that begins with marks of double width.
fn wide(line: &str) -> Option<(&'static str, &'static str)> {
    let equals = line.find('=').unwrap_or(line.len());
    if line.starts_with(['［', '【', '〔']) {
        Some((
            "段的名称两边的方括号用了中文的",
            "段的名称单独一行，写成 [名称]",
        ))
    } else if line.find('＝').is_some_and(|at| at < equals) {
        Some(("等号用了全角的", "换成英文的 ="))
    } else if line.starts_with(['＃', '；', '/', ';']) || line.starts_with("--") {
        Some(("说明前面的符号不对", "只是说明的，前面加英文的 #"))
    } else {
        None
    }
}

/// A name with characters that need quotes.
fn key(spot: &Spot<'_>) -> Said {
    if let Some((what, hint)) = wide(spot.line.trim()) {
        return (what.to_owned(), hint.to_owned());
    }
    if spot.token.starts_with(QUOTES) {
        return (
            "名称两边的引号用了中文的".to_owned(),
            "去掉名称两边的引号".to_owned(),
        );
    }
    if spot.token.trim().is_empty() {
        return (
            "这里有全角的空格".to_owned(),
            "删去，或者换成普通的空格".to_owned(),
        );
    }
    let hint = match quoted(spot.token) {
        Some(like) => format!("写成 {like}，或者用英文的名称"),
        None => "名称两边加英文引号".to_owned(),
    };
    (format!("名称「{}」两边没有引号", cut(spot.token)), hint)
}

/// Nothing where a name is wanted.
fn no_key(spot: &Spot<'_>) -> Said {
    let (what, hint) = if spot.line.trim().starts_with('[') {
        ("方括号里没有名称", "写成 [名称]，或者整行删去")
    } else if spot.after.starts_with('=') {
        ("等号前面没有名称", LINE)
    } else {
        ("这里少了名称", LINE)
    };
    (what.to_owned(), hint.to_owned())
}

/// What stands behind the end of a value or of a head.
fn left_over(spot: &Spot<'_>) -> Said {
    let rest = spot.after.trim();
    if spot.before.trim_end().ends_with('=') {
        return (NO_VALUE.0.to_owned(), NO_VALUE.1.to_owned());
    }
    let hint = if rest.contains('"') {
        "文字里有双引号的，两边用单引号：'写了\"引号\"的字'"
    } else if spot.line.trim().starts_with('[') {
        "段的名称单独一行，后面不写别的"
    } else {
        "每行只写一项，后面不加标点；只是说明的，前面加 #"
    };
    (format!("后面多了「{}」", cut(rest)), hint.to_owned())
}

/// Two values with nothing between them that parts them.
fn comma(spot: &Spot<'_>) -> Said {
    let nearby =
        |c: char| spot.after.trim_start().starts_with(c) || spot.before.trim_end().ends_with(c);
    if COMMAS.iter().any(|&c| nearby(c)) {
        return ("逗号用了中文的".to_owned(), SEVERAL.to_owned());
    }
    if spot.before.trim().is_empty() && (spot.after.contains('=') || spot.after.starts_with('[')) {
        return ("上面的方括号没有写完".to_owned(), OPEN_BRACKET.1.to_owned());
    }
    ("两项之间没有逗号".to_owned(), SEVERAL.to_owned())
}

/// A text that does not end, or holds a character that nobody sees.
fn open_quote(spot: &Spot<'_>, is_long: bool) -> Said {
    if spot.token.contains(char::is_control) && !spot.token.contains(['\n', '\r']) {
        return invisible();
    }
    if !spot.after.is_empty() && !is_long {
        return (
            "花括号里写得不对".to_owned(),
            "写成 {名称 = \"值\", 名称 = \"值\"}，符号都用英文的".to_owned(),
        );
    }
    let (what, hint) = if spot.before.trim_end().ends_with(QUOTES) {
        ("后面的引号用了中文的", "两边都用英文引号")
    } else if is_long {
        ("三个引号没有写完", "在文字的末尾再写三个同样的引号")
    } else {
        ("引号没有写完", "在文字的末尾加上同样的引号")
    };
    (what.to_owned(), hint.to_owned())
}

/// The text between double quotes around a place.
fn around<'a>(spot: &Spot<'a>) -> &'a str {
    let start = spot.before.rfind('"').map_or(0, |at| at + 1);
    let end = spot.after.find('"').unwrap_or(spot.after.len());
    &spot.line[start..spot.before.len() + end]
}

/// A backslash in double quotes, as paths have it.
pub(super) fn backslash(inner: &str) -> Said {
    let hint = match quoted(inner).filter(|like| like.starts_with('\'')) {
        Some(like) => format!("两边换成单引号：{like}"),
        None => "两边换成单引号：'D:\\台账'".to_owned(),
    };
    ("双引号里的反斜杠另有用处".to_owned(), hint)
}

/// A character that nobody sees.
pub(super) fn invisible() -> Said {
    (
        "这里有看不见的符号".to_owned(),
        "把这一处删去，重新键入".to_owned(),
    )
}

/// A name that is there already.
fn twice(spot: &Spot<'_>) -> Said {
    let hint = if spot.line.trim().starts_with('[') {
        "同一段只写一次，把两段合在一起"
    } else {
        "只留一行"
    };
    (format!("「{}」写了两次", cut(spot.token)), hint.to_owned())
}
