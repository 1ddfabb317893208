// One concept and what it is related to, grouped by relation: what it does at the right, what is done with it at the left.
// It is a drawing of text, so its names never lie over one another, and it prints and is saved as it is.

import { colourName, outline } from "./shapes.js";
import { all, byId, context, draw, isolated, make, short } from "./words.js";

/** @type {Map<string, {x: number, y: number}>} */
export const STEPS = new Map([["ArrowDown", { x: 0, y: 1 }], ["ArrowUp", { x: 0, y: -1 }], ["ArrowLeft", { x: -1, y: 0 }], ["ArrowRight", { x: 1, y: 0 }]]);
const FOCUS = { row: 23, caption: 26, gap: 16, narrow: 640 };

/**
 * @typedef {import("./graph.js").Group} Group
 * @typedef {import("./graph.js").Edge} Edge
 * @typedef {{x: number, y: number}} Point
 * @typedef {{arcs: SVGElement, texts: SVGElement, centre: Point, width: number, narrow: boolean}} Sheet
 */

/** @param {import("./graph.js").Graph} graph @param {{choose: (slug: string) => void, accept: (edge: Edge) => boolean}} on */
export function makeFocus(graph, on) {
  const stage = byId("focus");
  /** @type {Set<string>} groups and neighbours that are opened */
  let opened = new Set();
  let slug = "";
  const frame = stage.parentElement ?? stage;
  let room = { width: frame.clientWidth, height: frame.clientHeight };
  /** How many neighbours of a group are listed before it is opened. */
  let few = 7;
  const pen = context(document.createElement("canvas"));

  /** Cut a text to the room that it has. @param {string} text @param {number} room @param {string} [weight] */
  function fitted(text, room, weight = "") {
    pen.font = `${weight} 14px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif`;
    const width = pen.measureText(text).width;
    return isolated(width > room ? short(text, Math.max(4, Math.floor((text.length * room) / width) - 1)) : text);
  }

  /** @param {string} next */
  function show(next) {
    if (next !== slug) opened = new Set();
    slug = next;
    paint();
    stage.scrollTop = 0;
  }

  function paint() {
    const width = Math.max(280, room.width);
    const narrow = width < FOCUS.narrow;
    const groups = graph.groups(slug, on.accept);
    few = groups.reduce((sum, { members }) => sum + Math.min(members.length, 8), 0) > 40 ? 4 : 7;
    const { left, right } = narrow ? { left: [], right: groups } : share(groups);
    const tall = Math.max(height(left), height(right), 60);
    const top = narrow ? 90 : 24;
    const whole = Math.max(tall + top + 24, narrow ? 0 : room.height - 4);
    const centre = narrow ? { x: 34, y: 40 } : { x: width / 2, y: Math.min(whole / 2, Math.max(room.height, 300) / 2) };
    const svg = draw("svg", { width, height: whole, viewBox: `0 0 ${width} ${whole}`, role: "group", "aria-label": `${graph.label(slug)} and its relations` });
    const arcs = draw("g", { class: "arcs" });
    const texts = draw("g");
    svg.append(arcs, texts);
    const column = (/** @type {Group[]} */ parts, /** @type {number} */ x, /** @type {number} */ side) => {
      let y = narrow ? top : Math.max(top, centre.y - height(parts) / 2);
      for (const group of parts) y = paintGroup(group, x, y, side, { arcs, texts, centre, width, narrow }) + FOCUS.gap;
    };
    if (narrow) {
      column(right, 64, 1);
      const last = right.slice(0, -1).reduce((sum, group) => sum + height([group]), top) + 5;
      if (right.length) arcs.append(draw("path", { d: `M${centre.x},${centre.y + 22} L${centre.x},${last}`, class: "arc" }));
    }
    else {
      column(left, width * 0.37, -1);
      column(right, width * 0.63, 1);
    }
    texts.append(centreMark(centre, narrow, width));
    stage.replaceChildren(svg);
    if (!groups.length) stage.append(make("p", { className: "note" }, "With this filter it has no relations."));
    const first = stage.querySelector("[role=button]");
    if (first) first.setAttribute("tabindex", "0");
  }

  /** What it does stands at the right, what is done with it at the left; a group moves where one side is far longer. @param {Group[]} groups */
  function share(groups) {
    const left = groups.filter((group) => !group.forwards);
    const right = groups.filter((group) => group.forwards);
    for (const { long, other } of [{ long: left, other: right }, { long: right, other: left }]) {
      while (long.length > 1 && height(long) > 1.7 * height(other) + 90) other.push(...long.splice(-1));
    }
    return { left, right };
  }

  const listed = (/** @type {Group} */ group) => (opened.has(group.verb) ? group.members : group.members.slice(0, group.members.length > few + 1 ? few : undefined));
  const rows = (/** @type {Group} */ group) => listed(group).reduce((sum, { other }) => sum + 1 + (opened.has(`${group.verb} ${other}`) ? further(other).length : 0), 0) + (group.members.length > few + 1 ? 1 : 0);
  const height = (/** @type {Group[]} */ groups) => groups.reduce((sum, group) => sum + FOCUS.caption + rows(group) * FOCUS.row + FOCUS.gap, 0);

  /** The next step from a neighbour: its best connected relations. @param {string} other */
  function further(other) {
    return graph.groups(other, on.accept).flatMap((group) => group.members.filter((one) => one.other !== slug).map((one) => ({ ...one, verb: group.verb })))
      .sort((a, b) => graph.get(b.other).degree - graph.get(a.other).degree).slice(0, 6);
  }

  /** @param {Point} centre @param {boolean} narrow @param {number} width */
  function centreMark(centre, narrow, width) {
    const { kind, label } = graph.get(slug);
    const anchor = narrow ? "start" : "middle";
    const lines = narrow ? [short(label, 30)] : wrapped(label, width * 0.26 - 44);
    const x = narrow ? centre.x + 32 : centre.x;
    const size = 13;
    return draw("g", {},
      draw("circle", { cx: centre.x, cy: centre.y, r: size + 8, class: "halo" }),
      polygon(kind, centre.x, centre.y, size),
      ...lines.map((words, n) => draw("text", { x, y: narrow ? centre.y + 6 : centre.y + 44 + n * 22, "text-anchor": anchor, class: "centre" }, isolated(words))));
  }

  /** Break a name into at most four lines. @param {string} label @param {number} room */
  function wrapped(label, room) {
    const words = short(label, 70).split(/\s+/);
    const lines = [""];
    pen.font = '700 19px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
    for (const word of words) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (lines.at(-1) && pen.measureText(longer).width > room) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines.slice(0, 4).map((line) => (pen.measureText(line).width > room + 30 ? short(line, Math.max(4, Math.floor((line.length * room) / pen.measureText(line).width))) : line));
  }

  /** @param {string} kind @param {number} x @param {number} y @param {number} size */
  function polygon(kind, x, y, size) {
    const points = outline(kind).map(([dx, dy]) => `${(x + dx * size).toFixed(1)},${(y + dy * size).toFixed(1)}`).join(" ");
    return draw("polygon", { points, style: `fill: var(${colourName(kind)})` });
  }

  /** @param {Group} group @param {number} x @param {number} y @param {number} side @param {Sheet} sheet */
  function paintGroup(group, x, y, side, { arcs, texts, centre, width, narrow }) {
    const anchor = side < 0 ? "end" : "start";
    const room = narrow ? width - x - 34 : width * 0.37 - 34;
    const hub = /** @type {const} */ ([x - side * 12, y + 13]);
    const out = group.forwards;
    const bend = (centre.x + hub[0]) / 2;
    const start = [centre.x + side * (narrow ? 0 : 22), centre.y + (narrow ? 22 : 0)];
    const curve = narrow ? `M${start[0]},${hub[1] - 8} Q${start[0]},${hub[1]} ${hub[0]},${hub[1]}`
      : `M${start[0]},${start[1]} C${bend},${start[1]} ${bend},${hub[1]} ${hub[0]},${hub[1]}`;
    arcs.append(draw("path", { d: curve, class: "arc", "stroke-width": (1 + Math.log2(group.members.length + 1) * 0.45).toFixed(2) }));
    const tip = side * 7;
    const points = out ? `${hub[0] + tip * 0.6},${hub[1]} ${hub[0] - tip * 0.5},${hub[1] - 4.5} ${hub[0] - tip * 0.5},${hub[1] + 4.5}`
      : `${hub[0] - tip * 0.6},${hub[1]} ${hub[0] + tip * 0.5},${hub[1] - 4.5} ${hub[0] + tip * 0.5},${hub[1] + 4.5}`;
    arcs.append(draw("polygon", { points, class: "tip" }));
    texts.append(draw("text", { x, y: y + 18, "text-anchor": anchor, class: "caption" }, `${fitted(group.verb, room - 4, "650")} `, draw("tspan", { class: "count" }, String(group.members.length))));
    let at = y + FOCUS.caption;
    for (const { other, edge } of listed(group)) {
      const key = `${group.verb} ${other}`;
      texts.append(item(other, edge, x, at, side, room, key));
      at += FOCUS.row;
      if (opened.has(key)) {
        for (const next of further(other)) {
          texts.append(item(next.other, next.edge, x + side * 22, at, side, room - 22, "", next.verb));
          at += FOCUS.row;
        }
      }
    }
    if (group.members.length > few + 1) {
      const open = opened.has(group.verb);
      const text = open ? "show fewer" : `${group.members.length - few} more …`;
      texts.append(button(draw("text", { x: x + side * 18, y: at + 15, "text-anchor": anchor, class: "more" }, text), `${text} that ${group.verb}`, () => toggle(group.verb)));
      at += FOCUS.row;
    }
    arcs.append(draw("path", { d: `M${hub[0]},${hub[1]} L${hub[0]},${at - 8}`, class: "spine" }));
    return at;
  }

  /** @param {string} other @param {Edge} edge @param {number} x @param {number} y @param {number} side @param {number} room @param {string} key @param {string} [verb] */
  function item(other, edge, x, y, side, room, key, verb = "") {
    const { kind, label } = graph.get(other);
    const anchor = side < 0 ? "end" : "start";
    const words = verb ? `${verb} ${label}` : label;
    const line = draw("g", {}, draw("rect", { x: side < 0 ? x - room - 18 : x - 4, y, width: room + 22, height: FOCUS.row - 1, rx: 5, class: "hit" }),
      polygon(kind, x + side * 5, y + 11, verb ? 4 : 5.5),
      draw("text", { x: x + side * 18, y: y + 15.5, "text-anchor": anchor, class: edge.rule ? "name follows" : "name" }, fitted(words, room - 4)));
    const chosen = button(line, `${words}${edge.rule ? ", inferred" : ""}`, () => on.choose(other));
    if (!key) return chosen;
    const open = opened.has(key);
    const sign = draw("g", {}, draw("rect", { x: x - side * 12 - 9, y: y + 1, width: 18, height: 20, class: "hit" }),
      draw("text", { x: x - side * 12, y: y + 15.5, "text-anchor": "middle", class: "sign" }, open ? "−" : "+"));
    return draw("g", {}, chosen, button(sign, `${open ? "Close" : "Open"} what follows from ${label}`, () => toggle(key)));
  }

  /** @param {Node} content @param {string} label @param {() => void} act */
  function button(content, label, act) {
    const press = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    };
    return draw("g", { role: "button", tabindex: "-1", "aria-label": label, onclick: act, onkeydown: press }, content);
  }

  /** @param {string} key */
  function toggle(key) {
    const at = buttons().findIndex((one) => one === document.activeElement);
    if (!opened.delete(key)) opened.add(key);
    paint();
    const again = buttons()[at];
    if (again) focusOn(again);
  }

  const buttons = () => all(stage, "[role=button]");

  /** @param {HTMLElement} element */
  function focusOn(element) {
    for (const other of stage.querySelectorAll('[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    element.setAttribute("tabindex", "0");
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }

  // the arrows walk from one neighbour to the next, Enter goes there
  stage.addEventListener("keydown", (event) => {
    const step = STEPS.get(event.key);
    const here = document.activeElement;
    if (!step || !here || !stage.contains(here)) return;
    event.preventDefault();
    const from = here.getBoundingClientRect();
    let best = null;
    let least = Infinity;
    for (const one of buttons()) {
      const box = one.getBoundingClientRect();
      const along = (box.x + box.width / 2 - from.x - from.width / 2) * step.x + (box.y - from.y) * step.y;
      const aside = Math.abs((box.x + box.width / 2 - from.x - from.width / 2) * step.y) + Math.abs((box.y - from.y) * step.x);
      if (one !== here && along > 2 && along + 3 * aside < least) [best, least] = [one, along + 3 * aside];
    }
    if (best) focusOn(best);
  });
  // the frame around it, for to ask how large the stage is, once it is filled, would lay out the page twice
  new ResizeObserver(([frame]) => {
    if (frame) room = { width: frame.contentRect.width, height: frame.contentRect.height };
    if (slug && !stage.hidden) paint();
  }).observe(frame);

  return { show, refresh: () => { if (slug) paint(); }, openAll() { for (const group of graph.groups(slug, on.accept)) opened.add(group.verb); paint(); } };
}
