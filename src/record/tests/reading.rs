//! What words become in a cell.

use super::*;

fn count(typed: &str) -> Result<Cell, Unread> {
    read_as(Kind::Visit, "reach", typed)
}

#[test]
fn a_count_is_read_with_its_unit_and_in_any_width() {
    for typed in ["62", " 62 户", "６２户", "62人", "+62", "６２ 名", "062"] {
        assert_eq!(count(typed), Ok(Cell::Count(62)), "{typed}");
    }
    assert_eq!(count("1,234 户"), Ok(Cell::Count(1234)));
    assert_eq!(count("１，２３４"), Ok(Cell::Count(1234)));
}

#[test]
fn a_negative_count_is_read_so_that_a_rule_can_name_it() {
    for typed in ["-3", "－3", "−３", "–3户"] {
        assert_eq!(count(typed), Ok(Cell::Count(-3)), "{typed}");
    }
}

#[test]
fn what_is_no_whole_number_is_not_read_as_one() {
    for typed in [
        "十二", "3.5", "约60", "60余", "户", "-", "1-2", "0x10", "1e3",
    ] {
        assert_eq!(count(typed), Err(Unread::Count), "{typed}");
    }
    assert_eq!(count("99999999"), Ok(Cell::Count(99_999_999)));
    for typed in ["100000000", "99999999999999999999"] {
        assert_eq!(count(typed), Err(Unread::TooGreat), "{typed}");
    }
}

#[test]
fn yes_and_no_are_read_in_the_words_in_use() {
    let flag = |typed| read_as(Kind::Visit, "owner_met", typed);
    for typed in ["是", "有", "Yes", "ｙ", "TRUE", "1", "√"] {
        assert_eq!(flag(typed), Ok(Cell::Flag(true)), "{typed}");
    }
    for typed in ["否", "无", "没有", "no", "Ｎ", "false", "0", "×"] {
        assert_eq!(flag(typed), Ok(Cell::Flag(false)), "{typed}");
    }
    for typed in ["也许", "2", "是否"] {
        assert_eq!(flag(typed), Err(Unread::Flag), "{typed}");
    }
}

#[test]
fn every_choice_is_read_by_code_label_and_short_word() {
    for kind in Kind::ALL {
        for column in kind.dictionary().all() {
            for entry in column.shape.entries().unwrap_or_default() {
                let words = [entry.code, entry.label].into_iter();
                for word in words.chain(entry.words.iter().copied()) {
                    for typed in [word.to_owned(), word.to_uppercase(), format!(" {word} ")] {
                        let cell = read(column, &typed, &world(), None).unwrap();
                        let expected = match column.shape {
                            Shape::Choices(_) => Cell::Choices(vec![entry]),
                            _ => Cell::Choice(entry),
                        };
                        assert_eq!(cell, expected, "{kind:?} {typed}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_choice_that_is_none_comes_with_the_nearest_and_the_one_word_meant() {
    let Err(Unread::Choice { nearest, value, .. }) = read_as(Kind::Visit, "send", "送服务、送政测")
    else {
        panic!("送政测 is no kind of visit");
    };
    assert_eq!(
        (nearest.as_slice(), value.as_str()),
        (&["送政策"][..], "送政测")
    );
}

#[test]
fn several_choices_come_once_each_in_the_order_of_the_set() {
    let cell = read_as(Kind::Visit, "send", "信心，送政策;政策、service").unwrap();
    assert_eq!(cell.words(), "送政策、送服务、送信心");
}

#[test]
fn a_year_is_read_as_people_write_it() {
    let year = |typed| read_as(Kind::Plan, "year", typed);
    for typed in ["2023", "2023年", "今年", "２０２３"] {
        assert_eq!(year(typed), Ok(Cell::Count(2023)), "{typed}");
    }
    assert_eq!(year("22"), Err(Unread::Year(PeriodFault::NoSuchYear)));
    assert_eq!(year("上半年"), Err(Unread::Year(PeriodFault::Unreadable)));
}

#[test]
fn a_figure_is_read_by_key_and_name_and_an_unknown_one_comes_with_the_nearest() {
    let figure = |typed| read_as(Kind::Plan, "figure", typed);
    for typed in ["trainings", "质量培训", " Trainings "] {
        assert_eq!(figure(typed), Ok(Cell::Text("trainings".to_owned())));
    }
    let nearest = vec!["质量培训"];
    assert_eq!(figure("质量培训次"), Err(Unread::Figure { nearest }));
    let nearest = Vec::new();
    assert_eq!(figure("无此指标"), Err(Unread::Figure { nearest }));
}

#[test]
fn a_list_is_split_outside_of_brackets_and_keeps_its_order() {
    let list = |typed| read_as(Kind::Visit, "topics", typed).unwrap();
    assert_eq!(
        list("《广告法、实施细则》；《产品质量法》, 《广告法、实施细则》"),
        Cell::List(vec![
            "《广告法、实施细则》".to_owned(),
            "《产品质量法》".to_owned()
        ])
    );
    assert_eq!(list(" 、，;"), Cell::Empty);
}

#[test]
fn an_empty_text_of_any_shape_is_an_empty_cell() {
    for kind in Kind::ALL {
        for column in kind.dictionary().columns {
            for typed in ["", " \t\u{3000}\r\n"] {
                assert_eq!(
                    read(column, typed, &world(), None),
                    Ok(Cell::Empty),
                    "{column:?}"
                );
            }
        }
    }
}

#[test]
fn a_code_is_normalised_and_a_bad_one_refused() {
    let code = |typed| read_as(Kind::Problem, "code", typed);
    assert_eq!(
        code("９１３５０１００ｍ000100y43"),
        Ok(Cell::Text("91350100M000100Y43".to_owned()))
    );
    assert_eq!(
        code("9135010"),
        Err(Unread::Code(CodeFault::Length { found: 7 }))
    );
    assert!(matches!(
        code("91350100M000100Y4Z"),
        Err(Unread::Code(CodeFault::Character { found: 'Z', .. }))
    ));
}

#[test]
fn the_name_of_a_column_is_no_content() {
    let secretary = |typed| read_as(Kind::Point, "secretary", typed);
    assert_eq!(secretary("书记"), Err(Unread::Label));
    assert_eq!(secretary(" 书 记 "), Err(Unread::Label));
    assert!(secretary("书记王芳").is_ok());
    let absent = |typed| read_as(Kind::Meeting, "absent", typed);
    assert_eq!(absent("缺席人员、张三"), Err(Unread::Label));
    assert!(absent("李四、张三").is_ok());
    assert_eq!(
        read_as(Kind::Meeting, "evidence", "佐证材料"),
        Err(Unread::Label)
    );
    assert_eq!(
        read_as(Kind::Problem, "result", "办理结果"),
        Err(Unread::Label)
    );
}

#[test]
fn control_and_direction_characters_are_refused_and_a_line_feed_is_not() {
    let text = |typed: &str| read_as(Kind::Problem, "text", typed);
    for character in ['\u{1b}', '\0', '\u{7f}', '\u{202e}', '\u{2066}', '\u{200b}'] {
        assert_eq!(
            text(&format!("甲{character}乙")),
            Err(Unread::Forbidden(character)),
            "{character:?}"
        );
    }
    assert_eq!(text("甲\r\n乙"), Ok(Cell::Text("甲\n乙".to_owned())));
    for kind in Kind::ALL {
        for column in kind.dictionary().columns {
            assert_eq!(
                read(column, "\u{1b}[2J", &world(), None),
                Err(Unread::Forbidden('\u{1b}')),
                "{column:?}"
            );
        }
    }
}

#[test]
fn a_text_is_as_long_as_a_cell_of_a_spreadsheet_at_most() {
    let text = |length| read_as(Kind::Problem, "text", &"文".repeat(length));
    assert!(text(32_767).is_ok());
    assert_eq!(text(32_768), Err(Unread::TooLong));
}

#[test]
fn a_day_leans_to_the_past_where_something_happened_and_to_the_future_where_it_is_due() {
    let past = read_as(Kind::Visit, "date", "12.25").unwrap();
    assert_eq!(past, Cell::Day(day("2022-12-25")));
    let due = read_as(Kind::Problem, "due_on", "12.25").unwrap();
    assert_eq!(due, Cell::Day(day("2023-12-25")));
    assert_eq!(
        read_as(Kind::Visit, "date", "2022-02-30"),
        Err(Unread::Day(DayFault::NoSuchDay))
    );
    assert!(matches!(
        read_as(Kind::Visit, "date", "2022.3"),
        Err(Unread::Day(DayFault::MonthOnly { .. }))
    ));
    assert_eq!(
        read_as(Kind::Member, "joined_on", "2001.07")
            .unwrap()
            .words(),
        "2001-07"
    );
}
