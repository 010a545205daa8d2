//! Any text: the reader of Lists does not panic, and what it reads prints and reads again as the same text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wengert::List;

fuzz_target!(|text: &str| {
    match List::read(text) {
        Ok(list) => {
            let printed = list.to_string();
            let again = List::read(&printed).expect("what was printed reads");
            assert_eq!(again.to_string(), printed);
        }
        Err(error) => drop(error.to_string()),
    }
});
