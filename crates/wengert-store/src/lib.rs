//! Snapshots of a loop's states in a file, where they do not fit into memory.
//!
//! ```
//! use wengert::{scan_in, value_and_grad};
//! use wengert_store::FileStore;
//! let store = FileStore::new(std::env::temp_dir())?;
//! let decay = |x| scan_in(store, 20, 0..1000, x, |s, _| s - 0.001 * s * s);
//! assert_eq!(value_and_grad(decay, 2.0)?, value_and_grad(|x| (0..1000).fold(x, |s, _| s - 0.001 * s * s), 2.0)?);
//! # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
//! ```
//! The engine itself does no I/O; this is one [`SnapshotStore`] beside it.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use wengert::{BoxError, SnapshotStore};

/// States in one file that has no name: it needs the number of snapshots times the size of a state, and goes with the
/// store, or with the process.
#[derive(Debug)]
pub struct FileStore {
    file: File,
    /// Where it was made, for messages.
    place: PathBuf,
    /// The length of a state, once one was written.
    len: Option<usize>,
}

/// What went wrong with a file of snapshots.
#[derive(Debug)]
struct Failure {
    doing: &'static str,
    place: PathBuf,
    source: io::Error,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} a snapshot in {}: {}", self.doing, self.place.display(), self.source)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl FileStore {
    /// A store in a directory.
    ///
    /// # Errors
    /// Where no file can be made there; the text names the directory.
    pub fn new(directory: impl AsRef<Path>) -> io::Result<FileStore> {
        let place = directory.as_ref();
        let named = |error: io::Error| {
            let text = format!(
                "no file for snapshots can be made in {}: {error}; name a directory that exists",
                place.display()
            );
            io::Error::new(error.kind(), text)
        };
        Ok(FileStore { file: tempfile::tempfile_in(place).map_err(named)?, place: place.into(), len: None })
    }
    /// A store in a file that is open for reading and writing; what is in it is lost.
    pub fn over(file: File, name: impl Into<PathBuf>) -> FileStore {
        FileStore { file, place: name.into(), len: None }
    }
    fn failure(&self, doing: &'static str) -> impl Fn(io::Error) -> BoxError + use<> {
        let place = self.place.clone();
        move |source| Failure { doing, place: place.clone(), source }.into()
    }
    fn go_to(&mut self, slot: usize, len: usize) -> io::Result<()> {
        let known = *self.len.get_or_insert(len);
        if known != len {
            return Err(io::Error::other(format!("it has {len} numbers, others {known}")));
        }
        let at = (slot as u64).checked_mul(len as u64 * 8).ok_or_else(|| io::Error::other("no file is so large"))?;
        self.file.seek(SeekFrom::Start(at)).map(drop)
    }
}

/// Numbers that pass through memory at a time.
const PIECE: usize = 1 << 10;

impl SnapshotStore for FileStore {
    fn write(&mut self, slot: usize, state: &[f64]) -> Result<(), BoxError> {
        let failed = self.failure("writing");
        self.go_to(slot, state.len()).map_err(&failed)?;
        let mut bytes = Vec::with_capacity(PIECE * 8);
        for piece in state.chunks(PIECE) {
            bytes.clear();
            piece.iter().for_each(|x| bytes.extend_from_slice(&x.to_le_bytes()));
            self.file.write_all(&bytes).map_err(&failed)?;
        }
        Ok(())
    }
    fn read(&mut self, slot: usize, state: &mut [f64]) -> Result<(), BoxError> {
        let failed = self.failure("reading");
        self.go_to(slot, state.len()).map_err(&failed)?;
        let mut bytes = vec![0; PIECE.min(state.len()) * 8];
        for piece in state.chunks_mut(PIECE) {
            let bytes = &mut bytes[..piece.len() * 8];
            self.file.read_exact(bytes).map_err(&failed)?;
            let (numbers, _) = bytes.as_chunks::<8>();
            piece.iter_mut().zip(numbers).for_each(|(x, &b)| *x = f64::from_le_bytes(b));
        }
        Ok(())
    }
}
