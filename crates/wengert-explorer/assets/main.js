// The page: takes the state from the address, asks the engine, and paints what it answers.

import { state, onPaint, repaint, paintNow, change } from "./state.js";
import { restore, onAddress, paintAddress, write } from "./address.js";
import { begin, run, open, reopen } from "./runner.js";
import { byId } from "./dom.js";
import { focusSoon } from "./focus.js";
import { addLens, bindViews, goTo, paintViews } from "./views.js";
import { bindTheme } from "./theme.js";
import { bindKeys, onLetter } from "./keys.js";
import { bindTransport, paintTransport } from "./transport.js";
import { bindLedger, paintLedger, followRows } from "./stage/ledger.js";
import { bindGraph, paintGraph } from "./stage/graph.js";
import { paintEquation, fitEquation } from "./stage/equation.js";
import { bindAskWhy, paintAskWhy } from "./stage/ask-why.js";
import { paintPurpose } from "./band/purpose.js";
import { paintFormula } from "./band/formula.js";
import { paintVariables } from "./band/variables.js";
import { bindEditor, paintEditor, paintStale } from "./band/editor.js";
import { bindPresets } from "./band/presets.js";
import { paintMessages } from "./messages.js";
import { paintLive } from "./live.js";
import { copies } from "./copy.js";
import { bindQuestion, paintQuestion } from "./question.js";
import { bindNotes } from "./notes/drawer.js";
import { bindSaved, keepFirst, savedText } from "./saved.js";
import { paintPrograms } from "./programs.js";
import { paintStrips } from "./stage/strips.js";
import { measure } from "./stage/rows.js";
import { bindBeyond } from "./stage/beyond.js";
import { bindFolds, paintFolds } from "./stage/folds.js";
import { paintLarge } from "./large/view.js";
import { code } from "./lens/code.js";
import { cost } from "./lens/cost.js";
import { why, askWhy } from "./lens/why.js";
import { kinks } from "./lens/kinks.js";
import { accuracy } from "./lens/accuracy.js";
import { detective } from "./lens/detective.js";
import { matrix } from "./lens/matrix.js";
import { learn } from "./lens/learn.js";
import { practice } from "./lens/practice.js";
import { modes } from "./lens/modes.js";

const LENSES = [code, cost, why, kinks, accuracy, detective, matrix, learn, practice, modes];

/** Painters in the order of the page; last those that measure what the others have written, for which the browser lays out the page. */
const PAINTERS = [paintReady, paintViews, paintFormula, paintPurpose, paintVariables, paintEditor, paintStale, paintMessages, whenTape(paintPrograms), whenTape(paintStrips), whenTape(paintFolds), paintQuestion, whenTape(paintLedger), whenTape(paintGraph, "code"), whenTape(paintEquation), whenTape(paintAskWhy), paintLarge, paintTransport, paintLive, paintAddress, whenTape(fitEquation), whenTape(followRows)];

/** A painter of the stage: only while the stage is seen, or `also` another view that shows this part of it. */
function whenTape(painter, also) {
  return () => (state.view === "tape" || state.view === also) && state.tape && painter();
}

/** Once there is a tape, or a reason why not, nothing needs to be kept free for it. */
function paintReady() {
  if (state.tape || state.outline || state.fault) document.body.dataset.ready = "";
}

/** Copies the address of the present state. */
function bindCopy() {
  copies(byId("copy-link"), () => {
    write(false);
    return location.href;
  });
  byId("home").addEventListener("click", (event) => {
    event.preventDefault();
    open({ source: "x*y + sin(x*y)", point: { x: 2, y: 3 }, view: "tape" });
  });
}

/** Opens what the address names, with the tape that was kept for it. */
async function goBack() {
  if (!restore()) return;
  state.savedText = state.saved ? await savedText() : null;
  reopen();
}

/** On paper stands the final state with nothing chosen; afterwards all is as before. */
function bindPrint() {
  let before = null;
  window.addEventListener("beforeprint", () => {
    before = { step: state.step, flight: state.flight, selected: state.selected, hovered: state.hovered, lit: state.lit };
    Object.assign(state, { step: state.tape ? state.tape.events.length : state.step, flight: false, selected: null, hovered: null, lit: null });
    paintNow();
  });
  window.addEventListener("afterprint", () => change(before));
}

/** Rows share what the band above and the panel below leave: they are placed anew where that changes. */
function bindHeight() {
  const seen = new ResizeObserver(() => {
    measure();
    repaint();
  });
  for (const id of ["tape-view", "step", "strips"]) seen.observe(byId(id));
}

/** Starts the page. */
async function start() {
  LENSES.forEach(addLens);
  const restored = restore();
  const first = JSON.parse(byId("start")?.textContent ?? "null");
  PAINTERS.forEach(onPaint);
  for (const bind of [bindTheme, bindViews, bindKeys, bindTransport, bindLedger, bindGraph, bindBeyond, bindFolds, bindEditor, bindCopy, bindQuestion, bindAskWhy, bindNotes, bindSaved, bindHeight, bindPrint]) bind();
  bindPresets();
  onLetter("w", () => (state.outline ? goTo("why") : state.tape && askWhy(state.tape.lines[(state.selected ?? 1) - 1].name)));
  onAddress(goBack);
  window.addEventListener("resize", repaint);
  // What was measured in other letters is measured again.
  document.fonts.addEventListener("loadingdone", repaint);
  if (state.saved) state.savedText = await savedText(first);
  if (restored) run(false, true);
  else {
    begin(first);
    keepFirst();
  }
  // At once, for a page that is there as a whole: otherwise the browser lays out the empty one first.
  paintNow();
  // Not before the page is painted: who asks for the focus has the browser lay out what is there.
  focusSoon(() => byId("play"));
}

start();
