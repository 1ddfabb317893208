// The legend is the filter: kinds, statements, status, relations, sources, each with its count.

/** What of the state narrows the view. */
const SIEVES = ["kinds", "relations", "status", "basis", "sources"];

/** @param {any} graph @param {any} state */
function makeFilter(graph, state) {
  const treated = new Map([...graph.concepts.values()].filter(({ uses }) => uses.length).map(({ slug, uses }) => [slug, uses.map(({ status }) => status)]));
  const counts = new Map();
  for (const { relation } of graph.edges) counts.set(relation, (counts.get(relation) || 0) + 1);
  const relations = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const sources = makeSources(graph, state);
  const inferred = graph.edges.filter(({ rule }) => rule).length;
  const statuses = [...new Set([...treated.values()].flat())].sort();

  /** Tell whether a concept is shown. */
  function visible({ slug, kind }) {
    const { kinds, status } = state.get();
    if (kinds.includes(kind)) return false;
    return !status.length || !treated.has(slug) || treated.get(slug).some((one) => !status.includes(one));
  }

  /** Tell whether a relation is shown. */
  function accept(edge) {
    const { relations: off, basis } = state.get();
    if (off.includes(edge.relation) || (basis === "stated" && edge.rule) || (basis === "inferred" && !edge.rule)) return false;
    return sources.accept(edge) && visible(graph.get(edge.from)) && visible(graph.get(edge.to));
  }

  function toggle(key, name, on) {
    const rest = state.get()[key].filter((one) => one !== name);
    state.go({ [key]: on ? rest : [...rest, name].sort() });
  }

  function row(key, name, count, ...words) {
    const box = make("input", { type: "checkbox", checked: !state.get()[key].includes(name), onchange: () => toggle(key, name, box.checked) });
    box.dataset.key = key;
    box.dataset.name = name;
    return make("li", {}, make("label", {}, box, ...words, make("span", { className: "count" }, count.toLocaleString("en"))));
  }

  function draw() {
    byId("kinds").replaceChildren(...graph.kinds.map(({ name, plural }) => {
      const count = graph.byDegree.filter(({ kind }) => kind === name).length;
      return row("kinds", name, count, mark(name), make("span", {}, plural));
    }));
    const options = [["", "all", graph.edges.length], ["stated", "stated by a source", graph.edges.length - inferred], ["inferred", "inferred by a rule", inferred]];
    byId("bases").replaceChildren(...options.map(([value, words, count]) => make("li", {}, make("label", {},
      make("input", { type: "radio", name: "basis", value, checked: state.get().basis === value, onchange: () => state.go({ basis: value }) }),
      make("span", {}, words), make("span", { className: "count" }, count.toLocaleString("en"))))));
    byId("statuses").replaceChildren(...statuses.map((status) => row("status", status, [...treated.values()].filter((all) => all.includes(status)).length, make("span", {}, status))));
    byId("status-part").hidden = !statuses.length;
    const lines = relations.map(([name, count]) => row("relations", name, count, make("span", {}, graph.verb(name))));
    byId("relations").replaceChildren(...lines);
  }

  /** Bring the boxes in line with the state. */
  function settle() {
    for (const box of document.querySelectorAll("nav input[data-key]")) box.checked = !state.get()[box.dataset.key].includes(box.dataset.name);
    for (const box of document.querySelectorAll("nav input[type=radio]")) box.checked = state.get().basis === box.value;
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
