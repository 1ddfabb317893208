// What a reader takes along: a link, a picture, a table, Turtle, paper; and the query that the view is.

import { property } from "./sparql.js";
import { announce, byId, download, make } from "./words.js";

/**
 * @param {import("./graph.js").Graph} graph @param {import("./state.js").View} state
 * @param {() => import("./graph.js").Edge[]} drawn @param {import("./picture.js").Picture} picture
 * @param {import("./table.js").Table} table
 */
export function makeShare(graph, state, drawn, picture, table) {
  const iri = (/** @type {string} */ slug) => (/^[A-Za-z0-9_][\w-]*$/.test(slug) ? `ig:${slug}` : `<https://w3id.org/immunograph/${encodeURIComponent(slug)}>`);
  const predicate = (/** @type {string} */ relation) => (relation === "is-a" ? "rdfs:subClassOf" : iri(property(relation)));

  const menu = byId("share", "details");

  /** The relations of the view as Turtle. */
  function turtle() {
    const lines = drawn().map((edge) => `${iri(edge.from)} ${predicate(edge.relation)} ${iri(edge.to)} .`);
    const slugs = [...new Set(drawn().flatMap(({ from, to }) => [from, to]))].sort();
    const labels = slugs.map((slug) => `${iri(slug)} rdfs:label ${JSON.stringify(graph.label(slug))}@en .`);
    return ["@prefix ig: <https://w3id.org/immunograph/> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", "", ...lines, ...labels, ""].join("\n");
  }

  /** Every view is a query. */
  function query() {
    const { at, to, relations, basis, sources } = state.get();
    const verbs = [...graph.relations.keys()].filter((name) => !relations.includes(name)).map(predicate);
    const told = sources.length ? `\n  VALUES ?source { ${sources.map((id) => iri(`source-${id}`)).join(" ")} }\n  ?axiom owl:annotatedSource ?subject ; owl:annotatedProperty ?relation ; owl:annotatedTarget ?object ; ig:evidence [ dcterms:source ?source ; ig:direction ig:supports ] .` : "";
    const narrowed = relations.length ? `\n  VALUES ?relation { ${verbs.join(" ")} }` : told ? "" : "\n  ?relation rdfs:domain/rdfs:subClassOf* ig:Concept .";
    const where = basis ? `GRAPH ig:graph-${basis} { ?subject ?relation ?object }` : "?subject ?relation ?object .";
    const ends = [at, state.view() === "path" ? to : ""].filter(Boolean).map(iri);
    const about = ends.length ? `\n  VALUES ?concept { ${ends.join(" ")} }\n  FILTER(?subject = ?concept || ?object = ?concept)` : "";
    return `# The relations of this view\nSELECT DISTINCT ?subject ?relation ?object WHERE {${about}${narrowed}\n  ${where}${told}\n  ?object a owl:Class .\n} ORDER BY ?subject ?relation ?object`;
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(state.link());
      announce("The link is copied");
    } catch {
      const field = make("input", { value: state.link(), "aria-label": "The link of this view", readOnly: true });
      byId("share-menu").append(field);
      field.select();
      announce("The link is in the field; copy it from there");
    }
  }

  const actions = {
    "share-link": copyLink,
    "share-png": picture.savePng,
    "share-svg": picture.save,
    "share-csv": table.save,
    "share-turtle": () => download("immunograph-view.ttl", turtle(), "text/turtle;charset=utf-8"),
    "share-print": () => print(),
    "share-query": () => state.go({ view: "query", q: query() }),
  };
  for (const [id, act] of Object.entries(actions)) document.getElementById(id)?.addEventListener("click", () => { if (id !== "share-link") menu.open = false; act(); });
  addEventListener("click", (event) => { if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  return { turtle, query };
}
