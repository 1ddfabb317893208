// Puts the parts together: the address holds the chosen concept, so Back works and every view can be cited.

const facts = JSON.parse(document.getElementById("facts").textContent);
const drawing = JSON.parse(document.getElementById("network").textContent);
if (typeof drawing.options === "string") drawing.options = JSON.parse(drawing.options);

const find = makeFinder(facts);
const details = makeDetails(facts, go);
const map = makeMap(facts, drawing, { choose: go });
const hidden = new Set();

/** @param {string} slug */
function go(slug) {
  const target = slug ? `#${encodeURIComponent(slug)}` : "#";
  if (location.hash === target || (!slug && !location.hash)) return settle();
  try {
    history.pushState(null, "", target);
  } catch {
    // a sandboxed frame has no history; the view still changes
  }
  return settle(slug);
}

/** Show what the address asks for. @param {string} [asked] */
function settle(asked = address()) {
  const slug = facts.concepts[asked] ? asked : "";
  map.choose(slug, details.near(slug));
  if (slug) details.show(slug);
  else details.welcome();
  for (const button of document.querySelectorAll("#tree button")) {
    button.setAttribute("aria-current", String(button.dataset.slug === slug));
  }
  document.title = slug ? `${facts.concepts[slug].label} — ImmunoGraph` : facts.about.title;
}

function address() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

function drawKinds() {
  document.getElementById("kinds").append(...facts.kinds.map(({ name, plural }) => {
    const count = Object.values(facts.concepts).filter((concept) => concept.kind === name).length;
    const box = make("input", { type: "checkbox", checked: true, onchange: () => {
      if (box.checked) hidden.delete(name);
      else hidden.add(name);
      map.hide(new Set(hidden));
    } });
    return make("li", {}, make("label", {}, box, mark(name), plural, make("span", {}, String(count))));
  }));
}

function drawTree() {
  /** @type {Map<string, string[]>} */
  const children = new Map();
  const placed = new Set();
  for (const [subject, relation, object, , rule] of facts.edges) {
    if (relation !== "is-a" || rule) continue;
    if (!children.has(object)) children.set(object, []);
    children.get(object).push(subject);
    placed.add(subject);
  }
  const label = (slug) => facts.concepts[slug].label;
  const choose = (slug) => {
    const button = make("button", { type: "button", onclick: (event) => { event.preventDefault(); go(slug); } }, label(slug));
    button.dataset.slug = slug;
    return button;
  };
  const branch = (slug, above) => {
    const below = (children.get(slug) || []).filter((child) => !above.has(child)).sort((a, b) => (label(a) < label(b) ? -1 : 1));
    if (!below.length) return make("li", {}, choose(slug));
    const list = make("ul");
    const fold = make("details", { ontoggle: () => {
      if (fold.open && !list.childElementCount) list.append(...below.map((child) => branch(child, new Set([...above, slug]))));
    } }, make("summary", {}, choose(slug)), list);
    return make("li", {}, fold);
  };
  const roots = Object.keys(facts.concepts).filter((slug) => !placed.has(slug) && children.has(slug));
  roots.sort((a, b) => facts.kinds.findIndex((k) => k.name === facts.concepts[a].kind) - facts.kinds.findIndex((k) => k.name === facts.concepts[b].kind));
  document.getElementById("tree").append(...roots.map((slug) => branch(slug, new Set())));
}

function drawSearch() {
  const input = document.getElementById("find");
  const list = document.getElementById("found");
  let at = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const pick = (slug) => { input.value = ""; close(); go(slug); document.getElementById("details").focus({ preventScroll: true }); };
  const move = (step) => {
    const items = [...list.children];
    if (!items.length) return;
    at = (at + step + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    input.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => {
    const slugs = find(input.value);
    list.replaceChildren(...slugs.map((slug, n) => {
      const { kind, label } = facts.concepts[slug];
      const item = make("li", { role: "option", id: `found-${n}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); pick(slug); } },
        mark(kind), label, make("small", {}, facts.kinds.find((one) => one.name === kind).label));
      item.dataset.slug = slug;
      return item;
    }));
    if (input.value.trim() && !slugs.length) list.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing is named like this"));
    at = -1;
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (slugs.length) move(1);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    if (event.key === "Escape") { input.value = ""; close(); }
    if (event.key === "Enter" && at >= 0 && list.children[at].dataset.slug) pick(list.children[at].dataset.slug);
  });
  input.addEventListener("blur", close);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !(event.target instanceof HTMLInputElement)) { event.preventDefault(); input.focus(); }
    if (event.key === "Escape" && event.target !== input) go("");
  });
}

function drawTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = (on) => { document.documentElement.dataset.theme = on ? "dark" : "light"; map.repaint(); };
  set(dark.matches);
  dark.addEventListener("change", () => set(dark.matches));
  document.getElementById("theme").addEventListener("click", () => set(document.documentElement.dataset.theme !== "dark"));
}

drawKinds();
drawTree();
drawSearch();
drawTheme();
document.getElementById("home").addEventListener("click", () => { go(""); map.fit(); });
document.getElementById("closer").addEventListener("click", () => map.zoom(1.4));
document.getElementById("farther").addEventListener("click", () => map.zoom(1 / 1.4));
document.getElementById("fit").addEventListener("click", () => map.fit());
document.getElementById("count").textContent = `${counted(Object.keys(facts.concepts).length, "concept", "concepts")} and ${counted(facts.edges.length, "relation", "relations")} · works offline, one file`;
addEventListener("popstate", () => settle());
addEventListener("hashchange", () => settle());
settle();
