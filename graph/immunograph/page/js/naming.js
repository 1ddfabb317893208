// The names on the map: chosen for a view, kept while it is panned.

import { LINE, placeLabels } from "./labels.js";
import { EVERY, MARGIN } from "./places.js";
import { growth } from "./scene.js";
import { context, short } from "./words.js";

/**
 * @typedef {import("./field.js").Edges} Edges
 * @typedef {import("./field.js").Field} Field
 * @typedef {import("./labels.js").Label} Label
 * @typedef {import("./labels.js").Wish} Wish
 * @typedef {import("./places.js").Box} Box
 * @typedef {import("./places.js").Spot} Spot
 * @typedef {{from: Box, scale: number, width: number, height: number}} View what is seen of the map, pixels for each of
 *   its units, and the size of the stage in pixels
 * @typedef {{slug: string, x: number, y: number, size: number, room: number}} Mark where a concept stands on the screen
 * @typedef {{standing: Spot[], field: Field, boxes: Map<string, Box>, lit: Set<string> | null, strong: (slug: string) => boolean}} Scene
 */

/** A map that is drawn this much larger than the whole names what has no room of its own, too. */
const CLOSE = 1.3;
/** More names than these have no room on a screen; of those that want to be named, so many for each are tried. */
const CROWDED = 250;
const TRIES = 4;

const TITLED = '650 13.5px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
const font = (/** @type {boolean} */ bold) => `${bold ? 700 : 500} 12.5px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif`;

/** Where a concept stands on the screen. @param {Spot} spot @param {View} view @returns {Mark} */
export function mark({ slug, x, y, size, room }, { from, scale }) {
  return { slug, x: (x - from.x) * scale, y: (y - from.y) * scale, size: size * scale * growth(scale), room: room * scale };
}

/** @param {import("./graph.js").Graph} graph */
export function makeNaming(graph) {
  const pen = context(document.createElement("canvas"));
  /** @type {Map<string, number>} */
  const widths = new Map();
  /** @type {{labels: Label[], view: View | null, whole: boolean}} names and the view that they were chosen for */
  let held = { labels: [], view: null, whole: false };

  /** How wide a text is. @param {string} text @param {boolean} bold */
  function measure(text, bold) {
    const key = (bold ? "b" : "n") + text;
    const known = widths.get(key);
    if (known !== undefined) return known;
    pen.font = font(bold);
    const { width } = pen.measureText(text);
    widths.set(key, width);
    return width;
  }

  /**
   * The names of the territories, cut only where there is no room; while some of a territory is seen, so is its name.
   * @param {Map<string, Box>} boxes @param {View} view
   */
  function titles(boxes, { from, scale, width, height }) {
    return graph.kinds.flatMap(({ name, plural }) => {
      const box = boxes.get(name);
      if (!box) return [];
      const full = plural.slice(0, 1).toUpperCase() + plural.slice(1);
      const [whole, room] = [extent(full), box.width * scale - 1.5 * MARGIN];
      const text = whole <= room ? full : short(full, Math.max(2, Math.floor((full.length * room) / whole) - 1));
      const long = Math.min(whole, room);
      const [left, top] = [(box.x - from.x) * scale, (box.y - from.y) * scale];
      const x = Math.min(Math.max(left, 0), left + box.width * scale - long - 1.5 * MARGIN) + MARGIN;
      const y = Math.min(Math.max(top, 0), top + box.height * scale - 30) + 6;
      return x > width || y > height || x + long < 0 || y + 18 < 0 ? [] : [{ name, text, x, y, width: long }];
    });
  }

  /** How wide a title is. @param {string} text */
  function extent(text) {
    const known = widths.get(`t${text}`);
    if (known !== undefined) return known;
    pen.font = TITLED;
    const { width } = pen.measureText(text);
    widths.set(`t${text}`, width);
    return width;
  }

  /** Whose name is wanted, those that are pointed at first, then those with room. @param {View} view @param {Scene} scene @param {number} spare @param {number} most */
  function wishes({ from, scale, width, height }, { standing, lit, strong }, spare, most) {
    const view = { from, scale, width, height };
    const [left, top] = [from.x - from.width * spare, from.y - from.height * spare];
    const [right, bottom] = [left + from.width * (1 + 2 * spare), top + from.height * (1 + 2 * spare)];
    /** @type {[Wish[], Wish[], Wish[]]} */
    const found = [[], [], []];
    for (const spot of standing) {
      if (spot.x < left || spot.x > right || spot.y < top || spot.y > bottom) continue;
      const bold = strong(spot.slug);
      if (!bold && !(lit ? lit.has(spot.slug) : scale > CLOSE || spot.room)) continue;
      const one = mark(spot, view);
      const room = lit ? 0 : one.room;
      const list = found[bold ? 0 : room ? 1 : 2];
      if (list.length < TRIES * most) list.push({ ...one, room, bold });
    }
    return found.flat();
  }

  /** Whether a box on the screen covers the mark of another concept. @param {Edges} box @param {string} slug @param {View} view @param {Scene} scene */
  function covers([left, top, right, bottom], slug, { from, scale }, { field, lit }) {
    const [x, y, to, low] = [left / scale + from.x, top / scale + from.y, right / scale + from.x, bottom / scale + from.y];
    const grown = growth(scale);
    return field.find([x, y, to, low], (spot) => {
      const size = spot.size * grown;
      return spot.slug !== slug && x < spot.x + size && spot.x - size < to && y < spot.y + size && spot.y - size < low && (!lit || lit.has(spot.slug));
    }) !== null;
  }

  /**
   * Choose the names for a view: those that fit into it, and, where it may be panned, those beyond its edge.
   * @param {View} view @param {Scene} scene @param {boolean} wide
   */
  function choose(view, scene, wide) {
    const { scale, width, height } = view;
    const around = wide && scale > CLOSE;
    const most = scene.lit ? EVERY : Math.min(CROWDED, Math.round(EVERY * Math.max(1, scale ** 2.2)));
    const taken = titles(scene.boxes, view).map(({ x, y, width: long }) => /** @type {Edges} */ ([x, y, x + long, y + 18]));
    const given = { most, measure, name: graph.label, covers: (/** @type {Edges} */ box, /** @type {string} */ slug) => covers(box, slug, view, scene) };
    const labels = placeLabels(wishes(view, scene, 0.02, most), { ...given, taken, frame: [0, 0, width, height] });
    if (around) {
      const chosen = new Set(labels.map(({ slug }) => slug));
      const inside = labels.map((one) => /** @type {Edges} */ ([one.x - 2, one.y, one.x + one.width + 2, one.y + LINE]));
      const frame = /** @type {Edges} */ ([-width / 4, -height / 4, 1.25 * width, 1.25 * height]);
      const others = placeLabels(wishes(view, scene, 0.25, most).filter(({ slug }) => !chosen.has(slug)), { ...given, taken: [...taken, ...inside], frame });
      labels.push(...others.filter((one) => one.x > width || one.y > height || one.x + one.width < 0 || one.y + one.height < 0));
    }
    held = { labels, view, whole: wide };
  }

  /** The names where they are in another view of the same scale. @param {View} view @returns {Label[]} */
  function labels({ from }) {
    if (!held.view) return [];
    const { from: before, scale } = held.view;
    const [dx, dy] = [(before.x - from.x) * scale, (before.y - from.y) * scale];
    return held.labels.map((one) => ({ ...one, x: one.x + dx, y: one.y + dy }));
  }

  /** @param {CanvasRenderingContext2D} ctx @param {View} view @param {Map<string, Box>} boxes @param {{ink: string, soft: string, land: string}} paint */
  function draw(ctx, view, boxes, { ink, soft, land }) {
    Object.assign(ctx, { textAlign: "left", textBaseline: "middle", lineJoin: "round", lineWidth: 4, strokeStyle: land, fillStyle: soft, font: TITLED });
    const over = titles(boxes, view);
    for (const { text, x, y } of over) {
      ctx.strokeText(text, x, y + 9);
      ctx.fillText(text, x, y + 9);
    }
    Object.assign(ctx, { lineWidth: 3, fillStyle: ink });
    let bold = null;
    for (const one of labels(view)) {
      if (over.some(({ x, y, width }) => one.x < x + width && x < one.x + one.width && one.y < y + 18 && y < one.y + LINE)) continue; // a title that came with the view
      if (one.x > view.width || one.y > view.height || one.x + one.width < 0 || one.y + one.height < 0) continue;
      if (bold !== one.bold) ctx.font = font(one.bold);
      bold = one.bold;
      ctx.strokeText(one.text, one.x, one.y + LINE / 2);
      ctx.fillText(one.text, one.x, one.y + LINE / 2);
    }
  }

  return {
    measure, titles, choose, labels, draw,
    forget() { held.view = null; },
    /** Whether names were chosen for this scale, and also for where the view may be panned. @param {number} scale @param {boolean} wide */
    stand: (scale, wide) => held.view?.scale === scale && (held.whole || !wide),
  };
}
