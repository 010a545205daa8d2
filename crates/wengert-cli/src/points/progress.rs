//! A progress bar on standard error, where that is a terminal and the run takes long.

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Looked at after so many rows.
const ROWS: u64 = 1 << 12;

/// The bar, unseen at first.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    began: Instant,
    seen: bool,
}

impl Progress {
    /// A bar over so many bytes; a count where nobody knows how many there are.
    pub fn new(bytes: Option<u64>) -> Progress {
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::hidden());
        let template = match bytes {
            Some(_) => "{bar:30} {percent}% {msg} {eta} left",
            None => "{spinner} {msg} in {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(if crate::output::look::ascii() { style.progress_chars("#>-") } else { style });
        }
        Progress { bar, began: Instant::now(), seen: false }
    }
    /// So many bytes and rows were read.
    #[inline]
    pub fn moved(&mut self, bytes: u64, rows: u64) {
        if rows.is_multiple_of(ROWS) {
            self.show(bytes, rows);
        }
    }
    #[cold]
    fn show(&mut self, bytes: u64, rows: u64) {
        if !self.seen && self.began.elapsed() > PATIENCE {
            self.seen = true;
            // Draws on a terminal only.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if self.seen {
            self.bar.set_message(format!("{} rows", HumanCount(rows)));
            self.bar.set_position(bytes);
        }
    }
    /// Says something that the bar must not overwrite.
    pub fn suspend(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }
    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
