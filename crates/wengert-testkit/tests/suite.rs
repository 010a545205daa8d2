//! The one suite, run over every row of the primitive table at every sample point, for every executor and order.

use wengert_testkit::compare::Report;
use wengert_testkit::suite::{self, Sample, samples};

fn at_every_sample(check: fn(&Sample, &mut Report)) {
    let mut report = Report::new();
    samples().iter().for_each(|sample| check(sample, &mut report));
    report.finish();
}

#[test]
fn rows_say_what_they_are() {
    let mut report = Report::new();
    suite::rows(&mut report);
    report.finish();
}

#[test]
fn the_adjoint_is_the_difference_of_the_value() {
    at_every_sample(suite::adjoint);
}

#[test]
fn an_argument_without_derivative_has_none() {
    at_every_sample(suite::absent_slopes);
}

#[test]
fn the_tangent_is_the_adjoint() {
    at_every_sample(suite::tangent);
}

#[test]
fn the_eager_gradient_is_the_interpreters() {
    at_every_sample(suite::eager);
}

#[test]
fn single_precision_is_near_double() {
    at_every_sample(suite::single_precision);
}

#[test]
fn second_derivatives_are_differences_of_the_gradient() {
    at_every_sample(suite::second_order);
}

#[test]
fn third_derivatives_are_differences_of_the_second() {
    at_every_sample(suite::third_order);
}
