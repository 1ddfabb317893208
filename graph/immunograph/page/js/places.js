// Give every kind of concept a territory, and every concept a place in it.
//
// The territories tile the stage (a treemap by halves, after Shneiderman 1992), so nothing of the window is wasted, the
// map means something before any click, and equal graphs have equal maps. Kinds with few concepts would be slivers: they
// stand together in a strip of equal boxes. In each, the best connected stand in rows with room for their names, and the
// others in a grid below.

const TITLE = 30;
const ROW = 20;
export const MARGIN = 12;
/** Names readable at first look, on a stage of this many square pixels. */
const NAMED = 40;
export const STAGE = 480_000;
/** So few concepts are all named. */
export const EVERY = 60;
/** A kind with at most this share of the concepts is a small one; the size of its box at the least and at the most. */
const SMALL = 0.02;
const NARROWEST = 108;
const TALLEST = 78;
/** A territory beside another is at least so wide, for names to fit into it. */
const SLIM = 180;
/** Width of the room of a concept for its height: upright, so that a name fits below it as soon as one comes closer. */
const UPRIGHT = 0.8;

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {{slug: string, kind: string, x: number, y: number, size: number, room: number}} Spot where a concept stands; `room` for its name at its right, or 0
 * @typedef {Omit<Spot, "kind">} Place
 */

/**
 * @param {[string, string[]][]} kinds names of kinds with their concepts, the best connected first
 * @param {Box} box what to tile
 * @param {(slug: string) => number} wide how wide the name of a concept is
 */
export function layOut(kinds, box, wide) {
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  /** @type {Map<string, Spot>} */
  const spots = new Map();
  const total = kinds.reduce((sum, [, slugs]) => sum + weight(slugs), 0);
  const count = kinds.reduce((sum, [, slugs]) => sum + slugs.length, 0);
  const names = count <= EVERY ? Infinity : NAMED * Math.min(1, (box.width * box.height) / STAGE);
  const small = kinds.filter(([, slugs]) => slugs.length <= SMALL * count);
  const strip = small.length > 1 ? lineUp(small, box, boxes) : 0;
  tile(strip ? kinds.filter((kind) => !small.includes(kind)) : kinds, { ...box, height: box.height - strip }, boxes);
  for (const [kind, slugs] of kinds) {
    const named = Math.min(slugs.length, Math.max(1, Math.round((names * weight(slugs)) / total)));
    for (const place of settleIn(slugs, boxes.get(kind) ?? box, named, wide)) spots.set(place.slug, { ...place, kind });
  }
  return { boxes, spots };
}

/** A kind with few concepts gets the room of 14, so that its title fits. @param {string[]} slugs */
function weight(slugs) {
  return Math.max(slugs.length, 14) ** 0.65;
}

/** Put small kinds at the bottom, and tell how high they stand. @param {[string, string[]][]} kinds @param {Box} box @param {Map<string, Box>} boxes */
function lineUp(kinds, box, boxes) {
  const rows = Math.ceil(kinds.length / Math.max(1, Math.floor(box.width / NARROWEST)));
  const columns = Math.ceil(kinds.length / rows);
  const height = Math.min(TALLEST, (0.3 * box.height) / rows);
  kinds.forEach(([kind], n) => {
    const row = Math.floor(n / columns);
    const width = box.width / Math.min(columns, kinds.length - row * columns);
    boxes.set(kind, { x: box.x + (n % columns) * width, y: box.y + box.height - (rows - row) * height, width, height });
  });
  return rows * height;
}

/** @param {[string, string[]][]} kinds @param {Box} box @param {Map<string, Box>} boxes */
function tile(kinds, box, boxes) {
  if (kinds.length < 2) {
    for (const [kind] of kinds) boxes.set(kind, box);
    return;
  }
  const weights = kinds.map(([, slugs]) => weight(slugs));
  const total = weights.reduce((sum, one) => sum + one, 0);
  let [cut, left, best] = [1, weights[0] ?? 0, Infinity];
  for (let n = 1, sum = weights[0]; n < kinds.length; sum += weights[n], n += 1) {
    if (Math.abs(sum - total / 2) < best) [cut, left, best] = [n, sum, Math.abs(sum - total / 2)];
  }
  const { x, y, width, height } = box;
  const share = left / total;
  const least = Math.min(share, 1 - share);
  const wide = width > height * 1.25 && (least * width >= SLIM || least * height < TITLE);
  const slim = wide ? Math.min(0.5, NARROWEST / width) : 0; // its title has room
  const part = Math.min(1 - slim, Math.max(slim, share));
  const one = wide ? { x, y, width: width * part, height } : { x, y, width, height: height * share };
  const other = wide ? { x: x + one.width, y, width: width - one.width, height } : { x, y: y + one.height, width, height: height - one.height };
  tile(kinds.slice(0, cut), one, boxes);
  tile(kinds.slice(cut), other, boxes);
}

/** @param {string[]} slugs @param {Box} box @param {number} named @param {(slug: string) => number} wide @returns {Place[]} */
function settleIn(slugs, box, named, wide) {
  const left = box.x + MARGIN;
  const width = box.width - 2 * MARGIN;
  const lowest = box.y + TITLE + (box.height - TITLE) * (slugs.length > named ? 0.55 : 0.95);
  /** @type {Place[]} */
  const found = [];
  let x = left;
  let y = box.y + TITLE + ROW / 2;
  const need = (/** @type {string} */ slug) => wide(slug) + 30;
  const whole = slugs.slice(0, 3 * named + 12).filter((slug) => need(slug) <= width); // a name that would be cut says little
  for (const slug of whole.slice(0, named)) {
    const next = x > left && x + need(slug) > left + width;
    if (y + ROW * (next ? 1.5 : 0.5) > (found.length ? lowest : box.y + box.height - MARGIN)) break;
    if (next) [x, y] = [left, y + ROW];
    found.push({ slug, x: x + 7, y, size: 6, room: need(slug) - 26 });
    x += need(slug);
  }
  const top = found.length ? y + ROW * 0.6 : box.y + Math.min(TITLE * 0.8, box.height * 0.55);
  const standing = new Set(found.map(({ slug }) => slug));
  return found.concat(grid(slugs.filter((slug) => !standing.has(slug)), { x: left, y: top, width, height: Math.max(2, box.y + box.height - MARGIN * 0.5 - top) }));
}

/** @param {string[]} slugs @param {Box} box @returns {Place[]} */
function grid(slugs, box) {
  if (!slugs.length) return [];
  const columns = Math.max(1, Math.min(slugs.length, Math.round(Math.sqrt((slugs.length * box.width) / box.height / UPRIGHT))));
  const rows = Math.ceil(slugs.length / columns);
  const [across, down] = [box.width / columns, box.height / rows];
  const size = Math.max(1, Math.min(5, Math.min(across, down) * 0.28));
  return slugs.map((slug, n) => ({ slug, x: box.x + ((n % columns) + 0.5) * across, y: box.y + (Math.floor(n / columns) + 0.5) * down, size, room: 0 }));
}
