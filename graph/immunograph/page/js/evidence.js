// Who says so, and why it follows.

import { counted, leaving, make, short } from "./words.js";

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {ReturnType<typeof makeEvidence>} Evidence
 */

/** @param {import("./graph.js").Graph} graph @param {(slug: string) => void} choose */
export function makeEvidence(graph, choose) {
  const { facts } = graph;

  /** @param {string} slug */
  function link(slug) {
    if (!graph.has(slug)) return make("bdi", {}, short(graph.label(slug), 160));
    return make("button", { type: "button", className: "link", dir: "auto", onclick: () => choose(slug) }, short(graph.label(slug), 160));
  }

  /** @param {number[]} positions */
  function citations(positions) {
    return make("div", { className: "cite" }, ...positions.map((position) => {
      const [source, locator, disputes, note] = facts.citations[position];
      const [title, address] = facts.sources[source];
      const line = make("p", {}, leaving(title, address), `, ${locator}`);
      if (disputes) line.prepend(make("span", { className: "against" }, "disputed by "));
      if (note) line.append(` — ${note}`);
      return line;
    }));
  }

  /** @param {Edge} edge @returns {HTMLElement} */
  function reasons(edge) {
    const lines = edge.premises.map((premise) => {
      if (typeof premise === "string") return make("p", {}, record(premise));
      if (typeof premise === "number") {
        const stated = graph.edges[premise];
        return make("div", {}, make("p", {}, `${graph.sentence(stated)}${stated.rule ? " (inferred)" : ""}`), stated.cited.length ? citations(stated.cited) : "", stated.rule && stated !== edge ? why(stated) : "");
      }
      const [from, relation, to] = premise;
      return make("p", {}, `${graph.label(from)} ${graph.verb(relation)} ${graph.label(to)}`);
    });
    return make("div", { className: "cite" }, make("p", {}, `Because ${edge.rule}:`), ...lines);
  }

  /** The proof is made when somebody opens it. @param {Edge} edge */
  function why(edge) {
    const fold = make("details", { ontoggle: () => { if (fold.open && fold.childElementCount < 2) fold.append(reasons(edge)); } }, make("summary", {}, "why?"));
    return fold;
  }

  /** @param {string} id */
  function record(id) {
    for (const concept of graph.concepts.values()) {
      const use = concept.uses.find((one) => one.id === id);
      if (use) return make("span", {}, `the indication: ${concept.label}, ${[use.status, `for ${graph.label(use.condition)}`, use.setting, use.regulator && `by ${use.regulator}`, use.date].filter(Boolean).join(", ")}`, citations(use.cited));
    }
    return graph.label(id);
  }

  const disputed = (/** @type {Edge} */ edge) => edge.cited.some((position) => facts.citations[position][2]);

  /** Say on what an edge rests: sources, rule, or both. @param {Edge} edge */
  function basis(edge) {
    const parts = [];
    if (edge.rule) parts.push(make("span", { className: "inferred" }, "inferred"), why(edge));
    if (edge.cited.length) {
      const text = `${counted(edge.cited.length, "source", "sources")}${disputed(edge) ? ", disputed" : ""}`;
      const fold = make("details", { ontoggle: () => { if (fold.open && fold.childElementCount < 2) fold.append(citations(edge.cited)); } }, make("summary", {}, text));
      parts.push(fold);
    }
    return parts;
  }

  /** The titles of the sources of some citations. @param {number[]} cited */
  const named = (cited) => [...new Set(cited.map((position) => facts.sources[facts.citations[position][0]][0]))];
  const titles = (/** @type {Edge} */ edge) => named(edge.cited);

  return { link, citations, basis, named, titles };
}
