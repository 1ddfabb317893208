// Search over names and plain words, folded as the Python side folds them: case, hyphens, accents, Greek, British spelling.

import { short } from "./words.js";

/** @typedef {(query: string, limit?: number) => {slug: string, as: string}[]} Finder */

/** @param {Pick<import("./graph.js").Graph, "facts" | "concepts" | "get">} graph @returns {Finder} */
export function makeFinder(graph) {
  const { greek } = graph.facts;
  const spellings = graph.facts.spellings.map(([from, to]) => ({ from: new RegExp(from, "g"), to }));
  /** @type {{slug: string, name: string, closed: string, role: string}[]} */
  let entries = [];
  /** @type {{slug: string, text: string}[]} */
  let texts = [];

  /** @param {string} name */
  function fold(name) {
    const plain = name.toLowerCase().replaceAll("µ", "μ").normalize("NFKD").replace(/\p{M}/gu, "");
    const spelt = [...plain].map((letter) => greek[letter] || letter).join("");
    const words = (spelt.match(/[\p{L}\p{N}]+/gu) || []).join(" ");
    return spellings.reduce((text, { from, to }) => text.replace(from, to), words);
  }

  /** The index is made when somebody first searches. */
  function prepare() {
    for (const { slug, label, synonyms, identifiers, plain, definition } of graph.concepts.values()) {
      const others = [...synonyms, ...identifiers];
      for (const name of [label, slug, ...others]) {
        const role = others.includes(name) ? name : "";
        const folded = fold(short(name, 300));
        entries.push({ slug, name: ` ${folded}`, closed: folded.replaceAll(" ", ""), role });
      }
      texts.push({ slug, text: ` ${fold(short(`${plain} ${definition}`, 4000))}` });
    }
  }

  /**
   * Find concepts, best first: name equal, beginning, word beginning, anywhere; then all words in the definition.
   * `as` is the synonym, identifier or text by which it was found.
   * @type {Finder}
   */
  return function find(query, limit = 12) {
    if (!entries.length) prepare();
    const words = fold(short(query, 200));
    const closed = words.replaceAll(" ", "");
    if (!closed) return [];
    /** @type {Map<string, {rank: number, as: string}>} */
    const best = new Map();
    const note = (/** @type {string} */ slug, /** @type {number} */ rank, /** @type {string} */ as) => {
      if (rank < (best.get(slug)?.rank ?? 9)) best.set(slug, { rank, as });
    };
    for (const entry of entries) {
      const rank = entry.closed === closed ? 0 : entry.closed.startsWith(closed) ? 1
        : entry.name.includes(` ${words}`) ? 2 : entry.closed.includes(closed) ? 3 : 9;
      note(entry.slug, rank, entry.role);
    }
    const asked = words.split(" ").filter((word) => word.length > 2);
    if (best.size < limit && asked.length) {
      for (const { slug, text } of texts) if (asked.every((word) => text.includes(` ${word}`))) note(slug, 5, "in its definition");
    }
    const weight = (/** @type {string} */ slug) => (best.get(slug)?.rank ?? 9) * 1e6 - graph.get(slug).degree;
    return [...best.keys()].sort((a, b) => weight(a) - weight(b) || (a < b ? -1 : 1)).slice(0, limit).map((slug) => ({ slug, as: best.get(slug)?.as ?? "" }));
  };
}
