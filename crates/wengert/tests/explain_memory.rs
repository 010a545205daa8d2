//! What a gradient holds, said by line and by loop.

use wengert::{Memory, MemoryReport, Program, Var, checkpoint, explain_memory, scan, scan_with, sum};

#[test]
fn operations_are_counted_by_line() {
    let f = |x: Vec<Var>| {
        let squares = x.iter().map(|x| x * x);
        sum(squares).sqrt()
    };
    let report = explain_memory(f, vec![1.0, 2.0, 3.0, 4.0]).unwrap();
    assert_eq!(report.records, 24 * 6);
    assert_eq!((report.arguments, report.kept, report.registers), (4 * 8, 0, 8 * (1 + 4 + 6)));
    assert_eq!(report.holdings.iter().map(|h| h.count).sum::<u64>(), 6);
    let products = report.holdings.iter().find(|h| h.what == "mul").unwrap();
    assert_eq!((products.count, products.bytes), (4, 4 * 32));
    assert!(products.at.unwrap().to_string().contains("explain_memory.rs:8:"));
}

#[test]
fn loops_are_told_with_what_they_keep() {
    let f = |memory| move |x: Var| scan_with(memory, 0..1000, x, |s, _| 3.7 * s * (1.0 - s));
    let report = |memory| explain_memory(f(memory), 0.4).unwrap();
    let (all, few) = (report(Memory::Store), report(Memory::Snapshots(7)));
    let plain = explain_memory(|x: Var| (0..1000).fold(x, |s, _| 3.7 * s * (1.0 - s)), 0.4).unwrap();
    assert_eq!((all.records, all.arguments, all.kept, all.registers), (3000 * 24, 0, 0, plain.registers));
    // Everything of a loop is on the tape, as of a plain loop: told by line and operation.
    assert_eq!(all.holdings.iter().map(|h| h.count).collect::<Vec<_>>(), [2000, 1000]);
    assert_eq!(all.holdings.iter().map(|h| h.bytes).sum::<usize>(), 3000 * 32);
    assert!(all.holdings[0].at.unwrap().to_string().contains("explain_memory.rs:22:"), "{all}");
    assert_eq!((few.holdings[0].what.as_str(), few.holdings[0].count), ("loop, 7 of 1000 states", 1000));
    assert!(few.kept < 4000 && few.peak() < all.peak() / 8, "{few}");
    assert!(few.holdings[0].at.unwrap().to_string().contains("explain_memory.rs:22:"), "{few}");
    let (fits, does_not) = (report(Memory::Budget(3000 * 32)), report(Memory::Budget(3000 * 32 - 1)));
    assert_eq!((fits.kept, fits.records), (0, all.records));
    assert_eq!(does_not.holdings[0].what, "loop, 1000 of 1000 states");
    let parts = |x: Var| checkpoint(|x: Var| (0..100).fold(x, |s, _| s.sin()), x) + scan(0..10, x, |s, _| s * 0.5);
    let report = explain_memory(parts, 0.4).unwrap();
    assert!(report.holdings.iter().any(|h| h.what == "checkpoint") && report.records <= 12 * 24, "{report}");
}

#[test]
fn the_table_has_a_line_for_each_and_a_sum() {
    let report = explain_memory(|x: Var| scan_with(Memory::Snapshots(2), 0..10, x, |s, _| s * s).exp(), 0.5).unwrap();
    let text = report.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), report.holdings.len() + 2, "{text}");
    assert!(lines[0].starts_with("where") && lines[0].ends_with("holds"));
    assert!(
        lines[1].contains("loop, 2 of 10 states")
            && lines.last().unwrap().starts_with("records 48 B, arguments 0 B, loops and rules "),
        "{text}"
    );
}

#[test]
fn a_program_says_what_its_loops_keep() {
    let f = |memory| {
        move |[x, p]: [Var; 2]| {
            scan_with(memory, 0..200, [x, p], |[x, v], _| {
                [scan(0..3, x, |x, _| x + 0.01 * v), checkpoint(|v: Var| v - p * v.sin(), v)]
            })[0]
                .exp()
        }
    };
    let report = |memory| {
        let program = Program::trace(f(memory), [0.4, 0.1]).unwrap();
        MemoryReport::of_list(program.list())
    };
    let (all, few, bytes) = (report(Memory::Store), report(Memory::Snapshots(5)), report(Memory::Budget(320)));
    assert_eq!((all.holdings[0].what.as_str(), all.holdings[0].count), ("loop, all states", 200));
    assert_eq!((few.holdings[0].what.as_str(), few.holdings[0].count), ("loop, 5 of 200 states", 200));
    assert_eq!(bytes.holdings[0].what, "loop, 20 of 200 states");
    assert_eq!(all.kept - few.kept, 200 * 16 - 5 * 16);
    // The values and the registers of the five values of the List: two inputs, a state, the exponential.
    assert_eq!((few.records, few.registers), (5 * 8, 5 * 16));
    assert_eq!((few.holdings[1].what.as_str(), few.holdings[1].bytes), ("exp", 24), "{few}");
    assert_eq!(few.peak(), few.records + few.registers + few.kept);
    assert!(few.holdings[0].at.unwrap().to_string().contains("explain_memory.rs:"), "{few}");
}
