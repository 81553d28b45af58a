//! The user's settings: `config.toml` in the settings folder, or the file that `XGZ_CONFIG` names.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Outside;
use super::complaint::Complaint;

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
}

/// The due days where nothing is set: 15 calendar days.
pub const DUE_DAYS: u16 = 15;

impl Settings {
    /// Reads the settings; none are set where there is no file.
    pub fn read(outside: &Outside) -> Result<Self, Complaint> {
        let named = outside.variable("XGZ_CONFIG").map(PathBuf::from);
        let Some(path) = named
            .clone()
            .or_else(|| Some(outside.settings.as_ref()?.join("config.toml")))
        else {
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
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text[..span.start.min(text.len())].matches('\n').count() + 1
            });
            let what = if error.message().starts_with("unknown field") {
                "有一项设置不认识"
            } else if error.message().starts_with("invalid type")
                || error.message().starts_with("invalid value")
            {
                "有一项设置的值类型不对（文字要加引号，天数写数字）"
            } else {
                "格式不对（每行写成 名称 = \"值\"，引号用英文引号）"
            };
            Complaint::refused(format!(
                "设置文件「{}」第 {line} 行{what}。",
                path.display()
            ))
            .hint("可用的设置：bureau、head、filler、phone、author、ledger、due_days")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("bureau = \"局\"\nberau = \"局\"", "第 2 行有一项设置不认识"),
            ("\n\ndue_days = \"七\"", "第 3 行有一项设置的值类型不对"),
            ("bureau = “局”", "第 1 行格式不对"),
        ] {
            let complaint = Settings::parse(text, Path::new("a")).unwrap_err();
            assert!(complaint.text.contains(words), "{}", complaint.text);
        }
    }
}
