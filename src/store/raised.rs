//! The problems that were raised in visits: how many, and how many of them still wait.

use std::collections::HashMap;

use rusqlite::named_params;

use super::error::Result;
use super::page::Page;
use super::sql::PROBLEM_OPEN;
use crate::value::Day;

/// The problems of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Raised {
    /// How many there are.
    pub problems: i64,
    /// How many of them wait on the day that was asked for.
    pub open: i64,
}

impl Page<'_> {
    /// The problems of these visits, by the visit's number; visits without any are left out.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn raised(self, visits: &[i64], asof: Day) -> Result<HashMap<i64, Raised>> {
        let mut statement = self.connection().prepare_cached(&format!(
            "SELECT t.visit AS visit, count(*) AS problems, sum({PROBLEM_OPEN}) AS open FROM problem AS t
             WHERE t.visit IN (SELECT value FROM json_each(:visits)) GROUP BY t.visit"
        ))?;
        let visits = serde_json::Value::from(visits).to_string();
        let mut lines =
            statement.query(named_params! { ":visits": visits, ":asof": asof.to_string() })?;
        let mut raised = HashMap::new();
        while let Some(line) = lines.next()? {
            let (problems, open) = (line.get("problems")?, line.get("open")?);
            raised.insert(line.get("visit")?, Raised { problems, open });
        }
        Ok(raised)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, day};
    use super::*;
    use crate::record::Kind;

    #[test]
    fn the_problems_of_each_visit_are_counted_with_those_that_wait() {
        let mut sample = Sample::new();
        let point = sample.point("钢材市场");
        let visits: Vec<_> = ["2022-06-01", "2022-06-02", "2022-06-03"]
            .map(|date| sample.visit(point, date))
            .into();
        for (visit, solved) in [(0, ""), (0, "2022-06-10"), (1, "2022-06-10")] {
            let words = [
                ("found_on", "2022-06-01"),
                ("visit", &visits[visit].to_string()),
                ("company", "甲店"),
                ("category", "广告"),
                ("text", "咨询"),
                ("solved_on", solved),
            ];
            sample.add(Kind::Problem, &words);
        }
        let page = sample.ledger.page();
        let of = |problems, open| Raised { problems, open };
        let raised = page.raised(&visits, day("2022-06-10")).unwrap();
        assert_eq!(raised.len(), 2);
        assert_eq!(raised[&visits[0]], of(2, 1));
        assert_eq!(raised[&visits[1]], of(1, 0));
        // On the day before, all of them waited.
        let raised = page.raised(&visits[..1], day("2022-06-09")).unwrap();
        assert_eq!(raised.len(), 1);
        assert_eq!(raised[&visits[0]], of(2, 2));
    }
}
