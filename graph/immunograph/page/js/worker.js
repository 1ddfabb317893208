// The worker that holds the graph and answers SPARQL.

import { Store, initSync, namedNode } from "oxigraph/web.js";
import { unpack, unpackText } from "./unpack.js";

/** @type {Store} */
let graph;
let head = "";

/** Turn a column of differences into numbers. @param {number[]} differences */
function column(differences) {
  let sum = 0;
  return differences.map((difference) => (sum += difference));
}

/** @param {{oxigraph: string, triples: string}} packed */
async function start(packed) {
  const began = performance.now();
  const [engine, text] = await Promise.all([unpack(packed.oxigraph), unpackText(packed.triples)]);
  initSync({ module: new WebAssembly.Module(engine) });
  /** @type {{terms: string[], graphs: [iri: string, table: [predicate: number, subjects: number[], objects: number[]][]][], prefixes: Record<string, string>}} */
  const { terms, graphs, prefixes } = JSON.parse(text);
  const name = (/** @type {number} */ n) => (n < terms.length ? terms[n] : `_:b${n}`);
  graph = new Store();
  const compiled = performance.now() - began;
  for (const [iri, table] of graphs) {
    // by subject: what stands together in the text stands together in the store, which takes a third off the time
    /** @type {string[]} */
    const bySubject = [];
    for (const [predicate, subjects, objects] of table) {
      const values = column(objects);
      column(subjects).forEach((subject, n) => {
        bySubject[subject] = `${bySubject[subject] ?? ""}${name(subject)} ${terms[predicate]} ${name(values[n] ?? 0)} .\n`;
      });
    }
    graph.load(bySubject.join(""), { format: "application/n-triples", to_graph_name: namedNode(iri), lenient: true, no_transaction: true });
  }
  head = Object.entries(prefixes).map(([prefix, start]) => `PREFIX ${prefix}: <${start}> `).join("");
  return { triples: graph.size, engine: compiled, prefixes };
}

/** Ask the graph; the columns of the answer come in the order of the query. @param {string} query */
function ask(query) {
  const began = performance.now();
  let answer;
  try {
    answer = JSON.parse(String(graph.query(head + query, { results_format: "json", use_default_graph_as_union: true })));
  } catch (error) {
    return { error: located(told(error), query) };
  }
  const took = performance.now() - began;
  if (Array.isArray(answer)) return { ...triples(query), took };
  if ("boolean" in answer) return { columns: ["answer"], rows: [[{ type: "literal", value: String(answer.boolean) }]], took };
  const columns = answer.head.vars;
  return { columns, rows: answer.results.bindings.map((/** @type {Record<string, object>} */ row) => columns.map((/** @type {string} */ one) => row[one] || null)), took };
}

/** CONSTRUCT and DESCRIBE give triples. @param {string} query */
function triples(query) {
  const types = new Map([["NamedNode", "uri"], ["BlankNode", "bnode"]]);
  const cell = (/** @type {import("oxigraph").Term} */ term) => ({ type: types.get(term.termType) ?? "literal", value: "value" in term ? term.value : "" });
  const quads = /** @type {import("oxigraph").Quad[]} */ (graph.query(head + query, { use_default_graph_as_union: true }));
  const rows = quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(cell));
  return { columns: ["subject", "predicate", "object"], rows };
}

/** Say where a query is wrong, in the reader's own lines: the prefixes stand before the first. @param {string} text @param {string} query */
function located(text, query) {
  const found = /error at (\d+):(\d+): (.*)/s.exec(text);
  if (!found) return { line: 0, column: 0, text: text.split("\n")[0] };
  const line = Number(found[1]);
  const column = Math.max(1, Number(found[2]) - (line === 1 ? head.length : 0));
  const before = (query.split("\n")[line - 1] || "").slice(0, column);
  if (found[3].includes("Prefix not found")) {
    const prefix = /([\w-]*):[\w-]*$/.exec(before) || /([\w-]+):/.exec(query.split("\n")[line - 1] || "");
    return { line, column, text: `${prefix ? `${prefix[1]}:` : "a prefix"} is not declared; add PREFIX ${prefix ? prefix[1] : "name"}: <…>` };
  }
  const expected = [...new Set(found[3].match(/"[^"]+"|\b[A-Z]{3,}\b/g) || [])].slice(0, 8);
  return { line, column, text: expected.length ? `not SPARQL here; expected ${expected.join(" or ")}` : "not SPARQL here" };
}

/** What an error says; that of the engine may be no Error. @param {unknown} error */
const told = (error) => (error instanceof Error ? error.message : String(error));

onmessage = async ({ data }) => {
  const { id, packed, query } = data;
  try {
    postMessage({ id, ...(packed ? await start(packed) : ask(query)) });
  } catch (error) {
    postMessage({ id, error: { line: 0, column: 0, text: told(error) } });
  }
};
