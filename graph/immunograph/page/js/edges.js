// The lines of the map at rest: those between the best connected concepts first, as many as can be told apart.

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {import("./places.js").Box} Box
 * @typedef {import("./places.js").Spot} Spot
 * @typedef {{path: Path2D, count: number}} Bundle
 */

/** More lines than these at once are fog. */
export const LINES = 4000;

/**
 * Put the lines in order: the better connected the lesser end is, the earlier. The tree shows the hierarchy.
 * @param {import("./graph.js").Graph} graph @returns {Edge[]}
 */
export function ranked(graph) {
  /** @type {Edge[][]} */
  const steps = graph.byDegree.map(() => []);
  for (const edge of graph.edges) {
    if (edge.relation !== "is-a") steps[Math.max(graph.get(edge.from).rank, graph.get(edge.to).rank)]?.push(edge);
  }
  return steps.flat();
}

/**
 * Gather the lines that touch a box, one quiet path for each pair of kinds: within one path lines do not darken one
 * another, and the more lines a pair has, the fainter they are, so that no ribbon is louder than the names.
 * @param {import("./graph.js").Graph} graph @param {Iterable<Edge>} edges in order
 * @param {Map<string, Box>} boxes @param {Map<string, Spot>} spots @param {Box} box
 * @returns {Bundle[]}
 */
export function bundle(graph, edges, boxes, spots, box) {
  /** @type {Map<string, Bundle>} */
  const bundles = new Map();
  const within = (/** @type {Spot} */ { x, y }) => x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
  let left = LINES;
  for (const edge of edges) {
    const [a, b] = [spots.get(edge.from), spots.get(edge.to)];
    if (!a || !b || !(within(a) || within(b))) continue;
    if (!left) break;
    left -= 1;
    const pair = [graph.get(edge.from).kind, graph.get(edge.to).kind].sort().join(" ");
    const one = bundles.get(pair) ?? { path: new Path2D(), count: 0 };
    bundles.set(pair, one);
    const [cx, cy] = bend(graph, edge, boxes, a, b);
    one.path.moveTo(a.x, a.y);
    one.path.quadraticCurveTo(cx, cy, b.x, b.y);
    one.count += 1;
  }
  return [...bundles.values()];
}

/**
 * The point towards which an edge bends: lines between the same two kinds meet halfway.
 * @param {import("./graph.js").Graph} graph @param {Edge} edge @param {Map<string, Box>} boxes @param {Spot} a @param {Spot} b
 * @returns {[x: number, y: number]}
 */
export function bend(graph, edge, boxes, a, b) {
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const [one, other] = [graph.get(edge.from).kind, graph.get(edge.to).kind];
  const [from, to] = [boxes.get(one), boxes.get(other)];
  if (one === other || !from || !to) return [middle.x + (b.y - a.y) * 0.12, middle.y - (b.x - a.x) * 0.12];
  const centre = { x: (from.x + from.width / 2 + to.x + to.width / 2) / 2, y: (from.y + from.height / 2 + to.y + to.height / 2) / 2 };
  return [middle.x * 0.35 + centre.x * 0.65, middle.y * 0.35 + centre.y * 0.65];
}

/** How dark the lines of a bundle are. @param {number} count */
export function faintness(count) {
  return 0.15 / Math.max(1, count) ** 0.33;
}
