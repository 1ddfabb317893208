// The map: vis-network has the canvas, pan and zoom; what stands still is held as a picture, and the names and rings over
// it are drawn here, since a thousand nodes drawn one by one cost 40 ms a frame.

import { Network } from "vis-network/esnext";
import { bend, ranked } from "./edges.js";
import { Field } from "./field.js";
import { makeNaming, mark } from "./naming.js";
import { layOut } from "./places.js";
import { drawScene, palette } from "./scene.js";
import { makeSheet } from "./sheet.js";
import { byId, isolated, short } from "./words.js";

/**
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {import("./places.js").Box} Box
 * @typedef {import("./places.js").Spot} Spot
 * @typedef {{x: number, y: number}} Point
 * @typedef {ReturnType<typeof makeMap>} Chart
 */

const CLOSEST = 30;

/**
 * @param {import("./graph.js").Graph} graph @param {import("./graph.js").Drawing} drawing
 * @param {{choose: (slug: string) => void, visible: (concept: import("./graph.js").Concept) => boolean, accept: (edge: Edge) => boolean}} on
 */
export function makeMap(graph, drawing, on) {
  const container = byId("map");
  const state = { chosen: "", lit: /** @type {Set<string> | null} */ (null), ways: /** @type {Edge[]} */ ([]), hover: "", walk: "" };
  const members = graph.kinds.map(({ name, label }) => {
    const all = graph.byDegree.filter(({ kind }) => kind === name);
    const root = all.filter((one) => one.label === label); // its name stands over the territory already
    return /** @type {[string, string[]]} */ ([name, [...all.filter((one) => !root.includes(one)), ...root].map(({ slug }) => slug)]);
  });
  let paint = palette(graph);
  /** @type {Map<string, Box>} */
  let boxes = new Map();
  /** @type {Map<string, Spot>} */
  let spots = new Map();
  /** @type {Spot[]} those that are shown, the best connected first */
  let standing = [];
  let field = new Field([]);
  /** @type {Edge[] | null} */
  let order = null;
  const naming = makeNaming(graph);

  const network = new Network(container, { nodes: [], edges: [] }, { ...drawing.options, autoResize: true });
  const canvas = container.querySelector("canvas") ?? document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  for (const part of container.querySelectorAll("[tabindex]")) part.setAttribute("tabindex", "-1"); // the container has the focus

  const sheet = makeSheet((ctx, box, scale) => {
    order ??= ranked(graph);
    const lines = order.filter(on.accept);
    drawScene(ctx, graph, { boxes, spots, standing, lines, lit: state.lit, ways: state.ways }, paint, box, scale);
  }, () => ({ all: whole(), fit: fitting(), ground: paint.page }), () => network.redraw());

  const seen = () => container.clientWidth > 0 && container.clientHeight > 0;

  /** Draw anew, once the map is seen. */
  function renew() {
    sheet.forget();
    if (seen()) network.redraw();
  }

  function arrange() {
    if (!seen()) return;
    const [width, height] = [container.clientWidth, container.clientHeight];
    const scale = Math.max(1, 340 / width);
    ({ boxes, spots } = layOut(members, { x: 0, y: 0, width: width * scale, height: height * scale }, (slug) => naming.measure(isolated(short(graph.label(slug), 34)), false)));
    stand();
    fit();
  }

  /** Find who is shown. */
  function stand() {
    standing = graph.byDegree.filter(on.visible).flatMap(({ slug }) => spots.get(slug) ?? []);
    field = new Field(standing);
    sheet.forget();
    naming.forget();
  }

  /** The whole map. @returns {Box} */
  function whole() {
    const all = [...boxes.values()];
    return { x: 0, y: 0, width: Math.max(1, ...all.map((box) => box.x + box.width)), height: Math.max(1, ...all.map((box) => box.y + box.height)) };
  }

  /** The scale at which all is seen. */
  function fitting() {
    const { width, height } = whole();
    return Math.min(container.clientWidth / width, container.clientHeight / height) || 1;
  }

  /** What is seen. @returns {import("./naming.js").View} */
  function view() {
    const scale = network.getScale();
    const { x, y } = network.getViewPosition();
    const { clientWidth: width, clientHeight: height } = container;
    return { from: { x: x - width / scale / 2, y: y - height / scale / 2, width: width / scale, height: height / scale }, scale, width, height };
  }

  const strong = (/** @type {string} */ slug) => slug === state.chosen || slug === state.hover || slug === state.walk;

  network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => {
    if (!seen() || !boxes.size) return;
    const now = view();
    const dense = canvas.width / now.width;
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const moves = sheet.draw(ctx, now.from, now.scale, dense);
    if (!naming.stand(now.scale, !moves)) naming.choose(now, { standing, field, boxes, lit: state.lit, strong }, !moves);
    ctx.scale(dense, dense);
    drawRings(ctx, now);
    naming.draw(ctx, now, boxes, paint);
    ctx.restore();
  });

  /** @param {CanvasRenderingContext2D} ctx @param {import("./naming.js").View} now */
  function drawRings(ctx, now) {
    ctx.lineWidth = 2;
    ctx.strokeStyle = paint.ink;
    for (const slug of new Set([state.chosen, state.hover, state.walk])) {
      const spot = spots.get(slug);
      if (!spot || !on.visible(graph.get(slug))) continue;
      const { x, y, size } = mark(spot, now);
      ctx.beginPath();
      ctx.arc(x, y, size + 3.5, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }

  /** The concept under a point of the stage, or nothing. @param {Point} point @param {number} reach */
  function under(point, reach) {
    const now = view();
    const { from, scale } = now;
    let [best, least] = ["", reach];
    const [x, y, far] = [point.x / scale + from.x, point.y / scale + from.y, reach / scale];
    field.find([x - far, y - far, x + far, y + far], (spot) => {
      const one = mark(spot, now);
      const away = Math.hypot(one.x - point.x, one.y - point.y) - one.size;
      if (away < least) [best, least] = [spot.slug, away];
      return false;
    });
    const label = best ? null : labels().find((one) => point.x > one.x && point.x < one.x + one.width && point.y > one.y && point.y < one.y + one.height);
    return label ? label.slug : best;
  }

  const point = (/** @type {MouseEvent} */ event) => ({ x: event.clientX - container.getBoundingClientRect().x, y: event.clientY - container.getBoundingClientRect().y });

  /** Mark what is under the pointer. @param {string} slug */
  function hover(slug) {
    if (slug === state.hover) return;
    state.hover = slug;
    container.style.cursor = slug ? "pointer" : "";
    naming.forget();
    network.redraw();
  }

  const pressed = { at: { x: 0, y: 0 }, dragged: false };
  container.addEventListener("pointerdown", (event) => { Object.assign(pressed, { at: point(event), dragged: false }); }, true);
  // the click of the browser itself: that of vis-network is lost once the map was hidden by one
  container.addEventListener("click", (event) => {
    const at = point(event);
    const slug = pressed.dragged ? "" : under(at, "pointerType" in event && event.pointerType === "touch" ? 16 : 6) || state.hover;
    if (slug) on.choose(slug);
  });
  container.addEventListener("pointermove", (event) => {
    const at = point(event);
    if (!event.buttons) hover(under(at, 4));
    else if (Math.hypot(at.x - pressed.at.x, at.y - pressed.at.y) > 6) pressed.dragged = true;
  });
  container.addEventListener("pointerleave", () => hover(""));
  network.on("zoom", () => { if (network.getScale() > CLOSEST) network.moveTo({ scale: CLOSEST }); });

  /** @returns {false | import("vis-network/esnext").AnimationOptions} */
  const moving = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 500, easingFunction: "easeInOutQuad" });
  function fit(animated = false) {
    const { width, height } = whole();
    network.moveTo({ position: { x: width / 2, y: height / 2 }, scale: fitting(), animation: animated && moving() });
  }

  /** Walk to the nearest concept in a direction. @param {number} dx @param {number} dy @returns {string} */
  function walk(dx, dy) {
    const from = spots.get(state.walk) ?? spots.get(state.chosen) ?? { x: 0, y: 0 };
    /** @type {Spot | null} */
    let best = null;
    let least = Infinity;
    for (const spot of standing) {
      const along = (spot.x - from.x) * dx + (spot.y - from.y) * dy;
      const aside = Math.abs((spot.x - from.x) * dy) + Math.abs((spot.y - from.y) * dx);
      if (along > 1 && along + 2.5 * aside < least) [best, least] = [spot, along + 2.5 * aside];
    }
    if (!best) return "";
    state.walk = best.slug;
    naming.forget();
    if (network.getScale() > 1.2) network.moveTo({ position: { x: best.x, y: best.y }, animation: moving() });
    network.redraw();
    return best.slug;
  }

  /** What is seen, for a picture of it. */
  function plan() {
    const { from, scale, width, height } = view();
    return {
      boxes, spots, lit: state.lit, ways: state.ways, edges: graph.edges.filter(on.accept), labels: labels(), titles: naming.titles(boxes, view()), marks: marks(), scale, width, height,
      bend: (/** @type {Edge} */ edge, /** @type {Spot} */ a, /** @type {Spot} */ b) => bend(graph, edge, boxes, a, b),
      place: (/** @type {number} */ x, /** @type {number} */ y) => [((x - from.x) * scale).toFixed(1), ((y - from.y) * scale).toFixed(1)],
    };
  }

  const labels = () => naming.labels(view());

  function marks() {
    const now = view();
    return standing.map((spot) => mark(spot, now));
  }

  let size = "";
  function resize() {
    const now = `${container.clientWidth} ${container.clientHeight}`;
    if (now === size || !seen()) return;
    size = now;
    arrange();
  }
  resize();
  new ResizeObserver(resize).observe(container);

  return {
    fit: () => fit(true),
    zoom: (/** @type {number} */ factor) => network.moveTo({ scale: network.getScale() * factor, animation: moving() }),
    repaint() { paint = palette(graph); renew(); },
    refresh() { stand(); renew(); },
    /** @param {string} chosen @param {Set<string> | null} lit @param {Edge[]} ways */
    show(chosen, lit, ways) {
      const same = !state.lit && !lit && !state.ways.length && !ways.length;
      Object.assign(state, { chosen, lit, ways, walk: "" });
      naming.forget();
      if (!same) sheet.forget();
      if (seen()) network.redraw();
    },
    walk, walked: () => state.walk, labels, marks, plan, titles: () => naming.titles(boxes, view()),
  };
}
