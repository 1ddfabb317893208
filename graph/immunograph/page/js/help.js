// Help in one screen, and a tour in four steps.

import { byId, make } from "./words.js";

const KEYS = [
  ["Ctrl K", "search; the arrows and Enter choose"],
  ["Tab", "goes through the page; on the map, the arrows walk from concept to concept and Enter opens one"],
  ["+ − 0", "on the map: closer, farther, all"],
  ["Esc", "one step back to the whole map"],
  ["Ctrl Enter", "runs a query"],
  ["Alt ←", "the view before"],
];
const STEPS = [
  ["map", "The map", "Each kind of concept has a territory. The names you see are the best connected; zoom in for more. The list at the left is the legend, and it filters."],
  ["find", "Search", "Type a drug, a target, a cancer or a plain word. Brand names, Greek letters and hyphens do not matter."],
  ["details", "The text", "What a concept is in one plain sentence, then exactly. Every relation says who stated it; “why?” shows what an inferred one rests on."],
  ["views", "Other views", "A table of what you see, the ways between two concepts, and questions in SPARQL. The address keeps your view, so you can cite it."],
];

/** @returns {{tour: () => void}} */
export function makeHelp() {
  const dialog = byId("help-box", "dialog");
  byId("keys").append(...KEYS.map(([key, words]) => make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key)), make("td", {}, words))));
  byId("help").addEventListener("click", () => dialog.showModal());
  byId("help-close").addEventListener("click", () => dialog.close());
  byId("help-tour").addEventListener("click", () => { dialog.close(); tour(); });

  const box = byId("tour", "dialog");
  let at = 0;
  function step() {
    for (const other of document.querySelectorAll(".toured")) other.classList.remove("toured");
    const [id, title, words] = STEPS[at];
    byId(id).classList.add("toured");
    box.replaceChildren(make("h2", {}, `${at + 1} of ${STEPS.length}: ${title}`), make("p", {}, words), make("div", { className: "bar" },
      make("button", { type: "button", className: "main", onclick: next }, at + 1 < STEPS.length ? "Next" : "Done"), make("button", { type: "button", onclick: end }, "Skip")));
    box.querySelector("button")?.focus();
  }
  function next() {
    at += 1;
    if (at < STEPS.length) step();
    else end();
  }
  function end() {
    box.close();
  }
  box.addEventListener("close", () => {
    for (const other of document.querySelectorAll(".toured")) other.classList.remove("toured");
  });
  function tour() {
    at = 0;
    box.show();
    step();
  }
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); end(); } });
  return { tour };
}
