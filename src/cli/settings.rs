//! The user's settings: `config.toml` in the settings folder, or the file that `XGZ_CONFIG` names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Spanned, Value};

use super::Outside;
use super::complaint::Complaint;
use super::words;
use super::written::{Fault, fault};
use crate::check::{Limits, Typed};
use crate::store::Keep;
use crate::value::text::shown;

/// What a user may set; every key is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// 填报单位
    pub bureau: Option<String>,
    /// 单位负责人
    pub head: Option<String>,
    /// 填表人
    pub filler: Option<String>,
    /// 联系电话 of the form
    pub phone: Option<String>,
    /// Who stands in the history.
    pub author: Option<String>,
    /// The ledger.
    pub ledger: Option<PathBuf>,
    /// Calendar days that a problem may take when it is not solved on the spot.
    pub due_days: Option<u16>,
    /// `[backup]`: which copies are kept.
    #[serde(default)]
    backup: Copies,
    /// `[check]`: the limits of the early warnings as they are written.
    #[serde(default)]
    check: BTreeMap<String, Spanned<Value>>,
    /// The limits of the early warnings.
    #[serde(skip)]
    pub limits: Limits,
}

/// Which of the copies that are made without being asked for are kept.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Copies {
    /// The newest so many; 0 makes none.
    keep: Option<u16>,
    /// At most so many percent of the disk, the newest copy aside.
    share: Option<Share>,
}

/// A part of a whole, in percent.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "u16")]
struct Share(u64);

impl TryFrom<u16> for Share {
    type Error = &'static str;

    fn try_from(percent: u16) -> Result<Self, Self::Error> {
        match percent {
            1..=100 => Ok(Self(percent.into())),
            _ => Err("要写 1 到 100 的整数"),
        }
    }
}

/// The copies that are kept where nothing is set: ten, on at most a twentieth of the disk.
const KEEP: u16 = 10;
const SHARE: Share = Share(5);

/// The due days where nothing is set: 15 calendar days.
pub const DUE_DAYS: u16 = 15;

impl Settings {
    /// The file that they stand in, whether or not there is one; none where there is no folder for it.
    pub fn file(outside: &Outside) -> Option<PathBuf> {
        let named = outside.variable("XGZ_CONFIG").map(PathBuf::from);
        named.or_else(|| Some(outside.settings.as_ref()?.join("config.toml")))
    }

    /// Which copies are kept.
    pub fn keep(&self) -> Keep {
        Keep {
            most: self.backup.keep.unwrap_or(KEEP).into(),
            share: self.backup.share.unwrap_or(SHARE).0,
        }
    }

    /// Reads the settings; none are set where there is no file.
    pub fn read(outside: &Outside) -> Result<Self, Complaint> {
        let named = outside.variable("XGZ_CONFIG");
        let Some(path) = Self::file(outside) else {
            return Ok(Self::default());
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Self::default())
            }
            Err(_) => Err(
                Complaint::refused(format!("设置文件「{}」读不出来。", path.display()))
                    .hint("检查文件是否存在、是否有权限，或去掉环境变量 XGZ_CONFIG"),
            ),
        }
    }

    /// Reads the text of a settings file.
    fn parse(text: &str, path: &Path) -> Result<Self, Complaint> {
        let file = format!("设置文件「{}」", shown(&path.display().to_string()));
        let mut settings: Self =
            toml::from_str(text).map_err(|error| fault(text, &error).complaint(&file))?;
        // In the order in which they are written: of two for one rule, the second is one too many.
        let mut check: Vec<_> = settings.check.iter().collect();
        check.sort_by_key(|(_, value)| value.span().start);
        for (name, value) in check {
            settings
                .limits
                .set(name, &typed(value.get_ref()))
                .map_err(|fault| {
                    let (what, hint) = words::limit_fault(name, &fault);
                    Fault::at(text, value.span().start, what, hint).complaint(&file)
                })?;
        }
        Ok(settings)
    }
}

/// What is written for a rule, without its format.
fn typed(value: &Value) -> Typed {
    match value {
        Value::Boolean(on) => Typed::Flag(*on),
        Value::Integer(number) => Typed::Number(*number),
        Value::String(text) => Typed::Text(text.clone()),
        Value::Array(values) => values
            .iter()
            .map(Value::as_integer)
            .collect::<Option<_>>()
            .map_or(Typed::Other, Typed::Numbers),
        _ => Typed::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Every, Limit, Rule};
    use crate::value::Span;

    #[test]
    fn the_limits_of_warnings_are_read_and_what_is_wrong_with_one_is_said_with_its_line() {
        let limits = |text: &str| Settings::parse(&format!("[check]\n{text}"), Path::new("a"));
        let of = |text: &str, key: &str| {
            let limits = limits(text).unwrap().limits;
            limits.of(Rule::named(key).unwrap())
        };
        assert_eq!(of("", "few"), Some(Limit::One(3)));
        assert_eq!(of("few = 4", "few"), Some(Limit::One(4)));
        assert_eq!(of("few = false", "few"), None);
        assert_eq!(of("few = true", "few"), Some(Limit::One(3)));
        assert_eq!(of("flow = [10, 30]", "flow"), Some(Limit::Marks(10, 30)));
        assert_eq!(of("\"党课\" = false", "lecture"), None);
        let every = Limit::Every(Every::of(1, Span::Half));
        assert_eq!(of("lecture = \"每半年1次\"", "lecture"), Some(every));
        for (text, words) in [
            ("fw = 4", "第 2 行|预警规则「fw」不认识"),
            ("few = 4\nflow = 20", "第 3 行|flow 的值不对"),
            ("few = \"三\"", "第 2 行|few 的值不对"),
            ("few = 1.5", "第 2 行|few 的值不对"),
            ("few = -1", "第 2 行|few 的数不对"),
            ("few = 0", "第 2 行|few 的数不对"),
            ("few = 1001", "第 2 行|few 的数不对"),
            ("late = [0, 3]", "第 2 行|late 的数不对"),
            ("attendance = [101, 50]", "第 2 行|attendance 的数不对"),
            (
                "\"党课\" = \"每年1次\"\nfew = 4\nlecture = \"每年1次\"",
                "第 4 行|预警规则「lecture」写了两次",
            ),
            (
                "lecture = \"每年1次\"\n\"党课\" = false",
                "第 3 行|预警规则「党课」写了两次",
            ),
            ("flow = [40, 20]", "第 2 行|flow 的两个数次序反了"),
            (
                "attendance = [50, 80]",
                "第 2 行|attendance 的两个数次序反了",
            ),
            ("flow = [1, 2, 3]", "第 2 行|flow 的值不对"),
            ("lecture = \"常常\"", "第 2 行|lecture 的值不对"),
            ("lecture = 2", "第 2 行|lecture 的值不对"),
            ("unconfirmed = 2", "第 2 行|unconfirmed 的值不对"),
        ] {
            let complaint = limits(text).unwrap_err();
            assert!(
                words.split('|').all(|part| complaint.text.contains(part)),
                "{}",
                complaint.text
            );
            assert_eq!((complaint.status, complaint.hints.len()), (1, 1), "{text}");
        }
        for (text, hint) in [
            ("few = 0", "写 1 到 1000 的整数"),
            ("attendance = [101, 50]", "写 1 到 100 的整数"),
            (
                "\"党课\" = 2",
                "例如：lecture = \"每季度1次\"；不要这条规则时写 lecture = false",
            ),
        ] {
            assert_eq!(limits(text).unwrap_err().hints, [hint], "{text}");
        }
        assert_eq!(of("flow = [50, 150]", "flow"), Some(Limit::Marks(50, 150)));
    }

    #[test]
    fn settings_are_read_and_what_is_not_known_is_named_with_its_line() {
        let settings = Settings::parse(
            "bureau = \"云溪区市场监管局\"\ndue_days = 7\n",
            Path::new("a"),
        )
        .unwrap();
        assert_eq!(settings.bureau.as_deref(), Some("云溪区市场监管局"));
        assert_eq!(settings.due_days, Some(7));
        for (text, words) in [
            (
                "bureau = \"局\"\nberau = \"局\"",
                "第 2 行第 1 个字|「berau」不认识",
            ),
            ("\n\ndue_days = \"七\"", "第 3 行第 12 个字|要写整数"),
            ("bureau = “局”", "第 1 行第 10 个字|引号用了中文的"),
        ] {
            let complaint = Settings::parse(text, Path::new("a")).unwrap_err();
            assert!(
                words.split('|').all(|part| complaint.text.contains(part)),
                "{}",
                complaint.text
            );
        }
    }
}
