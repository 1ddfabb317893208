// The layout of the map, its names and its lines, without a screen.

import assert from "node:assert/strict";
import test from "node:test";
import { Field } from "../../graph/immunograph/page/js/field.js";
import { placeLabels } from "../../graph/immunograph/page/js/labels.js";
import { layOut } from "../../graph/immunograph/page/js/places.js";

const stage = { x: 0, y: 0, width: 800, height: 700 };
const wide = (slug) => 7 * slug.length;
const kinds = (...counts) => counts.map((count, k) => [`kind-${k}`, Array.from({ length: count }, (_, n) => `concept-${k}-${n}`)]);

for (const counts of [[1], [0, 1], [300, 200, 150, 60, 5, 3, 1], [14_000, 5_000, 900, 100, 1]]) {
  test(`every concept of ${counts} stands in the territory of its kind, and no territory lies over another`, () => {
    const { boxes, spots } = layOut(kinds(...counts), stage, wide);
    assert.equal(spots.size, counts.reduce((sum, one) => sum + one, 0));
    for (const { kind, x, y } of spots.values()) {
      const box = boxes.get(kind);
      assert.ok(x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height);
    }
    const all = [...boxes.values()];
    const area = all.reduce((sum, { width, height }) => sum + width * height, 0);
    assert.ok(Math.abs(area - stage.width * stage.height) < 1);
    all.forEach((a, n) => all.slice(n + 1).forEach((b) => {
      const over = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      assert.ok(over < 0.01 || down < 0.01);
    }));
  });
}

test("equal graphs have equal maps", () => {
  const [one, other] = [layOut(kinds(300, 40), stage, wide), layOut(kinds(300, 40), stage, wide)];
  assert.deepEqual([...one.spots], [...other.spots]);
});

test("who may touch a box is found, and all others are not asked", () => {
  const spots = [...layOut(kinds(2000, 300), stage, wide).spots.values()];
  const field = new Field(spots);
  let asked = 0;
  const found = new Set();
  field.find([100, 100, 140, 115], (spot) => {
    asked += 1;
    found.add(spot);
    return false;
  });
  for (const spot of spots) if (spot.x > 100 && spot.x < 140 && spot.y > 100 && spot.y < 115) assert.ok(found.has(spot));
  assert.ok(asked < spots.length / 10);
});

test("no name lies over another, over what is taken, or over a mark", () => {
  const wishes = Array.from({ length: 400 }, (_, n) => ({ slug: `name ${n}`, x: (n * 37) % 600, y: (n * 53) % 400, size: 4, room: 0, bold: n === 7 }));
  const marks = wishes.slice(0, 100);
  const covers = ([left, top, right, bottom], slug) => marks.some((one) => one.slug !== slug && left < one.x + 4 && one.x - 4 < right && top < one.y + 4 && one.y - 4 < bottom);
  const taken = [[0, 0, 200, 30]];
  const labels = placeLabels(wishes, { most: 60, frame: [0, 0, 600, 400], measure: (text) => 6 * text.length, name: (slug) => slug, taken, covers });
  assert.ok(labels.length > 15 && labels.length <= 60);
  const boxes = [...taken, ...labels.map(({ x, y, width, height }) => [x, y, x + width, y + height])];
  boxes.forEach((a, n) => boxes.slice(n + 1).forEach((b) => assert.ok(a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1])));
  for (const { slug, x, y, width, height } of labels) {
    assert.ok(x >= 0 && y >= 0 && x + width <= 600 && y + height <= 400);
    assert.ok(!covers([x, y, x + width, y + height], slug));
  }
});
