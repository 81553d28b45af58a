//! The values that stand in columns already, the most used first: what a person may want to type again.

use rusqlite::named_params;

use super::error::Result;
use super::page::Page;
use crate::record::{Column, Kind, Shape};

/// How many records of a kind are looked at, the newest: what was usual years ago is not, and a ledger may be large.
const NEWEST: u32 = 5_000;

impl Page<'_> {
    /// The different values of text columns, at most `most`: the most used first, of those used alike the newest. A list
    /// gives its items.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn values(self, columns: &[(Kind, &Column)], most: usize) -> Result<Vec<String>> {
        if columns.is_empty() {
            return Ok(Vec::new());
        }
        let each: Vec<_> = columns
            .iter()
            .map(|(kind, column)| {
                let (table, key) = (kind.dictionary().key, column.key);
                let newest = format!(
                    "(SELECT id, \"{key}\" AS value FROM \"{table}\" ORDER BY id DESC LIMIT :newest) AS t"
                );
                match column.shape {
                    Shape::List => format!(
                        "SELECT t.id, one.value FROM {newest}, json_each(t.value) AS one WHERE t.value IS NOT NULL"
                    ),
                    _ => format!("SELECT t.id, t.value FROM {newest} WHERE t.value IS NOT NULL"),
                }
            })
            .collect();
        let text = format!(
            "SELECT value FROM ({}) GROUP BY value ORDER BY count(*) DESC, max(id) DESC, value LIMIT :most",
            each.join(" UNION ALL ")
        );
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut statement = self.connection().prepare_cached(&text)?;
        let values = statement
            .query_map(named_params! { ":newest": NEWEST, ":most": most }, |row| {
                row.get("value")
            })?;
        Ok(values.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn values(sample: &Sample, columns: &[(Kind, &str)], most: usize) -> Vec<String> {
        let columns: Vec<_> = columns
            .iter()
            .map(|(kind, key)| (*kind, kind.dictionary().column(key).unwrap()))
            .collect();
        sample.ledger.page().values(&columns, most).unwrap()
    }

    #[test]
    fn the_most_used_value_comes_first_and_of_those_used_alike_the_newest() {
        let mut sample = Sample::new();
        sample.point("甲");
        sample.visit(1, "2022-06-01");
        for company in ["旧店", "常来店", "新店", "常来店"] {
            sample.problem(1, company);
        }
        let company = [(Kind::Problem, "company")];
        assert_eq!(values(&sample, &company, 9), ["常来店", "新店", "旧店"]);
        assert_eq!(values(&sample, &company, 2), ["常来店", "新店"]);
        assert_eq!(values(&sample, &[(Kind::Problem, "owner")], 9), [""; 0]);
        assert_eq!(values(&sample, &[], 9), [""; 0]);
    }

    #[test]
    fn a_list_gives_its_items() {
        let mut sample = Sample::new();
        sample.point("甲");
        for people in ["张三、李四", "李四", "王五（所长、书记）"] {
            let words = [("date", "2022-06-01"), ("point", "1"), ("send", "policy")];
            sample.add(Kind::Visit, &[&words[..], &[("people", people)]].concat());
        }
        let people = values(&sample, &[(Kind::Visit, "people")], 9);
        assert_eq!(people, ["李四", "王五（所长、书记）", "张三"]);
    }

    #[test]
    fn the_values_of_several_columns_are_counted_together() {
        let mut sample = Sample::new();
        for (name, section) in [("甲", "质量科"), ("乙", "登记科")] {
            let words = [("name", name), ("kind", "market"), ("section", section)];
            sample.add(Kind::Point, &words);
        }
        let plan = [("year", "2022"), ("title", "培训"), ("section", "质量科")];
        sample.add(Kind::Plan, &plan);
        let both = [(Kind::Point, "section"), (Kind::Plan, "section")];
        assert_eq!(values(&sample, &both, 9), ["质量科", "登记科"]);
    }

    #[test]
    fn only_the_newest_records_are_looked_at() {
        let mut sample = Sample::new();
        sample.point("甲");
        sample.visit(1, "2022-06-01");
        sample.problem(1, "老店");
        sample.problem(1, "新店");
        // As if thousands had been entered between the two.
        sample.run(&format!(
            "WITH RECURSIVE many(n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM many WHERE n < {})
             INSERT INTO problem (id, uuid, revision, found_on, company, category, text)
             SELECT n, randomblob(16), randomblob(16), '2022-06-01', '新店', '广告', '怎样备案' FROM many",
            NEWEST + 10
        ));
        assert_eq!(values(&sample, &[(Kind::Problem, "company")], 9), ["新店"]);
    }
}
