//! What the declarations must keep to.

use super::*;

/// Flags that every command has, and one that `visit add` has beside its columns.
const GLOBAL: &[&str] = &[
    "db", "color", "author", "quiet", "yes", "help", "version", "format", "problem",
];

#[test]
fn the_names_of_the_kinds_and_of_their_columns_are_given_once() {
    let mut keys: Vec<_> = Kind::ALL.iter().map(|kind| kind.dictionary().key).collect();
    let mut labels: Vec<_> = Kind::ALL
        .iter()
        .map(|kind| kind.dictionary().label)
        .collect();
    for names in [&mut keys, &mut labels] {
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Kind::ALL.len());
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::of_key(kind.dictionary().key), Some(*kind));
        let mut names: Vec<String> = kind
            .dictionary()
            .all()
            .flat_map(|column| {
                [column.key, column.label]
                    .into_iter()
                    .chain(column.aliases.iter().copied())
            })
            .map(str::to_owned)
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{kind:?}: a name means two columns");
    }
}

#[test]
fn names_that_differ_in_width_alone_belong_to_one_column() {
    for kind in Kind::ALL {
        let mut seen: Vec<(String, &str)> = Vec::new();
        for column in kind.dictionary().all() {
            let names = [column.key, column.label].into_iter();
            for name in names.chain(column.aliases.iter().copied()) {
                let name = folded(name);
                let other = seen.iter().find(|(seen, _)| *seen == name);
                assert!(
                    other.is_none_or(|(_, key)| *key == column.key),
                    "{kind:?} {name}"
                );
                seen.push((name, column.key));
            }
        }
    }
}

#[test]
fn what_a_dictionary_names_is_one_of_its_stored_columns() {
    for kind in Kind::ALL {
        let dictionary = kind.dictionary();
        let named = dictionary.natural.iter().chain(dictionary.named);
        let named = named
            .chain(&dictionary.title)
            .chain([&dictionary.day])
            .chain(&dictionary.ends);
        for key in named {
            assert!(dictionary.place(key).is_some(), "{kind:?} {key}");
        }
        let day = dictionary.column(dictionary.day).unwrap();
        assert!(matches!(
            day.shape,
            Shape::Day | Shape::Partial | Shape::Year
        ));
        if let Some(ends) = dictionary.ends {
            assert!(matches!(dictionary.column(ends).unwrap().shape, Shape::Day));
        }
    }
}

#[test]
fn what_is_taken_comes_from_a_column_of_the_same_shape_that_the_link_leads_to() {
    for kind in Kind::ALL {
        for column in kind.dictionary().columns {
            let Some((link, from)) = column.taken else {
                continue;
            };
            let Shape::Link(other) = super::column(*kind, link).shape else {
                panic!("{kind:?} {link} is no reference");
            };
            let from = super::column(other, from);
            assert_eq!(
                std::mem::discriminant(&column.shape),
                std::mem::discriminant(&from.shape),
                "{kind:?} {}",
                column.key
            );
        }
    }
}

#[test]
fn a_reference_leads_to_a_kind_that_comes_before() {
    for kind in Kind::ALL {
        for (column, other) in kind.dictionary().links() {
            assert!(other < *kind, "{kind:?} {}", column.key);
        }
    }
}

#[test]
fn the_words_of_a_choice_mean_one_value_each() {
    for kind in Kind::ALL {
        for column in kind.dictionary().all() {
            let entries = column.shape.entries().unwrap_or_default();
            let mut words: Vec<String> = entries
                .iter()
                .flat_map(|entry| {
                    [entry.code, entry.label]
                        .into_iter()
                        .chain(entry.words.iter().copied())
                })
                .map(folded)
                .collect();
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), all, "{kind:?} {}", column.key);
        }
    }
}

#[test]
fn a_default_is_one_of_the_choices() {
    for kind in Kind::ALL {
        for column in kind.dictionary().all() {
            if let Some(code) = column.default {
                let entries = column.shape.entries().unwrap();
                assert!(entries.iter().any(|entry| entry.code == code), "{code}");
            }
        }
    }
}

#[test]
fn no_column_has_the_flag_of_something_else() {
    for kind in Kind::entered() {
        for column in kind.dictionary().all() {
            assert!(
                !GLOBAL.contains(&column.flag().as_str()),
                "{kind:?} {}",
                column.key
            );
        }
    }
}

#[test]
fn a_column_is_known_by_key_label_and_alias() {
    for kind in Kind::ALL {
        for column in kind.dictionary().all() {
            let names = [column.key, column.label].into_iter();
            for name in names.chain(column.aliases.iter().copied()) {
                let known = kind.dictionary().known_as(name).unwrap();
                assert_eq!(known.key, column.key, "{kind:?} {name}");
            }
        }
        assert!(kind.dictionary().known_as("没有这一列").is_none());
    }
}
