// One shape for each kind, as a polygon in a circle of radius 1: the map and the legend draw the same.

import { draw } from "./words.js";

/** @typedef {[x: number, y: number][]} Outline */

/** @type {Record<string, Outline>} */
const SHAPES = {
  therapy: regular(6, 0),
  agent: regular(18, 0),
  target: [[0, -1.15], [1, 0], [0, 1.15], [-1, 0]],
  cell: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  process: [[-0.38, -1], [0.38, -1], [0.38, -0.38], [1, -0.38], [1, 0.38], [0.38, 0.38], [0.38, 1], [-0.38, 1], [-0.38, 0.38], [-1, 0.38], [-1, -0.38], [-0.38, -0.38]],
  cancer: [[-1, -0.8], [1, -0.8], [0, 1]],
  "adverse-event": [[0, -1], [1, 0.8], [-1, 0.8]],
  biomarker: star(5, 0.45),
};
const OTHER = regular(4, Math.PI / 8);

/** @param {number} count @param {number} turn @returns {Outline} */
function regular(count, turn) {
  return Array.from({ length: count }, (_, n) => {
    const angle = turn + (2 * Math.PI * n) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** @param {number} count @param {number} inner @returns {Outline} */
function star(count, inner) {
  return Array.from({ length: 2 * count }, (_, n) => {
    const angle = (Math.PI * n) / count - Math.PI / 2;
    const radius = n % 2 ? inner : 1.15;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** Give the outline of a kind. @param {string} kind @returns {Outline} */
export function outline(kind) {
  return (Object.hasOwn(SHAPES, kind) && SHAPES[kind]) || OTHER;
}

/** Give the name of the colour of a kind in the style. @param {string} kind */
export function colourName(kind) {
  return Object.hasOwn(SHAPES, kind) ? `--${kind}` : "--other";
}

/** Give the colour of a kind in the present theme. @param {string} kind */
export function colour(kind) {
  return cssValue(colourName(kind));
}

/** @param {string} name */
export function cssValue(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Draw the mark of a kind for the text. @param {string} kind */
export function mark(kind) {
  const points = outline(kind).map((point) => point.join(",")).join(" ");
  return draw("svg", { class: "mark", viewBox: "-1.3 -1.3 2.6 2.6", "aria-hidden": "true" }, draw("polygon", { points, style: `fill: var(${colourName(kind)})` }));
}
