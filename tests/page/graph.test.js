// The graph in the page's memory, and the state in its address.

import assert from "node:assert/strict";
import test from "node:test";
import { ranked } from "../../graph/immunograph/page/js/edges.js";
import { makeGraph } from "../../graph/immunograph/page/js/graph.js";
import { makeState } from "../../graph/immunograph/page/js/state.js";

const node = (id, title, group) => ({ id, title, group });
const drawing = {
  nodes: [node(0, "PD-1", "target"), node(1, "nivolumab", "agent"), node(2, "pembrolizumab", "agent")],
  edges: [{ from: 1, to: 0, title: "blocks" }, { from: 2, to: 0, title: "blocks" }, { from: 1, to: 2, title: "combined-with" }, { from: 2, to: 1, title: "combined-with" }],
};
const said = (label) => [label, `plain ${label}`, `definition of ${label}`, [], [], [], [], ""];
const facts = {
  relations: { blocks: ["blocks", "is blocked by"], "combined-with": ["goes with", "goes with"] }, outside: { melanoma: "melanoma of the skin" }, trial: [],
  kinds: [["target", "target", "targets"], ["agent", "agent", "agents"]], concepts: ["PD-1", "nivolumab", "pembrolizumab"].map(said),
  edges: [[[0]], [[], 0, [0]], [[], 0, [3]], [[0]]], rules: ["a rule"],
};
const graph = makeGraph(facts, drawing);

test("concepts are ranked by how many relations they have", () => {
  assert.deepEqual(graph.byDegree.map(({ slug, degree, rank }) => [slug, degree, rank]), [["nivolumab", 3, 0], ["pembrolizumab", 3, 1], ["PD-1", 2, 2]]);
});

test("neighbours are grouped by what they do, stated ones first, and told once", () => {
  const groups = graph.groups("PD-1", () => true);
  assert.deepEqual(groups.map(({ verb, members }) => [verb, members.map(({ other }) => other)]), [["is blocked by", ["nivolumab", "pembrolizumab"]]]);
  const [, both] = graph.groups("nivolumab", () => true);
  assert.deepEqual(both.members.map(({ other, edge }) => [other, edge.rule]), [["pembrolizumab", ""]]);
});

test("a sentence says subject, verb and object, and what is outside has its name", () => {
  assert.equal(graph.sentence(graph.edges[0]), "nivolumab blocks PD-1");
  assert.equal(graph.label("melanoma"), "melanoma of the skin");
  assert.throws(() => graph.get("melanoma"), /there is no melanoma/);
});

test("what is mentioned together is counted beside the graph, and is no relation of it", () => {
  const read = makeGraph({ ...facts, literature: { documents: 90, together: { 2: [7, [[0, 12]]] } } }, drawing);
  assert.deepEqual(read.together("pembrolizumab"), { count: 7, nearest: [{ other: "PD-1", documents: 12 }] });
  assert.deepEqual(read.together("PD-1"), { count: 0, nearest: [] });
  assert.deepEqual(graph.together("pembrolizumab"), { count: 0, nearest: [] });
  assert.equal(read.edges.length, graph.edges.length);
});

test("lines between the best connected come first", () => {
  assert.deepEqual(ranked(graph).map(({ relation }) => relation), ["combined-with", "combined-with", "blocks", "blocks"]);
});

/** A browser's address and history, as far as the state needs them. */
function address(hash) {
  const steps = [];
  Object.assign(globalThis, {
    location: { hash, get href() { return `file:///page.html${this.hash}`; } }, addEventListener() {},
    history: { pushState: (_, __, to) => { steps.push(to); globalThis.location.hash = to; }, replaceState: (_, __, to) => { globalThis.location.hash = to; } },
  });
  return steps;
}

test("every state that is written is read again", () => {
  address("");
  const state = makeState(graph, () => {});
  const asked = { at: "PD-1", view: "table", kinds: ["agent", "cell"], sort: "-object", find: "a=b&c #d", q: "SELECT * WHERE {\n ?s ?p ?o }" };
  state.go(asked);
  const again = makeState(graph, () => {});
  for (const [name, value] of Object.entries(asked)) assert.deepEqual(again.get()[name], value);
});

test("one concept alone has a short address, and going nowhere is no step", () => {
  const steps = address("");
  const state = makeState(graph, () => {});
  state.go({ at: "PD-1" });
  state.go({ at: "PD-1" });
  assert.deepEqual(steps, ["#PD-1"]);
  assert.equal(state.view(), "focus");
});

test("what an address should not say is left out", () => {
  for (const hash of ["#nobody", "#at=nobody&view=nonsense", "#__proto__=x&constructor=y", "#%E0%A4%A", "#=&=", "#to=nobody"]) {
    address(hash);
    const { at, view, to } = makeState(graph, () => {}).get();
    assert.deepEqual([at, view, to], ["", "", ""]);
  }
});

test("a frame without history still changes its view", () => {
  address("");
  globalThis.history.pushState = () => { throw new Error("sandboxed"); };
  const state = makeState(graph, () => {});
  state.go({ at: "PD-1" });
  assert.equal(state.get().at, "PD-1");
});
