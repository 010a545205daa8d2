//! The text form of a List: what is written reads back as the same List, and what is no List is told where and why.

mod lists;

use lists::{Choices, corpus, random, same};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::HashSet;
use wengert::list::{Binding, Block, MAX_DEPTH, Repeat, Saved};
use wengert::prim::Op;
use wengert::{List, Memory};

/// Checks that a List survives its text, and that the text survives the List.
fn round_trip(list: &List) {
    let text = list.to_string();
    let again = List::read(&text).unwrap_or_else(|error| panic!("{error}\nin\n{text}"));
    assert!(same(list, &again), "{text}\nreads as\n{again}");
    assert_eq!(again.to_string(), text);
}

#[test]
fn the_corpus_reads_and_prints_as_it_stands() {
    for (name, text) in corpus("wl") {
        let list = List::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(list.verify(), Ok(()), "{name}");
        assert_eq!(format!("{list}\n"), text, "{name}");
        round_trip(&list);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn random_lists_survive_their_text(tape in prop::collection::vec(any::<u16>(), 0..400)) {
        let list = random(&mut Choices::any(&tape), 2);
        prop_assert_eq!(list.verify(), Ok(()));
        round_trip(&list);
    }
    #[test]
    fn any_number_survives(bits in any::<u64>()) {
        let mut list = List::new();
        let c = list.constant(f64::from_bits(bits));
        list.output(c);
        round_trip(&list);
    }
    #[test]
    fn any_name_survives(name in ".*") {
        let mut list = List::new();
        list.input(name, vec![]);
        round_trip(&list);
    }
    #[test]
    fn no_text_panics(text in r#"(list|map|scan|carry|wengert|tape|point|adjoints|[@(){}\[\],=%$."\\θ0-9 \n\t-]|\PC){0,40}"#) {
        if let Err(error) = List::read(&text) {
            prop_assert!(error.to_string().starts_with("line "));
        }
    }
}

#[test]
fn random_lists_hold_everything_there_is() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = HashSet::new();
    for _ in 0..400 {
        let tape = prop::collection::vec(any::<u16>(), 400).new_tree(&mut runner).expect("it is drawn").current();
        let text = random(&mut Choices::any(&tape), 2).to_string();
        for word in [
            "call (", "map ", "reduce ", "scan ", "step ", "gather [", "column [", "lane", "guard ", "data(", "nan",
            "-inf",
        ] {
            if text.contains(word) {
                seen.insert(word);
            }
        }
        let deep = text.lines().any(|line| line.starts_with("      %"));
        if deep {
            seen.insert("two deep");
        }
    }
    assert_eq!(seen.len(), 13, "{seen:?}");
}

#[test]
fn white_space_and_comments_are_free() {
    let text =
        "// a program\nlist( x,y )data( .5 ){%2=mul( %0\n,%1 ) // product\r\n\t%3..%4=add(%2,+1e0)return %3,2}//end";
    let list = List::read(text).unwrap();
    assert_eq!(
        list.to_string(),
        "list(x, y) data(0.5) {\n  %2 = mul(%0, %1)\n  %3 = add(%2, 1.0)\n  return %3, 2.0\n}"
    );
    assert!(same(&list, &text.parse().unwrap()));
}

#[test]
fn constants_come_back_in_the_order_of_use() {
    let add = Op::by_text("add").unwrap();
    let mut list = List::new();
    let [a, b] = [1.0, 2.0].map(|c| list.constant(c));
    list.apply(add, &[b, a]).unwrap();
    list.apply(add, &[a, a]).unwrap();
    let again = List::read(&list.to_string()).unwrap();
    assert_eq!(again.pool(), [2.0, 1.0, 1.0, 1.0]);
    assert_eq!(again.to_string(), list.to_string());
}

#[test]
fn every_operation_has_one_name_that_is_a_word() {
    let mut names: HashSet<&str> =
        ["call", "map", "reduce", "scan", "guard", "return", "list", "lane", "gather", "column", "inf", "nan"].into();
    for op in Op::all() {
        assert!(names.insert(op.text()), "{op} stands twice");
        let count = op.arity().unwrap_or(2);
        let text = format!("list() {{\n  %0 = {op}({})\n}}", vec!["1.0"; count].join(", "));
        assert_eq!(List::read(&text).unwrap().to_string(), text);
    }
}

#[test]
fn every_error_says_where_and_what_to_write() {
    for (name, file) in corpus("errors") {
        let mut out = String::new();
        for case in file.split("====\n").filter(|case| !case.is_empty()) {
            let (text, _) = case.split_once("\n----\n").expect("text and answer");
            let error = List::read(text).expect_err(text);
            out += &format!("====\n{text}\n----\n{error}\n");
        }
        if std::env::var_os("ACCEPT").is_some() {
            std::fs::write(&name, &out).expect("it can be written");
            continue;
        }
        assert_eq!(out, file, "`ACCEPT=1 cargo test --test list_text` takes the new answers");
    }
}

#[test]
fn an_error_has_its_parts() {
    let error = List::read("list(x) {\n  %1 = ln(%0)\n}").unwrap_err();
    assert_eq!((error.line, error.column, error.found.as_str()), (2, 8, "ln"));
    assert_eq!(error.suggestion.as_deref(), Some("did you mean `log`?"));
    let _: &dyn std::error::Error = &error;
}

#[test]
fn long_lines_are_shown_in_part() {
    let text = format!("list(x) {{ {} %1 = zin(%0) {} }}", " ".repeat(1000), "θ".repeat(1000));
    let error = List::read(&text).unwrap_err();
    assert_eq!(error.column, 1017);
    let shown = error.to_string();
    assert!(shown.lines().all(|line| line.chars().count() < 140), "{shown}");
    let mark = shown.lines().nth(3).unwrap().find('^').unwrap();
    let at = shown.lines().nth(2).unwrap().char_indices().nth(mark).unwrap().0;
    assert!(shown.lines().nth(2).unwrap()[at..].starts_with("zin"), "{shown}");
}

/// `depth` calls in one another, around nothing.
fn nest(depth: usize) -> String {
    "list() { %0..%0 = call () ".repeat(depth) + "list() {" + &"}".repeat(depth + 1)
}

#[test]
fn nesting_is_bounded() {
    let deepest = List::read(&nest(MAX_DEPTH)).unwrap();
    round_trip(&deepest);
    let error = List::read(&nest(MAX_DEPTH + 1)).unwrap_err();
    assert!(error.what.contains("64 deep"), "{error}");
    assert!(List::read(&nest(100_000)).is_err());
    let mut list = List::new();
    list.block(Block { repeat: Repeat::Call, body: Box::new(deepest), bindings: vec![] }).unwrap();
    assert!(list.verify().unwrap_err().what.contains("64 deep"));
}

#[test]
fn large_counts_cost_nothing() {
    let shapes = List::read("list(x[2147483647]) {\n  return %2147483646\n}").unwrap();
    round_trip(&shapes);
    let lanes = List::read("list(x) {\n  %1..%1 = map 4294967295 (%0, lane) list(a, b) {\n  }\n}").unwrap();
    round_trip(&lanes);
    let text = "list(x) {\n  %1 = reduce 4294967295 (%0, lane) list(s, k) {\n    return %0\n  }\n}";
    assert_eq!(List::read(text).unwrap().to_string(), text);
}

#[test]
fn what_a_scan_keeps_is_written_and_read() {
    let text = |keeps: &str| {
        format!(
            "list(x) {{\n  %1 = scan 9 carry 1{keeps} (%0) list(s) {{\n    %1 = sin(%0)\n    return %1\n  }}\n  return %1\n}}"
        )
    };
    let keeps = [
        ("", Memory::Store),
        (" keep 3", Memory::Snapshots(3)),
        (" keep 80 bytes", Memory::Budget(80)),
        (" keep 0 bytes", Memory::Budget(0)),
    ];
    for (written, memory) in keeps {
        let list = List::read(&text(written)).unwrap();
        assert_eq!(list.blocks()[0].repeat, Repeat::Scan { steps: 9, carried: 1, memory });
        assert_eq!(list.to_string(), text(written));
    }
    let error = |keeps| List::read(&text(keeps)).unwrap_err().to_string();
    assert!(error(" keep 0").contains("a scan that keeps states keeps at least one"), "{}", error(" keep 0"));
    let many = "how many states are kept, or how many bytes: `keep 10`, `keep 4096 bytes`";
    assert!(error(" keep all").contains(many), "{}", error(" keep all"));
}

#[test]
fn faulty_lists_print_without_panic() {
    let mut body = List::new();
    body.input("x", vec![3]);
    let mut list = List::new();
    let nowhere = wengert::list::Operand::id(wengert::list::Id(7));
    list.apply(Op::by_text("sin").unwrap(), &[nowhere, nowhere]).unwrap();
    let mut other = List::new();
    let strange = [1.0, 2.0, 3.0].map(|c| other.constant(c))[2];
    list.guard(strange, false);
    let scan = Repeat::Scan { steps: 2, carried: u32::MAX, memory: Memory::Store };
    list.block(Block { repeat: scan, body: Box::new(body), bindings: vec![Binding::Lane] }).unwrap();
    assert!(list.verify().is_err());
    assert_eq!(
        list.to_string(),
        "list() {\n  %0 = sin(%7, %7)\n  guard missing_constant_2 false\n  %1..%1 = scan 2 carry 4294967295 (lane) list(x[3]) {\n  }\n}"
    );
}

#[test]
fn a_saved_tape_keeps_its_point_its_adjoints_and_its_places() {
    let f = |[x, y]: [wengert::Var; 2]| x * y + (x * y).sin();
    let (traced, _) = wengert::notes(|| wengert::Program::trace(f, [2.0, 3.0]));
    let (p, mut file) = (traced.unwrap(), Vec::new());
    p.save_at([2.0, f64::INFINITY], &mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    assert!(text.starts_with("wengert tape 1\npoint(2.0, inf)\nadjoints(nan, nan, "), "{text}");
    let saved = Saved::read(&text).unwrap();
    assert_eq!(saved.point, Some(vec![2.0, f64::INFINITY]));
    assert_eq!(saved.adjoints.map(|all| all.len()), Some(p.list().ids()));
    let place = |line: usize| Saved::place(&text, saved.list.origin(line)?);
    assert!(place(0).is_some_and(|place| place.starts_with(file!())), "{:?}", place(0));
    assert_eq!(List::read(&text).unwrap().to_string(), p.to_string(), "without the places");
    let quiet = wengert::Program::trace(f, [2.0, 3.0]).unwrap();
    let mut file = Vec::new();
    quiet.save(&mut file).unwrap();
    assert_eq!(String::from_utf8(file).unwrap(), format!("wengert tape 1\n{quiet}"));
}

#[test]
fn an_adjoint_that_nothing_reached_is_none() {
    let p = wengert::Program::trace(|[x, _]: [wengert::Var; 2]| x * x, [2.0, 3.0]).unwrap();
    let mut file = Vec::new();
    p.save_at([2.0, 3.0], &mut file).unwrap();
    let saved = Saved::read(&String::from_utf8(file).unwrap()).unwrap();
    assert_eq!(saved.adjoints, Some(vec![Some(4.0), None, Some(1.0)]));
}

#[test]
fn a_tape_that_is_none_is_refused_with_its_place() {
    let refused = |text: &str| Saved::read(text).unwrap_err().to_string();
    starts("wengert tape 2\nlist() {}", "line 1, column 14: this tape has format 2, and format 1 is read here");
    starts("wengert tape 1\npoint(1.0)\nlist(x, y) {}", "line 2, column 1: 1 number stands here for 2 inputs");
    starts("wengert tape 1\nadjoints(1.0, none)\nlist(x) {}", "line 2, column 1: 2 numbers stand here for 1 value");
    starts("wengert list() {}", "line 1, column 9: expected `tape`, found `list`");
    starts("point(1.0) list(x) {}", "line 1, column 1: expected `list`, found `point`");
    starts(
        "list(x) { %1 = sin(%0) @ 3 }",
        "line 1, column 26: expected the name of a place, as in `@ \"src/main.rs:4:9\"`, found `3`",
    );
    fn starts(text: &str, first: &str) {
        let said = Saved::read(text).unwrap_err().to_string();
        assert_eq!(said.lines().next(), Some(first), "{said}");
    }
    assert!(refused("wengert tape 2\nlist() {}").contains("save it again with this version"));
}
