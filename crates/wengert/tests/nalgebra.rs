//! Matrices of variables: as points and outputs, in products, and through nalgebra's own algorithms.

use nalgebra::{DMatrix, DVector, Matrix2, Matrix3, RealField, SMatrix, Vector2, Vector3, convert, vector};
use wengert::{Error, Var, grad_check, hessian, jacobian, jvp, value_and_grad, vjp};

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * (1.0 + b.abs())
}

const SPD: Matrix3<f64> = Matrix3::new(4.0, 1.0, 0.5, 1.0, 3.0, 0.2, 0.5, 0.2, 2.0);

#[test]
fn the_container_stays_itself() -> Result<(), Error> {
    let (a, x) = (Matrix3::new(2.0, 0.1, 0.0, 0.1, 3.0, 0.2, 0.0, 0.2, 4.0), vector![1.0, -1.0, 0.5]);
    let (energy, (da, dx)) = value_and_grad(|(a, x)| 0.5 * x.dot(&(a * x)), (a, x))?;
    assert!(close(energy, 0.5 * x.dot(&(a * x))));
    assert!((da - 0.5 * x * x.transpose()).norm() < 1e-14 && (dx - a * x).norm() < 1e-14);
    let (same, again) = value_and_grad(|x| 0.5 * x.dot(&(a.map(Var::constant) * x)), &x)?;
    assert!(energy == same && (again - dx).norm() < 1e-15);
    Ok(())
}

#[test]
fn dynamic_sizes_and_outputs() -> Result<(), Error> {
    let a = DMatrix::from_fn(2, 3, |i, j| (i * 3 + j) as f64);
    let (y, j) = jacobian(|v: DVector<Var>| a.map(Var::constant) * v, DVector::from_vec(vec![1.0, 2.0, 3.0]))?;
    assert_eq!(y, DVector::from_vec(vec![8.0, 26.0]));
    assert_eq!(j.as_slice(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]); // rows of a
    let (y, pullback) = vjp(|m: Matrix2<Var>| m.transpose(), Matrix2::new(1.0, 2.0, 3.0, 4.0))?;
    assert_eq!(y, Matrix2::new(1.0, 3.0, 2.0, 4.0));
    assert_eq!(pullback.call(Matrix2::new(0.0, 1.0, 0.0, 0.0)), Matrix2::new(0.0, 0.0, 1.0, 0.0));
    let (_, dy) = jvp(|v: Vector2<Var>| v * v[0], vector![2.0, 3.0], vector![1.0, 0.0])?;
    assert_eq!(dy, vector![4.0, 3.0]);
    Ok(())
}

#[test]
fn norms() -> Result<(), Error> {
    let x = vector![3.0, -4.0, 12.0];
    let (n, g) = value_and_grad(|x: Vector3<Var>| x.norm(), x)?;
    assert_eq!(n, 13.0);
    assert!((g - x / 13.0).norm() < 1e-15);
    let (_, g) = value_and_grad(|x: Vector3<Var>| x.normalize()[0], x)?;
    assert!(close(g[0], 1.0 / 13.0 - 9.0 / 13f64.powi(3)) && close(g[1], 12.0 / 13f64.powi(3)));
    Ok(())
}

/// d(b' A^-1 b): -A^-1 b b' A^-T in A, 2 A^-1 b in b.
fn check_solve(solve: impl Fn(Matrix3<Var>, Vector3<Var>) -> Vector3<Var>) -> Result<(), Error> {
    let b = vector![1.0, -2.0, 0.5];
    let (value, (da, db)) = value_and_grad(|(a, b)| b.dot(&solve(a, b)), (SPD, b))?;
    let x = SPD.try_inverse().unwrap() * b;
    assert!(close(value, b.dot(&x)));
    assert!((db - 2.0 * x).norm() < 1e-13, "{db}");
    // A factorisation may read one triangle only: what is determined is the derivative along symmetric directions.
    let (got, expected) = (da + da.transpose(), -2.0 * x * x.transpose());
    assert!((got - expected).norm() < 1e-13, "{got} {expected}");
    Ok(())
}

#[test]
fn solves_by_factorisation() -> Result<(), Error> {
    check_solve(|a, b| a.cholesky().unwrap().solve(&b))?;
    check_solve(|a, b| a.lu().solve(&b).unwrap())?;
    check_solve(|a, b| a.qr().solve(&b).unwrap())?;
    check_solve(|a, b| a.full_piv_lu().solve(&b).unwrap())?;
    check_solve(|a, b| a.try_inverse().unwrap() * b)
}

#[test]
fn determinants_and_their_second_derivative() -> Result<(), Error> {
    // d ln det A = tr(A^-1 dA); second derivative -tr(A^-1 dA A^-1 dA).
    let (value, g) = value_and_grad(|a: Matrix3<Var>| a.determinant().ln(), SPD)?;
    let inverse = SPD.try_inverse().unwrap();
    assert!(close(value, SPD.determinant().ln()) && (g - inverse.transpose()).norm() < 1e-13);
    let (_, _, h) = hessian(|a: Matrix3<Var>| 2.0 * a.cholesky().unwrap().l().diagonal().map(|d| d.ln()).sum(), SPD)?;
    assert!(close(h[(0, 0)], -inverse[(0, 0)].powi(2)));
    Ok(())
}

#[test]
fn eigenvalues_of_a_symmetric_matrix() -> Result<(), Error> {
    // d lambda = v' dA v for a unit eigenvector v.
    let (value, g) = value_and_grad(|a: Matrix3<Var>| a.symmetric_eigen().eigenvalues.max(), SPD)?;
    let eigen = SPD.symmetric_eigen();
    let k = eigen.eigenvalues.imax();
    let v = eigen.eigenvectors.column(k).into_owned();
    assert!(close(value, eigen.eigenvalues[k]));
    assert!(((g + g.transpose()) / 2.0 - v * v.transpose()).norm() < 1e-9, "{g}");
    Ok(())
}

/// Written for any real field, as nalgebra's users write.
fn rotated<T: RealField + Copy>(angle: T, p: SMatrix<T, 2, 1>) -> SMatrix<T, 2, 1> {
    let (s, c) = (angle * convert::<f64, T>(2.0)).sin_cos();
    SMatrix::<T, 2, 2>::new(c, -s, s, c) * p
}

#[test]
fn generic_code_over_a_real_field() -> Result<(), Error> {
    let (v, g) = value_and_grad(|(t, p)| rotated(t, p)[0], (0.3, vector![1.0, 2.0]))?;
    assert_eq!(v, rotated(0.3, vector![1.0, 2.0])[0]);
    assert!(close(g.0, -2.0 * (0.6_f64.sin() + 2.0 * 0.6_f64.cos())));
    assert!((g.1 - vector![0.6_f64.cos(), -0.6_f64.sin()]).norm() < 1e-15);
    let (v, slope) = value_and_grad(|x: Var| nalgebra::ComplexField::sinc(x), 0.7)?;
    assert!(close(v, 0.7_f64.sin() / 0.7) && close(slope, 0.7_f64.cos() / 0.7 - 0.7_f64.sin() / 0.49));
    let (_, _, h) = hessian(|x: Var| nalgebra::ComplexField::sinc(x), 0.0)?;
    assert!(close(h[(0, 0)], -1.0 / 3.0));
    Ok(())
}

#[test]
fn all_of_it_agrees_with_differences() -> Result<(), Error> {
    grad_check(
        |a: Matrix3<Var>| a.svd(false, false).singular_values.sum(),
        Matrix3::new(1.0, 2.0, 0.3, -1.0, 0.5, 2.0, 0.7, 0.1, 3.0),
    )?;
    grad_check(|a: Matrix3<Var>| (a * a.transpose()).norm(), SPD)
}

#[test]
fn approximate_equality_compares_values() {
    use approx::{abs_diff_eq, relative_eq, ulps_eq};
    let (a, b) = (Var::constant(1.0), Var::constant(1.0 + 1e-9));
    assert!(!abs_diff_eq!(a, b) && abs_diff_eq!(a, b, epsilon = Var::constant(1e-8)));
    assert!(!relative_eq!(a * 1e6, b * 1e6) && relative_eq!(a * 1e6, b * 1e6, max_relative = Var::constant(1e-8)));
    assert!(
        !relative_eq!(Var::constant(f64::INFINITY), a)
            && relative_eq!(Var::constant(f64::INFINITY), Var::constant(f64::INFINITY))
    );
    assert!(ulps_eq!(a, Var::constant(1.0 + f64::EPSILON)) && !ulps_eq!(a, b));
}
