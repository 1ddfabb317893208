// What stands still on the map: territories, lines and marks.

import { bend, bundle, faintness } from "./edges.js";
import { STAGE } from "./places.js";
import { colour, cssValue, outline } from "./shapes.js";

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {import("./places.js").Box} Box
 * @typedef {import("./places.js").Spot} Spot
 * @typedef {{boxes: Map<string, Box>, spots: Map<string, Spot>, standing: Spot[], lines: Edge[],
 *   lit: Set<string> | null, ways: Edge[]}} Plan
 * @typedef {ReturnType<typeof palette>} Palette
 */

/** The colours of the present theme. @param {import("./graph.js").Graph} graph */
export function palette(graph) {
  const kinds = new Map(graph.kinds.map(({ name }) => [name, colour(name)]));
  return { kinds, ink: cssValue("--ink"), soft: cssValue("--soft"), land: cssValue("--land"), edge: cssValue("--edge"), accent: cssValue("--accent"), page: cssValue("--page") };
}

/** Marks grow more slowly than the map, so that closer means more room for names. @param {number} scale */
export function growth(scale) {
  return Math.max(1, scale) ** -0.55;
}

/**
 * Draw what is in a box.
 * @param {CanvasRenderingContext2D} ctx its unit is that of the map @param {import("./graph.js").Graph} graph
 * @param {Plan} plan @param {Palette} paint @param {Box} box @param {number} scale pixels of the screen for each unit
 */
export function drawScene(ctx, graph, plan, paint, box, scale) {
  ctx.fillStyle = paint.land;
  for (const land of plan.boxes.values()) {
    ctx.beginPath();
    ctx.roundRect(land.x + 3, land.y + 3, land.width - 6, land.height - 6, 10);
    ctx.fill();
  }
  const quiet = Math.min(1, Math.sqrt((box.width * box.height * scale * scale) / STAGE)) * (plan.lit ? 0.2 : 1);
  ctx.lineWidth = 1 / scale;
  for (const { path, count } of bundle(graph, plan.lines, plan.boxes, plan.spots, box)) {
    ctx.strokeStyle = `rgba(${paint.edge}, ${faintness(count) * quiet})`;
    ctx.stroke(path);
  }
  for (const edge of plan.ways) drawWay(ctx, graph, plan, paint, edge, scale);
  drawMarks(ctx, graph, plan, paint, box, scale);
}

/** The marks of each kind as one path, those in the light and those in the dark. @param {CanvasRenderingContext2D} ctx @param {import("./graph.js").Graph} graph @param {Plan} plan @param {Palette} paint @param {Box} box @param {number} scale */
function drawMarks(ctx, graph, { standing, lit }, paint, box, scale) {
  const paths = new Map(graph.kinds.map(({ name }) => [name, { shape: outline(name), light: new Path2D(), dark: new Path2D() }]));
  for (const { slug, kind, x, y, size: full } of standing) {
    const size = full * growth(scale);
    const found = paths.get(kind);
    if (!found || x + size < box.x || y + size < box.y || x - size > box.x + box.width || y - size > box.y + box.height) continue;
    const path = lit && !lit.has(slug) ? found.dark : found.light;
    found.shape.forEach(([dx, dy], n) => { if (n) path.lineTo(x + dx * size, y + dy * size); else path.moveTo(x + dx * size, y + dy * size); });
  }
  for (const [name, { light, dark }] of paths) {
    ctx.fillStyle = paint.kinds.get(name) ?? paint.soft;
    ctx.fill(light);
    if (!lit) continue;
    ctx.globalAlpha = 0.16;
    ctx.fill(dark);
    ctx.globalAlpha = 1;
  }
}

/** An edge that was asked for: in colour, with an arrow. @param {CanvasRenderingContext2D} ctx @param {import("./graph.js").Graph} graph @param {Plan} plan @param {Palette} paint @param {Edge} edge @param {number} scale */
function drawWay(ctx, graph, { boxes, spots, ways }, paint, edge, scale) {
  const [a, b] = [spots.get(edge.from), spots.get(edge.to)];
  if (!a || !b) return;
  const many = ways.length > 30;
  const [cx, cy] = bend(graph, edge, boxes, a, b);
  ctx.strokeStyle = paint.accent;
  ctx.fillStyle = paint.accent;
  ctx.globalAlpha = many ? 0.45 : 0.85;
  ctx.lineWidth = (many ? 1.1 : 2) / scale;
  ctx.setLineDash(edge.rule ? [5 / scale, 4 / scale] : []);
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  ctx.quadraticCurveTo(cx, cy, b.x, b.y);
  ctx.stroke();
  ctx.setLineDash([]);
  const angle = Math.atan2(b.y - cy, b.x - cx);
  const gap = b.size * growth(scale) + 2 / scale;
  const tip = { x: b.x - Math.cos(angle) * gap, y: b.y - Math.sin(angle) * gap };
  const arm = 7 / scale;
  ctx.beginPath();
  ctx.moveTo(tip.x, tip.y);
  ctx.lineTo(tip.x - arm * Math.cos(angle - 0.45), tip.y - arm * Math.sin(angle - 0.45));
  ctx.lineTo(tip.x - arm * Math.cos(angle + 0.45), tip.y - arm * Math.sin(angle + 0.45));
  ctx.fill();
  ctx.globalAlpha = 1;
}
