// Search over names.

import assert from "node:assert/strict";
import test from "node:test";
import { makeFinder, makeFold } from "../../graph/immunograph/page/js/names.js";

const facts = { greek: { α: "alpha", γ: "gamma" }, spellings: [["tumour", "tumor"], ["\\balfa\\b", "alpha"]] };
const concept = (slug, label, synonyms = [], plain = "", definition = "") => ({ slug, label, synonyms, identifiers: [], plain, definition });
const finder = (...byDegree) => makeFinder({ facts, byDegree });
const slugs = (found) => found.map(({ slug }) => slug);

test("case, hyphens, accents, Greek and British spelling are folded", () => {
  const fold = makeFold(facts.greek, facts.spellings);
  for (const name of ["IFN-α", "ifn alfa", "IFN_Alpha"]) assert.equal(fold(name), "ifn alpha");
  assert.equal(fold("Sjögren’s TUMOUR"), "sjogren s tumor");
});

test("a name that is equal comes first, then one that begins so, then a word, then a part", () => {
  const find = finder(concept("a", "xil-2"), concept("b", "anti IL-2"), concept("c", "IL-2 receptor"), concept("d", "IL-2"));
  assert.deepEqual(slugs(find("il2")), ["d", "c", "a", "b"]);
  assert.deepEqual(slugs(find("IL 2")), ["d", "c", "b", "a"]);
});

test("among equals the best connected comes first", () => {
  assert.deepEqual(slugs(finder(concept("z", "cell z"), concept("a", "cell a"))("cell")), ["z", "a"]);
});

test("a synonym is told, a label is not", () => {
  const find = finder(concept("pembrolizumab", "pembrolizumab", ["Keytruda"]));
  assert.deepEqual(find("keytruda"), [{ slug: "pembrolizumab", as: "Keytruda" }]);
  assert.deepEqual(find("pembro"), [{ slug: "pembrolizumab", as: "" }]);
});

test("words of a definition lead to it only if all are there", () => {
  const find = finder(concept("a", "a", [], "It takes off a brake.", "An antibody."), concept("b", "b", [], "A brake.", ""));
  assert.deepEqual(find("takes brake"), [{ slug: "a", as: "in its definition" }]);
  assert.deepEqual(find("nowhere brake"), []);
});

test("each concept is found once, and no more than asked for", () => {
  const many = Array.from({ length: 50 }, (_, n) => concept(`cell-${n}`, `cell ${n}`, ["a cell", "cell"]));
  const found = slugs(finder(...many)("cell", 12));
  assert.equal(new Set(found).size, 12);
  assert.equal(found.length, 12);
});

test("nothing is found for nothing, and no pattern is taken for one", () => {
  const find = finder(concept("a", "a.b"));
  for (const query of ["", "  ", "---", "(", "a|b", "\n", "[a"]) assert.ok(find(query).length <= 1);
  assert.deepEqual(finder()("x"), []);
});
