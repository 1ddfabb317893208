// Search over names and plain words, folded as the Python side folds them: case, hyphens, accents, Greek, British spelling.
// All names stand in one text, those of the best connected concepts first, so that a key stroke costs a few searches in
// it and stops at the first names that fit.

import { short } from "./words.js";

/**
 * @typedef {(query: string, limit?: number) => {slug: string, as: string}[]} Finder `as` is the synonym, identifier or text
 *   by which a concept was found
 * @typedef {Pick<import("./graph.js").Concept, "slug" | "label" | "synonyms" | "identifiers" | "plain" | "definition">} Named
 * @typedef {{slug: string, as: string}} Entry
 */

/** A text of many lines, in which a hit leads to its line. */
class Lines {
  /** @param {string[]} lines @param {Entry[]} entries of which each line is one */
  constructor(lines, entries) {
    this.text = `\n${lines.join("\n")}\n`;
    this.entries = entries;
    this.starts = new Uint32Array(lines.length);
    lines.reduce((at, line, n) => {
      this.starts[n] = at;
      return at + line.length + 1;
    }, 1);
  }

  /**
   * Go through the lines that hold some words, each once.
   * @param {string} words @returns {Generator<Entry>}
   */
  *holding(words) {
    for (let at = this.text.indexOf(words); at >= 0;) {
      const n = this.lineAt(at + (words.startsWith("\n") ? 1 : 0));
      const end = this.text.indexOf("\n", this.starts[n]);
      const entry = this.entries[n];
      if (entry) yield entry;
      at = this.text.indexOf(words, end);
    }
  }

  /** The line in which a place of the text lies. @param {number} place */
  lineAt(place) {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= place) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Which texts have words that begin like those that are asked for. */
class Words {
  /** @param {string[]} texts words with blanks between them */
  constructor(texts) {
    this.count = texts.length;
    /** @type {Map<string, number[]>} */
    const places = new Map();
    texts.forEach((text, n) => {
      for (const word of new Set(text.split(" "))) {
        const known = places.get(word);
        if (known) known.push(n);
        else places.set(word, [n]);
      }
    });
    this.places = places;
    this.words = [...places.keys()].sort();
  }

  /** The numbers of the texts that have all of some words, in order. @param {string[]} asked */
  *having(asked) {
    const met = new Uint8Array(this.count);
    asked.forEach((word, step) => {
      for (let n = this.first(word); this.words[n]?.startsWith(word); n += 1) {
        for (const place of this.places.get(this.words[n] ?? "") ?? []) if (met[place] === step) met[place] = step + 1;
      }
    });
    for (let n = 0; n < this.count; n += 1) if (met[n] === asked.length) yield n;
  }

  /** Where the words begin that are not before one. @param {string} word */
  first(word) {
    let [low, high] = [0, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.words[middle] ?? "") < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Make a folder of names, as `names.py` folds them.
 * @param {Record<string, string>} greek names of letters @param {[string, string][]} spellings patterns and their American form
 */
export function makeFold(greek, spellings) {
  const forms = spellings.map(([from, to]) => ({ from: new RegExp(from, "g"), to }));
  const british = new RegExp(spellings.map(([from]) => from).join("|") || "$^");

  /** @param {string} name */
  return function fold(name) {
    const lower = name.toLowerCase();
    const words = /^[\x20-\x7e]*$/.test(lower) ? lower.replace(/[^a-z0-9]+/g, " ").trim() : letters(lower);
    return british.test(words) ? forms.reduce((text, { from, to }) => text.replace(from, to), words) : words;
  };

  /** @param {string} lower */
  function letters(lower) {
    const plain = lower.replaceAll("µ", "μ").normalize("NFKD").replace(/\p{M}/gu, "");
    const spelt = [...plain].map((letter) => greek[letter] || letter).join("");
    return (spelt.match(/[\p{L}\p{N}]+/gu) || []).join(" ");
  }
}

/**
 * @param {{facts: Pick<import("./graph.js").Facts, "greek" | "spellings">, byDegree: Named[]}} graph
 * @returns {Finder & {prepare: (() => void)[]}} `prepare` makes, piece by piece, the index that the first search makes else
 */
export function makeFinder({ facts, byDegree }) {
  const fold = makeFold(facts.greek, facts.spellings);
  /** @type {{spaced: Lines, closed: Lines} | null} */
  let names = null;
  /** @type {Words | null} */
  let texts = null;

  function prepare() {
    if (names) return names;
    /** @type {Entry[]} */
    const entries = [];
    /** @type {string[]} */
    const folded = [];
    for (const { slug, label, synonyms, identifiers } of byDegree) {
      const others = [...synonyms, ...identifiers];
      for (const name of [label, slug, ...others]) {
        entries.push({ slug, as: others.includes(name) ? name : "" });
        folded.push(fold(short(name, 300)));
      }
    }
    names = { spaced: new Lines(folded.map((name) => ` ${name}`), entries), closed: new Lines(folded.map((name) => name.replaceAll(" ", "")), entries) };
    return names;
  }

  /** What is said of concepts, for words that are in no name. */
  function told() {
    texts ??= new Words(byDegree.map(({ plain, definition }) => fold(short(`${plain} ${definition}`, 4000))));
    return texts;
  }

  /** Those whose definition has some words. @param {string[]} asked @returns {Generator<Entry>} */
  function* defined(asked) {
    for (const n of told().having(asked)) yield { slug: byDegree[n]?.slug ?? "", as: "in its definition" };
  }

  /** Find concepts, best first: name equal, beginning, word beginning, anywhere; then all words in the definition. @type {Finder} */
  function find(query, limit = 12) {
    const words = fold(short(query, 200));
    const closed = words.replaceAll(" ", "");
    if (!closed) return [];
    const index = prepare();
    /** @type {Map<string, Entry>} */
    const found = new Map();
    const gather = (/** @type {Iterable<Entry>} */ entries) => {
      if (found.size >= limit) return;
      for (const entry of entries) {
        if (!found.has(entry.slug)) found.set(entry.slug, entry);
        if (found.size >= limit) return;
      }
    };
    gather(index.closed.holding(`\n${closed}\n`));
    gather(index.closed.holding(`\n${closed}`));
    gather(index.spaced.holding(` ${words}`));
    gather(index.closed.holding(closed));
    const asked = words.split(" ").filter((word) => word.length > 2).slice(0, 20);
    if (asked.length && found.size < limit) gather(defined(asked));
    return [...found.values()].map(({ slug, as }) => ({ slug, as }));
  }
  return Object.assign(find, { prepare: [() => void prepare(), () => void told()] });
}
