//! `--points`: awkward files, rows that fail, notes, many paths, long streams.

mod common;

use common::{run, run_reading, text, transcript, wengert};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

/// One test for each file and command line, compared with the snapshot of its name.
macro_rules! streams {
    ($($name:ident: $input:expr, $($argument:expr)+;)+) => { $(
        #[test]
        fn $name() {
            let arguments = [$($argument),+];
            let answer = transcript(&arguments, &run_reading(&arguments, $input));
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(concat!("points_", stringify!($name)), answer);
            });
        }
    )+ };
}

streams! {
    worked_example: b"x,y\n2,3\n1,0.5\n", "grad" "x*y + sin(x*y)" "--points" "-";
    values: b"x,y\n2,3\n1,0.5\n", "value" "x*y + sin(x*y)" "--points" "-";
    second_derivatives: b"x,y\n2,3\n1,0.5\n", "hessian" "x*y + sin(x*y)" "--points" "-";
    as_json: b"x,name,y\n2,a,3\n1,\"b,c\",inf\n", "grad" "x*y + sin(x*y)" "--points" "-" "--json";
    only_the_answers: b"x,y\n2,3\n1,0.5\n", "grad" "x*y + sin(x*y)" "--points" "-" "--only";
    byte_order_mark_and_crlf: b"\xef\xbb\xbfx,y\r\n2,3\r\n1,0.5\r\n", "grad" "x*y" "--points" "-";
    quotes: b"\"x\",\"a, b\",y\n\"2\",\"say \"\"hi\"\"\",3\n1,\"two\nlines\",5\n7,,8\n", "grad" "x*y" "--points" "-";
    empty_lines: b"\n\nx,y\n\n2,3\n\n\n1,5\n\n", "grad" "x*y" "--points" "-";
    no_last_line_end: b"x,y\n2,3", "grad" "x*y" "--points" "-";
    spaces: b"x, y\n 2,\t3 \n", "grad" "x*y" "--points" "-";
    columns_that_are_no_variables: b"id,x,2x,total price\na7,2,0,9\nb8,3,0,9\n", "grad" "x^2" "--points" "-";
    missing_and_extra_cells: b"x,y\n2,3\n4\n1,2,3\n5,6\n", "grad" "x*y" "--points" "-";
    bad_cells: b"x,y\n2,3\n,3\n2,abc\n1e999,1\n5,6\n\xff,1\n", "grad" "x*y" "--points" "-";
    bad_cells_that_nothing_reads: b"x,label\n2,\n3,abc\n", "grad" "x^2" "--points" "-";
    not_finite: b"x,y\ninf,3\n-inf,2\nnan,1\n0,inf\nInfinity,1\n", "grad" "x*y" "--points" "-";
    no_rows: b"x,y\n", "grad" "x*y" "--points" "-";
    nothing_at_all: b"", "grad" "x*y" "--points" "-";
    no_header: b"2,3\n1,5\n", "grad" "x*y" "--points" "-";
    semicolons: b"x;y\n2;3\n", "grad" "x*y" "--points" "-";
    a_column_is_missing: b"x,z\n2,3\n", "grad" "x*y" "--points" "-";
    a_column_twice: b"x,y,x\n2,3,4\n", "grad" "x*y" "--points" "-";
    another_column_twice: b"x,y,y\n2,3,4\n", "grad" "x^2" "--points" "-";
    a_column_like_a_constant: b"x,e\n2,3\n", "grad" "x*e" "--points" "-";
    a_column_like_an_unread_constant: b"x,e\n2,3\n", "grad" "exp(x)" "--points" "-";
    a_column_like_an_answer: b"x,value\n2,3\n", "grad" "x^2" "--points" "-";
    a_value_for_all_rows: b"x\n2\n3\n", "grad" "k*x" "k=10" "--points" "-";
    a_value_instead_of_a_column: b"x,k\n2,1\n3,1\n", "grad" "k*x" "k=10" "--points" "-";
    an_unused_value: b"x\n2\n", "grad" "x^2" "k=10" "--points" "-";
    a_misspelt_expression: b"x\n2\n", "grad" "sine(x)" "--points" "-";
    fail_fast: b"x,y\n2,3\n4\n5,6\n", "grad" "x*y" "--points" "-" "--fail-fast";
    kinks_are_counted: b"x,y\n0,3\n1,2\n0,5\n-1,2\n", "grad" "y*abs(x) + sqrt(y-2)" "--points" "-";
    one_kink: b"x\n1\n0\n", "grad" "abs(x)" "--points" "-";
    kinks_ignored: b"x\n0\n", "grad" "abs(x)" "--points" "-" "--kinks" "ignore";
    kinks_upper: b"x\n0\n2\n", "grad" "abs(x)" "--points" "-" "--kinks" "upper";
    kinks_refused: b"x\n0\n2\n", "grad" "abs(x)" "--points" "-" "--kinks" "error";
    kinks_refused_fast: b"x\n2\n0\n3\n", "grad" "abs(x)" "--points" "-" "--kinks" "error" "--fail-fast";
    outside_the_domain: b"x\n1\n-1\n-2\n", "grad" "log(x)" "--points" "-";
    outside_the_domain_of_a_value: b"x\n1\n-1\n", "value" "log(x)" "--points" "-";
    zero_times_infinity: b"x\n0\n1\n", "grad" "sqrt(x)^2" "--points" "-";
    a_branch_that_flips: b"x\n1\n-1\n2\n-2\n", "grad" "if x > 0 { x^2 } else { -x }" "--points" "-";
    a_vector_of_columns: b"w[0],id,w[1]\n1,a,2\n3,b,4\n", "grad" "w[0]*w[1]^2" "--points" "-";
    a_default: b"x\n1\n2\n", "grad" "param k = 3; k*x" "--points" "-";
    several_outputs: b"x,y\n2,3\n", "value" "x*y, x + y" "--points" "-";
    several_outputs_and_a_gradient: b"x,y\n2,3\n", "grad" "x*y, x + y" "--points" "-";
    a_branch_that_is_not_taken: b"x\n0\n4\n-1\n", "grad" "where(x > 0, sqrt(x), 0)" "--points" "-";
}

transcripts! {
    points_no_such_file: "grad" "x" "--points" "there-is-no-such-file.csv",
    points_with_hessian: "grad" "x" "--points" "-" "--hessian",
    fail_fast_without_points: "grad" "x" "x=1" "--fail-fast",
}

#[test]
fn every_row_says_what_one_run_says() {
    let points = [(2.0, 3.0), (0.5, -7.25), (1e-300, 1e300), (0.1, 0.2), (-0.0, 5.0), (3.0, 0.0)];
    let file: String = points.iter().map(|(x, y)| format!("{x:?},{y:?}\n")).collect();
    for command in ["value", "grad", "hessian"] {
        for expression in ["x*y + sin(x*y)", "where(x > 1, x/y, atan2(y, x))", "lgamma(abs(x) + 1)*erf(y)"] {
            let input = format!("x,y\n{file}");
            let many = text(&run_reading(&[command, expression, "--points", "-"], input.as_bytes()).stdout);
            for ((x, y), answer) in points.iter().zip(many.lines().skip(1)) {
                let (x, y) = (format!("x={x:?}"), format!("y={y:?}"));
                let one = text(&run(&[command, expression, &x, &y, "--csv"]).stdout);
                let cells = |line: &str| line.split(',').skip(2).map(str::to_owned).collect::<Vec<_>>();
                assert_eq!(cells(answer), cells(one.lines().nth(1).expect("a row")), "{command} {expression} {x} {y}");
            }
            assert_eq!(many.lines().count(), points.len() + 1);
        }
    }
}

#[test]
fn what_was_written_is_read_again() {
    let input = b"x,y\n2,3\n1e-300,5\n0.1,7\n";
    let first = run_reading(&["grad", "x*y + sin(x*y)", "--points", "-"], input).stdout;
    let second = run_reading(&["value", "value - x*y", "--points", "-", "--only"], &first);
    let rows: Vec<f64> = text(&second.stdout).lines().skip(1).map(|line| line.parse().expect("a number")).collect();
    let rows_of_first: Vec<Vec<f64>> =
        text(&first).lines().skip(1).map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    assert_eq!(rows, rows_of_first.iter().map(|row| row[2] - row[0] * row[1]).collect::<Vec<_>>());
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let mut child = wengert()
        .args(["grad", "x^2", "--points", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    let mut lines = BufReader::new(child.stdout.take().expect("piped"));
    let writer = std::thread::spawn(move || {
        let block = "1.5\n".repeat(10_000);
        drop(stdin.write_all(b"x\n"));
        // Fails, or the test hangs, once the run has ended.
        while stdin.write_all(block.as_bytes()).is_ok() {}
    });
    let mut first = String::new();
    lines.read_line(&mut first).expect("a header");
    assert_eq!(first, "x,value,d/dx\n");
    drop(lines);
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
}

#[test]
fn many_failures_are_counted_not_told() {
    let input = "x\n".to_owned() + &"oops\n".repeat(1000) + "4\n";
    let output = run_reading(&["grad", "x^2", "--points", "-"], input.as_bytes());
    let told = text(&output.stderr);
    assert_eq!(told.lines().count(), 22, "{told}");
    assert!(told.ends_with("error: 1000 of 1001 rows failed; they are not in the answer\n"), "{told}");
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(5), "x,value,d/dx\n4,16,8\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_file() {
    let mut child = wengert()
        .args(["grad", "x*y + sin(x*y)", "--points", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    let block = "0.25,1.5\n".repeat(20_000);
    let held = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("a high-water mark").to_owned();
        line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).expect("a number of kB")
    };
    stdin.write_all(b"x,y\n").expect("it reads");
    stdin.write_all(block.as_bytes()).expect("it reads");
    let early = held();
    for _ in 0..20 {
        stdin.write_all(block.as_bytes()).expect("it reads");
    }
    let late = held();
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
    assert!(late < early + 1024, "{early} kB, then {late} kB");
}
