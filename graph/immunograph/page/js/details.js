// The text beside the map: what a concept is, its relations as sentences with sources, and why inferred ones hold.

/** @param {any} facts @param {(slug: string) => void} choose */
function makeDetails(facts, choose) {
  const panel = document.getElementById("details");
  /** @type {Map<string, any[]>} */
  const touching = new Map(Object.keys(facts.concepts).map((slug) => [slug, []]));
  const known = new Set();
  for (const edge of facts.edges) {
    known.add(`${edge[0]} ${edge[1]} ${edge[2]}`);
    touching.get(edge[0]).push(edge);
    if (edge[2] !== edge[0]) touching.get(edge[2]).push(edge);
  }

  /** @param {string} slug */
  function link(slug) {
    const concept = facts.concepts[slug];
    return make("button", { type: "button", className: "link", onclick: () => choose(slug) }, concept ? concept.label : slug);
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

  /** @param {string} subject @param {string} relation @param {string} object */
  function sentence(subject, relation, object) {
    const label = (slug) => (facts.concepts[slug] ? facts.concepts[slug].label : slug);
    return `${label(subject)} ${(facts.relations[relation] || [relation])[0]} ${label(object)}`;
  }

  function reasons(rule, premises) {
    const lines = premises.map((premise) => {
      if (premise.length === 1) return make("p", {}, record(premise[0]));
      const [subject, relation, object] = premise;
      const stated = facts.edges.find((edge) => edge[0] === subject && edge[1] === relation && edge[2] === object);
      return make("div", {}, make("p", {}, `${sentence(subject, relation, object)}${stated && stated[4] ? " (inferred)" : ""}`),
        stated && stated[3].length ? citations(stated[3]) : "");
    });
    return make("div", { className: "cite" }, make("p", {}, `Because ${rule}:`), ...lines);
  }

  function record(id) {
    for (const concept of Object.values(facts.concepts)) {
      const use = concept.uses.find((one) => one.id === id);
      if (use) return make("span", {}, `the indication: ${concept.label}, ${tell(use)}`, citations(use.cited));
    }
    return id;
  }

  function tell(use) {
    const name = (slug) => (facts.concepts[slug] ? facts.concepts[slug].label : slug);
    return [use.status, `for ${name(use.condition)}`, use.setting, use.regulator && `by ${use.regulator}`, use.date].filter(Boolean).join(", ");
  }

  /** @param {string} slug */
  function groups(slug) {
    /** @type {Map<string, any[]>} */
    const found = new Map();
    for (const edge of touching.get(slug)) {
      const forwards = edge[0] === slug;
      const [verb, back] = facts.relations[edge[1]];
      const key = forwards ? verb : back;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push({ other: forwards ? edge[2] : edge[0], cited: edge[3], rule: edge[4], premises: edge[5] });
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  function fact({ other, cited, rule, premises }) {
    const item = make("li", {}, link(other));
    const disputed = cited.some((position) => facts.citations[position][2]);
    if (rule) item.append(make("span", { className: "inferred" }, "inferred"));
    if (rule) item.append(make("details", {}, make("summary", {}, "why?"), reasons(rule, premises)));
    if (cited.length) {
      const label = `${counted(cited.length, "source", "sources")}${disputed ? ", disputed" : ""}`;
      item.append(make("details", {}, make("summary", {}, label), citations(cited)));
    }
    return item;
  }

  function indications(uses) {
    const head = ["cancer", "setting", "marker", "with", "regulator", "status", "date"];
    const rows = uses.map((use) => make("tr", {},
      make("td", {}, link(use.condition)), make("td", {}, use.setting), make("td", {}, use.biomarkers.join(", ")),
      make("td", {}, use.partners.join(", ")), make("td", {}, use.regulator),
      make("td", { className: `status-${use.status}` }, use.status),
      make("td", {}, use.date + (use.ended ? ` until ${use.ended}` : ""), make("details", {}, make("summary", {}, "source"), citations(use.cited)))));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))), make("tbody", {}, ...rows));
    return make("details", { className: "group", open: true }, make("summary", {}, "indications ", make("b", {}, String(uses.length))), make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Indications" }, table));
  }

  function identifiers(list) {
    return list.flatMap((id, n) => {
      const [prefix, ...rest] = id.split(":");
      const start = facts.prefixes[prefix];
      return [n ? ", " : "", start ? leaving(id, start + rest.join(":")) : id];
    });
  }

  /** Show one concept. @param {string} slug */
  function show(slug) {
    const concept = facts.concepts[slug];
    const kind = facts.kinds.find((one) => one.name === concept.kind);
    panel.replaceChildren(
      make("p", { className: "kind" }, mark(concept.kind), kind ? kind.label : concept.kind),
      make("h2", { className: "name", dir: "auto" }, concept.label),
      make("p", { className: "plain", dir: "auto" }, concept.plain),
      make("p", { className: "definition", dir: "auto" }, concept.definition),
      concept.synonyms.length ? make("p", { className: "also", dir: "auto" }, `Also called ${concept.synonyms.join(", ")}`) : "",
      concept.identifiers.length ? make("p", { className: "also" }, "Identifiers ", ...identifiers(concept.identifiers)) : "",
      make("details", { className: "also" }, make("summary", {}, "source of the definition"), citations(concept.cited)),
      ...(concept.uses.length ? [indications(concept.uses)] : []),
      ...groups(slug).map(([verb, members]) => make("details", { className: "group", open: members.length <= 12 },
        make("summary", {}, `${verb} `, make("b", {}, String(members.length))),
        make("ul", { className: "facts" }, ...members.sort((a, b) => Number(Boolean(a.rule)) - Number(Boolean(b.rule)) || (a.other < b.other ? -1 : 1)).map(fact)))),
    );
    panel.scrollTop = 0;
  }

  /** Say where to start. */
  function welcome() {
    const start = ["cancer-immunotherapy", "checkpoint-inhibitor", "cytokine-therapy", "biotherapy", "gene-therapy", "CAR-T-cell-therapy", "cancer-vaccine", "pembrolizumab", "PD-1", "melanoma", "cytokine-release-syndrome"];
    const chips = start.filter((slug) => facts.concepts[slug]).map((slug) =>
      make("button", { type: "button", onclick: () => choose(slug) }, mark(facts.concepts[slug].kind), facts.concepts[slug].label));
    panel.replaceChildren(
      make("h2", {}, "Start here"),
      make("p", { className: "plain" }, "A map of the ideas behind cancer immunotherapy: treatments, the molecules and cells they act on, the cancers they are used against, and their side effects."),
      make("p", {}, "Choose a concept on the map, in the hierarchy or by searching. Every relation says who stated it, or why it follows."),
      make("div", { className: "chips" }, ...chips),
      make("h2", {}, "What this is"),
      make("p", {}, `${counted(Object.keys(facts.concepts).length, "concept", "concepts")}, ${counted(facts.edges.length, "relation", "relations")}, ${counted(facts.sources.length, "source", "sources")}. It is for learning and research. It is not medical advice: ask your doctor about your own care.`),
      make("p", {}, `Cite as: ${facts.about.title}, version ${facts.about.version}, ${facts.about.issued}, CC BY 4.0.`),
    );
  }

  const near = (slug) => new Set(slug ? touching.get(slug).map((edge) => (edge[0] === slug ? edge[2] : edge[0])) : []);
  return { show, welcome, near };
}
