// The map: vis-network has the canvas, pan and zoom; marks, edges and names are drawn here, all marks of a kind as one
// path and all edges once, since a thousand nodes drawn one by one cost 40 ms a frame.

import { Network } from "vis-network/esnext";
import { bend, bundle, makeSheet } from "./edges.js";
import { placeLabels } from "./labels.js";
import { EVERY, MARGIN, layOut } from "./places.js";
import { colour, cssValue, outline } from "./shapes.js";
import { byId, context, isolated, short } from "./words.js";

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {import("./places.js").Spot} Spot
 * @typedef {import("./labels.js").Label} Label
 * @typedef {{x: number, y: number}} Point
 * @typedef {{slug: string, x: number, y: number, size: number, room: number}} Mark where a concept stands on the screen
 * @typedef {{name: string, light: Path2D, dark: Path2D}} Paths
 * @typedef {ReturnType<typeof makeMap>} Chart
 */

/**
 * @param {import("./graph.js").Graph} graph @param {import("./graph.js").Drawing} drawing
 * @param {{choose: (slug: string) => void, visible: (concept: import("./graph.js").Concept) => boolean, accept: (edge: Edge) => boolean}} on
 */
export function makeMap(graph, drawing, on) {
  const container = byId("map");
  const state = { chosen: "", lit: /** @type {Set<string> | null} */ (null), ways: /** @type {Edge[]} */ ([]), hover: "", walk: "" };
  const members = new Map(graph.kinds.map(({ name, label }) => {
    const all = graph.byDegree.filter(({ kind }) => kind === name);
    const root = (/** @type {import("./graph.js").Concept} */ concept) => concept.label === label; // its name stands over the territory already
    return /** @type {[string, string[]]} */ ([name, [...all.filter((one) => !root(one)), ...all.filter(root)].map(({ slug }) => slug)]);
  }));
  let paint = palette();
  /** @type {Map<string, import("./places.js").Box>} */
  let boxes = new Map();
  /** @type {Map<string, Spot>} */
  let spots = new Map();
  /** @type {Paths[] | null} */
  let paths = null;
  let drawnAt = 1;
  /** @type {Label[]} */
  let labels = [];
  const pen = context(document.createElement("canvas"));
  const font = (/** @type {boolean} */ bold) => `${bold ? 700 : 500} 12.5px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif`;
  /** @type {Map<string, number>} */
  const widths = new Map();
  const measure = (/** @type {string} */ text, /** @type {boolean} */ bold) => {
    const key = (bold ? "b" : "n") + text;
    const known = widths.get(key);
    if (known !== undefined) return known;
    pen.font = font(bold);
    const { width } = pen.measureText(text);
    widths.set(key, width);
    return width;
  };

  function palette() {
    const kinds = new Map(graph.kinds.map(({ name }) => [name, colour(name)]));
    return { kinds, ink: cssValue("--ink"), soft: cssValue("--soft"), land: cssValue("--land"), edge: cssValue("--edge"), accent: cssValue("--accent"), page: cssValue("--page") };
  }

  const shown = (/** @type {string} */ slug) => on.visible(graph.get(slug));
  const bright = (/** @type {string} */ slug) => !state.lit || state.lit.has(slug);

  const spotOf = (/** @type {string} */ slug) => spots.get(slug) ?? { x: 0, y: 0, size: 0, room: 0 };

  /** The marks of each kind as one path, those in the light and those in the dark. */
  function markPaths() {
    return graph.kinds.map(({ name }) => {
      const both = { name, light: new Path2D(), dark: new Path2D() };
      const shape = outline(name);
      for (const slug of (members.get(name) ?? []).filter(shown)) {
        const path = bright(slug) ? both.light : both.dark;
        const { x, y, size: full } = spotOf(slug);
        const size = full * growth();
        shape.forEach(([dx, dy], n) => { if (n) path.lineTo(x + dx * size, y + dy * size); else path.moveTo(x + dx * size, y + dy * size); });
      }
      return both;
    });
  }

  /** @param {CanvasRenderingContext2D} ctx @param {number} scale */
  function drawMarks(ctx, scale) {
    if (!paths || drawnAt !== growth()) paths = markPaths();
    drawnAt = growth();
    for (const { name, light, dark } of paths) {
      ctx.fillStyle = paint.kinds.get(name) ?? paint.soft;
      ctx.fill(light);
      ctx.globalAlpha = 0.16;
      ctx.fill(dark);
      ctx.globalAlpha = 1;
    }
    for (const slug of new Set([state.chosen, state.hover, state.walk])) {
      const spot = spots.get(slug);
      if (!spot || !shown(slug)) continue;
      ctx.lineWidth = 2 / scale;
      ctx.strokeStyle = paint.ink;
      ctx.beginPath();
      ctx.arc(spot.x, spot.y, spot.size * growth() + 3.5 / scale, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }

  const network = new Network(container, { nodes: [], edges: [] }, { ...drawing.options, autoResize: true });
  const canvas = container.querySelector("canvas") ?? document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  for (const part of container.querySelectorAll("[tabindex]")) part.setAttribute("tabindex", "-1"); // the container has the focus

  function arrange() {
    const [width, height] = [container.clientWidth, container.clientHeight];
    if (!width || !height) return;
    const scale = Math.max(1, 340 / width);
    ({ boxes, spots } = layOut([...members], { x: 0, y: 0, width: width * scale, height: height * scale }, (slug) => measure(isolated(short(graph.label(slug), 34)), false)));
    drawLayer();
    fit();
  }

  const sheet = makeSheet(() => bundle(graph, graph.edges.filter(on.accept), boxes, spots), () => paint.edge, () => network.redraw());
  function drawLayer() {
    paths = null;
    const all = [...boxes.values()];
    sheet.renew({ x: 0, y: 0, width: Math.max(1, ...all.map((box) => box.x + box.width)), height: Math.max(1, ...all.map((box) => box.y + box.height)) });
  }

  /** The part of the map that is seen. */
  function view() {
    const scale = network.getScale();
    const { x, y } = network.getViewPosition();
    const [width, height] = [container.clientWidth / scale, container.clientHeight / scale];
    return { x: x - width / 2, y: y - height / 2, width, height };
  }

  /** Marks grow more slowly than the map, so that closer means more room for names; by steps, so that few frames make new paths. */
  const growth = () => 2 ** (-0.55 * Math.round(3 * Math.log2(Math.max(1, network.getScale()))) / 3);

  network.on("beforeDrawing", (ctx) => {
    const scale = network.getScale();
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    ctx.font = `650 ${13.5 / Math.max(1, scale)}px system-ui, sans-serif`;
    for (const { text, box } of titles()) {
      ctx.fillStyle = paint.land;
      ctx.beginPath();
      ctx.roundRect(box.x + 3, box.y + 3, box.width - 6, box.height - 6, 10);
      ctx.fill();
      ctx.fillStyle = paint.soft;
      ctx.fillText(text, box.x + MARGIN, box.y + 21 / Math.max(1, scale));
    }
    ctx.globalAlpha = state.lit ? 0.2 : 1;
    sheet.draw(ctx, view(), scale);
    ctx.globalAlpha = 1;
    for (const edge of state.ways) way(ctx, edge, scale);
    if (spots.size) drawMarks(ctx, scale);
  });

  /** The names of the territories, cut only where there is no room. */
  function titles() {
    pen.font = "650 13.5px system-ui, sans-serif";
    return graph.kinds.flatMap(({ name, plural }) => {
      const box = boxes.get(name);
      if (!box) return [];
      const text = plural[0].toUpperCase() + plural.slice(1);
      const [width, room] = [pen.measureText(text).width, box.width - 1.5 * MARGIN];
      return { name, box, width, text: width <= room ? text : short(text, Math.max(2, Math.floor((text.length * room) / width) - 1)) };
    });
  }

  /** An edge that was asked for: in colour, with an arrow. @param {CanvasRenderingContext2D} ctx @param {Edge} edge @param {number} scale */
  function way(ctx, edge, scale) {
    const [a, b] = [spots.get(edge.from), spots.get(edge.to)];
    if (!a || !b) return;
    const [cx, cy] = bend(graph, edge, boxes, a, b);
    ctx.strokeStyle = paint.accent;
    ctx.fillStyle = paint.accent;
    ctx.globalAlpha = state.ways.length > 30 ? 0.45 : 0.85;
    ctx.lineWidth = (state.ways.length > 30 ? 1.1 : 2) / scale;
    ctx.setLineDash(edge.rule ? [5 / scale, 4 / scale] : []);
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    ctx.quadraticCurveTo(cx, cy, b.x, b.y);
    ctx.stroke();
    ctx.setLineDash([]);
    const angle = Math.atan2(b.y - cy, b.x - cx);
    const gap = b.size * growth() + 2 / scale;
    const [tx, ty] = [b.x - Math.cos(angle) * gap, b.y - Math.sin(angle) * gap];
    const arm = 7 / scale;
    ctx.beginPath();
    ctx.moveTo(tx, ty);
    ctx.lineTo(tx - arm * Math.cos(angle - 0.45), ty - arm * Math.sin(angle - 0.45));
    ctx.lineTo(tx - arm * Math.cos(angle + 0.45), ty - arm * Math.sin(angle + 0.45));
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  /** Where the marks stand on the screen. */
  function marks() {
    const scale = network.getScale();
    const { x, y } = view();
    const [left, top] = [-x * scale, -y * scale];
    /** @type {Mark[]} */
    const found = [];
    for (const { slug } of graph.byDegree) {
      const spot = spots.get(slug);
      if (spot && shown(slug)) found.push({ slug, x: left + spot.x * scale, y: top + spot.y * scale, size: spot.size * scale * growth(), room: spot.room * scale });
    }
    return found;
  }

  function choose() {
    const scale = network.getScale();
    const all = marks();
    const strong = (/** @type {string} */ slug) => slug === state.chosen || slug === state.hover || slug === state.walk;
    const wishes = all.filter(({ slug }) => strong(slug) || (state.lit ? state.lit.has(slug) : scale > 1.3 || spotOf(slug).room > 0)).map((mark) => ({ ...mark, room: state.lit ? 0 : mark.room, bold: strong(mark.slug) }));
    wishes.sort((a, b) => Number(b.bold) - Number(a.bold) || Number(Boolean(b.room)) - Number(Boolean(a.room)));
    const most = state.lit ? EVERY : Math.round(EVERY * Math.max(1, scale ** 2.2));
    const { x: seenX, y: seenY } = view();
    const taken = titles().map(({ box, width }) => {
      const [x, y] = [(box.x + MARGIN - seenX) * scale, (box.y - seenY) * scale + 6];
      return /** @type {import("./labels.js").Edges} */ ([x, y, x + width, y + 18]);
    });
    const shapes = all.filter(({ slug }) => bright(slug));
    return placeLabels(wishes, shapes, { most, width: container.clientWidth, height: container.clientHeight, measure, name: graph.label, taken });
  }

  network.on("afterDrawing", (ctx) => {
    labels = choose();
    ctx.save();
    ctx.setTransform(canvas.width / container.clientWidth, 0, 0, canvas.height / container.clientHeight, 0, 0);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3;
    ctx.strokeStyle = paint.land;
    ctx.fillStyle = paint.ink;
    for (const { text, x, y, height, bold } of labels) {
      ctx.font = font(bold);
      ctx.strokeText(text, x, y + height / 2);
      ctx.fillText(text, x, y + height / 2);
    }
    ctx.restore();
  });

  /** The concept under a point of the stage, or nothing. @param {Point} point @param {number} reach */
  function under(point, reach) {
    let [best, least] = ["", reach];
    for (const { slug, x, y, size } of marks()) {
      const far = Math.hypot(x - point.x, y - point.y) - size;
      if (far < least) [best, least] = [slug, far];
    }
    const label = best ? null : labels.find((one) => point.x > one.x && point.x < one.x + one.width && point.y > one.y && point.y < one.y + one.height);
    return label ? label.slug : best;
  }

  const point = (/** @type {MouseEvent} */ event) => ({ x: event.clientX - container.getBoundingClientRect().x, y: event.clientY - container.getBoundingClientRect().y });
  let pressed = { x: 0, y: 0 };
  container.addEventListener("pointerdown", (event) => { pressed = point(event); }, true);
  // the click of the browser itself: that of vis-network is lost once the map was hidden by one
  container.addEventListener("click", (event) => {
    const at = point(event);
    const slug = Math.hypot(at.x - pressed.x, at.y - pressed.y) < 6 ? under(at, "pointerType" in event && event.pointerType === "touch" ? 16 : 6) || state.hover : "";
    if (slug) on.choose(slug);
  });
  container.addEventListener("pointermove", (event) => {
    const slug = event.buttons ? "" : under(point(event), 4);
    if (slug === state.hover) return;
    state.hover = slug;
    container.style.cursor = slug ? "pointer" : "";
    network.redraw();
  });
  container.addEventListener("pointerleave", () => { if (state.hover) { state.hover = ""; network.redraw(); } });
  network.on("zoom", () => { if (network.getScale() > 30) network.moveTo({ scale: 30 }); });

  /** @returns {false | import("vis-network/esnext").AnimationOptions} */
  const moving = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 500, easingFunction: "easeInOutQuad" });
  function fit(animated = false) {
    const whole = [...boxes.values()];
    const width = Math.max(...whole.map((box) => box.x + box.width), 1);
    const height = Math.max(...whole.map((box) => box.y + box.height), 1);
    const scale = Math.min(container.clientWidth / width, container.clientHeight / height) || 1;
    network.moveTo({ position: { x: width / 2, y: height / 2 }, scale, animation: animated && moving() });
  }

  /** Walk to the nearest concept in a direction. @param {number} dx @param {number} dy @returns {string} */
  function walk(dx, dy) {
    const from = spots.get(state.walk) || spots.get(state.chosen) || { x: 0, y: 0 };
    let [best, least] = ["", Infinity];
    for (const [slug, { x, y }] of spots) {
      const along = (x - from.x) * dx + (y - from.y) * dy;
      const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
      if (along > 1 && along + 2.5 * aside < least && shown(slug)) [best, least] = [slug, along + 2.5 * aside];
    }
    if (!best) return "";
    state.walk = best;
    const { x, y } = spotOf(best);
    if (network.getScale() > 1.2) network.moveTo({ position: { x, y }, animation: moving() });
    network.redraw();
    return best;
  }

  /** What is seen, for a picture of it. */
  function plan() {
    const scale = network.getScale();
    const { x: left, y: top } = view();
    return {
      boxes, spots, lit: state.lit, ways: state.ways, edges: graph.edges.filter(on.accept), labels, marks: marks(), scale,
      width: container.clientWidth, height: container.clientHeight,
      bend: (/** @type {Edge} */ edge, /** @type {Spot} */ a, /** @type {Spot} */ b) => bend(graph, edge, boxes, a, b),
      place: (/** @type {number} */ x, /** @type {number} */ y) => [((x - left) * scale).toFixed(1), ((y - top) * scale).toFixed(1)],
    };
  }

  let size = "";
  new ResizeObserver(() => {
    const now = `${container.clientWidth} ${container.clientHeight}`;
    if (now === size || !container.clientWidth) return;
    size = now;
    arrange();
  }).observe(container);
  arrange();

  return {
    fit: () => fit(true),
    zoom: (/** @type {number} */ factor) => network.moveTo({ scale: network.getScale() * factor, animation: moving() }),
    repaint() { paint = palette(); drawLayer(); network.redraw(); },
    refresh() { drawLayer(); network.redraw(); },
    /** @param {string} chosen @param {Set<string> | null} lit @param {Edge[]} ways */
    show(chosen, lit, ways) { Object.assign(state, { chosen, lit, ways, walk: "" }); paths = null; network.redraw(); },
    walk, walked: () => state.walk, labels: () => labels, marks, titles,
    plan,
  };
}
