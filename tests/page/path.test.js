// The shortest ways between two concepts.

import assert from "node:assert/strict";
import test from "node:test";
import { shortestWays } from "../../graph/immunograph/page/js/path.js";

/** A graph of edges such as "a-b", or "a~b" where it is inferred. */
function graph(...lines) {
  const concepts = new Map();
  const at = (slug) => concepts.get(slug) ?? concepts.set(slug, { edges: [] }).get(slug);
  for (const line of lines) {
    const [from, to] = line.split(/[-~]/);
    const edge = { from, to, relation: "r", rule: line.includes("~") ? "rule" : "" };
    at(from).edges.push(edge);
    at(to).edges.push(edge);
  }
  return { get: at };
}
const told = (ways) => ways.map((way) => way.map(({ from, to }) => from + to).join(" "));
const all = () => true;

test("a relation is a way in both directions", () => {
  assert.deepEqual(told(shortestWays(graph("a-b", "c-b"), "a", "c", all)), ["ab cb"]);
});

test("two stated relations are longer than an inferred one, and one is shorter", () => {
  assert.deepEqual(told(shortestWays(graph("a~c", "a-b", "b-c"), "a", "c", all)), ["ac", "ab bc"]);
  assert.deepEqual(told(shortestWays(graph("a~c", "a-c"), "a", "c", all)), ["ac"]);
});

test("several ways come in order of length, and none meets a concept twice", () => {
  const ways = shortestWays(graph("a-b", "b-d", "a-c", "c-d", "b-c"), "a", "d", all, 10);
  assert.deepEqual(ways.map((way) => way.length), [2, 2, 3, 3]);
  assert.equal(new Set(told(ways)).size, 4);
});

test("what is not accepted is no way", () => {
  assert.deepEqual(shortestWays(graph("a-b"), "a", "b", () => false), []);
  assert.deepEqual(shortestWays(graph("a-b", "c-d"), "a", "d", all), []);
});
