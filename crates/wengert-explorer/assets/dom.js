// Elements by hand: build once, then write only what changed.

const SVG = "http://www.w3.org/2000/svg";

/** Sets properties: `class`, `text`, `on` (listeners), `style` (by name), anything else as an attribute. */
function apply(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "style") for (const [key, rule] of Object.entries(value)) node.style.setProperty(key, rule);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

/** An HTML element with properties and children. */
export function el(tag, props = {}, ...children) {
  const node = apply(document.createElement(tag), props);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An SVG element with attributes and children. */
export function svg(tag, props = {}, ...children) {
  const node = apply(document.createElementNS(SVG, tag), props);
  node.append(...children);
  return node;
}

/** Writes text, if it is another one. */
export function put(node, text) {
  if (node.written === text) return;
  node.written = text;
  node.textContent = text;
}

/** Writes an attribute, if it is another one; `null` takes it away. */
export function set(node, name, value) {
  const known = (node.attributesWritten ??= {});
  if (known[name] === value) return;
  known[name] = value;
  if (value === null || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}

/** Writes a style, if it is another one. */
export function style(node, name, value) {
  const known = (node.stylesWritten ??= {});
  if (known[name] === value) return;
  known[name] = value;
  node.style.setProperty(name, value);
}

/** Gives or takes a class. */
export function mark(node, name, on) {
  const known = (node.classesWritten ??= {});
  if (known[name] === on) return;
  known[name] = on;
  node.classList.toggle(name, on);
}

/** Replaces what a node holds, if it is another thing: `key` says what it is. */
export function hold(node, key, build) {
  if (node.heldKey === key) return;
  node.heldKey = key;
  node.replaceChildren(...[build()].flat().filter((child) => child !== null && child !== undefined));
}

/** The element with this id. */
export const byId = (id) => document.getElementById(id);
