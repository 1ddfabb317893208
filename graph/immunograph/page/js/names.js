// Search over names, folded as the Python side folds them: case, hyphens, accents, Greek, British spelling.

/** @param {any} facts */
function makeFinder(facts) {
  const spellings = facts.spellings.map(([from, to]) => [new RegExp(from, "g"), to]);
  const entries = Object.entries(facts.concepts).flatMap(([slug, concept]) =>
    concept.names.map((name) => ({ slug, name, closed: name.replaceAll(" ", ""), degree: concept.degree })));

  /** @param {string} name */
  function fold(name) {
    const plain = name.toLowerCase().replaceAll("µ", "μ").normalize("NFKD").replace(/\p{M}/gu, "");
    const spelt = [...plain].map((letter) => facts.greek[letter] || letter).join("");
    const words = (spelt.match(/[\p{L}\p{N}]+/gu) || []).join(" ");
    return spellings.reduce((text, [from, to]) => text.replace(from, to), words);
  }

  /** Find concepts, best first: equal, beginning, word beginning, anywhere. @param {string} query @param {number} limit */
  return function find(query, limit = 12) {
    const words = fold(query);
    const closed = words.replaceAll(" ", "");
    if (!closed) return [];
    /** @type {Map<string, number>} */
    const best = new Map();
    for (const entry of entries) {
      const rank = entry.closed === closed ? 0 : entry.closed.startsWith(closed) ? 1
        : ` ${entry.name}`.includes(` ${words}`) ? 2 : entry.closed.includes(closed) ? 3 : 4;
      if (rank < 4 && rank < (best.get(entry.slug) ?? 4)) best.set(entry.slug, rank);
    }
    const weight = (slug) => best.get(slug) * 1e6 - facts.concepts[slug].degree;
    return [...best.keys()].sort((a, b) => weight(a) - weight(b) || (a < b ? -1 : 1)).slice(0, limit);
  };
}
