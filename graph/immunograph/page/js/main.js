// Puts the parts together: unpacks the graph, and lets every part follow the state in the address.

import { makeDetails } from "./details.js";
import { makeEvidence } from "./evidence.js";
import { makeFilter } from "./filter.js";
import { LINES } from "./edges.js";
import { STEPS, makeFocus } from "./focus.js";
import { makeGraph } from "./graph.js";
import { makeHelp } from "./help.js";
import { makeMap } from "./map.js";
import { makeFinder } from "./names.js";
import { makePath, shortestWays } from "./path.js";
import { makePicture } from "./picture.js";
import { makeCombobox } from "./search.js";
import { makeShare } from "./share.js";
import { makeSparql } from "./sparql.js";
import { PLAIN, makeState } from "./state.js";
import { makeTable } from "./table.js";
import { makeTree } from "./tree.js";
import { unpackText } from "./unpack.js";
import { all, announce, byId, counted, isolated, make, short } from "./words.js";

async function openPage() {
  if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.theme = "dark";
  const [network, facts] = await Promise.all([unpackText(byId("network").textContent), unpackText(byId("facts").textContent)]);
  const drawing = JSON.parse(network);
  if (typeof drawing.options === "string") drawing.options = JSON.parse(drawing.options);
  const graph = makeGraph(JSON.parse(facts), drawing);

  const state = makeState(graph, () => settle());
  const finder = makeFinder(graph);
  const views = all(byId("views"), "button");
  const stages = ["focus", "table", "query"].filter((id) => document.getElementById(id));
  /** @type {string[]} */
  let trail = [];
  let told = "";

  /** Choose a concept; a table stays a table, all else shows what is around it. @param {string} slug */
  const choose = (/** @type {string} */ slug) => state.go({ at: slug, to: "", view: state.view() === "table" && slug ? "table" : "" });

  const filter = makeFilter(graph, state);
  let sifted = "";
  const evidence = makeEvidence(graph, choose);
  const map = makeMap(graph, drawing, { choose, ...filter });
  const focus = makeFocus(graph, { choose, accept: filter.accept });
  const tree = makeTree(graph, choose);
  const path = makePath(graph, state, evidence, filter, finder);
  const table = makeTable(graph, state, evidence, filter, drawn);
  const picture = makePicture(graph, map, state);
  makeShare(graph, state, drawn, picture, table);
  const help = makeHelp();
  const sparql = document.getElementById("oxigraph") ? makeSparql(graph, state, choose) : null;
  const details = makeDetails(graph, evidence, { choose, accept: filter.accept, tour: help.tour, table: () => state.go({ view: "table", rows: "indications", sort: "", find: "" }), actions, ...(sparql && { ask: (/** @type {string} */ name) => { state.go({ view: "query", at: "" }); sparql.choice(name); } }) });
  makeCombobox(byId("find", "input"), byId("found"), finder, graph, (slug) => { choose(slug); byId("details").focus({ preventScroll: true }); });

  /** The concepts that a query found, while the map shows them, or of which the chosen sources speak. */
  function found() {
    const concepts = sparql && state.view() === "map" && !state.get().at && state.get().q ? sparql.concepts() : /** @type {Set<string>} */ (new Set());
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

  /** @param {string} slug */
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
    for (const id of stages) byId(id).hidden = view !== id || (id === "focus" && !at);
    const onMap = view === "map" || view === "path" || (view === "focus" && !at) || !stages.includes(view);
    for (const id of ["map-stage", "zoom"]) byId(id).hidden = !onMap;
    for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    byId("focus-view", "button").disabled = !at;
    filter.settle();
    tree.settle(at);
    const key = JSON.stringify([at, now.to, view === "path", filter.sieve(), now.avoid, view === "focus"]);
    if (key !== told) {
      told = key;
      if (view === "path") path.show();
      else if (at) details.show(at);
      else details.welcome();
    }
    if (view !== "path" && at) announce(`${graph.label(at)}, ${graph.kindOf.get(graph.get(at).kind)?.label ?? ""}, ${counted(graph.get(at).edges.length, "relation", "relations")}`);
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

  /** @param {string} at */
  function followTrail(at) {
    if (at) trail = [...trail.slice(0, trail.includes(at) ? trail.indexOf(at) : undefined), at].slice(-5);
    const crumbs = [make("button", { type: "button", onclick: () => state.go({ at: "", to: "", view: "" }) }, "All"), ...trail.map((slug) => {
      const crumb = make("button", { type: "button", dir: "auto", onclick: () => choose(slug) }, short(graph.label(slug), 28));
      if (slug === at) crumb.setAttribute("aria-current", "true");
      return crumb;
    })];
    byId("trail").replaceChildren(...crumbs.map((crumb) => make("li", {}, crumb)));
    if (!at && state.view() === "map") crumbs[0]?.setAttribute("aria-current", "true");
  }

  function followTheme() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const set = (/** @type {boolean} */ on) => { document.documentElement.dataset.theme = on ? "dark" : "light"; map.repaint(); };
    dark.addEventListener("change", () => set(dark.matches));
    byId("theme").addEventListener("click", () => set(document.documentElement.dataset.theme !== "dark"));
  }

  function followKeys() {
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); byId("find").focus(); }
      if (event.key === "Escape" && !byId("help-box", "dialog").open && (state.get().at || state.get().view)) state.go({ at: "", to: "", view: "" });
    });
    byId("map").addEventListener("keydown", (event) => {
      const step = STEPS.get(event.key);
      if (step) {
        event.preventDefault();
        const slug = map.walk(step.x, step.y);
        if (slug) announce(`${graph.label(slug)}, ${graph.kindOf.get(graph.get(slug).kind)?.label ?? ""}`);
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
  for (const button of views) button.addEventListener("click", () => state.go({ view: button.dataset.view ?? "" }));
  byId("closer").addEventListener("click", () => map.zoom(1.4));
  byId("farther").addEventListener("click", () => map.zoom(1 / 1.4));
  byId("fit").addEventListener("click", () => map.fit());
  const lines = graph.edges.length > LINES ? `, ${LINES.toLocaleString("en")} drawn at once` : "";
  byId("count").textContent = `${counted(graph.concepts.size, "concept", "concepts")} · ${counted(graph.edges.length, "relation", "relations")}${lines} · ${counted(graph.facts.sources.length, "source", "sources")}`;
  settle();
  // for tests, and for those who put the page into their own
  Object.assign(globalThis, { immunograph: { graph, state, map, picture, find: finder, ways: (/** @type {string} */ from, /** @type {string} */ to, /** @type {number} */ count) => shortestWays(graph, from, to, filter.accept, count) } });
  document.documentElement.dataset.ready = "true";
  for (const work of finder.prepare) setTimeout(work, 200); // while nobody waits
}

openPage().catch((error) => {
  byId("details").replaceChildren(make("p", { className: "note" }, `The page cannot open here: ${error.message}. A browser of 2023 or newer is needed.`));
  throw error;
});
