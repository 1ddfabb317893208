// The graph in the page's memory: nodes and edges as pyvis keeps them, joined with what is known of each.

/**
 * @typedef {{id: string, condition: string, setting: string, biomarkers: string[], partners: string[], regulator: string,
 *   status: string, date: string, ended: string, trial: string, cited: number[]}} Use
 * @typedef {{slug: string, kind: string, label: string, plain: string, definition: string, synonyms: string[],
 *   identifiers: string[], cited: number[], uses: Use[], replaced: string, trial: [string, string][], degree: number, edges: Edge[]}} Concept
 * @typedef {{n: number, from: string, relation: string, to: string, cited: number[], rule: string, premises: any[]}} Edge
 * @typedef {{verb: string, relation: string, forwards: boolean, members: {other: string, edge: Edge}[]}} Group
 */

/** @param {any} facts @param {any} drawing what pyvis wrote */
function makeGraph(facts, drawing) {
  /** @type {Map<string, Concept>} */
  const concepts = new Map();
  const slugs = drawing.nodes.map((node) => node.title);
  const relations = new Map(Object.entries(facts.relations));
  const outside = new Map(Object.entries(facts.outside)); // what a page of a part names and does not show
  const kinds = facts.kinds.map(([name, label, plural]) => ({ name, label, plural }));
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]));

  drawing.nodes.forEach(({ title, group }, n) => {
    const [label, plain, definition, synonyms, identifiers, cited, uses, replaced, trial] = facts.concepts[n];
    concepts.set(title, { slug: title, kind: group, label, plain, definition, synonyms, identifiers, cited, uses: uses.map(use), replaced, trial: told(trial || []), degree: 0, edges: [] });
  });

  /** What is known of a trial, named. @param {string[]} cells @returns {[string, string][]} */
  function told(cells) {
    return cells.map((value, n) => [facts.trial[n], value]).filter(([, value]) => value);
  }

  /** @returns {Use} */
  function use([id, condition, setting, biomarkers, partners, regulator, status, date, ended, trial, cited]) {
    return { id, condition, setting, biomarkers, partners, regulator, status, date, ended, trial, cited };
  }

  /** @type {Edge[]} */
  const edges = drawing.edges.map(({ from, to, title }, n) => {
    const [cited, rule, premises] = facts.edges[n];
    return { n, from: slugs[from], relation: title, to: slugs[to], cited, rule: rule === undefined ? "" : facts.rules[rule], premises: premises || [] };
  });
  for (const edge of edges) {
    const [one, other] = [concepts.get(edge.from), concepts.get(edge.to)];
    one.edges.push(edge);
    if (other !== one) other.edges.push(edge);
    one.degree += 1;
    other.degree += 1;
  }

  /** @param {string} slug */
  const label = (slug) => concepts.get(slug)?.label ?? outside.get(slug) ?? slug;
  /** @param {string} relation @param {boolean} [forwards] */
  const verb = (relation, forwards = true) => (relations.get(relation) || [relation, relation])[forwards ? 0 : 1];
  /** @param {Edge} edge */
  const sentence = (edge) => `${label(edge.from)} ${verb(edge.relation)} ${label(edge.to)}`;
  const byDegree = [...concepts.values()].sort((a, b) => b.degree - a.degree || (a.slug < b.slug ? -1 : 1));

  /** Gather the neighbours of a concept by relation. @param {string} slug @param {(edge: Edge) => boolean} accept @returns {Group[]} */
  function groups(slug, accept) {
    /** @type {Map<string, Group>} */
    const found = new Map();
    for (const edge of concepts.get(slug).edges.filter(accept)) {
      const forwards = edge.from === slug;
      const words = verb(edge.relation, forwards);
      if (!found.has(words)) found.set(words, { verb: words, relation: edge.relation, forwards, members: [] });
      found.get(words).members.push({ other: forwards ? edge.to : edge.from, edge });
    }
    for (const group of found.values()) group.members = once(group.members);
    for (const group of found.values()) {
      group.members.sort((a, b) => Number(Boolean(a.edge.rule)) - Number(Boolean(b.edge.rule)) || (label(a.other) < label(b.other) ? -1 : 1));
    }
    return [...found.values()].sort((a, b) => rank(a) - rank(b) || (a.verb < b.verb ? -1 : 1));
  }

  /** A relation that reads the same both ways may be stated both ways; it is told once, by a source if there is one. */
  function once(members) {
    const best = new Map();
    for (const one of members) {
      const known = best.get(one.other);
      if (!known || (known.edge.rule && !one.edge.rule)) best.set(one.other, one);
    }
    return [...best.values()];
  }

  /** The hierarchy comes first, then what is stated. @param {Group} group */
  function rank(group) {
    return (group.relation === "is-a" ? 0 : 2) + (group.members.every(({ edge }) => edge.rule) ? 2 : 0) + (group.forwards ? 0 : 1);
  }

  return { facts, concepts, edges, kinds, kindOf, relations, label, verb, sentence, groups, byDegree, has: (slug) => concepts.has(slug), get: (slug) => concepts.get(slug) };
}
