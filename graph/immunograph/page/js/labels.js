// Choose the names that fit: none lies over another name or over the mark of another concept.

import { isolated, short } from "./words.js";

/**
 * @typedef {import("./field.js").Edges} Edges
 * @typedef {{slug: string, x: number, y: number, size: number, room: number, bold: boolean}} Wish in pixels of the screen
 * @typedef {{slug: string, text: string, x: number, y: number, width: number, height: number, bold: boolean}} Label `x` and `y` are its top left
 */

export const LINE = 14;
/** What stays free beside a name. */
const GAP = 4;

/** Boxes in cells, so that a look at the neighbours is enough. */
class Boxes {
  constructor() {
    /** @type {Map<number, Edges[]>} */
    this.cells = new Map();
  }

  /** @param {Edges} box */
  *around([left, top, right, bottom]) {
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x += 1) {
      for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y += 1) yield x * 100_003 + y;
    }
  }

  /** @param {Edges} box */
  add(box) {
    for (const cell of this.around(box)) this.cells.set(cell, [...this.cells.get(cell) ?? [], box]);
  }

  /** @param {Edges} box */
  meets(box) {
    for (const cell of this.around(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return true;
      }
    }
    return false;
  }
}

/**
 * @param {Wish[]} wishes the most wanted first
 * @param {{most: number, frame: Edges, measure: (text: string, bold: boolean) => number, name: (slug: string) => string,
 *   taken: Edges[], covers: (box: Edges, slug: string) => boolean}} given `most` names within `frame`; `taken` is what
 *   they may not meet, and `covers` tells whether a box covers a mark that is not that of the concept
 * @returns {Label[]}
 */
export function placeLabels(wishes, given) {
  const { most, measure, name, frame } = given;
  const taken = new Boxes();
  for (const box of given.taken) taken.add(box);
  /** @type {Label[]} */
  const found = [];
  for (const wish of wishes) {
    if (found.length >= most) break;
    if (wish.x < frame[0] - 40 || wish.y < frame[1] - 10 || wish.x > frame[2] + 40 || wish.y > frame[3] + 10) continue;
    let text = isolated(short(name(wish.slug), 34));
    let width = measure(text, wish.bold);
    if (wish.room && width > wish.room && !wish.bold) {
      text = isolated(short(name(wish.slug), Math.max(3, Math.floor((text.length * wish.room) / width) - 1)));
      width = measure(text, wish.bold);
    }
    for (const { x, y } of positions(wish, width)) {
      /** @type {Edges} */
      const box = [x - GAP, y, x + width + GAP, y + LINE];
      if (box[0] < frame[0] || box[2] > frame[2] || box[1] < frame[1] || box[3] > frame[3]) continue;
      if (taken.meets(box) || given.covers(box, wish.slug)) continue;
      taken.add(box);
      found.push({ slug: wish.slug, text, x, y, width, height: LINE, bold: wish.bold });
      break;
    }
  }
  return found;
}

/** Where a name may stand, the best place first. @param {Wish} wish @param {number} width */
function positions({ x, y, size, room, bold }, width) {
  const gap = bold ? 9 : 5; // there is a ring around what is pointed at
  const right = { x: x + size + gap, y: y - LINE / 2 };
  if (room && !bold) return [right];
  const below = { x: x - width / 2, y: y + size + gap - 4 };
  const above = { x: x - width / 2, y: y - size - LINE - gap + 4 };
  const left = { x: x - size - gap - width, y: y - LINE / 2 };
  return bold ? [right, left, below, above] : [below, right, left, above];
}
