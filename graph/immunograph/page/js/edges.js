// Edges of the map at rest: one quiet path for each pair of kinds. Within one path lines do not darken one another, and
// the more lines a pair has, the fainter they are, so that no ribbon is louder than the names.

import { STAGE } from "./places.js";
import { context, make } from "./words.js";

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {import("./places.js").Box} Box
 * @typedef {import("./places.js").Spot} Spot
 * @typedef {{path: Path2D, count: number}} Bundle
 * @typedef {{canvas: HTMLCanvasElement, box: Box, key?: string}} Painted
 */

/**
 * @param {import("./graph.js").Graph} graph @param {Iterable<Edge>} edges those that are shown
 * @param {Map<string, Box>} boxes @param {Map<string, Spot>} spots
 * @returns {Bundle[]}
 */
export function bundle(graph, edges, boxes, spots) {
  /** @type {Map<string, Bundle>} */
  const bundles = new Map();
  for (const edge of edges) {
    if (edge.relation === "is-a") continue; // the tree shows the hierarchy
    const pair = [graph.get(edge.from).kind, graph.get(edge.to).kind].sort().join(" ");
    const one = bundles.get(pair) ?? { path: new Path2D(), count: 0 };
    bundles.set(pair, one);
    const [a, b] = [spots.get(edge.from), spots.get(edge.to)];
    if (!a || !b) continue;
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
 */
export function bend(graph, edge, boxes, a, b) {
  const middle = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const [one, other] = [graph.get(edge.from).kind, graph.get(edge.to).kind];
  const [from, to] = [boxes.get(one), boxes.get(other)];
  if (one === other || !from || !to) return [middle[0] + (b.y - a.y) * 0.12, middle[1] - (b.x - a.x) * 0.12];
  const centre = [(from.x + from.width / 2 + to.x + to.width / 2) / 2, (from.y + from.height / 2 + to.y + to.height / 2) / 2];
  return [middle[0] * 0.35 + centre[0] * 0.65, middle[1] * 0.35 + centre[1] * 0.65];
}

/** How dark the lines of a bundle are. @param {number} count */
function faintness(count) {
  return 0.17 / Math.max(1, count) ** 0.33;
}

/**
 * A sheet with the edges at rest, so that a frame costs no line: the whole map once, and, when the view stands still
 * close by, that part of it sharply.
 * @param {() => Bundle[]} bundles @param {() => string} ink the red, green and blue of lines
 * @param {() => void} redraw
 */
export function makeSheet(bundles, ink, redraw) {
  const dense = Math.max(1, Math.min(2, devicePixelRatio));
  /** @type {Bundle[]} */
  let held = [];
  /** @type {Painted | null} */
  let whole = null;
  /** @type {Painted | null} */
  let part = null;
  let waiting = 0;

  /** @param {Box} box what of the map to draw @param {number} scale @param {number} quiet @returns {Painted} */
  function paint(box, scale, quiet) {
    const canvas = make("canvas", { width: Math.ceil(box.width * scale * dense), height: Math.ceil(box.height * scale * dense) });
    const pen = context(canvas);
    pen.scale(scale * dense, scale * dense);
    pen.translate(-box.x, -box.y);
    pen.lineWidth = 1 / scale;
    for (const { path, count } of held) {
      pen.strokeStyle = `rgba(${ink()}, ${faintness(count) * quiet})`;
      pen.stroke(path);
    }
    return { canvas, box };
  }

  let quiet = 1;
  let size = { x: 0, y: 0, width: 1, height: 1 };
  return {
    /** @param {Box} all the whole map */
    renew(all) {
      size = all;
      quiet = Math.min(1, Math.sqrt((all.width * all.height) / STAGE));
      held = bundles();
      whole = paint(all, 1, quiet);
      part = null;
    },
    /** @param {CanvasRenderingContext2D} ctx @param {Box} view what is seen @param {number} scale */
    draw(ctx, view, scale) {
      const key = [view.x, view.y, scale].join(" ");
      const one = part?.key === key ? part : whole;
      if (one) ctx.drawImage(one.canvas, one.box.x, one.box.y, one.box.width, one.box.height);
      clearTimeout(waiting);
      if (scale > 1.2 && part?.key !== key && size.width > 1) {
        waiting = setTimeout(() => { part = { ...paint(view, scale, quiet), key }; redraw(); }, 180);
      }
    },
  };
}
