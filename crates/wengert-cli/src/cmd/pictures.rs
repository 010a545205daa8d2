//! The computation graph and the derivation beside an answer: `--svg`, `--dot`, `--tex`.

use super::expression::Expression;
use super::options::Differentiate;
use super::view;
use crate::failure::Failure;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use wengert_inspect::graph::Graph;
use wengert_inspect::{Run, tex};

/// Where to write which picture; `-` is standard output, in place of the tables.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pictures (a FILE `-` is standard output, in place of the tables)")]
pub struct Pictures {
    /// The computation graph as SVG
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// The computation graph for Graphviz
    #[arg(long, value_name = "FILE")]
    dot: Option<PathBuf>,
    /// The derivation line by line, for LaTeX
    #[arg(long, value_name = "FILE")]
    tex: Option<PathBuf>,
}

impl Pictures {
    /// Writes those asked for; answers whether one of them took standard output.
    pub fn write(
        &self,
        out: &mut impl Write,
        model: &Expression,
        differentiate: Differentiate,
    ) -> Result<bool, Failure> {
        let asked: Vec<&Path> = [&self.svg, &self.dot, &self.tex].into_iter().filter_map(Option::as_deref).collect();
        let on_output = asked.iter().filter(|&&path| path == Path::new("-")).count();
        if on_output > 1 {
            let help = "write the others to files";
            return Err(Failure::Input(format!("error: only one picture can go to standard output\nhelp: {help}")));
        }
        if !asked.is_empty() {
            let run = view::run(model, differentiate.options())?;
            self.draw(out, &run, &view::title(model))?;
        }
        Ok(on_output > 0)
    }
    fn draw(&self, out: &mut impl Write, run: &Run, title: &str) -> Result<(), Failure> {
        if self.svg.is_some() || self.dot.is_some() {
            let graph = Graph::new(run);
            if let Some(path) = &self.svg {
                view::write(out, path, graph.svg(title).as_bytes())?;
            }
            if let Some(path) = &self.dot {
                view::write(out, path, graph.dot(title).as_bytes())?;
            }
        }
        match &self.tex {
            Some(path) => view::write(out, path, tex::document(run).as_bytes()),
            None => Ok(()),
        }
    }
}
