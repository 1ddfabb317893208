// The text beside the map: what a concept is, in plain words first, its indications, and its relations as sentences.

import { mark } from "./shapes.js";
import { byId, counted, leaving, make, short } from "./words.js";

/**
 * @param {import("./graph.js").Graph} graph @param {import("./evidence.js").Evidence} evidence
 * @param {{choose: (slug: string) => void, accept: (edge: import("./graph.js").Edge) => boolean,
 *   actions: (slug: string) => Node, tour: () => void, table: () => void, ask?: (name: string) => void}} on `ask` where there is an engine
 */
export function makeDetails(graph, evidence, on) {
  const panel = byId("details");
  const { facts } = graph;

  /** @param {import("./graph.js").Group["members"][0]} member */
  function fact({ other, edge }) {
    return make("li", {}, evidence.link(other), ...evidence.basis(edge));
  }

  /** @param {string} title @param {number} count @param {boolean} open @param {() => Node} content */
  function fold(title, count, open, content) {
    const part = make("details", { className: "group", open, ontoggle: () => fillIn() }, make("summary", {}, make("span", {}, title), " ", make("b", {}, String(count))));
    const fillIn = () => { if (part.open && part.childElementCount < 2) part.append(content()); };
    fillIn();
    return part;
  }

  /** One card for each cancer: narrow enough for a phone. @param {import("./graph.js").Use[]} uses */
  function indications(uses) {
    /** @type {Map<string, import("./graph.js").Use[]>} */
    const byCancer = new Map();
    for (const use of uses) byCancer.set(use.condition, [...(byCancer.get(use.condition) || []), use]);
    return fold("indications", uses.length, true, () => make("div", {}, make("button", { type: "button", className: "link", onclick: on.table }, "as a table"), make("ul", { className: "uses" }, ...[...byCancer].map(([condition, list]) =>
      make("li", {}, make("h3", {}, evidence.link(condition)), make("ul", {}, ...list.map(one)))))));
  }

  /** @param {import("./graph.js").Use} use */
  function one(use) {
    const when = use.ended ? `${use.date} – ${use.ended}` : use.date;
    const extra = [use.biomarkers.length && `needs ${use.biomarkers.join(", ")}`, use.partners.length && `with ${use.partners.join(", ")}`, use.trial && `trial ${use.trial}`, use.unsaid.length && `${use.unsaid.join(" and ")} not stated`].filter(Boolean).join(" · ");
    const source = make("details", { ontoggle: () => { if (source.open && source.childElementCount < 2) source.append(evidence.citations(use.cited)); } }, make("summary", {}, "source"));
    return make("li", {},
      make("span", { className: `status status-${use.status.replace(/\W+/g, "-")}` }, use.status), " ",
      make("span", {}, [use.regulator, when].filter(Boolean).join(" ")),
      use.setting ? make("p", { dir: "auto" }, use.setting) : "", extra ? make("p", { dir: "auto" }, extra) : "", source);
  }

  /** What a trial was and found; its number leads to the register. @param {[string, string][]} cells */
  function trial(cells) {
    const value = (/** @type {string} */ name, /** @type {string} */ text) => (name === "registration" && /^NCT\d+$/.test(text) ? leaving(text, `https://clinicaltrials.gov/study/${text}`) : text);
    return make("dl", { className: "trial" }, ...cells.flatMap(([name, text]) => [make("dt", {}, name), make("dd", { dir: "auto" }, value(name, text))]));
  }

  /** @param {string[]} list */
  function identifiers(list) {
    return list.flatMap((id, n) => {
      const [prefix, ...rest] = id.split(":");
      const start = Object.hasOwn(facts.prefixes, prefix) ? facts.prefixes[prefix] : "";
      return [n ? ", " : "", start ? leaving(id, start + rest.join(":")) : id];
    });
  }

  /** What a program counted, apart from what somebody states. @param {string} slug */
  function literature(slug) {
    const { count, nearest } = graph.together(slug);
    const rows = () => nearest.map(({ other, documents }) => make("li", {}, evidence.link(other), " ", make("span", { className: "count" }, `in ${counted(documents, "document", "documents")}`)));
    const part = fold("Mentioned together", count, false, () => make("div", {},
      make("p", { className: "also" }, `Counted by a program in ${counted(facts.literature?.documents ?? 0, "document", "documents")}, and judged by nobody: it says nothing of why the two are named side by side. What meets most beyond chance comes first${nearest.length < count ? `, ${nearest.length} of ${count}` : ""}.`),
      make("ul", { className: "facts" }, ...rows())));
    part.classList.add("literature");
    return part;
  }

  /** Show one concept. @param {string} slug */
  function show(slug) {
    const concept = graph.get(slug);
    const kind = graph.kindOf.get(concept.kind);
    const groups = graph.groups(slug, on.accept);
    const retired = concept.replaced ? make("p", { className: "note" }, "This concept is retired. ", graph.has(concept.replaced) ? evidence.link(concept.replaced) : "", graph.has(concept.replaced) ? " takes its place." : "") : "";
    panel.replaceChildren(
      make("p", { className: "kind" }, mark(concept.kind), kind ? kind.label : concept.kind),
      make("h2", { className: "name", dir: "auto" }, concept.label),
      retired,
      make("p", { className: "plain", dir: "auto" }, concept.plain),
      on.actions(slug),
      make("p", { className: "definition", dir: "auto" }, concept.definition),
      concept.cited.length ? fold("source of the definition", concept.cited.length, false, () => evidence.citations(concept.cited)) : "",
      concept.synonyms.length ? make("p", { className: "also", dir: "auto" }, `Also called ${concept.synonyms.join(", ")}`) : "",
      concept.identifiers.length ? make("p", { className: "also" }, "Identifiers ", ...identifiers(concept.identifiers)) : "",
      concept.trial.length ? trial(concept.trial) : "",
      concept.uses.length ? indications(concept.uses) : "",
      ...groups.map(({ verb, members }) => fold(`… ${verb}`, members.length, members.length <= 12, () => make("ul", { className: "facts" }, ...members.map(fact)))),
      graph.together(slug).count ? literature(slug) : "",
    );
    requestAnimationFrame(() => { panel.scrollTop = 0; }); // to ask now would lay out the page twice
  }

  /** Say where to start. */
  function welcome() {
    const start = ["cancer-immunotherapy", "checkpoint-inhibitor", "CAR-T-cell-therapy", "cancer-vaccine", "cytokine-therapy", "gene-therapy", "pembrolizumab", "PD-1", "melanoma", "cytokine-release-syndrome"].filter(graph.has);
    const first = start.length ? start : graph.byDegree.slice(0, 10).map(({ slug }) => slug);
    const chips = first.map((slug) => make("button", { type: "button", dir: "auto", onclick: () => on.choose(slug) }, mark(graph.get(slug).kind), short(graph.label(slug), 60)));
    const questions = facts.scripts.slice(0, 4).map(([name, title]) => make("li", {}, make("button", { type: "button", className: "link", onclick: () => on.ask?.(name) }, short(title.split("?")[0], 140) + (title.includes("?") ? "?" : ""))));
    panel.replaceChildren(
      make("h2", {}, "Start here"),
      make("p", { className: "plain" }, "A map of the ideas behind cancer immunotherapy: treatments, the molecules and cells they act on, the cancers they are used against, and their side effects."),
      facts.part ? make("p", { dir: "auto" }, `This page shows a part of it: ${facts.part}.`) : "",
      make("p", {}, "Choose a concept on the map, in the hierarchy or by searching. Every relation says who stated it, or why it follows."),
      make("div", { className: "chips" }, ...chips),
      make("p", {}, make("button", { type: "button", onclick: on.tour }, "A tour in four steps")),
      questions.length && on.ask ? make("h2", {}, "Questions it answers") : "",
      questions.length && on.ask ? make("ul", { className: "questions" }, ...questions) : "",
      make("h2", {}, "What this is"),
      make("p", {}, `${counted(graph.concepts.size, "concept", "concepts")}, ${counted(graph.edges.length, "relation", "relations")} and ${counted(facts.sources.length, "source", "sources")} in one file that needs no network. It is for learning and research. It is not medical advice: ask your doctor about your own care.`),
      make("p", {}, `Cite as: ${facts.about.title || "ImmunoGraph"}, version ${facts.about.version || "unknown"}, ${facts.about.issued || "no date"}, `, leaving("CC BY 4.0", facts.about.licence), "."),
      make("p", { className: "also" }, "Drawn with vis-network (MIT)", on.ask ? ", asked with Oxigraph (MIT)." : "."),
    );
  }

  return { show, welcome };
}
