// Where concepts stand, by cells, so that who is near a point or under a name is found without asking all.

/**
 * @typedef {import("./places.js").Spot} Spot
 * @typedef {[left: number, top: number, right: number, bottom: number]} Edges of a box
 */

/** How many concepts a cell has on average. */
const CROWD = 4;

export class Field {
  /** @param {Spot[]} spots */
  constructor(spots) {
    const right = spots.reduce((most, { x }) => Math.max(most, x), 1);
    const bottom = spots.reduce((most, { y }) => Math.max(most, y), 1);
    this.side = Math.max(8, Math.sqrt((right * bottom * CROWD) / Math.max(1, spots.length)));
    /** The largest mark. */
    this.largest = spots.reduce((most, { size }) => Math.max(most, size), 0);
    /** @type {Map<number, Spot[]>} */
    this.cells = new Map();
    for (const spot of spots) {
      const key = this.key(Math.floor(spot.x / this.side), Math.floor(spot.y / this.side));
      const cell = this.cells.get(key);
      if (cell) cell.push(spot);
      else this.cells.set(key, [spot]);
    }
  }

  /** @param {number} column @param {number} row */
  key(column, row) {
    return column * 100_003 + row;
  }

  /**
   * Find one that fits among those who may touch a box.
   * @param {Edges} box @param {(spot: Spot) => boolean} fits @returns {Spot | null}
   */
  find([left, top, right, bottom], fits) {
    const { side, largest } = this;
    for (let column = Math.floor((left - largest) / side); column <= Math.floor((right + largest) / side); column += 1) {
      for (let row = Math.floor((top - largest) / side); row <= Math.floor((bottom + largest) / side); row += 1) {
        const found = this.cells.get(this.key(column, row))?.find(fits);
        if (found) return found;
      }
    }
    return null;
  }
}
