//! `wengert plot` as it is run: charts, marks, pictures and messages.

mod common;

use common::{run, text, wengert};
use std::process::Stdio;
use std::time::{Duration, Instant};

transcripts! {
    plot_kink: "plot" "abs(x) + y*x" "--over" "x=-2..2" "y=0.5",
    plot_kink_between_samples: "plot" "abs(x - 1/3)" "--over" "x=-2..2" "--ascii",
    plot_pole: "plot" "1/(x - 0.123)" "--over" "x=-1..1" "--ascii",
    plot_edge: "plot" "sqrt(x)" "--over" "x=-1..1" "--ascii",
    plot_jump: "plot" "floor(x)*x" "--over" "x=-1.2..1.3" "--ascii",
    plot_branch: "plot" "if x > 0.1234 { x^2 } else { -x }" "--over" "x=-1..1" "--ascii",
    plot_smooth: "plot" "sin(3*x)*exp(-x)" "--over" "x=0..pi" "--ascii",
    plot_without_a_range: "plot" "x" "--over" "x",
    plot_range_that_goes_down: "plot" "x" "--over" "x=2..-2",
    plot_range_that_is_no_number: "plot" "x" "--over" "x=a..2",
    plot_value_and_range: "plot" "x" "x=1" "--over" "x=0..2",
    plot_element: "plot" "sum(w^2)" "--over" "w[0]=0..1" "w=[9,2]" "--ascii",
    plot_element_of_a_parameter: "plot" "param w = [9, 2]\nsum(w^2)" "--over" "w[0]=0..1" "--ascii",
    plot_element_beyond: "plot" "sum(w)" "--over" "w[2]=0..1" "w=[1,2]",
    plot_element_of_no_vector: "plot" "sum(w)" "--over" "w[0]=0..1",
    plot_vector: "plot" "sum(w)" "--over" "w=0..1" "w=[1,2]",
    plot_unknown_form: "plot" "x" "--over" "x=0..2" "--out" "a.gif",
    plot_no_form: "plot" "x" "--over" "x=0..2" "--out" "picture",
    plot_no_such_folder: "plot" "x" "--over" "x=0..2" "--out" "no/such/folder/a.PNG",
    plot_unbound: "plot" "x*y" "--over" "x=0..2",
    plot_range_too_large: "plot" "x" "--over" "x=-8e307..8e307",
    plot_range_too_far: "plot" "x" "--over" "x=1.7e308..1.79e308",
    plot_largest_range: "plot" "1e-307*x" "--over" "x=-5e307..5e307" "--ascii",
    plot_two_outputs: "plot" "x, 2*x" "--over" "x=0..2",
}

#[test]
fn a_picture_is_svg() {
    let svg = text(&run(&["plot", "abs(x) + y*x", "--over", "x=-2..2", "y=0.5", "--out", "-"]).stdout);
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"), "{svg}");
    assert!(svg.contains("kink: derivative 0.5; slopes of abs here: [-1, 1]"), "{svg}");
}

/// The pixels of a picture that `plot` writes, three bytes each, and how many stand in a row.
fn pixels() -> (Vec<u8>, usize) {
    let path = std::env::temp_dir().join(format!("wengert-plot-{}.png", std::process::id()));
    let written = run(&["plot", "abs(x)", "--over", "x=-2..2", "--out", path.to_str().expect("a name in UTF-8")]);
    assert_eq!((written.status.code(), text(&written.stderr).as_str()), (Some(0), ""));
    let file = std::fs::read(&path).expect("it was written");
    std::fs::remove_file(path).expect("it is there");
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it has a size")];
    let frame = reader.next_frame(&mut pixels).expect("a picture");
    assert_eq!((frame.width, frame.height), (1440, 1280));
    (pixels, 3 * frame.width as usize)
}

#[test]
fn a_picture_is_png_with_curves_and_letters() {
    let (pixels, row) = pixels();
    let has = |band: &[u8], colour: [u8; 3]| band.chunks_exact(3).any(|pixel| pixel == colour);
    let (upper, lower) = pixels.split_at(pixels.len() / 2);
    assert!(has(upper, [10, 88, 150]) && !has(lower, [10, 88, 150]), "the value is blue and above");
    assert!(has(lower, [221, 103, 22]) && !has(upper, [221, 103, 22]), "the derivative is orange and below");
    // The title stands above the chart, where nothing else is.
    let title = &pixels[20 * row..48 * row];
    assert!(title.chunks_exact(3).filter(|pixel| pixel.iter().all(|&c| c < 60)).count() > 500, "letters show");
}

/// What `plot` answers, or nothing where it has not ended in a minute: a run that goes on is ended here.
fn ended(arguments: &[&str]) -> Option<(Option<i32>, String)> {
    let mut command = wengert();
    command.arg("plot").args(arguments).stdout(Stdio::null()).stderr(Stdio::piped());
    let (mut child, start) = (command.spawn().expect("the binary runs"), Instant::now());
    while child.try_wait().expect("it can be asked").is_none() {
        if start.elapsed() > Duration::from_secs(60) {
            child.kill().expect("it runs");
            child.wait().expect("it is ended");
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("it has ended");
    Some((output.status.code(), text(&output.stderr)))
}

#[test]
fn a_curve_that_spans_too_far_is_refused_whatever_is_drawn() {
    let file = std::env::temp_dir().join(format!("wengert-plot-far-{}.png", std::process::id()));
    let axis = "an axis reaches from -1e308 to 1e308, and spans 1e308 at most";
    let smaller = "plot over a smaller range, or a part of the expression, as in `1e-10*x` for `x`";
    for (expression, over, what) in [
        ("x*1e307", "x=0..17", "value runs from 0 to 1.7000e308"),
        ("x*1e308", "x=-1.7..1.7", "value runs from -1.7000e308 to 1.7000e308"),
        ("0*x - 1.7e308", "x=0..1", "value runs from -1.7000e308 to -1.7000e308"),
        ("sqrt(-x) + 1.7e308", "x=0..1", "value runs from 1.7000e308 to 1.7000e308"),
        ("x^2*1e308", "x=-0.8..0.8", "derivative runs from -1.6000e308 to 1.6000e308"),
    ] {
        let message = format!("error: the {what}, too far for a plot\nhelp: {axis}; {smaller}\n");
        for out in [&["--ascii"][..], &["--out", "-"], &["--out", file.to_str().expect("a name in UTF-8")]] {
            let answer = ended(&[&[expression, "--over", over], out].concat());
            assert_eq!(answer, Some((Some(2), message.clone())), "{expression} {out:?}");
        }
    }
    assert!(!file.exists());
}

#[test]
fn a_curve_that_spans_as_far_as_an_axis_is_drawn() {
    for (expression, over) in [("exp(x)", "x=0..709"), ("x", "x=-5e307..5e307"), ("x*8e307", "x=-0.5..0.5")] {
        assert_eq!(ended(&[expression, "--over", over, "--out", "-"]), Some((Some(0), String::new())), "{expression}");
    }
}
