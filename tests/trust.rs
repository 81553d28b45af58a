//! What makes a ledger one to be trusted, from the outside: the history, undo, copies, the check-up, and several ledgers in one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::Officer;

/// What was said on standard error, as far as it must have been said.
fn says(said: &officer::Said, words: &[&str]) {
    for word in words {
        assert!(said.err.contains(word), "「{word}」 in\n{}", said.err);
    }
}

/// Every record of the ledger, of all kinds.
fn all(officer: &Officer) -> Vec<serde_json::Value> {
    [
        "point", "member", "project", "visit", "problem", "meeting", "activity", "idea", "award",
        "plan",
    ]
    .iter()
    .map(|kind| {
        let all = if ["point", "member"].contains(kind) {
            " --all"
        } else {
            ""
        };
        let mut rows = officer.json(&format!("{kind} list{all} --full"));
        for row in rows.as_array_mut().unwrap() {
            // When a record was written last is told by its last revision, and an undo is one.
            row.as_object_mut().unwrap().remove("updated_at");
        }
        rows
    })
    .collect()
}

#[test]
fn whole_commands_are_undone_in_order_and_done_again_and_each_is_named_before() {
    let officer = Officer::with_sample();
    let before = all(&officer);
    officer.done(
        "visit add --date 2023-03-30 --point 1 --send 送服务 --problem 'company=甲; category=计量; text=一' \
         --problem 'company=乙; category=计量; text=二' --problem 'company=丙; category=计量; text=三'",
    );
    officer.done("visit edit 28 --people 江涛");
    let after = all(&officer);
    says(
        &officer.done("undo --dry-run"),
        &["修改走访 28", "这次没有做"],
    );
    assert_eq!(all(&officer), after);
    says(
        &officer.done("undo"),
        &["撤销：", " 高广林 修改走访 28", "xgz redo"],
    );
    says(&officer.done("撤销"), &["登记走访 28 及其 3 个问题"]);
    assert_eq!(all(&officer), before);
    says(
        &officer.done("redo"),
        &["重做：", "登记走访 28 及其 3 个问题"],
    );
    says(&officer.done("重做"), &["修改走访 28"]);
    assert_eq!(all(&officer), after);
    officer.refused("redo", 1);

    // A fresh command empties the list of what can be done again.
    officer.done("undo");
    officer.done("point edit 1 --leader 周局");
    officer.refused("redo", 1);
    // And the whole ledger can be taken back, command by command, to nothing.
    for _ in 0..3 {
        officer.done("undo");
    }
    assert!(
        all(&officer)
            .iter()
            .all(|rows| rows.as_array().unwrap().is_empty())
    );
    says(&officer.refused("undo", 1), &["没有可以撤销的操作"]);
    for _ in 0..3 {
        officer.done("redo");
    }
    assert_eq!(officer.json("point show 1")["leader"], "周局");
    assert!(officer.done("doctor").text().contains("历史　好"));
}

#[test]
fn an_import_is_undone_whole_and_what_was_written_since_stops_it() {
    let officer = Officer::with_sample();
    let before = all(&officer);
    let mut sheet = String::from("走访日期,地点,三送类别\n");
    for day in 0..5_000 {
        use std::fmt::Write as _;
        let _ = writeln!(
            sheet,
            "2022-{:02}-{:02},第{day}户,送政策",
            day % 12 + 1,
            day % 28 + 1
        );
    }
    officer.write("走访.csv", sheet);
    officer.done("import 走访.csv --kind 走访");
    officer.done("visit edit 4000 --reach 3");
    officer.done("undo");
    officer.done("visit edit 4000 --reach 3");
    officer.done("problem add --visit 4001 --company 甲 --category 计量 --text 一");
    says(&officer.done("undo"), &["登记问题 33"]);
    says(&officer.done("undo"), &["修改走访 4000"]);
    says(
        &officer.done("undo"),
        &["导入走访 5000 次（编号 28 到 5027）"],
    );
    assert_eq!(all(&officer), before);
    officer.done("redo");
    // A later change by hand, undone by nobody: the import cannot be undone any more.
    officer.done("visit edit 4000 --reach 4");
    officer
        .ledger()
        .execute(
            "UPDATE command SET ledger = zeroblob(16) WHERE n = (SELECT max(n) FROM command)",
            [],
        )
        .unwrap();
    let before = officer.files();
    let said = officer.run("undo");
    assert_eq!(said.status, 1);
    says(
        &said,
        &["后来又有改动，不能撤销：走访 4000", "xgz log 走访 4000"],
    );
    assert!(officer.files() == before);
}

#[test]
fn the_history_tells_what_changed_and_leaves_phones_out() {
    let officer = Officer::with_sample();
    officer.done("point edit 1 --phone 13812345678 --leader 周局");
    officer.done("visit rm 26 -y");
    let log = officer.done("log --limit 2").text();
    assert!(log.contains("修改联系点 1"), "{log}");
    assert!(log.contains("责任领导：周岳峰 → 周局"), "{log}");
    assert!(log.contains("联系电话：有改动（不显示）"), "{log}");
    assert!(log.contains("删除走访 26 及其 1 个问题"), "{log}");
    let json = officer.json("log --limit 2");
    assert_eq!(json[0]["verb"], "visit rm");
    assert_eq!(json[1]["words"], "修改联系点 1");
    let changes = json[1]["records"][0]["changes"].as_array().unwrap();
    let leader = changes.iter().find(|change| change["key"] == "leader");
    assert_eq!(leader.unwrap()["after"], "周局");
    let phone = changes.iter().find(|change| change["key"] == "phone");
    assert!(phone.unwrap()["after"].is_null());
    for line in [
        "log --all",
        "log --all --format json",
        "log 联系点 1",
        "point log 1 --format json",
    ] {
        let text = officer.done(line).text();
        assert!(!text.contains("13812345678"), "{line}");
        assert!(!text.contains("5678"), "{line}");
    }
    for line in [
        "point add --name 甲 --kind 市场 --phone '138\u{1}12345678'",
        "point edit 1 --phone '1381234567\u{202e}'",
    ] {
        let said = officer.refused(line, 1);
        assert!(!said.err.contains("138"), "{}", said.err);
    }
}

#[test]
fn what_was_removed_is_listed_and_comes_back_by_kind_and_number() {
    let officer = Officer::with_sample();
    officer.done("visit rm 26 -y");
    officer.done("visit rm 25 -y");
    let rows = officer.json("visit list --removed");
    let ids: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, [26, 25]);
    assert_eq!(rows[1]["point"], "北环钢材市场");
    let rows = officer.json("visit list --removed --point 老槐");
    assert_eq!(rows.as_array().unwrap().len(), 1);
    says(
        &officer.done("visit list --removed"),
        &["xgz visit restore 编号"],
    );
    says(
        &officer.done("restore 走访 26"),
        &["已恢复走访 26", "已恢复问题 23"],
    );
    says(&officer.done("恢复 25"), &["已恢复走访 25"]);
    says(&officer.done("visit list --removed"), &["没有删除过"]);
    officer.refused("restore 走访 26", 1);
    officer.refused("restore 走访 999", 3);
    officer.refused("restore 没有这份.db", 1);
    officer.refused("restore 没有这条", 3);
}

#[test]
fn a_copy_is_made_checked_and_taken_back_and_what_it_replaces_is_kept() {
    let officer = Officer::with_sample();
    let before = all(&officer);
    says(
        &officer.done("backup -o 备份.db"),
        &["已备份到「备份.db」", "已核对"],
    );
    officer.refused("backup -o 备份.db", 1);
    officer.refused("backup -o 没有的文件夹/备份.db", 1);
    officer.done("point edit 1 --leader 周局");
    officer.done("visit rm 26 -y");
    let changed = all(&officer);
    let said = officer.done("restore 备份.db --dry-run");
    says(
        &said,
        &[
            "走访 26 → 27",
            "有 2 次",
            "修改联系点 1",
            "删除走访 26",
            "没有换",
        ],
    );
    assert_eq!(all(&officer), changed);
    let said = officer.done("restore 备份.db");
    says(&said, &["已换回备份", "换下来的台账留着"]);
    assert_eq!(all(&officer), before);
    let kept = said
        .err
        .rsplit("xgz restore ")
        .next()
        .unwrap()
        .trim()
        .to_owned();
    officer.done(&format!("restore {kept}"));
    assert_eq!(all(&officer), changed);
    let list = officer.done("backup --list").text();
    assert_eq!(list.matches("换回备份以前").count(), 2, "{list}");
}

#[test]
fn every_ledger_and_copy_is_for_its_owner_only() {
    let officer = Officer::with_sample();
    officer.done("backup");
    officer.done("backup -o 备份.db");
    officer.write(
        "走访.csv",
        "走访日期,地点,三送类别\n2022-06-01,广场,送政策\n",
    );
    officer.done("import 走访.csv --kind 走访");
    officer.done("doctor --repair");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| {
            let metadata = std::fs::metadata(officer.path(name)).unwrap();
            metadata.permissions().mode() & 0o777
        };
        assert_eq!(mode("备份.db"), 0o600);
        assert_eq!(mode("ledger-repaired.db"), 0o600);
        assert_eq!(mode("ledger.db-backups"), 0o700);
        for entry in std::fs::read_dir(officer.path("ledger.db-backups")).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }
    let copies = std::fs::read_dir(officer.path("ledger.db-backups"))
        .unwrap()
        .count();
    assert_eq!(copies, 2);
}

#[test]
fn a_ledger_that_is_gone_or_broken_is_replaced_and_what_was_there_is_kept() {
    let officer = Officer::with_sample();
    let before = all(&officer);
    officer.done("backup -o 备份.db");
    for broken in [Some(""), Some("不是台账"), None] {
        match broken {
            Some(content) => officer.write("ledger.db", content),
            None => std::fs::remove_file(officer.path("ledger.db")).unwrap(),
        }
        says(&officer.done("restore 备份.db"), &["已换回备份"]);
        assert_eq!(all(&officer), before);
    }
}

#[test]
fn an_encrypted_copy_opens_with_its_passphrase_only() {
    let officer = Officer::with_sample();
    officer.refused("backup --encrypt -o 带走.age", 1);
    let with = |phrase: &str, line: &str| {
        let mut command = officer.xgz(&officer::words(line));
        officer::said(&command.env("XGZ_PASSPHRASE", phrase).output().unwrap())
    };
    says(&with("短", "backup --encrypt -o 带走.age"), &["口令太短"]);
    assert_eq!(
        with("四个不相干的词语", "backup --encrypt -o 带走.age").status,
        0
    );
    let bytes = officer.read("带走.age");
    assert!(bytes.starts_with(b"age-encryption.org/v1\n"));
    assert!(!bytes.windows(12).any(|part| part == "北环钢材".as_bytes()));
    let said = with("别的不相干的词语", "restore 带走.age -y");
    said.is_refusal("restore 带走.age -y", 1);
    says(&said, &["口令不对"]);
    officer.refused("restore 带走.age -y", 1);
    officer.done("visit rm 26 -y");
    assert_eq!(with("四个不相干的词语", "restore 带走.age -y").status, 0);
    assert_eq!(officer.json("visit show 26")["id"], 26);
}

#[test]
fn the_check_up_names_what_is_wrong_what_it_means_and_what_helps() {
    let officer = Officer::with_sample();
    let clean = officer.done("doctor");
    assert_eq!(clean.text().matches("　好").count(), 9, "{}", clean.text());
    let whole = officer.read("ledger.db");
    for (harm, check, words) in [
        (
            "UPDATE visit SET reach = 99 WHERE id = 10",
            "记录　1 处",
            "走访 10 的辐射户数和历史里写下的不一样",
        ),
        (
            "PRAGMA foreign_keys = OFF; DELETE FROM idea WHERE id = 1",
            "记录　1 处",
            "历史里有一条金点子「2021-10-20 周三",
        ),
        (
            "UPDATE revision SET body = replace(body, '北环钢材市场', '北坏钢材市场') WHERE body LIKE '%\"name\":\"北环钢材市场\"%'",
            "历史　1 处",
            "联系点 1 有一次改动和当时写下的不一样",
        ),
        (
            "UPDATE command SET author = '别人'",
            "历史　1 处",
            "别人 的一次操作和当时写下的不一样",
        ),
        (
            "PRAGMA foreign_keys = OFF; UPDATE problem SET point = 999 WHERE id = 1",
            "引用　1 处",
            "1 处指向的记录不在了",
        ),
        ("CREATE TABLE spare (x)", "版本　1 处", "spare"),
    ] {
        officer.write("ledger.db", &whole);
        officer.ledger().execute_batch(harm).unwrap();
        let said = officer.run("doctor");
        assert_eq!(said.status, 1, "{harm}");
        let text = said.text();
        assert!(
            text.contains(check) && text.contains(words),
            "{harm}\n{text}"
        );
        assert!(text.contains("办法："), "{harm}\n{text}");
        says(&said, &["错误：查出", "提示："]);
        // A new one is made of the book; the old one stays as it is.
        let before = officer.read("ledger.db");
        officer.done("doctor --repair -o 新的.db");
        assert!(officer.read("ledger.db") == before, "{harm}");
        let again = officer.run("doctor --db 新的.db");
        assert_eq!(again.status, 0, "{harm}\n{}", again.text());
        std::fs::remove_file(officer.path("新的.db")).unwrap();
    }
    officer.write("ledger.db", &whole);
    officer.done("backup -o 旧的.db");
    officer.refused("doctor --repair -o 旧的.db", 1);
}

#[cfg(unix)]
#[test]
fn the_check_up_sees_who_may_read_the_file_and_its_second_names() {
    use std::os::unix::fs::PermissionsExt;
    let officer = Officer::with_sample();
    let ledger = officer.path("ledger.db");
    std::fs::set_permissions(&ledger, std::fs::Permissions::from_mode(0o644)).unwrap();
    std::fs::hard_link(&ledger, officer.path("另一个.db")).unwrap();
    let said = officer.run("doctor");
    assert_eq!(said.status, 1);
    for words in ["（644）", "chmod 600 ledger.db", "2 个名字", "cp ledger.db"] {
        assert!(said.text().contains(words), "{}", said.text());
    }
}

#[test]
fn a_flipped_bit_in_the_words_of_the_history_is_set_right_again() {
    let officer = Officer::with_sample();
    let before = all(&officer);
    let history = officer.json("log --all");
    let connection = officer.ledger();
    // One bit: 北 is E5 8C 97, 匕 is E5 8C 95.
    let changed = connection
        .execute(
            "UPDATE revision SET body = replace(body, '\"name\":\"北环钢材市场\"', '\"name\":\"匕环钢材市场\"') WHERE body LIKE '%\"name\":\"北环钢材市场\"%'",
            [],
        )
        .unwrap();
    assert_eq!(changed, 1);
    drop(connection);
    says(
        &officer.done("doctor --repair -o 新的.db"),
        &["1 处和当时写下的不一样，已经按核对码改回原样"],
    );
    officer.write("ledger.db", officer.read("新的.db"));
    assert_eq!(all(&officer), before);
    assert_eq!(officer.json("log --all"), history);
}

/// Two officers in two folders; the second one has taken in the ledger of the first.
fn two() -> (Officer, Officer) {
    let (one, other) = (Officer::with_ledger(), Officer::with_ledger());
    one.done("point add --name 北环钢材市场 --kind 市场 --confirmed-on 2022-03-24");
    one.done("visit add --date 2022-06-01 --point 1 --send 送政策 --reach 20");
    hand_over(&one, &other);
    other.done("merge 对方.db");
    (one, other)
}

/// Gives one's ledger to the other, as the file 对方.db.
fn hand_over(from: &Officer, to: &Officer) {
    to.write("对方.db", from.read("ledger.db"));
}

#[test]
fn ledgers_of_two_stations_become_one_and_the_report_counts_right() {
    let (one, other) = (Officer::with_ledger(), Officer::with_ledger());
    for (officer, point, reach) in [(&one, "北环钢材市场", 20), (&other, "溪谷软件园", 30)]
    {
        officer.done(&format!(
            "point add --name {point} --kind 市场 --confirmed-on 2022-03-24"
        ));
        officer.done(&format!("visit add --date 2022-06-01 --point 1 --send 送政策 --reach {reach} --problem 'company=甲; category=计量; text=一'"));
    }
    hand_over(&other, &one);
    let before = all(&one);
    says(
        &one.done("merge 对方.db --dry-run"),
        &["新增 1 个联系点、1 次走访、1 个问题", "什么也没有改动"],
    );
    assert_eq!(all(&one), before);
    says(&one.done("merge 对方.db"), &["已合并", "合并以前的备份在"]);
    says(&one.done("合并 对方.db"), &["没有新的，都已经有了"]);
    let value = |key: &str| one.figure("report 2022", key);
    assert_eq!(
        (value("points"), value("reach"), value("problems-found")),
        (2.into(), 50.into(), 2.into())
    );
    // The other way round it comes to the same.
    hand_over(&one, &other);
    other.done("merge 对方.db");
    assert_eq!(one.json("report 2022"), other.json("report 2022"));
    let said = one.refused("undo", 1);
    says(&said, &["合并不能撤销", "xgz restore "]);
    let command = said
        .commands()
        .into_iter()
        .find(|line| line.contains("restore"))
        .unwrap();
    one.done(&command);
    assert_eq!(all(&one), before);
}

#[test]
fn a_conflict_is_listed_and_settled_by_a_person() {
    let (one, other) = two();
    // Long texts that differ at their end only are told to it.
    let long = "逐户宣讲广告法和明码标价规定，听取意见，发放宣传册";
    one.done(&format!("visit edit 1 --reach 25 --summary {long}四十份"));
    other.done(&format!("visit edit 1 --reach 30 --summary {long}五十份"));
    hand_over(&other, &one);
    says(&one.done("merge 对方.db"), &["有 1 处冲突要由人来定"]);
    says(&one.done("report 2022"), &["1 处冲突没有处理"]);
    let list = one.done("merge list").text();
    for words in [
        "走访 1　两边都改过",
        "辐射户数：25",
        "辐射户数：30",
        "四十份",
        "五十份",
        "现在显示的",
        "merge resolve 走访 1",
    ] {
        assert!(list.contains(words), "{list}");
    }
    let json = one.json("merge list");
    let versions = json["conflicts"][0]["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2);
    let thirty = versions
        .iter()
        .position(|version| version["record"]["reach"] == 30)
        .unwrap()
        + 1;
    one.refused("merge resolve 走访 1", 2);
    one.refused("merge resolve 走访 1 --take 3", 2);
    one.refused("merge resolve 联系点 1 --take 1", 3);
    says(
        &one.done(&format!("merge resolve 走访 1 --take {thirty}")),
        &["已处理走访 1"],
    );
    assert_eq!(one.json("visit show 1")["reach"], 30);
    says(&one.done("merge list"), &["没有冲突"]);
    assert!(!one.done("report 2022").err.contains("冲突"));
    hand_over(&one, &other);
    other.done("merge 对方.db");
    assert_eq!(other.json("visit show 1")["reach"], 30);
    says(&other.done("merge list"), &["没有冲突"]);
}

#[test]
fn contact_points_entered_twice_stand_until_they_are_joined() {
    let (one, other) = (Officer::with_ledger(), Officer::with_ledger());
    for officer in [&one, &other] {
        officer.done("point add --name 北环钢材市场 --kind 市场 --confirmed-on 2022-03-24");
        officer.done("visit add --date 2022-06-01 --point 1 --send 送政策 --reach 20");
    }
    other.done("point edit 1 --leader 周局");
    hand_over(&other, &one);
    says(
        &one.done("merge 对方.db"),
        &[
            "都叫「北环钢材市场」（编号 1、2）",
            "xgz merge join 联系点 1 2",
        ],
    );
    says(&one.done("report 2022"), &["统计会重复计算"]);
    one.refused("merge join 联系点 1 1", 1);
    one.refused("merge join 联系点 1 99", 3);
    let said = one.done("merge join 联系点 1 2");
    says(&said, &["补上责任领导", "改用它的记录有 1 条"]);
    assert_eq!(one.json("point list").as_array().unwrap().len(), 1);
    // Now the two visits are seen to be one.
    let list = one.json("merge list");
    assert_eq!(list["duplicates"][0]["kind"], "visit");
    one.done("merge join 走访 1 2");
    assert!(!one.done("report 2022").err.contains("注意"));
    one.done("undo");
    one.done("undo");
    assert_eq!(one.json("point list").as_array().unwrap().len(), 2);
}

#[test]
fn what_one_removed_and_the_other_uses_stays_and_is_listed() {
    let (one, other) = two();
    one.done("visit rm 1 -y");
    one.done("point rm 1");
    other.done("visit add --date 2022-07-01 --point 1 --send 送政策");
    hand_over(&other, &one);
    says(&one.done("merge 对方.db"), &["1 处冲突"]);
    let list = one.done("merge list").text();
    for words in ["联系点 1　一边删除了，另一边还用到它", "用到它的：走访 2"]
    {
        assert!(list.contains(words), "{list}");
    }
    let take = one.json("merge list")["conflicts"][0]["shown"]
        .as_i64()
        .unwrap();
    one.done(&format!("merge resolve 联系点 1 --take {take}"));
    says(&one.done("merge list"), &["没有冲突"]);
}

#[test]
fn another_ledger_that_cannot_be_used_is_named_and_nothing_is_taken_in() {
    let officer = Officer::with_sample();
    officer.write("空.db", "");
    officer.write("文字.db", "走访日期,地点");
    officer.write("坏.db", &officer.read("ledger.db")[..40_000]);
    for (line, words) in [
        ("merge 空.db", "「空.db」是空文件"),
        ("merge 文字.db", "「文字.db」不是本程序的台账"),
        ("merge 坏.db", "「坏.db」坏了"),
        ("merge 没有.db", "找不到「没有.db」"),
        ("merge ledger.db", "就是正在用的台账"),
        ("restore 坏.db", "「坏.db」坏了"),
        ("restore ledger.db", "就是正在用的台账"),
    ] {
        let said = officer.run(line);
        said.is_refusal(line, 1);
        says(&said, &[words]);
    }
    officer.done("doctor");
}
