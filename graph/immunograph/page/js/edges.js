// Edges of the map at rest: one quiet path for each pair of kinds. Within one path lines do not darken one another, and
// the more lines a pair has, the fainter they are, so that no ribbon is louder than the names.

/**
 * @param {any} graph @param {Iterable<any>} edges those that are shown
 * @param {Map<string, Box>} boxes @param {Map<string, Spot>} spots
 * @returns {{path: Path2D, count: number}[]}
 */
function bundle(graph, edges, boxes, spots) {
  /** @type {Map<string, {path: Path2D, count: number}>} */
  const bundles = new Map();
  for (const edge of edges) {
    if (edge.relation === "is-a") continue; // the tree shows the hierarchy
    const pair = [graph.get(edge.from).kind, graph.get(edge.to).kind].sort().join(" ");
    if (!bundles.has(pair)) bundles.set(pair, { path: new Path2D(), count: 0 });
    const one = bundles.get(pair);
    const [a, b] = [spots.get(edge.from), spots.get(edge.to)];
    if (!a || !b) continue;
    const [cx, cy] = bend(graph, edge, boxes, a, b);
    one.path.moveTo(a.x, a.y);
    one.path.quadraticCurveTo(cx, cy, b.x, b.y);
    one.count += 1;
  }
  return [...bundles.values()];
}

/** The point towards which an edge bends: lines between the same two kinds meet halfway. */
function bend(graph, edge, boxes, a, b) {
  const middle = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const [one, other] = [graph.get(edge.from).kind, graph.get(edge.to).kind];
  if (one === other) return [middle[0] + (b.y - a.y) * 0.12, middle[1] - (b.x - a.x) * 0.12];
  const [from, to] = [boxes.get(one), boxes.get(other)];
  const centre = [(from.x + from.width / 2 + to.x + to.width / 2) / 2, (from.y + from.height / 2 + to.y + to.height / 2) / 2];
  return [middle[0] * 0.35 + centre[0] * 0.65, middle[1] * 0.35 + centre[1] * 0.65];
}

/** How dark the lines of a bundle are. @param {number} count */
function faintness(count) {
  return 0.2 / Math.max(1, count) ** 0.33;
}
