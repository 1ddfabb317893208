// The sources in the legend: a field that searches them, and those found with how many relations each supports. Once
// some are chosen, only what they support is shown.

import { byId, counted, make, short } from "./words.js";

/** Sources listed at once: the best of a search, or the busiest. */
const LISTED = 8;

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {{n: number, id: string, title: string}} Source
 */

/** @param {import("./graph.js").Graph} graph @param {import("./state.js").View} state */
export function makeSources(graph, state) {
  const { facts } = graph;
  const counts = facts.sources.map(() => 0);
  /** @type {Map<Edge, Set<number>>} */
  const supporters = new Map(graph.edges.map((edge) => {
    const found = new Set(edge.cited.map((position) => facts.citations[position]).filter(([, , disputes]) => !disputes).map(([source]) => source));
    for (const source of found) counts[source] += 1;
    return [edge, found];
  }));
  const number = new Map(facts.sources.map(([, , id], n) => [id, n]));
  const ranked = facts.sources.map(([title, , id], n) => ({ n, id, title, folded: `${title} ${id}`.toLowerCase() })).filter(({ n }) => counts[n]).sort((a, b) => counts[b.n] - counts[a.n] || (a.id < b.id ? -1 : 1));
  const field = byId("source-find", "input");
  let told = "";

  /** Tell whether a chosen source supports a relation; without a choice all pass. @param {Edge} edge */
  function accept(edge) {
    const { sources } = state.get();
    return !sources.length || sources.some((id) => supporters.get(edge)?.has(number.get(id) ?? -1));
  }

  /** @param {Source} source */
  function row({ n, id, title }) {
    const toggle = () => {
      const rest = state.get().sources.filter((one) => one !== id);
      state.go({ sources: box.checked ? [...rest, id].sort() : rest });
    };
    const box = make("input", { type: "checkbox", checked: state.get().sources.includes(id), onchange: toggle, id: `source-${n}` });
    return make("li", {}, make("label", {}, box, make("span", { dir: "auto" }, short(title, 90)), make("span", { className: "count" }, counts[n].toLocaleString("en"))));
  }

  /** List the chosen, then those found. */
  function list() {
    const chosen = state.get().sources;
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = ranked.filter(({ folded }) => words.every((word) => folded.includes(word)));
    const rest = found.filter(({ id }) => !chosen.includes(id));
    const focused = document.activeElement?.id;
    byId("sources").replaceChildren(...ranked.filter(({ id }) => chosen.includes(id)).map(row), ...rest.slice(0, LISTED).map(row));
    byId("source-count").textContent = rest.length > LISTED ? `and ${counted(rest.length - LISTED, "more source", "more sources")}; search to find them` : found.length ? "" : "No source is called like this";
    if (focused?.startsWith("source-")) document.getElementById(focused)?.focus();
  }

  /** Bring the list in line with the state. */
  function settle() {
    const now = String(state.get().sources);
    if (now !== told) list();
    told = now;
  }

  field.addEventListener("input", list);
  list();
  byId("sources-part").hidden = !ranked.length;
  return { accept, settle };
}
