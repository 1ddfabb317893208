// Pictures of what stands still, so that a frame costs the same for a thousand concepts and for twenty thousand: one of the
// whole map, and one of what is seen and a little more. To pan is to shift them, to zoom is to stretch them, and once the
// view rests it is drawn anew.

import { context, make } from "./words.js";

/**
 * @typedef {import("./places.js").Box} Box
 * @typedef {{canvas: HTMLCanvasElement, box: Box, scale: number}} Picture of the part of the map in a box
 */

/** How much wider than the view, of its width and height, a picture is at each side. */
const SPARE = 0.25;
/** Milliseconds of rest before a stretched picture is drawn anew. */
const REST = 120;

/**
 * @param {(ctx: CanvasRenderingContext2D, box: Box, scale: number) => void} paint draws the part of the map in a box
 * @param {() => {all: Box, fit: number, ground: string}} ask the whole map, at which scale it is all seen, and the colour
 *   around it
 * @param {() => void} redraw
 */
export function makeSheet(paint, ask, redraw) {
  /** @type {Picture | null} */
  let whole = null;
  /** @type {Picture | null} */
  let part = null;
  let rest = 0;
  let rested = false;

  /** @param {Picture | null} old whose canvas is used again @param {Box} box @param {number} scale @param {number} dense @returns {Picture} */
  function picture(old, box, scale, dense) {
    const canvas = old?.canvas ?? make("canvas");
    const [width, height] = [Math.max(1, Math.ceil(box.width * scale * dense)), Math.max(1, Math.ceil(box.height * scale * dense))];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = context(canvas);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = ask().ground;
    pen.fillRect(0, 0, width, height);
    pen.scale(scale * dense, scale * dense);
    pen.translate(-box.x, -box.y);
    paint(pen, box, scale);
    return { canvas, box, scale };
  }

  /** Whether a picture shows all of the map that is seen. @param {Picture} one @param {Box} view */
  function covers({ box, scale }, view) {
    const seen = common(view, ask().all);
    const slack = 1 / scale;
    return seen.x >= box.x - slack && seen.y >= box.y - slack && seen.x + seen.width <= box.x + box.width + slack && seen.y + seen.height <= box.y + box.height + slack;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Picture} one @param {Box} view @param {number} scale @param {number} dense */
  function put(ctx, one, view, scale, dense) {
    const [x, y] = [Math.round((one.box.x - view.x) * scale * dense), Math.round((one.box.y - view.y) * scale * dense)];
    ctx.imageSmoothingEnabled = false; // what is stretched for a moment may be rough
    ctx.drawImage(one.canvas, x, y, Math.round((one.canvas.width * scale) / one.scale), Math.round((one.canvas.height * scale) / one.scale));
  }

  return {
    forget() { [whole, part] = [null, null]; },
    /**
     * Draw what is seen.
     * @param {CanvasRenderingContext2D} ctx its unit is a pixel of its canvas @param {Box} view
     * @param {number} scale @param {number} dense how many pixels of the canvas a pixel of the style has
     * @returns {boolean} whether the pictures are stretched, since the view changes
     */
    draw(ctx, view, scale, dense) {
      clearTimeout(rest);
      const { all, fit } = ask();
      const moves = !rested && part !== null && !equal(part.scale, scale) && !equal(fit, scale);
      rested = false;
      if (moves || equal(fit, scale)) {
        whole ??= picture(null, all, fit, dense);
        put(ctx, whole, view, scale, dense);
        if (!moves) part ??= whole;
      }
      if (moves) {
        if (part && part !== whole) put(ctx, part, view, scale, dense);
        rest = setTimeout(() => { rested = true; redraw(); }, REST);
      } else if (!equal(fit, scale)) {
        if (!part || part === whole || !equal(part.scale, scale) || !covers(part, view)) part = picture(part === whole ? null : part, common(widened(view), all), scale, dense);
        put(ctx, part, view, scale, dense);
      }
      return moves;
    },
  };
}

/** @param {number} one @param {number} other */
function equal(one, other) {
  return Math.abs(one - other) < 1e-9;
}

/** @param {Box} box @returns {Box} */
function widened({ x, y, width, height }) {
  return { x: x - width * SPARE, y: y - height * SPARE, width: width * (1 + 2 * SPARE), height: height * (1 + 2 * SPARE) };
}

/** What two boxes have in common. @param {Box} one @param {Box} other @returns {Box} */
function common(one, other) {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  return { x, y, width: Math.max(0, Math.min(one.x + one.width, other.x + other.width) - x), height: Math.max(0, Math.min(one.y + one.height, other.y + other.height) - y) };
}
