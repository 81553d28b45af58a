//! The package that comes out: its parts are read back with an XML parser.

use std::io::{Cursor, Read};

use roxmltree::{Document as Xml, Node};
use zip::ZipArchive;

use super::*;
use crate::document::{Block, Level, Span, sample};

fn written(document: &Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    docx(document, &mut bytes).unwrap();
    bytes
}

/// The parts by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text));
    }
    parts
}

fn part(document: &Document, name: &str) -> String {
    let parts = parts(&written(document));
    parts.into_iter().find(|part| part.0 == name).unwrap().1
}

fn main_part(document: &Document) -> String {
    part(document, "word/document.xml")
}

fn all<'a>(xml: &'a Xml, name: &str) -> Vec<Node<'a, 'a>> {
    let named = |node: &Node| node.has_tag_name((MAIN, name));
    xml.descendants().filter(named).collect()
}

fn attribute<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    node.attribute((MAIN, name)).unwrap_or_default()
}

fn words(node: Node) -> String {
    let texts = node
        .descendants()
        .filter(|node| node.has_tag_name((MAIN, "t")));
    texts.filter_map(|text| text.text()).collect()
}

fn style<'a>(paragraph: Node<'a, 'a>) -> &'a str {
    let mut nodes = paragraph.descendants();
    attribute(
        nodes
            .find(|node| node.has_tag_name((MAIN, "pStyle")))
            .unwrap(),
        "val",
    )
}

#[test]
fn every_part_is_xml_and_every_reference_is_kept() {
    for document in [sample::everything(), sample::form(), sample::empty()] {
        let parts = parts(&written(&document));
        assert_eq!(parts[0].0, "[Content_Types].xml");
        let names: Vec<_> = parts.iter().map(|part| part.0.as_str()).collect();
        for (name, text) in &parts {
            let xml = Xml::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            let folder = if name.starts_with("word/") {
                "word/"
            } else {
                ""
            };
            for node in xml.descendants() {
                if let Some(target) = node.attribute("Target") {
                    assert!(
                        names.contains(&format!("{folder}{target}").as_str()),
                        "{target}"
                    );
                }
                if let Some(part) = node.attribute("PartName") {
                    assert!(names.contains(&part.trim_start_matches('/')), "{part}");
                }
            }
        }
        let styles = part(&document, "word/styles.xml");
        let relations = part(&document, "word/_rels/document.xml.rels");
        let main = main_part(&document);
        let xml = Xml::parse(&main).unwrap();
        for name in all(&xml, "p").into_iter().map(style) {
            assert!(styles.contains(&format!("w:styleId=\"{name}\"")), "{name}");
        }
        for footer in all(&xml, "footerReference") {
            let id = footer.attribute((RELATIONS, "id")).unwrap();
            assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(
        written(&sample::everything()),
        written(&sample::everything())
    );
    let bytes = written(&sample::form());
    let mut zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for at in 0..zip.len() {
        let day = zip.by_index(at).unwrap().last_modified().unwrap();
        assert_eq!(
            (day.year(), day.month(), day.day(), day.hour()),
            (1980, 1, 1, 0)
        );
    }
}

#[test]
fn a_page_has_the_measures_of_the_standard() {
    let main = main_part(&sample::everything());
    let xml = Xml::parse(&main).unwrap();
    let size = all(&xml, "pgSz")[0];
    assert_eq!(
        ["w", "h"].map(|name| attribute(size, name)),
        ["11906", "16838"]
    );
    let margins = all(&xml, "pgMar")[0];
    let sides = ["top", "right", "bottom", "left"].map(|name| attribute(margins, name));
    assert_eq!(sides, ["2098", "1474", "1984", "1588"]);
    // 22 lines fit, 23 don't; 28 characters of 16 pt fit, 29 don't.
    let (width, height) = (11906 - 1474 - 1588, 16838 - 2098 - 1984);
    let styles = part(&sample::everything(), "word/styles.xml");
    let xml = Xml::parse(&styles).unwrap();
    let normal = all(&xml, "style")[0];
    let spacing = normal
        .descendants()
        .filter(|node| node.has_tag_name((MAIN, "spacing")));
    let [lines, letters] = [0, 1].map(|at| spacing.clone().nth(at).unwrap());
    let value = |node, name| attribute(node, name).parse::<i32>().unwrap();
    assert_eq!(height / value(lines, "line"), 22);
    assert_eq!(width / (320 + value(letters, "val")), 28);
}

#[test]
fn styles_carry_the_types_of_the_standard() {
    let styles = part(&sample::everything(), "word/styles.xml");
    let xml = Xml::parse(&styles).unwrap();
    let value = |id: &str, name: &str, key: &str| {
        let styles = all(&xml, "style");
        let style = styles
            .iter()
            .find(|style| attribute(**style, "styleId") == id)
            .unwrap();
        let node = style
            .descendants()
            .find(|node| node.has_tag_name((MAIN, name)));
        node.map(|node| attribute(node, key).to_owned())
    };
    for (id, name, key, wanted) in [
        ("Normal", "sz", "val", "32"),
        ("Normal", "spacing", "line", "579"),
        ("Normal", "spacing", "lineRule", "exact"),
        ("Normal", "ind", "firstLineChars", "200"),
        ("Normal", "ind", "firstLine", "640"),
        ("Normal", "jc", "val", "both"),
        ("Normal", "rFonts", "eastAsia", "仿宋_GB2312"),
        ("Normal", "rFonts", "ascii", "Times New Roman"),
        ("Title", "sz", "val", "44"),
        ("Title", "jc", "val", "center"),
        ("Title", "rFonts", "eastAsia", "方正小标宋简体"),
        ("Heading1", "outlineLvl", "val", "0"),
        ("Heading1", "rFonts", "eastAsia", "黑体"),
        ("Heading2", "outlineLvl", "val", "1"),
        ("Heading2", "rFonts", "eastAsia", "楷体_GB2312"),
        ("FooterOdd", "sz", "val", "28"),
        ("FooterOdd", "jc", "val", "right"),
        ("FooterOdd", "ind", "rightChars", "100"),
        ("FooterEven", "jc", "val", "left"),
        ("FooterEven", "ind", "leftChars", "100"),
    ] {
        assert_eq!(
            value(id, name, key).as_deref(),
            Some(wanted),
            "{id} {name} {key}"
        );
    }
    assert!(all(&xml, "b").is_empty());
}

#[test]
fn every_run_has_its_fonts_and_every_font_a_fallback() {
    let document = sample::everything();
    let fonts = part(&document, "word/fontTable.xml");
    for name in ["word/document.xml", "word/footer1.xml", "word/footer2.xml"] {
        let text = part(&document, name);
        let xml = Xml::parse(&text).unwrap();
        for run in all(&xml, "r")
            .into_iter()
            .filter(|run| !words(*run).is_empty())
        {
            let set = run
                .descendants()
                .find(|node| node.has_tag_name((MAIN, "rFonts")))
                .unwrap();
            assert_eq!(attribute(set, "hint"), "eastAsia");
            for key in ["eastAsia", "ascii", "hAnsi"] {
                let font = attribute(set, key);
                assert!(fonts.contains(&format!("w:name=\"{font}\"")), "{font}");
            }
        }
    }
    let xml = Xml::parse(&fonts).unwrap();
    for font in all(&xml, "font").into_iter().skip(1) {
        assert_eq!(
            font.first_element_child().unwrap().tag_name().name(),
            "altName"
        );
    }
}

#[test]
fn faces_follow_the_rank() {
    let main = main_part(&sample::everything());
    let xml = Xml::parse(&main).unwrap();
    let face = |said: &str| {
        let runs = all(&xml, "r");
        let run = runs
            .iter()
            .find(|run| words(**run).starts_with(said))
            .unwrap();
        let set = run
            .descendants()
            .find(|node| node.has_tag_name((MAIN, "rFonts")))
            .unwrap();
        let marked = run
            .descendants()
            .any(|node| node.has_tag_name((MAIN, "highlight")));
        (attribute(set, "eastAsia"), marked)
    };
    assert_eq!(face("某区市场监督管理局"), ("方正小标宋简体", false));
    assert_eq!(face("一、"), ("黑体", false));
    assert_eq!(face("（一）"), ("楷体_GB2312", false));
    assert_eq!(face("（二）开展“三送”活动。"), ("楷体_GB2312", false));
    assert_eq!(face("一是送政策"), ("仿宋_GB2312", false));
    assert_eq!(face("【待补充"), ("仿宋_GB2312", true));
    // The heading and its text are one paragraph.
    let mixed = all(&xml, "p").into_iter().map(words);
    assert!(
        mixed
            .into_iter()
            .any(|words| words.starts_with("（二）开展“三送”活动。一是送政策。"))
    );
}

#[test]
fn page_numbers_stand_outside_on_both_sides() {
    let document = sample::everything();
    let main = main_part(&document);
    let xml = Xml::parse(&main).unwrap();
    let kinds: Vec<_> = all(&xml, "footerReference")
        .iter()
        .map(|node| attribute(*node, "type"))
        .collect();
    assert_eq!(kinds, ["default", "even"]);
    assert!(part(&document, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    for (name, kind) in [
        ("word/footer1.xml", "FooterOdd"),
        ("word/footer2.xml", "FooterEven"),
    ] {
        let text = part(&document, name);
        let xml = Xml::parse(&text).unwrap();
        let paragraph = all(&xml, "p")[0];
        assert_eq!(
            (style(paragraph), words(paragraph).as_str()),
            (kind, "— 1 —")
        );
        assert_eq!(attribute(all(&xml, "fldSimple")[0], "instr"), " PAGE ");
    }
}

#[test]
fn tables_fill_the_text_and_repeat_their_heads() {
    for document in [sample::everything(), sample::form()] {
        let width = Page::of(document.layout).width().to_string();
        let main = main_part(&document);
        let xml = Xml::parse(&main).unwrap();
        for table in all(&xml, "tbl") {
            let of = |node: Node, name: &str| {
                let named = |node: &Node| node.has_tag_name((MAIN, name));
                let nodes: Vec<_> = node
                    .descendants()
                    .filter(named)
                    .map(|node| node.id())
                    .collect();
                nodes
            };
            let get = |id| xml.get_node(id).unwrap();
            assert_eq!(attribute(get(of(table, "tblW")[0]), "w"), width);
            let columns = of(table, "gridCol");
            let sum: u32 = columns
                .iter()
                .map(|id| attribute(get(*id), "w").parse::<u32>().unwrap())
                .sum();
            assert_eq!(sum.to_string(), width);
            for row in of(table, "tr") {
                let cells = of(get(row), "tcW").into_iter();
                let sum: u32 = cells
                    .map(|id| attribute(get(id), "w").parse::<u32>().unwrap())
                    .sum();
                assert_eq!(sum.to_string(), width);
                let spans = of(get(row), "gridSpan").into_iter();
                let spans: usize = spans
                    .map(|id| attribute(get(id), "val").parse::<usize>().unwrap() - 1)
                    .sum();
                assert_eq!(of(get(row), "tc").len() + spans, columns.len());
            }
            // Two tables with nothing between them would become one.
            assert!(
                table
                    .next_sibling_element()
                    .unwrap()
                    .has_tag_name((MAIN, "p"))
            );
        }
    }
    let main = main_part(&sample::everything());
    let xml = Xml::parse(&main).unwrap();
    // The table and the bars, not the form.
    assert_eq!(all(&xml, "tblHeader").len(), 2);
    assert_eq!(all(&xml, "cantSplit").len(), 8 + 5);
    let numbers = all(&xml, "p")
        .into_iter()
        .filter(|p| style(*p) == "TableText" && words(*p) == "104");
    for number in numbers {
        let side = number
            .descendants()
            .find(|node| node.has_tag_name((MAIN, "jc")))
            .unwrap();
        assert_eq!(attribute(side, "val"), "right");
    }
}

#[test]
fn hostile_text_comes_through_as_text() {
    let said = "]]></w:t><w:p/>&amp;\"'\u{0}\u{1b}\u{202e}\u{ffff}<!--";
    let document = sample::hostile(said);
    for (name, text) in parts(&written(&document)) {
        let calm = part(&sample::hostile("calm"), &name);
        let (xml, calm) = (Xml::parse(&text).unwrap(), Xml::parse(&calm).unwrap());
        assert_eq!(
            xml.descendants().count(),
            calm.descendants().count(),
            "{name}"
        );
    }
    let main = main_part(&document);
    let xml = Xml::parse(&main).unwrap();
    let heading = all(&xml, "p")
        .into_iter()
        .find(|p| style(*p) == "Heading1")
        .unwrap();
    assert_eq!(words(heading), "]]></w:t><w:p/>&amp;\"'<!--");
}

#[test]
fn properties_name_the_title_and_the_language_and_nobody() {
    let core = part(&sample::form(), "docProps/core.xml");
    let xml = Xml::parse(&core).unwrap();
    let said = xml.root_element().children();
    let said: Vec<_> = said
        .map(|node| (node.tag_name().name(), node.text().unwrap()))
        .collect();
    assert_eq!(said, [("title", "走访服务记录表"), ("language", "zh-CN")]);
}

#[test]
fn a_line_feed_makes_a_paragraph_in_prose_and_none_in_a_heading() {
    let document = Document {
        title: "总结".to_owned(),
        layout: Layout::Official,
        blocks: vec![
            Block::Heading(Level::First, "一、\n甲".to_owned()),
            Block::Paragraph(vec![Span::plain("乙\n丙")]),
        ],
    };
    let main = main_part(&document);
    let xml = Xml::parse(&main).unwrap();
    let said: Vec<_> = all(&xml, "p").into_iter().map(words).collect();
    assert_eq!(said, ["总结", "一、 甲", "乙", "丙"]);
}

#[test]
fn a_signature_never_stands_alone_on_a_page() {
    let said = |text: &str| Block::Paragraph(vec![Span::plain(text)]);
    let document = Document {
        title: "总结".to_owned(),
        layout: crate::document::Layout::Official,
        blocks: vec![
            said("前文。"),
            said("末段。"),
            Block::Signature(vec![
                Span::blank("【待补充：单位名称】"),
                Span::plain("2022年12月31日"),
            ]),
        ],
    };
    let text = main_part(&document);
    let xml = Xml::parse(&text).unwrap();
    let kept = |said: &str| {
        let paragraph = all(&xml, "p").into_iter().find(|one| words(*one) == said);
        let mut nodes = paragraph.unwrap().descendants();
        nodes.any(|node| node.has_tag_name((MAIN, "keepNext")))
    };
    assert!(!kept("前文。") && kept("末段。"));
    assert!(kept("【待补充：单位名称】") && !kept("2022年12月31日"));
    assert!(
        !all(&xml, "highlight").is_empty(),
        "what is missing is marked"
    );
}
