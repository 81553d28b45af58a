//! How a settings file is read: every name is known, every value fits, or the first that does not is named.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::declared::{CHECK, Key, Setting, Shape, parts};
use super::{Settings, Value};
use crate::check::{LimitFault, Typed};
use crate::cli::words;
use crate::cli::written::{Fault, fault, in_order, invisible};
use crate::record::read_choice;
use crate::value::text::{forbidden, nearest, shown};

/// The most characters of a text.
const TEXT: usize = 100;
/// The most characters of the name of a file or of a command.
const LINE: usize = 1000;
/// The most texts of a list.
const ITEMS: usize = 100;

/// Reads the text of a settings file.
pub(super) fn read(text: &str) -> Result<Settings, Fault> {
    let table = DeTable::parse(text).map_err(|error| fault(text, &error))?;
    let mut reading = Reading {
        text,
        settings: Settings::default(),
    };
    reading.part(None, table.get_ref())?;
    Ok(reading.settings)
}

/// A file that is being read.
struct Reading<'a> {
    text: &'a str,
    settings: Settings,
}

impl Reading<'_> {
    /// Reads a part of the file; none is what stands before all parts.
    fn part(&mut self, part: Option<&'static str>, table: &DeTable<'_>) -> Result<(), Fault> {
        for (name, value) in in_order(table) {
            let below = parts().into_iter().find(|one| one == name.get_ref());
            match below.filter(|_| part.is_none()) {
                Some(below) => {
                    let table = value.get_ref().as_table();
                    let table = table.ok_or_else(|| self.no_part(name.span().start, below))?;
                    if below == CHECK {
                        self.limits(table)?;
                    } else {
                        self.part(Some(below), table)?;
                    }
                }
                None => self.line(part, name, value)?,
            }
        }
        Ok(())
    }

    /// Reads a setting.
    fn line(
        &mut self,
        part: Option<&'static str>,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(), Fault> {
        let at = name.span().start;
        let Some(setting) = Setting::named(part, name.get_ref()) else {
            let what = format!("「{}」不认识", shown(name.get_ref()));
            return Err(self.at(at, what, unknown(part, name.get_ref())));
        };
        let key = setting.key();
        let value = self.value(key, value)?;
        if self.settings.values.insert(setting, value).is_some() {
            let what = format!("{}（{}）写了两次", key.name, key.label);
            return Err(self.at(at, what, "只留一行"));
        }
        Ok(())
    }

    /// Reads the value of a setting.
    fn value(&self, key: &Key, value: &Spanned<DeValue<'_>>) -> Result<Value, Fault> {
        let at = value.span().start;
        Ok(match key.shape {
            Shape::Program { none: true } if is_none(value.get_ref()) => Value::Text(String::new()),
            Shape::Text => Value::Text(self.text(key, &self.typed(key, value)?, TEXT)?),
            Shape::File | Shape::Program { .. } => {
                Value::Text(self.text(key, &self.typed(key, value)?, LINE)?)
            }
            Shape::Texts => {
                Value::Texts(self.texts(key, at, &self.typed::<Vec<_>>(key, value)?)?)
            }
            Shape::Number { least, most, .. } => {
                let number: i64 = self.typed(key, value)?;
                let fits = (i64::from(least)..=i64::from(most)).contains(&number);
                match u16::try_from(number) {
                    Ok(number) if fits => Value::Number(number),
                    _ => {
                        let what = format!("{} 的数不对", key.name);
                        return Err(self.at(at, what, format!("写 {least} 到 {most} 的整数")));
                    }
                }
            }
            Shape::Switch { .. } => Value::Flag(self.typed(key, value)?),
            Shape::Choice { entries, .. } => {
                let text: Spanned<String> = self.typed(key, value)?;
                let entry = read_choice(entries, text.get_ref()).map_err(|_| {
                    let codes: Vec<_> = entries.iter().map(|entry| entry.code).collect();
                    let what = format!("{} 没有「{}」这一项", key.name, shown(text.get_ref()));
                    self.at(at, what, format!("可选：{}", codes.join("、")))
                })?;
                Value::Text(entry.code.to_owned())
            }
        })
    }

    /// Reads a value of a type of Rust.
    fn typed<'de, T: Deserialize<'de>>(
        &self,
        key: &Key,
        value: &Spanned<DeValue<'de>>,
    ) -> Result<T, Fault> {
        T::deserialize(ValueDeserializer::from(value.clone())).map_err(|error| {
            let fault = fault(self.text, &error);
            Fault {
                what: format!("{} {}", key.name, fault.what),
                hint: format!("例如：{} = {}", key.name, key.example),
                ..fault
            }
        })
    }

    /// A text that says something, on one line, with nothing in it that nobody sees.
    fn text(&self, key: &Key, text: &Spanned<String>, most: usize) -> Result<String, Fault> {
        let at = text.span().start;
        let written = &self.text[text.span()];
        let text = text.get_ref().trim();
        if text.is_empty() {
            let what = format!("{} 没有内容", key.name);
            return Err(self.at(at, what, "不要的，整行删去，或者在前面加 #"));
        }
        if text.contains('\n') || forbidden(text).is_some() {
            let (what, hint) = invisible(written);
            return Err(self.at(at, format!("{}：{what}", key.name), hint));
        }
        let length = text.chars().count();
        if length > most {
            let what = format!("{} 太长，有 {length} 个字", key.name);
            return Err(self.at(at, what, format!("写短些，最多 {most} 个字")));
        }
        Ok(text.to_owned())
    }

    /// Several such texts, each once.
    fn texts(&self, key: &Key, at: usize, texts: &[Spanned<String>]) -> Result<Vec<String>, Fault> {
        if texts.len() > ITEMS {
            let what = format!("{} 太多，有 {} 项", key.name, texts.len());
            return Err(self.at(at, what, format!("最多写 {ITEMS} 项")));
        }
        let mut read = Vec::new();
        for text in texts {
            let item = self.text(key, text, TEXT)?;
            if read.contains(&item) {
                let what = format!("{} 里「{item}」写了两次", key.name);
                return Err(self.at(text.span().start, what, "只留一个"));
            }
            read.push(item);
        }
        Ok(read)
    }

    /// Reads the limits of the early warnings.
    fn limits(&mut self, table: &DeTable<'_>) -> Result<(), Fault> {
        for (name, value) in in_order(table) {
            let limits = &mut self.settings.limits;
            if let Err(fault) = limits.set(name.get_ref(), &limit(value)) {
                let (what, hint) = words::limit_fault(name.get_ref(), &fault);
                let span = match fault {
                    LimitFault::NoRule | LimitFault::Twice => name.span(),
                    _ => value.span(),
                };
                return Err(self.at(span.start, what, hint));
            }
        }
        Ok(())
    }

    /// A part that is written as if it were a setting.
    fn no_part(&self, at: usize, part: &str) -> Fault {
        let what = format!("{part} 是一段，不是一项");
        self.at(
            at,
            what,
            format!("单独一行写 [{part}]，它的各项写在下面，每行一项"),
        )
    }

    /// What is wrong at a byte of the file.
    fn at(&self, offset: usize, what: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault::at(self.text, offset, what, hint)
    }
}

/// Whether a value says that no program is wanted.
fn is_none(value: &DeValue<'_>) -> bool {
    value.as_bool() == Some(false) || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What to do about a name that is none of a part's: it is misspelt, stands in the wrong part, or is none at all.
fn unknown(part: Option<&str>, name: &str) -> String {
    let elsewhere = Setting::ALL.iter().map(|setting| setting.key());
    let elsewhere = elsewhere.filter(|key| [key.name, key.label].contains(&name));
    if let Some(key) = elsewhere.clone().next() {
        return match key.part {
            Some(part) => format!("{} 写在 [{part}] 这一行的下面", key.name),
            None => format!("{} 写在文件开头，所有 [ ] 的前面", key.name),
        };
    }
    let here = Setting::ALL.iter().map(|setting| setting.key());
    let here = here.filter(|key| key.part == part);
    let mut names: Vec<_> = here.clone().map(|key| key.name.to_owned()).collect();
    let near = nearest(name, here.flat_map(|key| [key.name, key.label]), 1);
    if part.is_none() {
        names.extend(parts().iter().map(|part| format!("[{part}]")));
    }
    let all = names.join("、");
    match near.first().and_then(|near| Setting::named(part, near)) {
        Some(near) => format!("是不是想写「{}」？可用的设置：{all}", near.key().name),
        None => format!("可用的设置：{all}"),
    }
}

/// What is written for a rule, without its format.
fn limit(value: &Spanned<DeValue<'_>>) -> Typed {
    let number = |value: &Spanned<DeValue<'_>>| {
        let is_number = value.get_ref().is_integer();
        let number = i64::deserialize(ValueDeserializer::from(value.clone()));
        number.ok().filter(|_| is_number)
    };
    match value.get_ref() {
        DeValue::Boolean(on) => Typed::Flag(*on),
        DeValue::Integer(_) => number(value).map_or(Typed::Other, Typed::Number),
        DeValue::String(text) => Typed::Text(text.clone().into_owned()),
        DeValue::Array(values) => values
            .iter()
            .map(number)
            .collect::<Option<_>>()
            .map_or(Typed::Other, Typed::Numbers),
        _ => Typed::Other,
    }
}
