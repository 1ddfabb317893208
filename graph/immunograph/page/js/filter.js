// The legend is the filter: kinds, statements, status, relations, sources, each with its count.

import { mark } from "./shapes.js";
import { makeSources } from "./sources.js";
import { byId, make } from "./words.js";

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {ReturnType<typeof makeFilter>} Filter
 */

/** What of the state narrows the view. @type {("kinds" | "relations" | "status" | "basis" | "sources")[]} */
const SIEVES = ["kinds", "relations", "status", "basis", "sources"];

/** @param {import("./graph.js").Graph} graph @param {import("./state.js").View} state */
export function makeFilter(graph, state) {
  const treated = new Map([...graph.concepts.values()].filter(({ uses }) => uses.length).map(({ slug, uses }) => [slug, uses.map(({ status }) => status)]));
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { relation } of graph.edges) counts.set(relation, (counts.get(relation) || 0) + 1);
  const relations = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const sources = makeSources(graph, state);
  const inferred = graph.edges.filter(({ rule }) => rule).length;
  const statuses = [...new Set([...treated.values()].flat())].sort();

  /** @type {{box: HTMLInputElement, key: "kinds" | "relations" | "status", name: string}[]} */
  const boxes = [];
  /** @type {HTMLInputElement[]} */
  const radios = [];

  /** Tell whether a concept is shown. @param {{slug: string, kind: string}} concept */
  function visible({ slug, kind }) {
    const { kinds, status } = state.get();
    if (kinds.includes(kind)) return false;
    return !status.length || (treated.get(slug)?.some((one) => !status.includes(one)) ?? true);
  }

  /** Tell whether a relation is shown. @param {Edge} edge */
  function accept(edge) {
    const { relations: off, basis } = state.get();
    if (off.includes(edge.relation) || (basis === "stated" && edge.rule) || (basis === "inferred" && !edge.rule)) return false;
    return sources.accept(edge) && visible(graph.get(edge.from)) && visible(graph.get(edge.to));
  }

  /** @param {"kinds" | "relations" | "status"} key @param {string} name @param {boolean} on */
  function toggle(key, name, on) {
    const rest = state.get()[key].filter((one) => one !== name);
    state.go({ [key]: on ? rest : [...rest, name].sort() });
  }

  /** @param {"kinds" | "relations" | "status"} key @param {string} name @param {number} count @param {...Node} words */
  function row(key, name, count, ...words) {
    const box = make("input", { type: "checkbox", checked: !state.get()[key].includes(name), onchange: () => toggle(key, name, box.checked) });
    Object.assign(box.dataset, { key, name });
    boxes.push({ box, key, name });
    return make("li", {}, make("label", {}, box, ...words, make("span", { className: "count" }, count.toLocaleString("en"))));
  }

  function draw() {
    byId("kinds").replaceChildren(...graph.kinds.map(({ name, plural }) => {
      const count = graph.byDegree.filter(({ kind }) => kind === name).length;
      return row("kinds", name, count, mark(name), make("span", {}, plural));
    }));
    /** @type {[string, string, number][]} */
    const options = [["", "all", graph.edges.length], ["stated", "stated by a source", graph.edges.length - inferred], ["inferred", "inferred by a rule", inferred]];
    byId("bases").replaceChildren(...options.map(([value, words, count]) => {
      const radio = make("input", { type: "radio", name: "basis", value, checked: state.get().basis === value, onchange: () => state.go({ basis: value }) });
      radios.push(radio);
      return make("li", {}, make("label", {}, radio, make("span", {}, words), make("span", { className: "count" }, count.toLocaleString("en"))));
    }));
    byId("statuses").replaceChildren(...statuses.map((status) => row("status", status, [...treated.values()].filter((all) => all.includes(status)).length, make("span", {}, status))));
    byId("status-part").hidden = !statuses.length;
    const lines = relations.map(([name, count]) => row("relations", name, count, make("span", {}, graph.verb(name))));
    byId("relations").replaceChildren(...lines);
  }

  /** Bring the boxes in line with the state. */
  function settle() {
    for (const { box, key, name } of boxes) box.checked = !state.get()[key].includes(name);
    for (const radio of radios) radio.checked = state.get().basis === radio.value;
    sources.settle();
    byId("reset").hidden = SIEVES.every((name) => !state.get()[name].length);
  }

  draw();
  byId("reset").addEventListener("click", () => state.go({ kinds: [], relations: [], status: [], basis: "", sources: [] }));
  byId("no-relations").addEventListener("click", () => {
    const all = relations.map(([name]) => name);
    state.go({ relations: state.get().relations.length === all.length ? [] : all });
  });
  const sieve = () => JSON.stringify(SIEVES.map((name) => state.get()[name]));
  return { visible, accept, settle, sieve };
}
