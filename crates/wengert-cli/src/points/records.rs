//! The records of a CSV file, one at a time, each with its bytes as they stand in the file and the line it begins in.

use std::io::{self, Read};

/// How much is read at once, and the most that a record needs before the buffer grows.
const CHUNK: usize = 1 << 16;

/// A reader of records; it holds one chunk, however long the file.
#[derive(Debug)]
pub struct Records<R> {
    input: R,
    core: csv_core::Reader,
    buffer: Vec<u8>,
    /// The part of the buffer that holds bytes not yet consumed.
    held: std::ops::Range<usize>,
    ended: bool,
    fields: Vec<u8>,
    ends: Vec<usize>,
    read: u64,
}

/// A record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r> {
    /// Its bytes, without those that end the line.
    pub raw: &'r [u8],
    /// The line in which it begins, counted from 1.
    pub line: u64,
    fields: &'r [u8],
    ends: &'r [usize],
}

impl<'r> Record<'r> {
    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
    /// Field `k`, without quotes.
    pub fn field(&self, k: usize) -> &'r [u8] {
        let start = if k == 0 { 0 } else { self.ends[k - 1] };
        &self.fields[start..self.ends[k]]
    }
    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = &'r [u8]> {
        (0..self.len()).map(move |k| self.field(k))
    }
}

impl<R: Read> Records<R> {
    /// Reads from `input`.
    pub fn new(input: R) -> Records<R> {
        Records {
            input,
            core: csv_core::Reader::new(),
            buffer: vec![0; 2 * CHUNK],
            held: 0..0,
            ended: false,
            fields: vec![0; CHUNK],
            ends: vec![0; 256],
            read: 0,
        }
    }
    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        self.read
    }
    /// The next record; empty lines are none.
    pub fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        use csv_core::ReadRecordResult as Step;
        if self.read == 0 {
            self.begin()?;
        }
        let line = self.core.line();
        let (mut at, mut fields, mut ends) = (self.held.start, 0, 0);
        loop {
            if at == self.held.end && !self.ended {
                let moved = self.refill()?;
                at -= moved;
            }
            let input = &self.buffer[at..self.held.end];
            let (step, taken, wrote, ended) =
                self.core.read_record(input, &mut self.fields[fields..], &mut self.ends[ends..]);
            (at, fields, ends) = (at + taken, fields + wrote, ends + ended);
            match step {
                Step::InputEmpty => {}
                Step::OutputFull => self.fields.resize(2 * self.fields.len(), 0),
                Step::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                Step::End => return Ok(None),
                Step::Record => break,
            }
        }
        let raw = &self.buffer[self.held.start..at];
        self.held.start = at;
        let (raw, skipped) = trimmed(raw);
        Ok(Some(Record { raw, line: line + skipped, fields: &self.fields[..fields], ends: &self.ends[..ends] }))
    }
    /// Reads the first bytes and passes over a byte order mark.
    fn begin(&mut self) -> io::Result<()> {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        while self.held.len() < MARK.len() && !self.ended {
            self.refill()?;
        }
        if self.buffer[self.held.clone()].starts_with(MARK) {
            self.held.start += MARK.len();
        }
        Ok(())
    }
    /// Moves what is held to the front and reads more behind it; by how much it moved.
    fn refill(&mut self) -> io::Result<usize> {
        let moved = self.held.start;
        self.buffer.copy_within(self.held.clone(), 0);
        self.held = 0..self.held.len();
        if self.buffer.len() - self.held.end < CHUNK {
            self.buffer.resize(2 * self.buffer.len(), 0);
        }
        let room = &mut self.buffer[self.held.end..];
        let got = loop {
            match self.input.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                got => break got?,
            }
        };
        self.ended = got == 0;
        self.held.end += got;
        self.read += got as u64;
        Ok(moved)
    }
}

/// A record's bytes without empty lines in front and the end of its line; how many lines were in front.
fn trimmed(raw: &[u8]) -> (&[u8], u64) {
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let start = raw.iter().position(|byte| !ends(byte)).unwrap_or(raw.len());
    let end = raw.iter().rposition(|byte| !ends(byte)).map_or(start, |last| last + 1);
    let skipped = raw[..start].iter().filter(|&&byte| byte == b'\n').count();
    (&raw[start..end], skipped as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that hands out a few bytes at a time.
    struct Drops<'b>(&'b [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(to.len());
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    /// Line, raw bytes and fields of each record.
    fn all(text: &[u8], drop: usize) -> Vec<(u64, String, Vec<String>)> {
        let mut records = Records::new(Drops(text, drop));
        let mut out = Vec::new();
        let word = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        while let Some(record) = records.next().unwrap() {
            out.push((record.line, word(record.raw), record.iter().map(word).collect()));
        }
        assert_eq!(records.bytes(), text.len() as u64);
        out
    }

    #[test]
    fn awkward_files_are_read() {
        let text = b"\xef\xbb\xbfx,\"y\"\r\n\r\n\n1,\"2\n3\"\r\n4,\"a\"\"b\"\n\n5,";
        for drop in [1, 2, 3, 1000] {
            let got = all(text, drop);
            let fields: Vec<Vec<&str>> = got.iter().map(|(_, _, f)| f.iter().map(String::as_str).collect()).collect();
            assert_eq!(fields, [["x", "y"], ["1", "2\n3"], ["4", "a\"b"], ["5", ""]], "{drop}");
            let raw: Vec<&str> = got.iter().map(|(_, raw, _)| raw.as_str()).collect();
            assert_eq!(raw, ["x,\"y\"", "1,\"2\n3\"", "4,\"a\"\"b\"", "5,"], "{drop}");
            assert_eq!(got.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 4, 6, 8], "{drop}");
        }
        assert!(all(b"", 9).is_empty());
        assert!(all(b"\n\r\n", 9).is_empty());
    }
    #[test]
    fn a_record_may_be_longer_than_the_buffer() {
        let long = "7".repeat(5 * CHUNK);
        let text = format!("x\n{long}\n8\n{}\n", "1,".repeat(999));
        let got = all(text.as_bytes(), 10_000);
        assert_eq!(got[1].1, long);
        assert_eq!((got[1].2[0].as_str(), got[2].2[0].as_str(), got[3].2.len()), (long.as_str(), "8", 1000));
    }
}
