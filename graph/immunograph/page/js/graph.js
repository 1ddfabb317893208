// The graph in the page's memory: nodes and edges as pyvis keeps them, joined with what is known of each.

/**
 * @typedef {{nodes: {id: number, title: string, group: string}[], edges: {from: number, to: number, title: string}[],
 *   options: import("vis-network/esnext").Options}} Drawing what pyvis wrote
 * @typedef {[label: string, plain: string, definition: string, synonyms: string[], identifiers: string[], cited: number[],
 *   uses: UseFact[], replaced: string, trial?: string[]]} ConceptFact
 * @typedef {[id: string, condition: string, setting: string, biomarkers: string[], partners: string[], regulator: string,
 *   status: string, date: string, ended: string, trial: string, cited: number[], unsaid: string[]]} UseFact
 * @typedef {number | string | [string, string, string]} Premise the number of an edge, the slug of a record, or a relation
 *   that is not drawn
 * @typedef {{about: Record<string, string>, part: string, outside: Record<string, string>, trial: string[],
 *   kinds: [name: string, label: string, plural: string][], relations: Record<string, [string, string]>,
 *   concepts: ConceptFact[], edges: [cited: number[], rule?: number, premises?: Premise[]][],
 *   citations: [source: number, locator: string, disputes: number, note: string][],
 *   sources: [title: string, url: string, id: string][], rules: string[], prefixes: Record<string, string>,
 *   scripts: [name: string, title: string, text: string][], greek: Record<string, string>,
 *   spellings: [string, string][], literature?: {documents: number,
 *   together: Record<string, [count: number, nearest: [node: number, documents: number][]]>}}} Facts
 * @typedef {{id: string, condition: string, setting: string, biomarkers: string[], partners: string[], regulator: string,
 *   status: string, date: string, ended: string, trial: string, cited: number[], unsaid: string[]}} Use `unsaid`: of which of markers and partners no source speaks
 * @typedef {{slug: string, kind: string, label: string, plain: string, definition: string, synonyms: string[],
 *   identifiers: string[], cited: number[], uses: Use[], replaced: string, trial: [string, string][], degree: number,
 *   rank: number, edges: Edge[]}} Concept `rank` is its place among all, the best connected first
 * @typedef {{n: number, from: string, relation: string, to: string, cited: number[], rule: string, premises: Premise[]}} Edge
 * @typedef {{verb: string, relation: string, forwards: boolean, members: {other: string, edge: Edge}[]}} Group
 * @typedef {ReturnType<typeof makeGraph>} Graph
 */

/** @param {Facts} facts @param {Drawing} drawing */
export function makeGraph(facts, drawing) {
  /** @type {Map<string, Concept>} */
  const concepts = new Map();
  const slugs = drawing.nodes.map((node) => node.title);
  const slugAt = (/** @type {number} */ n) => slugs[n] ?? "";
  const relations = new Map(Object.entries(facts.relations));
  const outside = new Map(Object.entries(facts.outside)); // what a page of a part names and does not show
  const kinds = facts.kinds.map(([name, label, plural]) => ({ name, label, plural }));
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]));

  drawing.nodes.forEach(({ title, group }, n) => {
    const fact = facts.concepts[n];
    if (!fact) throw new Error(`${title} is without a text`);
    const [label, plain, definition, synonyms, identifiers, cited, uses, replaced, trial] = fact;
    concepts.set(title, { slug: title, kind: group, label, plain, definition, synonyms, identifiers, cited, uses: uses.map(use), replaced, trial: told(trial || []), degree: 0, rank: 0, edges: [] });
  });

  /** What is known of a trial, named. @param {string[]} cells @returns {[string, string][]} */
  function told(cells) {
    return cells.flatMap((value, n) => (value ? [/** @type {[string, string]} */ ([facts.trial[n] ?? "", value])] : []));
  }

  /** @param {UseFact} fact @returns {Use} */
  function use([id, condition, setting, biomarkers, partners, regulator, status, date, ended, trial, cited, unsaid]) {
    return { id, condition, setting, biomarkers, partners, regulator, status, date, ended, trial, cited, unsaid };
  }

  /** @type {Edge[]} */
  const edges = drawing.edges.map(({ from, to, title }, n) => {
    const [cited, rule, premises] = facts.edges[n] ?? [[]];
    return { n, from: slugAt(from), relation: title, to: slugAt(to), cited, rule: rule === undefined ? "" : facts.rules[rule] ?? "", premises: premises || [] };
  });
  for (const edge of edges) {
    const [one, other] = [get(edge.from), get(edge.to)];
    one.edges.push(edge);
    if (other !== one) other.edges.push(edge);
    one.degree += 1;
    other.degree += 1;
  }

  /** @param {string} slug @returns {Concept} */
  function get(slug) {
    const found = concepts.get(slug);
    if (!found) throw new Error(`there is no ${slug}`);
    return found;
  }

  /** @param {string} slug */
  const label = (slug) => concepts.get(slug)?.label ?? outside.get(slug) ?? slug;
  /** @param {string} relation @param {boolean} [forwards] */
  const verb = (relation, forwards = true) => {
    const [there, back] = relations.get(relation) ?? [relation, relation];
    return forwards ? there : back;
  };
  /** @param {Edge} edge */
  const sentence = (edge) => `${label(edge.from)} ${verb(edge.relation)} ${label(edge.to)}`;
  const byDegree = [...concepts.values()].sort((a, b) => b.degree - a.degree || (a.slug < b.slug ? -1 : 1));
  byDegree.forEach((concept, n) => { concept.rank = n; });

  /** Gather the neighbours of a concept by relation. @param {string} slug @param {(edge: Edge) => boolean} accept @returns {Group[]} */
  function groups(slug, accept) {
    /** @type {Map<string, Group>} */
    const found = new Map();
    for (const edge of get(slug).edges.filter(accept)) {
      const forwards = edge.from === slug;
      const words = verb(edge.relation, forwards);
      const group = found.get(words) ?? { verb: words, relation: edge.relation, forwards, members: [] };
      found.set(words, group);
      group.members.push({ other: forwards ? edge.to : edge.from, edge });
    }
    for (const group of found.values()) group.members = once(group.members);
    for (const group of found.values()) {
      group.members.sort((a, b) => Number(Boolean(a.edge.rule)) - Number(Boolean(b.edge.rule)) || (label(a.other) < label(b.other) ? -1 : 1));
    }
    return [...found.values()].sort((a, b) => rank(a) - rank(b) || (a.verb < b.verb ? -1 : 1));
  }

  /** A relation that reads the same both ways may be stated both ways; it is told once, by a source if there is one. @param {Group["members"]} members */
  function once(members) {
    /** @type {Map<string, Group["members"][0]>} */
    const best = new Map();
    for (const one of members) {
      const known = best.get(one.other);
      if (!known || (known.edge.rule && !one.edge.rule)) best.set(one.other, one);
    }
    return [...best.values()];
  }

  const numbers = new Map(slugs.map((slug, n) => [slug, n]));

  /** What is mentioned together with a concept, the nearest first, and of how many: counts, which are no edges. @param {string} slug */
  function together(slug) {
    const [count, nearest] = facts.literature?.together[numbers.get(slug) ?? -1] ?? [0, []];
    return { count, nearest: nearest.map(([n, documents]) => ({ other: slugAt(n), documents })) };
  }

  /** The hierarchy comes first, then what is stated. @param {Group} group */
  function rank(group) {
    return (group.relation === "is-a" ? 0 : 2) + (group.members.every(({ edge }) => edge.rule) ? 2 : 0) + (group.forwards ? 0 : 1);
  }

  return { facts, concepts, edges, kinds, kindOf, relations, label, verb, sentence, groups, together, byDegree, get, has: (/** @type {string} */ slug) => concepts.has(slug) };
}
