// Fields in which a concept is searched as one types (the combobox pattern of the ARIA practices).

import { mark } from "./shapes.js";
import { all, announce, counted, make, short } from "./words.js";

/**
 * @param {HTMLInputElement} input @param {HTMLElement} list @param {import("./names.js").Finder} find
 * @param {import("./graph.js").Graph} graph @param {(slug: string) => void} choose
 */
export function makeCombobox(input, list, find, graph, choose) {
  let at = -1;
  const set = (/** @type {Element} */ element, /** @type {Record<string, string>} */ attributes) => { for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value); };
  set(input, { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" });
  set(list, { role: "listbox", "aria-label": "Concepts found" });
  list.hidden = true;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  }

  /** @param {string} slug */
  function pick(slug) {
    input.value = "";
    close();
    choose(slug);
  }

  /** @param {number} step */
  function move(step) {
    const items = all(list, "[data-slug]");
    if (!items.length) return;
    at = (at + step + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    input.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  }

  /** @param {{slug: string, as: string}} found @param {number} n */
  function option({ slug, as }, n) {
    const { kind, label } = graph.get(slug);
    const item = make("li", { role: "option", id: `${list.id}-${n}`, "aria-selected": "false", onmousedown: (/** @type {MouseEvent} */ event) => { event.preventDefault(); pick(slug); } },
      mark(kind), make("bdi", {}, short(label, 90)), as ? make("i", {}, short(as, 40)) : "", make("small", {}, graph.kindOf.get(kind)?.label ?? kind));
    item.dataset.slug = slug;
    return item;
  }

  input.addEventListener("input", () => {
    const found = find(input.value);
    list.replaceChildren(...found.map(option));
    const asked = Boolean(input.value.trim());
    if (asked && !found.length) list.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing is named or defined like this"));
    at = -1;
    list.hidden = !asked;
    input.setAttribute("aria-expanded", String(asked));
    if (found.length) move(1);
    if (asked) announce(counted(found.length, "concept found", "concepts found"));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      input.value = "";
      close();
    }
    const chosen = all(list, "[data-slug]")[at]?.dataset.slug;
    if (event.key === "Enter" && chosen) pick(chosen);
  });
  input.addEventListener("blur", close);
}
