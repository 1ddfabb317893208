// Choose the names that fit: none lies over another name or over the mark of another concept.

import { isolated, short } from "./words.js";

/**
 * @typedef {[left: number, top: number, right: number, bottom: number]} Edges
 * @typedef {{slug: string, x: number, y: number, size: number, room: number, bold: boolean}} Wish in pixels of the screen
 * @typedef {{slug: string, text: string, x: number, y: number, width: number, height: number, bold: boolean}} Label `x` and `y` are its top left
 */

/** Boxes in cells, so that a look at the neighbours is enough. */
class Boxes {
  constructor() {
    /** @type {Map<number, {box: Edges, owner: string}[]>} */
    this.cells = new Map();
  }

  /** @param {Edges} box */
  *around([left, top, right, bottom]) {
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x += 1) {
      for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y += 1) yield x * 100_003 + y;
    }
  }

  /** @param {Edges} box @param {string} [owner] */
  add(box, owner = "") {
    for (const cell of this.around(box)) {
      const held = this.cells.get(cell);
      if (held) held.push({ box, owner });
      else this.cells.set(cell, [{ box, owner }]);
    }
  }

  /** @param {Edges} box @param {string} [but] what a box may touch */
  meets(box, but = " ") {
    for (const cell of this.around(box)) {
      for (const { box: other, owner } of this.cells.get(cell) ?? []) {
        if (owner !== but && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return true;
      }
    }
    return false;
  }
}

/**
 * @param {Wish[]} wishes the most wanted first
 * @param {{slug: string, x: number, y: number, size: number}[]} shapes what must not be covered
 * @param {{most: number, width: number, height: number, measure: (text: string, bold: boolean) => number, name: (slug: string) => string, taken?: Edges[]}} given
 * @returns {Label[]}
 */
export function placeLabels(wishes, shapes, given) {
  const { most, measure, name } = given;
  const taken = new Boxes();
  const marks = new Boxes();
  for (const box of given.taken || []) taken.add(box);
  for (const { slug, x, y, size } of shapes) marks.add([x - size, y - size, x + size, y + size], slug);
  /** @type {Label[]} */
  const found = [];
  const height = 15;
  for (const wish of wishes) {
    if (found.length >= most) break;
    if (wish.x < -40 || wish.y < -10 || wish.x > given.width + 40 || wish.y > given.height + 10) continue;
    let text = isolated(short(name(wish.slug), 34));
    let width = measure(text, wish.bold);
    if (wish.room && width > wish.room && !wish.bold) {
      text = isolated(short(name(wish.slug), Math.max(3, Math.floor((text.length * wish.room) / width) - 1)));
      width = measure(text, wish.bold);
    }
    const right = { x: wish.x + wish.size + 5, y: wish.y - height / 2 };
    const below = { x: wish.x - width / 2, y: wish.y + wish.size + 2 };
    const above = { x: wish.x - width / 2, y: wish.y - wish.size - height - 1 };
    const left = { x: wish.x - wish.size - 5 - width, y: wish.y - height / 2 };
    for (const { x, y } of wish.room && !wish.bold ? [right] : wish.bold ? [right, left, below, above] : [below, right, left, above]) {
      /** @type {Edges} */
      const box = [x - 2, y, x + width + 2, y + height];
      if (box[0] < 0 || box[2] > given.width || box[1] < 0 || box[3] > given.height) continue;
      if (taken.meets(box) || marks.meets(box, wish.slug)) continue;
      taken.add(box);
      found.push({ slug: wish.slug, text, x, y, width, height, bold: wish.bold });
      break;
    }
  }
  return found;
}
