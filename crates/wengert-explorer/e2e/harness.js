// Starts the binary and a headless Chromium, and gives each test a page of its own.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..', '..', '..');

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export const browserPath = process.env.WENGERT_CHROMIUM ?? BROWSERS.find(existsSync);
const targets = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
export const binary = process.env.WENGERT_BIN
  ?? ['debug', 'release'].map((profile) => join(targets, profile, 'wengert')).find(existsSync);

/** Why the tests cannot run here, or false. */
export const skip = !browserPath
  ? 'no Chromium was found; install the package `chromium` or set WENGERT_CHROMIUM'
  : !binary && 'the binary is not built; run `cargo build -p wengert-cli` or set WENGERT_BIN';
if (skip) console.log(`skipped: ${skip}`);

/** Starts `wengert explore` with more arguments; answers its address and how to stop it. */
export async function serve(...args) {
  // Whoever works on the page reads it from its folder.
  const page = process.env.WENGERT_ASSETS ? ['--assets', process.env.WENGERT_ASSETS] : [];
  // A port of its own, and with it a browser's storage of its own, unless a test is about that.
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const child = spawn(binary, ['explore', '--no-open', ...port, ...page, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((found, failed) => {
    lines.on('line', (line) => {
      const at = line.match(/http:\/\/\S+/);
      if (at) found(at[0]);
    });
    child.on('exit', (code) => failed(new Error(`wengert explore ended with ${code}`)));
  });
  return { url, stop: () => new Promise((done) => { child.on('exit', done); child.kill(); }) };
}

/** What a reader does, each as Playwright calls it. */
const ACTS = ['click', 'dblclick', 'fill', 'press', 'pressSequentially', 'type', 'hover', 'focus', 'blur', 'selectOption', 'setInputFiles', 'dispatchEvent', 'down', 'up', 'move', 'setViewportSize'];

/** The page answers what a reader does in the next frame, and moves the focus in the one after; a window of another size it measures again after each. */
const FRAMES = { setViewportSize: 3 };

/** So many frames have been painted. */
const painted = (page, frames = 2) => page.evaluate(async (count) => {
  for (let k = 0; k < count; k += 1) await new Promise((done) => requestAnimationFrame(done));
}, frames).catch(() => {});

/** Lets each act on an object end with the frames that show what it did. */
function shown(object, pageOf) {
  for (const act of ACTS.filter((act) => object[act])) {
    const does = object[act];
    object[act] = async function (...args) {
      const answer = await does.apply(this, args);
      await painted(pageOf(this), FRAMES[act]);
      return answer;
    };
  }
}

/** The pages of the test that runs: they end with it, and leave the processor to the next. */
const pages = [];
afterEach(() => Promise.all(pages.splice(0).map(async (page) => {
  if (page.isClosed()) return;
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.close();
})));

/** Lets what tests do in the pages of a browser end with a frame, so that none looks before it. */
function watched(context) {
  const newPage = context.newPage.bind(context);
  context.newPage = async () => {
    const page = await newPage();
    pages.push(page);
    for (const one of [page, page.keyboard, page.mouse]) shown(one, () => page);
    const locators = Object.getPrototypeOf(page.locator('body'));
    if (!locators.acts) shown(locators, (locator) => locator.page());
    locators.acts = true;
    return page;
  };
}

/** One browser for a file of tests. */
export async function launch() {
  const folder = mkdtempSync(join(tmpdir(), 'wengert-e2e-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: browserPath, headless: true, args: FLAGS, viewport: { width: 1440, height: 1000 },
  });
  context.setDefaultTimeout(10_000);
  watched(context);
  return { context, close: async () => { await context.close(); rmSync(folder, { recursive: true, force: true }); } };
}

/** Collects what a page complains about, which every test expects to be nothing. */
export function complaintsOf(page) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  return complaints;
}

/** Opens an address, and collects what the page complains about. */
export async function open(context, url) {
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(url);
  return { page, complaints };
}

/** Asks the engine over HTTP, beside the page. */
export async function ask(url, question) {
  const response = await fetch(new URL('engine', url), {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question),
  });
  return response.json();
}
