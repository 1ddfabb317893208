// The table twin of every view: what is drawn, as rows that can be sorted, narrowed and saved.

import { mark } from "./shapes.js";
import { announce, byId, counted, csv, download, make, short } from "./words.js";

const PAGE = 200;

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {import("./graph.js").Use} Use
 * @typedef {"relations" | "concepts" | "indications"} Shape
 * @typedef {{cells: (string | number)[], edge?: Edge, concept?: import("./graph.js").Concept, use?: {agent: string, use: Use}}} Row
 * @typedef {ReturnType<typeof makeTable>} Table
 */

/**
 * @param {import("./graph.js").Graph} graph @param {import("./state.js").View} state
 * @param {import("./evidence.js").Evidence} evidence @param {import("./filter.js").Filter} filter
 * @param {() => Edge[]} drawn the relations of the present view
 */
export function makeTable(graph, state, evidence, filter, drawn) {
  const stage = byId("table");
  let shown = PAGE;
  /** @type {Record<Shape, {columns: string[], rows: () => Row[]}>} */
  const SHAPES_OF = {
    relations: {
      columns: ["subject", "relation", "object", "basis", "sources"],
      rows: () => drawn().map((edge) => ({ cells: [graph.label(edge.from), graph.verb(edge.relation), graph.label(edge.to), edge.rule ? "inferred" : "stated", evidence.titles(edge).join("; ")], edge })),
    },
    concepts: {
      columns: ["concept", "kind", "in plain words", "relations"],
      rows: () => concepts().map((concept) => ({ cells: [concept.label, graph.kindOf.get(concept.kind)?.label ?? concept.kind, concept.plain, concept.degree], concept })),
    },
    indications: {
      columns: ["agent", "cancer", "setting", "biomarkers", "partners", "regulator", "status", "date", "ended", "sources"],
      rows: () => indications().map(({ agent, use }) => ({
        cells: [graph.label(agent), graph.label(use.condition), use.setting, told(use, "biomarkers"), told(use, "partners"), use.regulator, use.status, use.date, use.ended, evidence.named(use.cited).join("; ")],
        use: { agent, use },
      })),
    },
  };

  /** @param {Use} use @param {"biomarkers" | "partners"} cell */
  function told(use, cell) {
    return use.unsaid.includes(cell) ? "not stated" : use[cell].join(", ");
  }

  function concepts() {
    if (!state.get().at && state.view() !== "path") return graph.byDegree.filter(filter.visible);
    const near = new Set(drawn().flatMap(({ from, to }) => [from, to]));
    return graph.byDegree.filter(({ slug }) => near.has(slug));
  }

  /** The indications of what is shown, or, around a concept, its own and those against it. */
  function indications() {
    const { at, status } = state.get();
    return graph.byDegree.filter(filter.visible).flatMap(({ slug, uses }) => uses.map((use) => ({ agent: slug, use })))
      .filter(({ agent, use }) => !status.includes(use.status) && (!at || agent === at || use.condition === at));
  }

  /** @returns {Shape} */
  function which() {
    const { rows: asked } = state.get();
    return asked === "concepts" || asked === "indications" ? asked : "relations";
  }
  const shape = () => SHAPES_OF[which()];

  /** All rows of the view, sorted and narrowed. */
  function rows() {
    const { sort, find } = state.get();
    const asked = find.toLowerCase().split(/\s+/).filter(Boolean);
    const found = shape().rows().filter(({ cells }) => {
      const text = cells.join(" ").toLowerCase();
      return asked.every((word) => text.includes(word));
    });
    const at = shape().columns.indexOf(sort.replace(/^-/, ""));
    if (at < 0) return found;
    const turn = sort.startsWith("-") ? -1 : 1;
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    return found.sort((a, b) => turn * compare(String(a.cells[at]), String(b.cells[at])));
  }

  /** @param {string} name */
  function head(name) {
    const { sort } = state.get();
    const way = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
    const next = way === "ascending" ? `-${name}` : name;
    return make("th", { scope: "col", "aria-sort": way }, make("button", { type: "button", onclick: () => { state.go({ sort: next }, true); announce(`Sorted by ${name}`); } }, name, make("span", { "aria-hidden": "true" }, { ascending: " ▲", descending: " ▼", none: "" }[way])));
  }

  /** @param {Row} row */
  function line({ cells, edge, concept, use: found }) {
    if (found) {
      const { agent, use } = found;
      return make("tr", {}, make("td", {}, evidence.link(agent)), make("td", {}, evidence.link(use.condition)), ...cells.slice(2, 6).map((cell) => make("td", { dir: "auto" }, String(cell))),
        make("td", { className: `status status-${use.status.replace(/\W+/g, "-")}` }, use.status), ...cells.slice(7, 9).map((cell) => make("td", {}, String(cell))), make("td", { className: "sources", dir: "auto" }, short(String(cells[9]), 160)));
    }
    if (concept) return make("tr", {}, make("td", { className: "named" }, make("div", {}, mark(concept.kind), evidence.link(concept.slug))), ...cells.slice(1).map((cell) => make("td", { dir: "auto" }, short(String(cell), 400))));
    if (!edge) return make("tr");
    return make("tr", {}, make("td", {}, evidence.link(edge.from)), make("td", {}, String(cells[1])), make("td", {}, evidence.link(edge.to)), make("td", { className: "basis" }, edge.rule ? "" : "stated", ...evidence.basis(edge)), make("td", { className: "sources", dir: "auto" }, short(String(cells[4]), 160)));
  }

  const field = make("input", { id: "table-find", type: "search", placeholder: "narrow the rows", autocomplete: "off", oninput: () => { shown = PAGE; state.go({ find: field.value }, true); } });
  const count = make("span", { className: "count", role: "status" });
  const kind = make("select", { id: "table-rows", onchange: () => state.go({ rows: kind.value, sort: "" }) }, make("option", { value: "" }, "relations"), make("option", { value: "concepts" }, "concepts"), make("option", { value: "indications" }, "indications"));
  const grid = make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Table of this view" });
  stage.append(make("div", { className: "bar" }, make("label", { className: "hidden", for: "table-rows" }, "Rows"), kind, make("label", { className: "hidden", for: "table-find" }, "Narrow the rows"), field, count, make("button", { type: "button", onclick: save }, "Save as CSV")), grid);

  function save() {
    download("immunograph.csv", csv([shape().columns, ...rows().map(({ cells }) => cells)]), "text/csv;charset=utf-8");
  }

  function show() {
    const all = rows();
    if (document.activeElement !== field) field.value = state.get().find;
    kind.value = which() === "relations" ? "" : which();
    count.textContent = counted(all.length, "row", "rows");
    const more = all.length > shown ? make("button", { type: "button", onclick: () => { shown += 5 * PAGE; show(); } }, `Show more (${(all.length - shown).toLocaleString("en")} left)`) : "";
    grid.replaceChildren(make("table", { className: `rows ${kind.value || "relations"}` }, make("caption", { className: "hidden" }, "What the present view shows"), make("thead", {}, make("tr", {}, ...shape().columns.map(head))), make("tbody", {}, ...all.slice(0, shown).map(line))), more);
  }

  return { show, save };
}
