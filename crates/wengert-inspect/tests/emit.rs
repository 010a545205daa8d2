//! Programs written from runs: compiled or run, they print the engine's numbers.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use wengert::list::{Id, Operand};
use wengert::prim::Op;
use wengert::{List, Options, Primitive, Var};
use wengert_inspect::Run;
use wengert_inspect::emit::{ALL_DIGITS, Lang, Part, Program, digits, emit, emit_window};

fn run(text: &str, given: &[(&str, f64)]) -> Run {
    let (names, x): (Vec<&str>, Vec<f64>) = given.iter().copied().unzip();
    let list = wengert_expr::parse(text, &names).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    Run::new(&list, &x, Options::new()).unwrap_or_else(|e| panic!("{text}: {e}"))
}

const WORKED: (&str, &[(&str, f64)]) = ("x*y + sin(x*y)", &[("x", 2.0), ("y", 3.0)]);

#[test]
fn the_worked_example_in_every_language() {
    for (lang, name) in Lang::ALL.into_iter().zip(["rust", "c", "python", "wengert"]) {
        let program = emit(&run(WORKED.0, WORKED.1), lang, WORKED.0).expect("nothing special");
        insta::assert_snapshot!(format!("worked_example.{name}"), program.text);
    }
}

#[test]
fn branches_shared_parts_and_helpers_in_rust() {
    let text = "where(x > y, sqrt(x), logsumexp(x, y)) + max(x, y)*silu(x) - y^x";
    let program = emit(&run(text, &[("x", 2.0), ("y", 3.0)]), Lang::Rust, text).expect("nothing special");
    insta::assert_snapshot!("branches.rust", program.text);
}

/// A folder of its own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn succeeds(command: &mut Command) -> Option<String> {
    let Output { status, stdout, stderr } = command.output().ok()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(status.success(), "{command:?}:\n{}", text(&stderr));
    Some(text(&stdout))
}

/// The numbers behind the words, line by line.
fn numbers(printed: &str) -> Vec<f64> {
    let last = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
    printed.lines().map(|line| last(line).parse().unwrap_or_else(|_| panic!("no number: {line}"))).collect()
}

/// All programs in one, each in a module of its own.
fn together(programs: &[Program]) -> String {
    let module = |(k, p): (usize, &Program)| {
        format!("mod p{k} {{\n{}}}\n", p.text.replace("fn main()", "pub fn main()").replace("///", "//"))
    };
    let modules: String = programs.iter().enumerate().map(module).collect();
    let calls: String = (0..programs.len()).map(|k| format!("    p{k}::main();\n")).collect();
    format!("{modules}fn main() {{\n{calls}}}\n")
}

/// What the programs print; `None` where the machine has not the language.
fn printed(lang: Lang, name: &str, programs: &[Program]) -> Option<Vec<f64>> {
    let folder = folder(&format!("emit-{name}"));
    let each = |command: &dyn Fn(usize, &Program) -> Option<String>| -> Option<Vec<f64>> {
        let out: Option<Vec<String>> = programs.iter().enumerate().map(|(k, p)| command(k, p)).collect();
        Some(numbers(&out?.concat()))
    };
    let write = |file: &str, text: &str| {
        let path = folder.join(file);
        fs::write(&path, text).expect("a file");
        path
    };
    match lang {
        Lang::Rust => {
            let (source, binary) = (write("all.rs", &together(programs)), folder.join("all"));
            let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
            succeeds(Command::new(rustc).args(["--edition", "2024", "-D", "warnings", "-o"]).args([&binary, &source]))?;
            Some(numbers(&succeeds(&mut Command::new(binary))?))
        }
        Lang::C => each(&|k, p| {
            let (source, binary) = (write(&format!("p{k}.c"), &p.text), folder.join(format!("p{k}")));
            succeeds(
                Command::new("cc")
                    .args(["-std=c99", "-Wall", "-Wno-unused", "-Werror", "-ffp-contract=off", "-o"])
                    .arg(&binary)
                    .arg(&source)
                    .arg("-lm"),
            )?;
            succeeds(&mut Command::new(binary))
        }),
        Lang::Python => {
            let files = programs.iter().enumerate().map(|(k, p)| write(&format!("p{k}.py"), &p.text));
            // One interpreter for all of them: it takes longer to start than they to run.
            let all = "import runpy, sys\nfor file in sys.argv[1:]:\n    runpy.run_path(file, run_name='__main__')";
            Some(numbers(&succeeds(Command::new("python3").args(["-c", all]).args(files))?))
        }
        Lang::Wengert => None,
    }
}

/// Value and gradient, run after run.
fn expected(runs: &[&Run]) -> Vec<f64> {
    runs.iter().flat_map(|r| std::iter::once(r.listing().value()).chain(r.listing().grad().iter().copied())).collect()
}

fn ulps(a: f64, b: f64) -> f64 {
    if a == b || (a.is_nan() && b.is_nan()) { 0.0 } else { (a - b).abs() / (a.abs().max(b.abs()) * f64::EPSILON) }
}

/// Only arithmetic: every language has the engine's numbers, bit for bit.
#[test]
fn arithmetic_is_equal_to_the_last_bit() {
    let at: &[(&str, f64)] = &[("x", 0.3), ("y", -1.7), ("z", 12.9)];
    let texts = [
        "x*y/z - z/(x + y*0.1)",
        "(x+y+z)*(x-y-z)/(x*y*z) - -x",
        "sqrt(x)/z + abs(y)*z + square(x - y)",
        "where(x > y, x*z, y/z) + where(z <= x, x, z*z)/y",
        "max(x, y, z)*min(x, z) + clamp(y, -1, 1)*x + z",
        "relu(x)*leaky_relu(y, 0.1) + hard_tanh(z)*softsign(x) + y",
        "1/x + 1/(y*z)/(1/x - 3)",
        "fma(x, y, z)*x + floor(z)*y - mod(z, x)",
        "x*x*x + y*x*y + z*z*z*z*x",
    ];
    let runs: Vec<Run> = texts.iter().map(|text| run(&text.replace("fma(x, y, z)", "(x*y+z)"), at)).collect();
    let wanted = expected(&runs.iter().collect::<Vec<_>>());
    for lang in [Lang::Rust, Lang::C, Lang::Python] {
        let programs: Vec<Program> =
            runs.iter().zip(texts).map(|(run, text)| emit(run, lang, text).expect("arithmetic only")).collect();
        let Some(got) = printed(lang, &format!("arithmetic-{}", lang.name()), &programs) else {
            assert_ne!(lang, Lang::Rust, "whoever runs this has rustc");
            continue;
        };
        assert_eq!(got.len(), wanted.len());
        let names: Vec<&str> = texts.iter().flat_map(|t| [*t; 4]).collect();
        for ((a, b), text) in got.iter().zip(&wanted).zip(names) {
            assert!(a == b, "{}: {text}: {a:e} against {b:e}", lang.name());
        }
    }
}

/// The reference cases that are expressions, in every language that has their functions; of C those of its library.
#[test]
fn the_reference_cases_are_met() {
    for lang in [Lang::Rust, Lang::C, Lang::Python] {
        let (mut runs, mut programs, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for case in wengert_testkit::cases::load() {
            let Some(text) = &case.expr else { continue };
            let given: Vec<(&str, f64)> = case.inputs.iter().map(|(name, x)| (name.as_str(), x[0])).collect();
            let run = run(text, &given);
            match emit(&run, lang, text) {
                Ok(program) => {
                    names.extend(std::iter::repeat_n(text.clone(), 1 + given.len()));
                    runs.push(run);
                    programs.push(program);
                }
                Err(lacking) => assert_eq!(lacking.lang, Lang::C, "{lacking} ({text})"),
            }
        }
        assert!(programs.len() >= 62, "{}: {} programs", lang.name(), programs.len());
        let wanted = expected(&runs.iter().collect::<Vec<_>>());
        let Some(got) = printed(lang, &format!("cases-{}", lang.name()), &programs) else { continue };
        assert_eq!(got.len(), wanted.len());
        for ((a, b), text) in got.iter().zip(&wanted).zip(&names) {
            let most = match text.as_str() {
                // A difference of logarithms of gammas, a fiftieth of what is subtracted, loses five bits more.
                text if text.starts_with("lgamma((n+1)/2)-lgamma(n/2)") => 32.0,
                // Next to a zero of y1, where it is a four hundredth of the terms of its series.
                "y0(x)" | "y1(x)" => 256.0,
                _ => 16.0,
            };
            assert!(ulps(*a, *b) <= most, "{}: {text}: {a:e} against {b:e}, {} ulp", lang.name(), ulps(*a, *b));
        }
    }
}

/// A primitive at one of its points as a run; where it has no derivative in an argument, that is a constant.
fn run_of(op: Op, x: &[f64]) -> Run {
    let row = op.row();
    let mut list = List::new();
    let mut point = Vec::new();
    let mut given = |(k, &value): (usize, &f64)| {
        if !row.nary && row.partials.get(k).is_none_or(|slope| slope.eq_ignore_ascii_case("none")) {
            return list.constant(value);
        }
        point.push(value);
        Operand::id(list.input(format!("x{k}"), vec![]))
    };
    let args: Vec<Operand> = x.iter().enumerate().map(&mut given).collect();
    let y = list.apply(op, &args).expect("short");
    list.output(y);
    Run::new(&list, &point, Options::new()).unwrap_or_else(|e| panic!("{}{x:?}: {e}", op.text()))
}

/// The whole table can be written in Rust and Python, and every row comes out as the engine has it, to the digits promised.
#[test]
fn every_primitive_of_the_table_has_a_plain_program() {
    let samples = Op::all().flat_map(|op| op.row().samples.iter().map(move |x| (op, *x)));
    let runs: Vec<(Op, Run)> = samples.map(|(op, x)| (op, run_of(op, x))).collect();
    for lang in [Lang::Rust, Lang::Python] {
        let programs: Vec<Program> =
            runs.iter().map(|(op, run)| emit(run, lang, op.text()).unwrap_or_else(|e| panic!("{e}"))).collect();
        let Some(got) = printed(lang, &format!("table-{}", lang.name()), &programs) else { continue };
        let wanted = expected(&runs.iter().map(|(_, run)| run).collect::<Vec<_>>());
        assert_eq!(got.len(), wanted.len());
        let promises = runs.iter().flat_map(|(op, run)| {
            let digits = digits(run).expect("a program");
            digits.into_iter().map(|digits| (op.text(), digits))
        });
        for ((a, b), (text, digits)) in got.iter().zip(&wanted).zip(promises) {
            let promised = if digits == ALL_DIGITS { 0.0 } else { 10.0_f64.powi(-(digits as i32)) };
            assert!(a == b || ((a - b) / b).abs() <= promised, "{}: {text}: {digits} of {a:e}, {b:e}", lang.name());
            let most = match text {
                // Next to a zero of y1, where it is a four hundredth of the terms of its series.
                "y0" | "y1" => 256.0,
                // Exponentials of differences of numbers near 1000.
                "logsumexp" => 128.0,
                // Second derivatives are integrals that change their sign.
                "betainc_d" => 32.0,
                _ => 16.0,
            };
            assert!(ulps(*a, *b) <= most, "{}: {text}: {a:e} against {b:e}, {} ulp", lang.name(), ulps(*a, *b));
        }
    }
}

/// Whether two numbers are the same is said alike everywhere: 0 and -0 are two, every NaN is one.
#[test]
fn every_language_tells_zeros_apart() {
    let same = Op::by_text("same").expect("a row");
    let pairs = [[0.0, 0.0], [0.0, -0.0], [-0.0, -0.0], [f64::NAN, f64::NAN], [f64::NAN, 1.0], [2.0, 2.0], [2.0, 3.0]];
    for lang in [Lang::Rust, Lang::C, Lang::Python] {
        let programs: Vec<Program> =
            pairs.iter().map(|x| emit(&run_of(same, x), lang, "same").expect("a helper")).collect();
        let Some(got) = printed(lang, &format!("same-{}", lang.name()), &programs) else { continue };
        assert_eq!(got, [1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0], "{}", lang.name());
    }
}

/// A power that is an input has a value where it is whole, in every language.
#[test]
fn a_power_that_varies_is_whole_or_nan() {
    let points =
        [[2.0, 3.0], [2.0, 2.5], [-1.5, -3.0], [0.0, 0.0], [2.0, f64::INFINITY], [0.0, -1.0], [1.0, 2_147_483_648.0]];
    for lang in [Lang::Rust, Lang::C, Lang::Python] {
        let at = |[x, n]: [f64; 2]| run("powi(x, n)", &[("x", x), ("n", n)]);
        let programs: Vec<Program> =
            points.iter().map(|&point| emit(&at(point), lang, "a power").expect("a helper")).collect();
        let Some(got) = printed(lang, &format!("power-{}", lang.name()), &programs) else { continue };
        let values: Vec<f64> = got.chunks(3).map(|numbers| numbers[0]).collect();
        let wanted = [8.0, f64::NAN, -8.0 / 27.0, 1.0, f64::NAN, f64::INFINITY, f64::NAN];
        assert!(values.iter().zip(wanted).all(|(&a, b)| ulps(a, b) <= 1.0), "{}: {values:?}", lang.name());
    }
}

#[test]
fn what_a_language_lacks_is_named() {
    let lacking = |run: &Run, lang| emit(run, lang, "").expect_err("lacking").to_string();
    let special = run("li2(x)*2", &[("x", 2.0)]);
    assert_eq!(lacking(&special, Lang::C), "C has no `li2`, which `v2 = li2(x)` needs");
    assert!(emit(&special, Lang::Wengert, "").is_ok());
    // What a rule of the user's computes is in no table.
    let rule: Primitive<1> = Primitive { name: "half", value: |[x]| 0.5 * x, partials: |_, _| [0.5.into()] };
    let program = wengert::Program::trace(|x: Var| rule.call([x]) + 1.0, 2.0).expect("a program");
    let ruled = Run::new(program.list(), &[2.0], Options::new()).expect("a point");
    for lang in Lang::ALL {
        assert_eq!(lacking(&ruled, lang), format!("{} has no `half`, which `half(x[0])` needs", lang.name()));
    }
}

/// Where the engine counts a zero times an infinity as zero, and where it does not, programs do as well.
#[test]
fn zero_times_infinity_counts_as_in_the_engine() {
    let cases: [(&str, &[(&str, f64)]); 8] = [
        ("sqrt(x^2 + y^2)", &[("x", 0.0), ("y", 0.0)]),
        ("sqrt(x*x)", &[("x", 0.0)]),
        ("acos(cos(x))", &[("x", 0.0)]),
        ("atan(1/x)", &[("x", 0.0)]),
        ("exp(-1/x^2)", &[("x", 0.0)]),
        ("x*sqrt(x)*sqrt(x)", &[("x", 0.0)]),
        ("erf(x)*0/0", &[("x", 1.0)]),
        ("log(1 + exp(x))", &[("x", 1000.0)]),
    ];
    let runs: Vec<Run> = cases.iter().map(|(text, at)| run(text, at)).collect();
    let wanted = expected(&runs.iter().collect::<Vec<_>>());
    for lang in [Lang::Rust, Lang::C, Lang::Python] {
        let programs: Vec<Program> =
            runs.iter().zip(&cases).map(|(run, (text, _))| emit(run, lang, text).expect("every function")).collect();
        let Some(got) = printed(lang, &format!("zero-{}", lang.name()), &programs) else { continue };
        let same = got.iter().zip(&wanted).all(|(&a, &b)| ulps(a, b) <= 4.0);
        assert!(same && got.len() == wanted.len(), "{}: {got:?} against {wanted:?}", lang.name());
    }
}

#[test]
fn untaken_branches_do_not_poison() {
    let text = "where(x > 0, sqrt(x), 0) + x*y";
    let run = run(text, &[("x", 0.0), ("y", 3.0)]);
    for lang in [Lang::Rust, Lang::C, Lang::Python] {
        let program = emit(&run, lang, text).expect("arithmetic only");
        let guarded = if lang == Lang::Python { "if v4_bar != 0.0:" } else { "v4_bar != 0.0" };
        assert!(program.text.contains(guarded), "{}", program.text);
    }
    let program = emit(&run, Lang::Rust, text).expect("arithmetic only");
    assert_eq!(printed(Lang::Rust, "branch", &[program]), Some(vec![0.0, 3.0, 0.0]));
}

#[test]
fn names_are_made_fit_and_kept_apart() {
    let [mul, add] = ["mul", "add"].map(|text| Op::by_text(text).expect("a row"));
    let mut list = List::new();
    let names = ["w[3]", "lambda", "fn", "X", "x", "x_bar", "3d", "é", "value", "sin"];
    let inputs = names.map(|name| Operand::id(list.input(name, vec![])));
    let sum = inputs.into_iter().reduce(|a, b| list.apply(add, &[a, b]).expect("short")).expect("some");
    let y = list.apply(mul, &[sum, inputs[4]]).expect("short");
    list.output(y);
    let x: Vec<f64> = (1..=10).map(f64::from).collect();
    let run = Run::new(&list, &x, Options::new()).expect("a point");
    for lang in [Lang::Rust, Lang::C, Lang::Python] {
        let program = emit(&run, lang, "names */ \\").expect("arithmetic only");
        if let Some(got) = printed(lang, &format!("names-{}", lang.name()), &[program]) {
            assert_eq!(got, expected(&[&run]), "{}", lang.name());
        }
    }
}

#[test]
fn given_names_are_used() {
    let run = run(WORKED.0, WORKED.1).named(&[(Id(2), "area".to_owned())]);
    let program = emit(&run, Lang::C, "").expect("nothing special");
    assert!(program.text.contains("    area_bar += v4_bar * cos(area);\n"), "{}", program.text);
}

#[test]
fn lines_of_one_name_keep_their_numbers() {
    let run = run(WORKED.0, WORKED.1).named(&[(Id(2), "s₁₂".to_owned()), (Id(3), "s_12".to_owned())]);
    let program = emit(&run, Lang::C, "").expect("nothing special");
    assert!(program.text.contains("double s_12_ = sin(s_12);\n"), "{}", program.text);
}

#[test]
fn lines_of_the_tape_are_found_in_the_program() {
    let run = run("x*y + sin(x*y)", WORKED.1);
    for lang in Lang::ALL {
        let program = emit(&run, lang, "").expect("nothing special");
        let lines: Vec<&str> = program.text.lines().collect();
        let of = |id: u32, part: Part| {
            let links = program.links.iter().filter(|link| link.id == Id(id) && link.part == part);
            links.map(|link| lines[link.at - 1].trim()).collect::<Vec<_>>().join(" ")
        };
        let says = |id, part, what| assert!(of(id, part).contains(what), "{}: {part:?}: {}", lang.name(), of(id, part));
        says(3, Part::Forward, "v4 = ");
        // C has no use for the link: nothing shows a program of its beside a tape.
        if lang != Lang::C {
            says(0, Part::Input, if lang == Lang::Wengert { "let [x, y] = point;" } else { "gradient(" });
        }
        if lang != Lang::Wengert {
            says(3, Part::Pay { to: Id(2), arg: 0 }, "v3_bar += v4_bar * ");
            says(4, Part::Seed, if lang == Lang::Rust { "l_bar = 1.0" } else { "_bar = 1.0" });
            says(2, Part::Zero, "v3_bar");
        }
        if matches!(lang, Lang::Rust | Lang::Python) {
            says(0, Part::Return, "x_bar");
            says(0, Part::Input, "2.0, 3.0");
        }
    }
}

#[test]
fn a_window_shows_its_lines_forward_and_back() {
    let run = run("x*y + sin(x*y)", WORKED.1);
    let window = emit_window(&run, Lang::Python, 1..3).expect("nothing special");
    assert_eq!(
        window.text,
        "    v4 = math.sin(v3)\n    L = v3 + v4\n\n    v3_bar += L_bar * 1.0\n    v4_bar += L_bar * 1.0\n    v3_bar += v4_bar * math.cos(v3)\n"
    );
    assert!(window.links.iter().any(|link| link.at == 6 && link.part == Part::Pay { to: Id(2), arg: 0 }));
}

#[test]
fn constants_and_bare_inputs_are_programs_too() {
    for (text, given) in [("2 + 3*pi", vec![]), ("x", vec![("x", 4.0)]), ("x*0 + log(2)", vec![("x", 1.0)])] {
        let run = run(text, &given);
        for lang in [Lang::Rust, Lang::C, Lang::Python] {
            let program = emit(&run, lang, text).expect("nothing special");
            if let Some(got) = printed(lang, &format!("small-{}-{}", lang.name(), given.len()), &[program]) {
                assert_eq!(got, expected(&[&run]), "{text} in {}", lang.name());
            }
        }
    }
}
