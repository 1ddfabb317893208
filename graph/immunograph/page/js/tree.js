// The hierarchy beside the map.

import { mark } from "./shapes.js";
import { all, byId, make, short } from "./words.js";

/** Kinds of one concept that are listed at once. */
const FEW = 200;

/** @param {import("./graph.js").Graph} graph @param {(slug: string) => void} choose */
export function makeTree(graph, choose) {
  /** @type {Map<string, string[]>} */
  const children = new Map();
  /** @type {Map<string, string>} */
  const placed = new Map();
  /** @type {WeakMap<Element, (on: boolean) => void>} */
  const openers = new WeakMap();
  /** @type {WeakMap<Element, (slug: string) => void>} how a list shows one of those that it left out */
  const lists = new WeakMap();
  for (const { from, relation, to, rule } of graph.edges) {
    if (relation !== "is-a" || rule || from === to) continue;
    const others = children.get(to);
    if (others) others.push(from);
    else children.set(to, [from]);
    if (!placed.has(from)) placed.set(from, to);
  }
  const byLabel = (/** @type {string} */ a, /** @type {string} */ b) => (graph.label(a).toLowerCase() < graph.label(b).toLowerCase() ? -1 : 1);
  const order = new Map(graph.kinds.map(({ name }, n) => [name, n]));

  /** @param {string} slug */
  function pick(slug) {
    const button = make("button", { type: "button", dir: "auto", onclick: (/** @type {Event} */ event) => { event.preventDefault(); choose(slug); } }, mark(graph.get(slug).kind), make("span", {}, short(graph.label(slug), 90)));
    button.dataset.slug = slug;
    return button;
  }

  /** @param {string} slug @param {Set<string>} above @returns {HTMLElement} */
  function branch(slug, above) {
    const below = (children.get(slug) || []).filter((child) => !above.has(child)).sort(byLabel);
    if (!below.length) return twig(slug, pick(slug));
    const list = make("ul");
    const grow = (/** @type {string[]} */ some) => some.map((child) => branch(child, new Set([...above, slug])));
    const more = make("button", { type: "button", className: "link", onclick: () => { list.replaceChildren(...grow(below)); } }, `${below.length - FEW} more …`);
    const fill = () => { if (!list.childElementCount) list.append(...grow(below.slice(0, FEW)), below.length > FEW ? make("li", {}, more) : ""); };
    lists.set(list, (child) => { if (below.includes(child)) list.prepend(...grow([child])); });
    const toggle = make("button", { type: "button", className: "twist", "aria-expanded": "false", "aria-label": `Kinds of ${short(graph.label(slug), 90)}`, onclick: () => open(list.hidden === true) });
    const open = (/** @type {boolean} */ on) => { if (on) fill(); list.hidden = !on; toggle.setAttribute("aria-expanded", String(on)); };
    list.hidden = true;
    const item = twig(slug, make("div", { className: "twig" }, toggle, pick(slug)), list);
    openers.set(item, open);
    return item;
  }

  /** @param {string} slug @param {...Node} parts */
  function twig(slug, ...parts) {
    const item = make("li", {}, ...parts);
    item.dataset.of = slug;
    return item;
  }

  /** @param {Element} list @param {string} slug */
  const twigOf = (list, slug) => [...list.children].find((one) => one instanceof HTMLElement && one.dataset.of === slug);

  const rank = (/** @type {string} */ slug) => order.get(graph.get(slug).kind) ?? 0;
  const roots = [...children.keys()].filter((slug) => !placed.has(slug)).sort((a, b) => rank(a) - rank(b) || byLabel(a, b));
  byId("tree").append(...roots.map((slug) => branch(slug, new Set())));
  byId("tree-part").hidden = !roots.length;

  /** Open the way to a concept and mark it. @param {string} slug */
  function settle(slug) {
    /** @type {string[]} */
    const way = [];
    for (let at = slug; at && !way.includes(at); at = placed.get(at) ?? "") way.unshift(at);
    let list = /** @type {Element} */ (byId("tree"));
    for (const step of slug ? way : []) {
      if (!twigOf(list, step)) lists.get(list)?.(step);
      const item = twigOf(list, step);
      if (!item) break;
      if (step !== slug) openers.get(item)?.(true);
      list = item.querySelector("ul") || list;
    }
    for (const button of all(byId("tree"), "button[data-slug]")) {
      if (button.dataset.slug === slug) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    requestAnimationFrame(reveal);
  }

  /** Bring what is marked into view. */
  function reveal() {
    const here = document.querySelector('#tree [aria-current="true"]');
    const nav = document.querySelector("nav");
    if (here && nav && nav.scrollHeight > nav.clientHeight) nav.scrollTo({ top: here.getBoundingClientRect().top - nav.getBoundingClientRect().top + nav.scrollTop - nav.clientHeight / 2 });
  }
  return { settle };
}
