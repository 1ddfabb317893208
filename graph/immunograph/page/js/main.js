// Puts the parts together: unpacks the graph, and lets every part follow the state in the address.

async function open() {
  if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.theme = "dark";
  const [network, facts] = await Promise.all([unpackText(byId("network").textContent), unpackText(byId("facts").textContent)]);
  const drawing = JSON.parse(network);
  if (typeof drawing.options === "string") drawing.options = JSON.parse(drawing.options);
  const graph = makeGraph(JSON.parse(facts), drawing);

  const state = /** @type {any} */ (makeState(graph, () => settle()));
  state.finder = makeFinder(graph);
  /** @type {string[]} */
  let trail = [];
  let told = "";

  /** Choose a concept; a table stays a table, all else shows what is around it. @param {string} slug */
  const choose = (slug) => state.go({ at: slug, to: "", view: state.view() === "table" && slug ? "table" : "" });

  const filter = makeFilter(graph, state);
  let sifted = "";
  const evidence = makeEvidence(graph, choose);
  const map = makeMap(graph, drawing, { choose, ...filter });
  const focus = makeFocus(graph, { choose, accept: filter.accept });
  const tree = makeTree(graph, choose);
  const path = makePath(graph, state, evidence, filter);
  const table = makeTable(graph, state, evidence, filter, drawn);
  const picture = makePicture(graph, map, state);
  makeShare(graph, state, drawn, picture, table);
  const help = makeHelp();
  const sparql = byId("oxigraph") ? makeSparql(graph, state, choose) : null;
  const details = makeDetails(graph, evidence, { choose, accept: filter.accept, tour: help.tour, actions, ask: (name) => { state.go({ view: "query", at: "" }); sparql.choice(name); } });
  makeCombobox(byId("find"), byId("found"), state.finder, graph, (slug) => { choose(slug); byId("details").focus({ preventScroll: true }); });

  /** The concepts that a query found, while the map shows them, or of which the chosen sources speak. */
  function found() {
    const concepts = sparql && state.view() === "map" && !state.get().at && state.get().q ? sparql.concepts() : new Set();
    if (concepts.size) return concepts;
    return state.get().sources.length ? new Set(graph.edges.filter(filter.accept).flatMap(({ from, to }) => [from, to])) : null;
  }

  /** The relations of the present view. */
  function drawn() {
    const { at, to } = state.get();
    if (at && to) return path.ways().flat();
    if (at) return graph.get(at).edges.filter(filter.accept);
    const concepts = found();
    return graph.edges.filter((edge) => filter.accept(edge) && (!concepts || (concepts.has(edge.from) && concepts.has(edge.to))));
  }

  function actions(slug) {
    return make("div", { className: "chips" },
      state.view() === "focus" ? make("button", { type: "button", onclick: focus.openAll }, "Open all") : make("button", { type: "button", onclick: () => state.go({ view: "focus" }) }, "Around it"),
      make("button", { type: "button", onclick: () => state.go({ view: "map" }) }, "On the map"),
      make("button", { type: "button", onclick: () => { state.go({ view: "path", at: slug, to: "" }); byId("path-to").focus(); } }, "Path to …"));
  }

  /** Show what the state asks for. */
  function settle() {
    const now = state.get();
    const view = state.view();
    const { at } = now;
    for (const id of ["focus", "table", "query"]) if (byId(id)) byId(id).hidden = view !== id || (id === "focus" && !at);
    const onMap = view === "map" || view === "path" || (view === "focus" && !at) || !byId(view);
    for (const id of ["map-stage", "zoom"]) byId(id).hidden = !onMap;
    for (const button of document.querySelectorAll("#views button")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    byId("views").querySelector("[data-view=focus]").disabled = !at;
    filter.settle();
    tree.settle(at);
    const key = JSON.stringify([at, now.to, view === "path", filter.sieve(), now.avoid, view === "focus"]);
    if (key !== told) {
      told = key;
      if (view === "path") path.show();
      else if (at) details.show(at);
      else details.welcome();
    }
    if (view !== "path" && at) announce(`${graph.label(at)}, ${graph.kindOf.get(graph.get(at).kind).label}, ${counted(graph.get(at).edges.length, "relation", "relations")}`);
    const ways = view === "path" ? path.ways().flat() : at || now.sources.length ? drawn() : [];
    const lit = at || now.to ? new Set([at, now.to, ...ways.flatMap(({ from, to }) => [from, to])].filter(Boolean)) : found();
    if (sifted && filter.sieve() !== sifted) map.refresh();
    sifted = filter.sieve();
    map.show(at, lit, ways);
    if (view === "focus" && at) focus.show(at);
    if (view === "table") table.show();
    if (sparql) sparql.settle();
    followTrail(at);
    document.title = at ? `${isolated(short(graph.label(at), 120))} — ImmunoGraph` : facts_title;
  }

  function followTrail(at) {
    if (at) trail = [...trail.slice(0, trail.includes(at) ? trail.indexOf(at) : undefined), at].slice(-5);
    const crumbs = [make("button", { type: "button", onclick: () => state.go({ at: "", to: "", view: "" }) }, "All"), ...trail.map((slug) => {
      const crumb = make("button", { type: "button", dir: "auto", onclick: () => choose(slug) }, short(graph.label(slug), 28));
      if (slug === at) crumb.setAttribute("aria-current", "true");
      return crumb;
    })];
    byId("trail").replaceChildren(...crumbs.map((crumb) => make("li", {}, crumb)));
    if (!at && state.view() === "map") crumbs[0].setAttribute("aria-current", "true");
  }

  function followTheme() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const set = (on) => { document.documentElement.dataset.theme = on ? "dark" : "light"; map.repaint(); };
    dark.addEventListener("change", () => set(dark.matches));
    byId("theme").addEventListener("click", () => set(document.documentElement.dataset.theme !== "dark"));
  }

  function followKeys() {
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); byId("find").focus(); }
      if (event.key === "Escape" && !byId("help-box").open && (state.get().at || state.get().view)) state.go({ at: "", to: "", view: "" });
    });
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    byId("map").addEventListener("keydown", (event) => {
      if (steps[event.key]) {
        event.preventDefault();
        const slug = map.walk(...steps[event.key]);
        if (slug) announce(`${graph.label(slug)}, ${graph.kindOf.get(graph.get(slug).kind).label}`);
      }
      if (event.key === "Enter" && map.walked()) choose(map.walked());
      if (event.key === "+" || event.key === "=") map.zoom(1.4);
      if (event.key === "-") map.zoom(1 / 1.4);
      if (event.key === "0") map.fit();
    });
  }

  const facts_title = graph.facts.about.title || "ImmunoGraph";
  followTheme();
  followKeys();
  byId("home").addEventListener("click", () => { trail = []; state.go({ ...PLAIN }); map.fit(); });
  for (const button of document.querySelectorAll("#views button")) button.addEventListener("click", () => state.go({ view: button.dataset.view }));
  byId("closer").addEventListener("click", () => map.zoom(1.4));
  byId("farther").addEventListener("click", () => map.zoom(1 / 1.4));
  byId("fit").addEventListener("click", () => map.fit());
  byId("count").textContent = `${counted(graph.concepts.size, "concept", "concepts")} · ${counted(graph.edges.length, "relation", "relations")} · ${counted(graph.facts.sources.length, "source", "sources")}`;
  settle();
  // for tests, and for those who put the page into their own
  Object.assign(globalThis, { immunograph: { graph, state, map, picture, find: state.finder, ways: (from, to, count) => shortestWays(graph, from, to, filter.accept, count) } });
  document.documentElement.dataset.ready = "true";
}

open().catch((error) => {
  byId("details").replaceChildren(make("p", { className: "note" }, `The page cannot open here: ${error.message}. A browser of 2023 or newer is needed.`));
  throw error;
});
