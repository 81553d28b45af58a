//! The settings that there are, one declaration each: the reader, `config`, its sample and the guide follow from it.

use crate::cli::output::Charset;
use crate::record::{More, Own};
use crate::value::{Choice, Entry};

/// What the value of a setting is, and what it is where nothing is set.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) enum Shape {
    /// A line of text.
    Text,
    /// The name of a file.
    File,
    /// The command that starts a program; where there may be `none`, `false` or nothing is that.
    Program { none: bool },
    /// Several lines of text.
    Texts,
    /// A whole number.
    Number { usual: u16, least: u16, most: u16 },
    /// On or off.
    Switch { usual: bool },
    /// One of a closed set.
    Choice {
        entries: &'static [Entry],
        usual: &'static str,
    },
}

/// The declaration of a setting.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Key {
    /// The name in the file.
    pub(in crate::cli) name: &'static str,
    /// The part of the file that it stands in.
    pub(in crate::cli) part: Option<&'static str>,
    /// The name that people read; it may stand in the file too.
    pub(in crate::cli) label: &'static str,
    /// What it does.
    pub(in crate::cli) about: &'static str,
    /// A value, as it is written.
    pub(in crate::cli) example: &'static str,
    /// What its values are.
    pub(in crate::cli) shape: Shape,
    /// The flag that goes before it.
    pub(in crate::cli) flag: Option<&'static str>,
    /// The variable of the environment that goes before it.
    pub(in crate::cli) over: Option<&'static str>,
    /// The variables that are asked after it, in this order.
    pub(in crate::cli) under: &'static [&'static str],
    /// What people call them.
    under_words: &'static str,
    /// What it fills when a record is added.
    pub(in crate::cli) fills: Option<Own>,
    /// The usual values that it adds to.
    pub(in crate::cli) adds: Option<More>,
}

impl Key {
    /// A setting of this shape.
    const fn of(
        shape: Shape,
        name: &'static str,
        label: &'static str,
        about: &'static str,
        example: &'static str,
    ) -> Self {
        Self {
            name,
            part: None,
            label,
            about,
            example,
            shape,
            flag: None,
            over: None,
            under: &[],
            under_words: "",
            fills: None,
            adds: None,
        }
    }

    /// Puts it into a part of the file.
    const fn within(mut self, part: &'static str) -> Self {
        self.part = Some(part);
        self
    }

    /// Says which flag and which variable go before it.
    const fn after(mut self, flag: Option<&'static str>, variable: &'static str) -> Self {
        self.flag = flag;
        self.over = Some(variable);
        self
    }

    /// Says which variables are asked after it.
    const fn before(mut self, variables: &'static [&'static str], words: &'static str) -> Self {
        self.under = variables;
        self.under_words = words;
        self
    }

    /// Says what it fills.
    const fn fills(mut self, own: Own) -> Self {
        self.fills = Some(own);
        self
    }

    /// Says to which usual values it adds.
    const fn adds(mut self, more: More) -> Self {
        self.adds = Some(more);
        self
    }

    /// What it is where nothing is set, as it is written; none where that is nothing or depends.
    fn usual(&self) -> Option<String> {
        match self.shape {
            Shape::Text | Shape::File | Shape::Program { .. } | Shape::Texts => None,
            Shape::Number { usual, .. } => Some(usual.to_string()),
            Shape::Switch { usual } => Some(usual.to_string()),
            Shape::Choice { usual, .. } => Some(usual.to_owned()),
        }
    }

    /// What it does, with what goes before it and what is taken where nothing is set.
    pub(in crate::cli) fn told(&self) -> String {
        let mut told = vec![self.about.to_owned()];
        match (self.flag, self.over) {
            (Some(flag), Some(variable)) => {
                told.push(format!("命令里的 --{flag}、环境变量 {variable} 优先"));
            }
            (None, Some(variable)) => told.push(format!("环境变量 {variable} 优先")),
            (_, None) => {}
        }
        if let Some(usual) = self.usual() {
            told.push(format!("不设为 {usual}"));
        } else if !self.under.is_empty() {
            told.push(format!("不设看{}", self.under_words));
        }
        told.join("；")
    }

    /// The name with the part, as `config` prints it.
    pub(in crate::cli) fn full(&self) -> String {
        match self.part {
            Some(part) => format!("{part}.{}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// Declares the settings: the enum, and the declaration of each.
macro_rules! settings {
    ($($variant:ident = $key:expr;)+) => {
        /// A setting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(in crate::cli) enum Setting {
            $(#[doc = concat!("See [`KEYS`]: ", stringify!($variant), ".")] $variant),+
        }

        impl Setting {
            /// All settings, in the order in which they are listed.
            pub(in crate::cli) const ALL: &'static [Self] = &[$(Self::$variant),+];
        }

        /// Their declarations, in the same order.
        const KEYS: &[Key] = &[$($key),+];
    };
}

use Shape::{File, Number, Program, Switch, Text, Texts};

settings! {
    Bureau = Key::of(Text, "bureau", "填报单位", "印在统计表和走访服务记录表上，也写进工作总结", "'云溪区市场监管局'");
    Head = Key::of(Text, "head", "单位负责人", "印在统计表下面", "'周岳峰'");
    Filler = Key::of(Text, "filler", "填表人", "印在统计表下面", "'张敏'");
    Phone = Key::of(Text, "phone", "联系电话", "印在统计表下面", "'0990-1234567'");
    Author = Key::of(Text, "author", "操作人", "历史里记下的名字", "'张敏'")
        .after(Some("author"), "XGZ_AUTHOR")
        .before(&["USER", "USERNAME", "LOGNAME"], "系统的用户名");
    Station = Key::of(Text, "station", "本所", "新登记的联系点没有填责任所的，填它", "'城关所'").fills(Own::Station);
    Recorder = Key::of(Text, "recorder", "记录人", "新登记的走访和会议没有填记录人的，填它", "'张敏'")
        .fills(Own::Recorder);
    Ledger = Key::of(File, "ledger", "台账文件", "平时用哪一本台账，最好写完整的路径", r"'D:\台账\小个专.db'")
        .after(Some("db"), "XGZ_DB");
    DueDays = Key::of(
        Number { usual: 15, least: 0, most: 3650 },
        "due_days",
        "办理时限",
        "没有当场解决的问题要在几天里办结，按日历天数算",
        "20",
    );
    Categories = Key::of(Texts, "categories", "另加的问题类别", "常用的问题类别以外，本单位还用哪些", "['电梯', '网络交易']")
        .adds(More::Categories);
    FiveOnes = Key::of(
        Texts,
        "five_ones",
        "“五个一”各项",
        "本单位“五个一”工作方案有哪几项，登记计划时可选，也写进工作总结",
        "['质量培训一组', '走访服务一轮']",
    )
    .adds(More::FiveOnes);
    Pager = Key::of(Program { none: true }, "pager", "分页程序", "列出的内容比屏幕长时，用它一页一页地看；不要分页的写 false", "'less -R'")
        .after(None, "XGZ_PAGER")
        .before(&["PAGER"], "环境变量 PAGER，也没有的用 less（Windows 上不分页）");
    Editor = Key::of(Program { none: false }, "editor", "编辑程序", "用表单登记时，用它打开表单", "'notepad'")
        .after(None, "XGZ_EDITOR")
        .before(&["VISUAL", "EDITOR"], "环境变量 VISUAL、EDITOR");
    Keep = Key::of(
        Number { usual: 10, least: 0, most: 9999 },
        "keep",
        "留几份备份",
        "自动做的备份留最新的几份；写 0 就不自动备份，只有换回备份时换下来的还留一份",
        "20",
    )
    .within("backup");
    Share = Key::of(
        Number { usual: 5, least: 1, most: 100 },
        "share",
        "备份占磁盘",
        "自动做的备份最多占磁盘的百分之几，1 到 100；最新的一份总是留着",
        "10",
    )
    .within("backup");
    Bom = Key::of(
        Switch { usual: true },
        "bom",
        "CSV 的 BOM",
        "CSV 文件开头写 BOM，Excel 和 WPS 靠它认出编码",
        "false",
    )
    .within("csv");
    Encoding = Key::of(
        Shape::Choice { entries: Charset::ENTRIES, usual: "utf-8" },
        "encoding",
        "CSV 的编码",
        "utf-8 或 gb18030",
        "'gb18030'",
    )
    .within("csv");
    Keys = Key::of(Switch { usual: false }, "keys", "CSV 的英文表头", "CSV 的表头用英文键名，供程序读取", "true").within("csv");
}

impl Setting {
    /// Its declaration.
    pub(in crate::cli) fn key(self) -> &'static Key {
        &KEYS[self as usize]
    }

    /// The setting of this name in a part of the file.
    pub(super) fn named(part: Option<&str>, name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|setting| {
            let key = setting.key();
            key.part == part && [key.name, key.label].contains(&name)
        })
    }

    /// The setting that fills a column.
    pub(in crate::cli) fn filling(own: Own) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|setting| setting.key().fills == Some(own))
    }

    /// The setting that adds to the usual values of a column.
    pub(in crate::cli) fn adding(more: More) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|setting| setting.key().adds == Some(more))
    }
}

/// The part of the file that holds the limits of the early warnings.
pub(in crate::cli) const CHECK: &str = "check";

/// The parts of the file, in the order of their settings, [`CHECK`] at the end.
pub(in crate::cli) fn parts() -> Vec<&'static str> {
    let mut parts: Vec<_> = KEYS.iter().filter_map(|key| key.part).collect();
    parts.dedup();
    parts.push(CHECK);
    parts
}
