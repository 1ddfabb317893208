// Questions to the graph in SPARQL: the saved ones in plain words, or the reader's own. The engine starts in a worker on
// first use; nothing leaves the page.

import { mark } from "./shapes.js";
import { makeEditor } from "./syntax.js";
import { unpackText } from "./unpack.js";
import { byId, counted, csv, download, leaving, make, short } from "./words.js";

/**
 * @typedef {{type: string, value: string, datatype?: string, "xml:lang"?: string} | null} Cell
 * @typedef {{line: number, column: number, text: string}} Fault
 * @typedef {{columns: string[], rows: Cell[][], took: number}} Answer
 * @typedef {{id?: number, error: Fault} | ({id?: number, error?: undefined} & Answer)} Reply
 */

/** @param {import("./graph.js").Graph} graph @param {import("./state.js").View} state @param {(slug: string) => void} choose */
export function makeSparql(graph, state, choose) {
  const stage = byId("query");
  const IG = "https://w3id.org/immunograph/";
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Promise<void> | null} */
  let ready = null;
  /** @type {Map<number, (reply: any) => void>} what the worker will say */
  let waiting = new Map();
  /** @type {Answer | null} */
  let answer = null;
  let last = 0;
  let asked = "";

  const saved = make("select", { id: "saved" }, make("option", { value: "" }, "Choose a question …"), ...graph.facts.scripts.map(([name, title]) => make("option", { value: name }, short(title, 150))));
  const area = make("textarea", { id: "sparql", spellcheck: false, autocapitalize: "off", wrap: "off", "aria-label": "SPARQL", "aria-describedby": "sparql-help" });
  const copy = make("pre", { "aria-hidden": "true" });
  const terms = make("ul", { id: "terms", className: "found", role: "listbox", "aria-label": "Terms", hidden: true });
  const status = make("p", { className: "status-line", role: "status" });
  const run = make("button", { type: "button", className: "main" }, "Run");
  const stop = make("button", { type: "button", disabled: true }, "Stop");
  const results = make("div", { className: "scroll results", tabIndex: 0, role: "region", "aria-label": "Answer" });
  const save = make("div", { className: "bar", hidden: true },
    make("button", { type: "button", onclick: () => download("answer.csv", table(), "text/csv;charset=utf-8") }, "Save as CSV"),
    make("button", { type: "button", onclick: () => download("answer.json", JSON.stringify(standard(), null, 2), "application/sparql-results+json") }, "Save as JSON"),
    make("button", { type: "button", id: "on-map", onclick: () => state.go({ view: "map", at: "" }) }, "Show on the map"));
  const editor = makeEditor(area, copy, terms, vocabulary);
  stage.append(make("div", { className: "bar" }, make("label", { className: "hidden", for: "saved" }, "Saved questions"), saved, run, stop),
    make("div", { className: "editor" }, copy, area, terms), make("p", { id: "sparql-help", className: "also" }, "Ctrl+Enter runs it. The prefixes ig, rdfs, owl, skos, prov, dcterms need no declaration; after ig: names are completed."), status, save, results);

  function vocabulary() {
    const properties = [...graph.relations.keys()].map((name) => (name === "is-a" ? "rdfs:subClassOf" : `ig:${property(name)}`));
    return [...properties, "rdfs:label", "skos:definition", "skos:altLabel", "ig:plain", "ig:evidence", "ig:graph-stated", "ig:graph-inferred", "dcterms:source", ...graph.byDegree.map(({ slug }) => `ig:${slug}`)];
  }

  function start() {
    if (ready) return ready;
    const began = performance.now();
    status.textContent = "The engine is starting …";
    ready = (async () => {
      const source = await unpackText(byId("worker").textContent);
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      worker = new Worker(address);
      worker.onmessage = ({ data }) => { waiting.get(data.id)?.(data); waiting.delete(data.id); };
      worker.onerror = (event) => { for (const settle of waiting.values()) settle({ error: { line: 0, column: 0, text: event.message || "the engine cannot run in this browser" } }); waiting.clear(); };
      const found = await send({ packed: { oxigraph: byId("oxigraph").textContent, triples: byId("triples").textContent } });
      URL.revokeObjectURL(address);
      if (found.error) throw new Error(found.error.text);
      status.textContent = `Ready: ${found.triples.toLocaleString("en")} triples`;
      stage.dataset.engine = String(Math.round(found.engine));
      stage.dataset.started = String(Math.round(performance.now() - began));
    })();
    return ready;
  }

  /** @param {object} message @returns {Promise<any>} */
  function send(message) {
    last += 1;
    return new Promise((settle) => { waiting.set(last, settle); worker?.postMessage({ id: last, ...message }); });
  }

  /** Give up an answer that takes too long: the worker ends, and the next question starts another. */
  function halt() {
    worker?.terminate();
    for (const settle of waiting.values()) settle({ error: { line: 0, column: 0, text: "stopped" } });
    [worker, ready, waiting] = [null, null, new Map()];
  }

  async function ask() {
    const query = area.value;
    if (!query.trim()) return;
    asked = query;
    state.go({ q: query });
    run.disabled = true;
    stop.disabled = false;
    try {
      await start();
      status.textContent = "Asking …";
      show(await send({ query }));
    } catch (error) {
      fail({ line: 0, column: 0, text: `${told(error)}; this browser may not allow it` });
      ready = null;
    }
    run.disabled = false;
    stop.disabled = true;
  }

  /** @param {Fault} fault */
  function fail({ line, column, text }) {
    answer = null;
    save.hidden = true;
    results.replaceChildren();
    status.textContent = line ? `Line ${line}, column ${column}: ${text}` : text;
    status.classList.add("wrong");
    if (line && !stage.hidden) editor.mark(line, column);
  }

  /** A name of ours without its namespace, as on the command line. */
  const tidy = (/** @type {NonNullable<Cell>} */ { type, value }) => (type === "uri" && value.startsWith(IG) ? value.slice(IG.length) : value.replace(/T00:00:00$/, ""));
  const slugOf = (/** @type {Cell} */ cell) => (cell?.type === "uri" && cell.value.startsWith(IG) && graph.has(cell.value.slice(IG.length)) ? cell.value.slice(IG.length) : "");

  /** @param {Cell} value */
  function cell(value) {
    if (!value) return make("td");
    const slug = slugOf(value);
    if (slug) return make("td", { className: "named" }, make("div", {}, mark(graph.get(slug).kind), make("button", { type: "button", className: "link", dir: "auto", onclick: () => choose(slug) }, short(graph.label(slug), 160))));
    return make("td", { dir: "auto" }, value.type === "uri" ? leaving(short(tidy(value), 200), value.value.startsWith(IG) ? "" : value.value) : short(tidy(value), 1000));
  }

  /** @param {Reply} found */
  function show(found) {
    status.classList.remove("wrong");
    if (found.error) return fail(found.error);
    answer = found;
    const most = 500;
    status.textContent = `${counted(found.rows.length, "row", "rows")} in ${Math.max(1, Math.round(found.took))} ms${found.rows.length > most ? `; the first ${most} are shown` : ""}`;
    save.hidden = false;
    byId("on-map", "button").disabled = !concepts().size;
    results.replaceChildren(make("table", { className: "rows" }, make("caption", { className: "hidden" }, "The answer"), make("thead", {}, make("tr", {}, ...found.columns.map((name) => make("th", { scope: "col" }, short(name, 60))))),
      make("tbody", {}, ...found.rows.slice(0, most).map((row) => make("tr", {}, ...row.map(cell))))));
    results.scrollTop = 0;
    return undefined;
  }

  const table = () => csv(answer ? [answer.columns, ...answer.rows.map((row) => row.map((one) => (one ? tidy(one) : "")))] : []);

  /** The answer as SPARQL 1.1 Query Results JSON. */
  function standard() {
    const { columns, rows } = answer ?? { columns: [], rows: [] };
    return { head: { vars: columns }, results: { bindings: rows.map((row) => Object.fromEntries(row.flatMap((value, n) => (value ? [[columns[n], value]] : [])))) } };
  }

  /** The concepts of the answer. */
  function concepts() {
    return new Set(answer ? answer.rows.flat().map(slugOf).filter(Boolean) : []);
  }

  saved.addEventListener("change", () => { if (saved.value) choice(saved.value); });
  run.addEventListener("click", ask);
  stop.addEventListener("click", halt);
  area.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(); } });

  /** Take a saved question and ask it. @param {string} name */
  function choice(name) {
    const script = graph.facts.scripts.find(([one]) => one === name);
    if (!script) return;
    saved.value = name;
    editor.set(script[2]);
    ask();
  }

  /** Bring the editor in line with the state; a question in the address is asked at once. */
  function settle() {
    const { q } = state.get();
    if (q && q !== asked) { editor.set(q); ask(); }
    if (!stage.hidden) start().catch((error) => fail({ line: 0, column: 0, text: told(error) }));
  }

  const opener = byId("query-open");
  for (const sign of ["pointerenter", "focus"]) opener.addEventListener(sign, () => { start().catch(() => { ready = null; }); }, { once: true });

  return { settle, choice, concepts, asked: () => asked };
}

/** What an error says. @param {unknown} error */
const told = (error) => (error instanceof Error ? error.message : String(error));

/** The local name of a relation's property. @param {string} relation */
export function property(relation) {
  return relation.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
