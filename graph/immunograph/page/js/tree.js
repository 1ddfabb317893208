// The hierarchy beside the map.

/** @param {any} graph @param {(slug: string) => void} choose */
function makeTree(graph, choose) {
  /** @type {Map<string, string[]>} */
  const children = new Map();
  const placed = new Map();
  for (const { from, relation, to, rule } of graph.edges) {
    if (relation !== "is-a" || rule || from === to) continue;
    if (!children.has(to)) children.set(to, []);
    children.get(to).push(from);
    if (!placed.has(from)) placed.set(from, to);
  }
  const byLabel = (a, b) => (graph.label(a).toLowerCase() < graph.label(b).toLowerCase() ? -1 : 1);
  const order = new Map(graph.kinds.map(({ name }, n) => [name, n]));

  function pick(slug) {
    const button = make("button", { type: "button", dir: "auto", onclick: (event) => { event.preventDefault(); choose(slug); } }, mark(graph.get(slug).kind), make("span", {}, short(graph.label(slug), 90)));
    button.dataset.slug = slug;
    return button;
  }

  function branch(slug, above) {
    const below = (children.get(slug) || []).filter((child) => !above.has(child)).sort(byLabel);
    if (!below.length) return make("li", {}, pick(slug));
    const list = make("ul");
    const fill = () => { if (!list.childElementCount) list.append(...below.map((child) => branch(child, new Set([...above, slug])))); };
    const toggle = make("button", { type: "button", className: "twist", "aria-expanded": "false", "aria-label": `Kinds of ${short(graph.label(slug), 90)}`, onclick: () => open(list.hidden) });
    const open = (on) => { if (on) fill(); list.hidden = !on; toggle.setAttribute("aria-expanded", String(on)); };
    list.hidden = true;
    const item = make("li", {}, make("div", { className: "twig" }, toggle, pick(slug)), list);
    item.open = open;
    return item;
  }

  const roots = [...children.keys()].filter((slug) => !placed.has(slug)).sort((a, b) => order.get(graph.get(a).kind) - order.get(graph.get(b).kind) || byLabel(a, b));
  byId("tree").append(...roots.map((slug) => branch(slug, new Set())));
  byId("tree-part").hidden = !roots.length;

  /** Open the way to a concept and mark it. @param {string} slug */
  function settle(slug) {
    const way = [];
    for (let at = slug; at && !way.includes(at); at = placed.get(at)) way.unshift(at);
    let list = byId("tree");
    for (const step of slug ? way : []) {
      const item = [...list.children].find((one) => one.querySelector("button[data-slug]")?.dataset.slug === step);
      if (!item) break;
      if (step !== slug && item.open) item.open(true);
      list = item.querySelector("ul") || list;
    }
    for (const button of document.querySelectorAll("#tree button[data-slug]")) {
      if (button.dataset.slug === slug) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    const here = document.querySelector('#tree [aria-current="true"]');
    const nav = document.querySelector("nav");
    if (here && nav.scrollHeight > nav.clientHeight) nav.scrollTo({ top: here.getBoundingClientRect().top - nav.getBoundingClientRect().top + nav.scrollTop - nav.clientHeight / 2 });
  }
  return { settle };
}
