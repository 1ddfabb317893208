// How two concepts are related: the shortest ways, told as sentences with their sources.

import { makeCombobox } from "./search.js";
import { announce, byId, counted, make } from "./words.js";

/**
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {{at: string, edge: Edge | null, before: Step | null}} Step
 */

/**
 * Find the shortest ways between two concepts; a relation is a way in both directions, a stated one costs 1 and an
 * inferred one 1.9, as on the command line.
 * @param {Pick<Graph, "get">} graph @param {string} start @param {string} end @param {(edge: Edge) => boolean} accept @param {number} count
 * @returns {Edge[][]} each way as the edges along it
 */
export function shortestWays(graph, start, end, accept, count = 3) {
  /** @type {Step[][]} */
  const queue = [[{ at: start, edge: null, before: null }]]; // one bucket for each cost, in tenths
  /** @type {Map<string, number>} */
  const met = new Map();
  /** @type {Edge[][]} */
  const ways = [];
  for (let cost = 0; cost < queue.length && ways.length < count; cost += 1) {
    const bucket = queue[cost] || [];
    for (let n = 0; n < bucket.length && ways.length < count; n += 1) {
      const step = bucket[n];
      const times = (met.get(step.at) ?? 0) + 1;
      met.set(step.at, times);
      if (step.at === end) {
        ways.push(trace(step));
        continue;
      }
      if (times > count) continue;
      for (const [next, edge] of bestSteps(graph, step.at, accept)) {
        if (visited(step, next)) continue;
        const total = cost + (edge.rule ? 19 : 10);
        (queue[total] ||= []).push({ at: next, edge, before: step });
      }
    }
  }
  return ways;
}

/** To each neighbour by one relation: a stated one before an inferred one. @param {Pick<Graph, "get">} graph @param {string} slug @param {(edge: Edge) => boolean} accept */
function bestSteps(graph, slug, accept) {
  /** @type {Map<string, Edge>} */
  const best = new Map();
  for (const edge of graph.get(slug).edges) {
    if (!accept(edge)) continue;
    const next = edge.from === slug ? edge.to : edge.from;
    const known = best.get(next);
    if (!known || (known.rule && !edge.rule)) best.set(next, edge);
  }
  return best;
}

/** @param {Step} step @param {string} slug */
function visited(step, slug) {
  for (let at = /** @type {Step | null} */ (step); at; at = at.before) if (at.at === slug) return true;
  return false;
}

/** @param {Step} step */
function trace(step) {
  /** @type {Edge[]} */
  const edges = [];
  for (let at = /** @type {Step | null} */ (step); at?.edge; at = at.before) edges.unshift(at.edge);
  return edges;
}

/**
 * @param {Graph} graph @param {import("./state.js").View} state @param {import("./evidence.js").Evidence} evidence
 * @param {import("./filter.js").Filter} filter @param {import("./names.js").Finder} finder
 */
export function makePath(graph, state, evidence, filter, finder) {
  const panel = byId("details");
  /** @type {Edge[][]} */
  let ways = [];

  /** Ask for the two ends and tell the ways between them. */
  function show() {
    const { at, to, avoid } = state.get();
    const accept = (/** @type {Edge} */ edge) => filter.accept(edge) && !avoid.includes(edge.relation);
    ways = at && to && at !== to ? shortestWays(graph, at, to, accept) : [];
    panel.replaceChildren(
      make("h2", { className: "name" }, "How are they related?"),
      make("div", { className: "ends" }, end("from", "From", at, (slug) => state.go({ at: slug })), end("to", "To", to, (slug) => state.go({ to: slug })),
        make("button", { type: "button", onclick: () => state.go({ at: to, to: at }) }, "Swap")),
      avoid.length ? make("p", { className: "also" }, "Without ", ...avoid.map((name) => make("button", { type: "button", className: "chip", onclick: () => state.go({ avoid: avoid.filter((one) => one !== name) }), "aria-label": `Allow ${graph.verb(name)} again` }, `${graph.verb(name)} ×`))) : "",
      ...ways.map(tell),
      at && to && !ways.length ? make("p", { className: "note" }, at === to ? "These are the same concept." : "With this filter nothing leads from one to the other.") : "",
      at && to ? "" : make("p", {}, "Name two concepts. The shortest ways between them are told as sentences, each with its sources, and shown on the map."),
    );
    if (at && to) announce(`${counted(ways.length, "way", "ways")} found`);
  }

  /** @param {string} id @param {string} words @param {string} slug @param {(slug: string) => void} choose */
  function end(id, words, slug, choose) {
    const field = make("input", { id: `path-${id}`, value: slug ? graph.label(slug) : "", autocomplete: "off", spellcheck: false, placeholder: "a drug, target, cancer …" });
    const list = make("ul", { id: `path-${id}-found`, className: "found" });
    makeCombobox(field, list, finder, graph, choose);
    return make("div", { className: "end" }, make("label", { for: field.id }, words), field, list);
  }

  /** @param {Edge[]} way @param {number} n */
  function tell(way, n) {
    const known = new Set(way.map(({ relation }) => relation));
    return make("section", { className: "way" }, make("h3", {}, `${n + 1}. ${counted(way.length, "step", "steps")}`),
      make("ol", {}, ...way.map((edge) => make("li", {}, evidence.link(edge.from), make("span", { className: "verb" }, ` ${graph.verb(edge.relation)} `), evidence.link(edge.to), ...evidence.basis(edge)))),
      make("p", { className: "also" }, "Look for a way without ", ...[...known].map((name) => make("button", { type: "button", className: "chip", onclick: () => state.go({ avoid: [...state.get().avoid, name] }) }, graph.verb(name)))));
  }

  return { show, ways: () => ways };
}
