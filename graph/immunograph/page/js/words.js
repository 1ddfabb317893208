// Small makers of elements. Text is always set as text, so no name or definition can become markup.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [properties] attributes where the name is one of ARIA's or has a dash, else properties
 * @param {...(Node | string)} children empty text is left out
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || ["role", "lang", "for", "scope"].includes(key)) element.setAttribute(key, value);
    else Object.assign(element, { [key]: value });
  }
  element.append(...children.filter((child) => child !== ""));
  return element;
}

/**
 * The same for SVG: all properties but listeners are attributes.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag @param {Record<string, any>} [properties] @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function draw(tag, properties = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) Object.assign(element, { [key]: value });
    else element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== ""));
  return element;
}

/**
 * Find an element of the template, which must be there.
 * @template {keyof HTMLElementTagNameMap} [T="div"]
 * @param {string} id @param {T} [tag] what it is
 * @returns {HTMLElementTagNameMap[T]}
 */
export function byId(id, tag) {
  const found = document.getElementById(id);
  if (!found || (tag && found.localName !== tag)) throw new Error(`there is no ${tag ?? "element"} ${id}`);
  return /** @type {HTMLElementTagNameMap[T]} */ (found);
}

/** The pen of a canvas. @param {HTMLCanvasElement} canvas */
export function context(canvas) {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("the browser draws no canvas");
  return pen;
}

/**
 * Find elements below one.
 * @param {ParentNode} root @param {string} selector
 * @returns {HTMLElement[]}
 */
export function all(root, selector) {
  return [...root.querySelectorAll(/** @type {"div"} */ (selector))];
}

/** A link that leaves the page, or plain text where the address is not one of the web. @param {string} text @param {string} address */
export function leaving(text, address) {
  const safe = /^https?:\/\//i.test(address || "");
  return safe ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, text) : make("bdi", {}, text);
}

/** @param {number} count @param {string} one @param {string} many */
export function counted(count, one, many) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Cut a text that is too long for its place. @param {string} text @param {number} most */
export function short(text, most) {
  const letters = [...text.slice(0, 2 * most + 2)];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}

/** Keep the direction of a name from reaching what stands beside it (UAX 9: FSI and PDI). @param {string} text */
export function isolated(text) {
  return /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/.test(text) ? `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069` : text;
}

/** Tell those who listen to the page. @param {string} text */
export function announce(text) {
  byId("live").textContent = text;
}

/** Give the reader a file. @param {string} name @param {BlobPart} data @param {string} type */
export function download(name, data, type) {
  const address = URL.createObjectURL(new Blob([data], { type }));
  const link = make("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  announce(`${name} is saved`);
}

/** Write rows as CSV (RFC 4180); a cell that a spreadsheet would run as a formula is set off with an apostrophe. @param {unknown[][]} rows */
export function csv(rows) {
  const cell = (/** @type {unknown} */ value) => {
    const text = String(value ?? "");
    const tame = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
  };
  return `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
