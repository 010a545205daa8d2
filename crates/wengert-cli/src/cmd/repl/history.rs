//! Where the lines of earlier sessions are kept: in the user's folder for state, if there is one that can be written.

use etcetera::BaseStrategy;
use std::fs;
use std::path::{Path, PathBuf};

/// The file of earlier lines; `None` where the system names no home.
pub fn file() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Some(folder.join("wengert").join("history.txt"))
}

/// Writes the file; where that cannot be done, the session's lines are forgotten, and nothing else happens.
pub fn keep(file: &Path, write: impl FnOnce(&Path) -> bool) {
    if let Some(folder) = file.parent()
        && fs::create_dir_all(folder).is_ok()
    {
        write(file);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_folder_that_cannot_be_made_is_no_failure() {
        let blocked = std::env::temp_dir().join(format!("wengert-history-{}", std::process::id()));
        std::fs::write(&blocked, "a file where a folder should be").expect("written");
        super::keep(&blocked.join("wengert/history.txt"), |_| panic!("there is no folder to write to"));
        std::fs::remove_file(&blocked).expect("removed");
    }
}
