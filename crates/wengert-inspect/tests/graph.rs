//! Graphs: what stands in the boxes and on the edges, where they are, and the two pictures.

use proptest::prelude::*;
use std::io::Write;
use std::process::{Command, Stdio};
use wengert::list::{Id, Operand};
use wengert::prim::Op;
use wengert::{List, Options};
use wengert_inspect::Run;
use wengert_inspect::graph::{Graph, Kind, MOST_NODES};
use wengert_testkit::lists::grown;

fn run(text: &str, given: &[(&str, f64)]) -> Run {
    let (names, x): (Vec<&str>, Vec<f64>) = given.iter().copied().unzip();
    Run::new(&wengert_expr::parse(text, &names).expect("an expression"), &x, Options::new()).expect("a point")
}

const WORKED: (&str, &[(&str, f64)]) = ("x*y + sin(x*y)", &[("x", 2.0), ("y", 3.0)]);

#[test]
fn the_worked_example_has_its_numbers() {
    let graph = Graph::new(&run(WORKED.0, WORKED.1));
    let boxes: Vec<String> = graph
        .nodes
        .iter()
        .map(|n| format!("{} {:.4} {:.4}", n.label, n.value.unwrap(), n.cotangent.unwrap()))
        .collect();
    let expected = [
        "x 2.0000 5.8805",
        "y 3.0000 3.9203",
        "v3 = x * y 6.0000 1.9602",
        "v4 = sin(v3) -0.2794 1.0000",
        "L = v3 + v4 5.7206 1.0000",
    ];
    assert_eq!(boxes, expected);
    let edges: Vec<String> =
        graph.edges.iter().map(|e| format!("{}-{} {} {:.4}", e.from, e.to, e.label, e.contribution.unwrap())).collect();
    let expected = [
        "0-2 × y = 3 5.8805",
        "1-2 × x = 2 3.9203",
        "2-3 × cos(v3) = 0.9602 0.9602",
        "2-4 × 1 1.0000",
        "3-4 × 1 1.0000",
    ];
    assert_eq!(edges, expected);
    assert!(graph.nodes[4].output && !graph.nodes[3].output);
}

#[test]
fn pictures_of_the_worked_example() {
    let graph = Graph::new(&run(WORKED.0, WORKED.1));
    insta::assert_snapshot!("worked_example.svg", graph.svg(WORKED.0));
    insta::assert_snapshot!("worked_example.dot", graph.dot(WORKED.0));
}

#[test]
fn a_title_cannot_break_out_of_a_picture() {
    let graph = Graph::new(&run("x", &[("x", 1.0)]));
    let title = "a < b & \"c\" \\ </svg>\n\u{1}";
    roxmltree::Document::parse(&graph.svg(title)).expect("well-formed");
    assert!(graph.dot(title).contains(r#"label="a < b & \"c\" \\ </svg>  ";"#));
}

#[test]
fn numbers_change_and_places_stay() {
    let mut graph = Graph::new(&run(WORKED.0, WORKED.1));
    let before = graph.clone();
    graph.refresh(&run(WORKED.0, &[("x", -1.0), ("y", 0.5)]));
    for (old, new) in before.nodes.iter().zip(&graph.nodes) {
        assert_eq!((old.x, old.y, old.width), (new.x, new.y, new.width));
    }
    assert_eq!(graph.nodes[2].value, Some(-0.5));
    assert_eq!(graph.edges[0].label, "× y = 0.5");
}

/// What Graphviz says about a graph; nothing where it is not there.
fn graphviz(dot: &str) -> Option<String> {
    let mut command = Command::new("dot");
    let command = command.arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    child.stdin.take()?.write_all(dot.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    assert!(output.status.success());
    Some(String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn graphviz_takes_every_box() {
    // Nothing reaches y; and the title is longer than any graph is wide.
    let graph = Graph::new(&run("x^2 + floor(y)", &[("x", 2.0), ("y", 3.0)]));
    let dot = graph.dot(&"x^2 ".repeat(100));
    assert!(!dot.contains("></font>") && dot.contains(">none</font>"), "{dot}");
    assert!(dot.lines().nth(1).is_some_and(|title| title.chars().count() < 100), "{dot}");
    assert_eq!(graphviz(&dot).unwrap_or_default(), "");
}

#[test]
fn values_that_nothing_reaches_have_no_cotangent() {
    let graph = Graph::new(&run("where(x > 0, x, log(x))", &[("x", 1.0)]));
    let log = graph.nodes.iter().find(|n| n.label.contains("log")).expect("a line");
    assert_eq!(log.cotangent, None);
    assert!(graph.svg("").contains("class=\"absent\""));
}

#[test]
fn what_is_not_finite_is_shown_in_alarm() {
    let svg = Graph::new(&run("log(x)/x", &[("x", 0.0)])).svg("");
    assert!(svg.contains("class=\"value alarm\"") && svg.contains("class=\"cot alarm\""), "{svg}");
}

#[test]
fn given_names_are_taken_unless_they_clash() {
    let named = |names: &[(u32, &str)]| {
        let given: Vec<(Id, String)> = names.iter().map(|&(k, name)| (Id(k), name.to_owned())).collect();
        let run = run(WORKED.0, WORKED.1).named(&given);
        (2..5).map(|k| run.name(Id(k)).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(named(&[(2, "a"), (3, "b")]), ["a", "b", "L"]);
    assert_eq!(named(&[(2, "x"), (3, "L"), (4, "out")]), ["v3", "L", "out"]);
    assert_eq!(named(&[(3, "v3")]), ["v3_", "v3", "L"]);
}

#[test]
fn a_slope_chosen_at_a_kink_stands_without_a_formula() {
    let list = wengert_expr::parse("abs(x)", &["x"]).expect("an expression");
    let label = |options| Graph::new(&Run::new(&list, &[0.0], options).expect("a point")).edges[0].label.clone();
    assert_eq!(label(Options::new()), "× sign(x) = 0");
    assert_eq!(label(Options::new().kinks(wengert::Kinks::Lower)), "× −1");
}

/// A loop of so many rounds of two lines.
fn long(rounds: usize) -> List {
    let [mul, sin] = ["mul", "sin"].map(|text| Op::by_text(text).expect("a row"));
    let mut list = List::new();
    let x = Operand::id(list.input("x", vec![]));
    let mut s = x;
    for _ in 0..rounds {
        let product = list.apply(mul, &[s, x]).expect("short");
        s = list.apply(sin, &[product]).expect("short");
    }
    list.output(s);
    list
}

#[test]
fn repeated_lines_are_one_box() {
    let run = Run::new(&long(50_000), &[0.9], Options::new()).expect("a point");
    let graph = Graph::new(&run);
    assert!(graph.nodes.len() <= 4, "{} boxes", graph.nodes.len());
    let folded = graph.nodes.iter().find(|n| matches!(n.kind, Kind::Repeat { .. })).expect("a fold");
    assert!(matches!(folded.kind, Kind::Repeat { times } if times >= 49_998));
    assert_eq!(folded.value, Some(run.listing().value()));
    // All that flows into x flows over the edges from x.
    let into: f64 = graph.edges.iter().filter(|e| e.from == 0).filter_map(|e| e.contribution).sum();
    assert!((into - run.listing().grad()[0]).abs() < 1e-12, "{into}");
}

#[test]
fn a_line_that_reads_one_value_very_often_has_one_edge_from_it() {
    let terms = |x: usize, y: usize| format!("sum({})", [vec!["x"; x], vec!["y"; y]].concat().join(", "));
    let graph = Graph::new(&run(&terms(1500, 8), &[("x", 2.0), ("y", 3.0)]));
    let (often, each): (Vec<_>, Vec<_>) = graph.edges.iter().partition(|edge| edge.from == 0);
    assert_eq!(often.iter().map(|edge| (edge.uses, edge.contribution)).collect::<Vec<_>>(), [(1500, Some(1500.0))]);
    assert_eq!(each.iter().map(|edge| (edge.uses, edge.contribution)).collect::<Vec<_>>(), [(1, Some(1.0)); 8]);
}

#[test]
fn what_does_not_repeat_is_folded_into_even_parts() {
    let ops: Vec<Op> = ["sin", "cos", "tanh", "atan"].iter().map(|t| Op::by_text(t).expect("a row")).collect();
    let (mut list, mut state) = (List::new(), 7u32);
    let mut s = Operand::id(list.input("x", vec![]));
    for _ in 0..5_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        s = list.apply(ops[(state >> 24) as usize % 4], &[s]).expect("short");
    }
    list.output(s);
    let graph = Graph::new(&Run::new(&list, &[0.5], Options::new()).expect("a point"));
    assert!((MOST_NODES / 4..=MOST_NODES).contains(&graph.nodes.len()), "{} boxes", graph.nodes.len());
    let lines: usize = graph.nodes.iter().map(|n| n.lines.len()).sum();
    assert_eq!(lines, 5_000);
}

#[test]
fn wide_graphs_of_small_boxes_lie_sideways() {
    let sum: Vec<String> = (1..=40).map(|k| format!("sin(x+{k})*cos(x)^{k}")).collect();
    let graph = Graph::new(&run(&sum.join("+"), &[("x", 0.5)]));
    assert!(graph.compact && graph.width < 6.0 * graph.height, "{} x {}", graph.width, graph.height);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any List, sub-Lists too: boxes apart, edges downward, registers the sum of what flows in, pictures well-formed.
    #[test]
    fn every_graph_holds_together(grown in grown(24)) {
        let run = Run::new(&grown.list, &grown.x, Options::new()).expect("grown for this point");
        let graph = Graph::new(&run);
        // A guard has no box of its own; among folded lines it lies inside one.
        let boxed = graph.nodes.iter().flat_map(|n| n.lines.clone()).filter(|&line| run.id_of(line).is_some());
        prop_assert_eq!(boxed.count() + guards(run.list()), run.list().len());
        for (k, n) in graph.nodes.iter().enumerate() {
            for m in &graph.nodes[k + 1..] {
                let apart = n.x + n.width <= m.x || m.x + m.width <= n.x || n.y + n.height <= m.y || m.y + m.height <= n.y;
                prop_assert!(apart, "{:?} and {:?}", n, m);
            }
            let paid: Vec<f64> = graph.edges.iter().filter(|e| e.from == k).filter_map(|e| e.contribution).collect();
            let sum: f64 = paid.iter().sum();
            if let (Some(bar), false) = (n.cotangent, n.output) {
                let size: f64 = paid.iter().map(|c| c.abs()).sum();
                let same = sum == bar || (sum.is_nan() && bar.is_nan());
                prop_assert!(same || (sum - bar).abs() <= 1e-12 * size, "{}: {} against {}", n.name, sum, bar);
            }
        }
        for e in &graph.edges {
            let along = |p: &(f64, f64)| if graph.sideways { p.0 } else { p.1 };
            prop_assert!(e.points.len() >= 2 && e.points.windows(2).all(|w| along(&w[0]) <= along(&w[1]) + 1e-6), "{e:?}");
        }
        prop_assert!(roxmltree::Document::parse(&graph.svg("f")).is_ok());
    }
}

fn guards(list: &List) -> usize {
    list.steps().filter(|(_, _, step)| step.results() == 0).count()
}

/// What is written at the top of a picture, and how wide the picture is.
fn head(svg: &str) -> (String, f64) {
    let tree = roxmltree::Document::parse(svg).expect("well-formed");
    let title = tree.descendants().find(|node| node.attribute("class") == Some("head")).and_then(|node| node.text());
    (title.expect("a title").to_owned(), tree.root_element().attribute("width").unwrap().parse().unwrap())
}

#[test]
fn a_title_stays_in_the_window_however_wide_the_picture_is() {
    let text = (0..20).map(|k| format!("sin(x*{k})*WWW")).collect::<Vec<_>>().join("+");
    let graph = Graph::new(&run(&text, &[("x", 2.0), ("WWW", 1.0)]));
    let (title, width) = head(&graph.svg(&text));
    assert!(width > 1_400.0 && title.ends_with('…'), "{width}: {title}");
    assert!(title.chars().count() < 95, "{title}");
    let wide = "W".repeat(200);
    let (title, width) = head(&Graph::new(&run("x*y", &[("x", 2.0), ("y", 3.0)])).svg(&wide));
    assert!(16.0 * title.chars().count() as f64 <= width - 24.0, "{width}: {title}");
    assert_eq!(head(&graph.svg("x*y")).0, "x*y");
}

#[test]
fn no_label_lies_on_another() {
    for text in ["x*x", "x*x + x*x*x", "hypot(x, x)*atan2(y, y)", "x^3*x*x + x*x*x*x", "(x*x)/(x*x)*max(y*y, x*y)"] {
        let graph = Graph::new(&run(text, &[("x", 2.0), ("y", 3.0)]));
        let boxes: Vec<[f64; 4]> = graph
            .edges
            .iter()
            .filter(|edge| !edge.label.is_empty())
            .map(|edge| {
                let ((x, y), half) = (edge.label_at, 7.0 + 3.45 * edge.label.chars().count() as f64);
                [x - half, x + half, y - 10.0, y + 10.0]
            })
            .collect();
        for (k, a) in boxes.iter().enumerate() {
            let over = |b: &&[f64; 4]| a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3];
            assert_eq!(boxes[k + 1..].iter().find(over), None, "{text}: {a:?}");
        }
    }
}
