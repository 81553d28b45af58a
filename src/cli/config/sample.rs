//! The settings file that `config init` makes: every setting with what it does, switched off by its `#`.

use crate::check::RULES;
use crate::cli::settings::{CHECK, Setting};
use crate::cli::words;

/// What stands above the settings.
const ABOVE: &str = "\
# 小个专台账的设置
#
# 要用哪一项，去掉它前面的 #，把等号后面改成自己的，存盘。不用的不必管。
# 每行一项；文字两边用英文引号，路径两边用英文单引号；几项写在 [ ] 里，用英文逗号隔开。
# 看现在的设置：xgz config
";

/// What stands above the limits of the early warnings.
const ABOVE_LIMITS: &str = "\
# 预警的限值，都是现在用着的数；看全部规则：xgz check --rules
# 不要哪一条，等号后面写 false。
";

/// The whole text.
pub(super) fn text() -> String {
    let mut text = ABOVE.to_owned();
    let mut before = None;
    for key in Setting::ALL.iter().map(|setting| setting.key()) {
        if key.part != before {
            text += &head(key.part.unwrap_or_default());
            before = key.part;
        }
        text += &line(key.label, &key.told(), key.name, key.example);
    }
    text += &head(CHECK);
    text += ABOVE_LIMITS;
    for rule in RULES {
        let value = words::limit_value(rule.limit);
        text += &line(rule.label, &rule.basis(rule.limit), rule.key, &value);
    }
    text
}

/// The line above a part.
fn head(part: &str) -> String {
    format!("\n[{part}]\n")
}

/// A setting that is switched off, with what it does above it.
fn line(label: &str, about: &str, name: &str, value: &str) -> String {
    format!("\n# {label}：{about}\n#{name} = {value}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::settings::{Settings, parts};

    /// The sample with every setting switched on.
    fn switched_on() -> String {
        let lines = text();
        let lines = lines.lines().map(|line| match line.strip_prefix('#') {
            Some(setting) if setting.starts_with(|c: char| c.is_ascii_alphabetic()) => setting,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_sample_sets_nothing_and_can_be_read_with_every_setting_switched_on() {
        let read = |text: &str| Settings::parse(text, std::path::Path::new("a")).unwrap();
        let off = read(&text());
        let on = read(&switched_on());
        for setting in Setting::ALL {
            assert!(!off.is_set(*setting) && on.is_set(*setting), "{setting:?}");
        }
        for rule in RULES {
            assert!(
                switched_on().contains(&format!("\n{} = ", rule.key)),
                "{}",
                rule.key
            );
            assert_eq!(on.limits.of(rule), Some(rule.limit));
        }
    }

    #[test]
    fn paths_stand_in_single_quotes_and_every_setting_in_its_part() {
        let text = text();
        assert!(text.contains(r"#ledger = 'D:\台账\小个专.db'"));
        let places: Vec<_> = parts()
            .iter()
            .map(|part| text.find(&format!("\n[{part}]\n")))
            .collect();
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{places:?}"
        );
    }
}
