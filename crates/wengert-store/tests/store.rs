//! Snapshots in a file: the same bits, a clear error where there is no room, and nothing left behind.

use std::fs::{self, File};
use wengert::{Error, SnapshotStore, Var, scan_in, value_and_grad};
use wengert_store::FileStore;

fn step([x, v]: [Var; 2], mu: Var) -> [Var; 2] {
    [x + 0.01 * v, v + 0.01 * (mu * (1.0 - x * x) * v - x)]
}

fn gradient(store: FileStore) -> Result<(f64, [f64; 2]), Error> {
    value_and_grad(|[x, mu]| scan_in(store, 5, 0..500, [x, x * mu], |s, _| step(s, mu))[0], [1.0, 0.5])
}

fn plain() -> (f64, [f64; 2]) {
    value_and_grad(|[x, mu]: [Var; 2]| (0..500).fold([x, x * mu], |s, _| step(s, mu))[0], [1.0, 0.5]).unwrap()
}

#[test]
fn a_file_holds_what_memory_holds() {
    let directory = tempfile::tempdir().unwrap();
    let store = FileStore::new(directory.path()).unwrap();
    assert_eq!(gradient(store).unwrap(), plain());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn a_state_comes_back_to_the_bit() {
    let mut store = FileStore::new(std::env::temp_dir()).unwrap();
    let states: Vec<Vec<f64>> =
        (0..3).map(|s| (0..2500).map(|k| 1.0 / (k as f64 - 7.0 + s as f64)).collect()).collect();
    (0..3).rev().for_each(|s| store.write(s, &states[s]).unwrap());
    let mut back = vec![0.0; 2500];
    for (s, state) in states.iter().enumerate() {
        store.read(s, &mut back).unwrap();
        assert!(back.iter().zip(state).all(|(a, b)| a.to_bits() == b.to_bits()));
    }
    let error = store.write(0, &[1.0]).unwrap_err().to_string();
    assert!(error.ends_with("it has 1 numbers, others 2500"), "{error}");
    assert!(store.read(9, &mut back).unwrap_err().to_string().starts_with("reading a snapshot in "));
}

#[test]
fn a_directory_that_vanishes_takes_nothing_along() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("snapshots");
    fs::create_dir(&place).unwrap();
    let store = FileStore::new(&place).unwrap();
    fs::remove_dir_all(&place).unwrap();
    assert_eq!(gradient(store).unwrap(), plain());
    let error = FileStore::new(&place).unwrap_err().to_string();
    assert!(
        error.starts_with("no file for snapshots can be made in ") && error.ends_with("; name a directory that exists"),
        "{error}"
    );
    assert!(!place.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_that_says_so() {
    let full = || File::options().read(true).write(true).open("/dev/full").unwrap();
    let error = gradient(FileStore::over(full(), "/dev/full")).unwrap_err();
    assert!(matches!(error, Error::Snapshot(_)));
    let text = error.to_string();
    assert!(
        text.contains("writing a snapshot in /dev/full: No space left on device")
            && text.contains("give its store room"),
        "{text}"
    );
    assert_eq!(gradient(FileStore::new(std::env::temp_dir()).unwrap()).unwrap(), plain());
}

#[test]
fn a_body_that_panics_leaves_no_file() {
    let directory = tempfile::tempdir().unwrap();
    let store = FileStore::new(directory.path()).unwrap();
    let f = |x: Var| {
        scan_in(store, 3, 0..50, x, |s, _| {
            assert!(s < 10.0, "midway");
            s * 1.3
        })
    };
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| value_and_grad(f, 1.0).map(drop)));
    assert!(caught.is_err());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}
