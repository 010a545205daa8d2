//! Every example runs as a test: what it asserts holds, and it returns without an error.

#[test]
fn _01_scalar() -> Result<(), wengert::Error> {
    #[path = "../examples/01_scalar.rs"]
    mod example;
    example::main()
}

#[test]
fn _02_slices() -> Result<(), wengert::Error> {
    #[path = "../examples/02_slices.rs"]
    mod example;
    example::main()
}

#[test]
fn _03_arrays_fixed() -> Result<(), wengert::Error> {
    #[path = "../examples/03_arrays_fixed.rs"]
    mod example;
    example::main()
}

#[test]
fn _04_tuple() -> Result<(), wengert::Error> {
    #[path = "../examples/04_tuple.rs"]
    mod example;
    example::main()
}

#[test]
fn _05_struct_derive() -> Result<(), wengert::Error> {
    #[path = "../examples/05_struct_derive.rs"]
    mod example;
    example::main()
}

#[test]
fn _06_struct_macro() -> Result<(), wengert::Error> {
    #[path = "../examples/06_struct_macro.rs"]
    mod example;
    example::main()
}

#[test]
fn _07_generic_float() -> Result<(), wengert::Error> {
    #[path = "../examples/07_generic_float.rs"]
    mod example;
    example::main()
}

#[test]
fn _08_nalgebra() -> Result<(), wengert::Error> {
    #[path = "../examples/08_nalgebra.rs"]
    mod example;
    example::main()
}

#[test]
fn _09_ndarray() -> Result<(), wengert::Error> {
    #[path = "../examples/09_ndarray.rs"]
    mod example;
    example::main()
}

#[test]
fn _11_hessian_hvp() -> Result<(), wengert::Error> {
    #[path = "../examples/11_hessian_hvp.rs"]
    mod example;
    example::main()
}

#[test]
fn _12_jacobian() -> Result<(), wengert::Error> {
    #[path = "../examples/12_jacobian.rs"]
    mod example;
    example::main()
}

#[test]
fn _13_vjp_jvp() -> Result<(), wengert::Error> {
    #[path = "../examples/13_vjp_jvp.rs"]
    mod example;
    example::main()
}

#[test]
fn _14_nested() -> Result<(), wengert::Error> {
    #[path = "../examples/14_nested.rs"]
    mod example;
    example::main()
}

#[test]
fn _15_aux_and_errors_inside() -> Result<(), wengert::Error> {
    #[path = "../examples/15_aux_and_errors_inside.rs"]
    mod example;
    example::main()
}

#[test]
fn _16_stop_gradient() -> Result<(), wengert::Error> {
    #[path = "../examples/16_stop_gradient.rs"]
    mod example;
    example::main()
}

#[test]
fn _24_check() -> Result<(), wengert::Error> {
    #[path = "../examples/24_check.rs"]
    mod example;
    example::main()
}

#[test]
fn _25_kinks() -> Result<(), wengert::Error> {
    #[path = "../examples/25_kinks.rs"]
    mod example;
    example::main()
}

#[test]
fn _26_misuse() -> Result<(), wengert::Error> {
    #[path = "../examples/26_misuse.rs"]
    mod example;
    example::main()
}

#[test]
fn _29_single() -> Result<(), wengert::Error> {
    #[path = "../examples/29_single.rs"]
    mod example;
    example::main()
}

#[test]
fn _30_inference_probes() -> Result<(), wengert::Error> {
    #[path = "../examples/30_inference_probes.rs"]
    mod example;
    example::main()
}

#[test]
fn _19_scan() -> Result<(), wengert::Error> {
    #[path = "../examples/19_scan.rs"]
    mod example;
    example::main()
}

#[test]
fn _20_program() -> Result<(), wengert::Error> {
    #[path = "../examples/20_program.rs"]
    mod example;
    example::main()
}

#[test]
fn _17_custom_rule() -> Result<(), wengert::Error> {
    #[path = "../examples/17_custom_rule.rs"]
    mod example;
    example::main()
}

#[test]
fn _18_rule_object() -> Result<(), wengert::Error> {
    #[path = "../examples/18_rule_object.rs"]
    mod example;
    example::main()
}

#[test]
fn _23_implicit() -> Result<(), wengert::Error> {
    #[path = "../examples/23_implicit.rs"]
    mod example;
    example::main()
}

#[test]
fn _31_kepler() -> Result<(), wengert::Error> {
    #[path = "../examples/31_kepler.rs"]
    mod example;
    example::main()
}

#[test]
fn _32_equilibrium() -> Result<(), wengert::Error> {
    #[path = "../examples/32_equilibrium.rs"]
    mod example;
    example::main()
}

#[test]
fn _33_ridge() -> Result<(), wengert::Error> {
    #[path = "../examples/33_ridge.rs"]
    mod example;
    example::main()
}

#[test]
fn _21_sum_over() -> Result<(), wengert::Error> {
    #[path = "../examples/21_sum_over.rs"]
    mod example;
    example::main()
}

#[test]
fn none_is_forgotten() -> std::io::Result<()> {
    let (here, folder) = (include_str!("examples.rs"), concat!(env!("CARGO_MANIFEST_DIR"), "/examples"));
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        assert!(here.contains(&format!("../examples/{}\"", name.display())), "{name:?} is not run here");
    }
    Ok(())
}
