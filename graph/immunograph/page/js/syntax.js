// An editor for SPARQL: a text area over its own coloured copy, with completion of prefixes and of our terms.

import { make } from "./words.js";

const TOKENS = /(#[^\n]*)|("""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(<[^<>\s]*>)|([?$]\w+)|(\b[\w-]*:[\w.-]*)|(\b(?:PREFIX|BASE|SELECT|DISTINCT|REDUCED|CONSTRUCT|DESCRIBE|ASK|FROM|NAMED|WHERE|ORDER|BY|ASC|DESC|LIMIT|OFFSET|GROUP|HAVING|UNION|OPTIONAL|MINUS|GRAPH|FILTER|NOT|EXISTS|IN|BIND|AS|VALUES|UNDEF|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|SEPARATOR|STR|LANG|DATATYPE|IRI|BOUND|IF|COALESCE|REGEX|REPLACE|CONTAINS|STRSTARTS|STRENDS|STRLEN|LCASE|UCASE|CONCAT|YEAR|a)\b)/gi;
const CLASSES = ["", "t-comment", "t-string", "t-iri", "t-variable", "t-name", "t-word"];

/**
 * @typedef {ReturnType<typeof makeEditor>} Editor
 */

/** @param {HTMLTextAreaElement} area @param {HTMLElement} copy @param {HTMLElement} list @param {() => string[]} vocabulary */
export function makeEditor(area, copy, list, vocabulary) {
  let at = -1;

  function colour() {
    /** @type {(Node | string)[]} */
    const parts = [];
    let last = 0;
    for (const found of area.value.slice(0, 50_000).matchAll(TOKENS)) {
      const kind = found.findIndex((part, n) => n > 0 && part !== undefined);
      if (found.index > last) parts.push(area.value.slice(last, found.index));
      parts.push(make("span", { className: CLASSES[kind] }, found[0]));
      last = found.index + found[0].length;
    }
    copy.replaceChildren(...parts, `${area.value.slice(last)}\n`);
    copy.scrollTop = area.scrollTop;
  }

  /** The word before the caret. */
  function word() {
    return (/[\w:.-]+$/.exec(area.value.slice(0, area.selectionStart)) || [""])[0];
  }

  function suggest() {
    const typed = word().toLowerCase();
    const found = typed.length > 1 && typed.includes(":") ? vocabulary().filter((name) => name.toLowerCase().startsWith(typed) && name !== word()) : [];
    list.replaceChildren(...found.slice(0, 8).map((name, n) => make("li", { role: "option", id: `term-${n}`, "aria-selected": "false", onmousedown: (/** @type {MouseEvent} */ event) => { event.preventDefault(); complete(name); } }, name)));
    list.hidden = !list.childElementCount;
    at = -1;
    area.removeAttribute("aria-activedescendant");
  }

  /** @param {string} name */
  function complete(name) {
    const end = area.selectionStart;
    area.setRangeText(name, end - word().length, end, "end");
    list.hidden = true;
    colour();
    area.dispatchEvent(new Event("change"));
  }

  area.addEventListener("input", () => { colour(); suggest(); });
  area.addEventListener("scroll", () => { copy.scrollTop = area.scrollTop; });
  area.addEventListener("blur", () => { list.hidden = true; });
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + list.childElementCount) % list.childElementCount;
      [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
      area.setAttribute("aria-activedescendant", list.children[at].id);
    }
    if ((event.key === "Enter" || event.key === "Tab") && at >= 0) {
      event.preventDefault();
      complete(list.children[at].textContent ?? "");
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      list.hidden = true;
    }
  });

  return {
    /** @param {string} text */
    set(text) { area.value = text; colour(); },
    /** @param {number} line @param {number} column */
    mark(line, column) {
    const start = area.value.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    area.focus();
    area.setSelectionRange(start, Math.min(area.value.length, start + 1));
  } };
}
