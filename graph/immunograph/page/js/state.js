// The state of the view lives in the address, so that Back works and every view can be cited.

/**
 * @typedef {{at: string, view: string, to: string, kinds: string[], relations: string[], status: string[], basis: string,
 *   sources: string[], avoid: string[], q: string, rows: string, sort: string, find: string}} State
 * `kinds`, `relations` and `status` name what is left out, `sources` what is kept if it names any.
 */

const VIEWS = ["map", "focus", "table", "path", "query"];
/** @typedef {ReturnType<typeof makeState>} View the state, and how to change it */

/** @type {Readonly<State>} */
export const PLAIN = { at: "", view: "", to: "", kinds: [], relations: [], status: [], basis: "", sources: [], avoid: [], q: "", rows: "", sort: "", find: "" };

/** @param {{has: (slug: string) => boolean}} graph @param {(state: State) => void} settle */
export function makeState(graph, settle) {
  /** @type {State} */
  let now = read();

  /** Read the address; what it should not say is left out. @returns {State} */
  function read() {
    const text = location.hash.slice(1);
    const found = { ...PLAIN };
    if (text && !text.includes("=")) found.at = decoded(text);
    else {
      for (const [key, value] of new URLSearchParams(text)) {
        if (!Object.hasOwn(PLAIN, key)) continue;
        const plain = PLAIN[/** @type {keyof State} */ (key)];
        Object.assign(found, { [key]: Array.isArray(plain) ? value.split(",").filter(Boolean).slice(0, 200) : value.slice(0, 20_000) });
      }
    }
    if (!graph.has(found.at)) found.at = "";
    if (!graph.has(found.to)) found.to = "";
    if (!VIEWS.includes(found.view)) found.view = "";
    return found;
  }

  /** @param {string} text */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  }

  /** Write a state as the part of an address after `#`. @param {State} state */
  function write(state) {
    const pairs = Object.entries(state).filter(([, value]) => value.length).map(([key, value]) => [key, String(value)]);
    if (pairs.length === 1 && pairs[0][0] === "at" && !state.at.includes("=")) return encodeURIComponent(state.at);
    return new URLSearchParams(pairs).toString();
  }

  /** Change some of the state. @param {Partial<State>} change @param {boolean} [quietly] without a step of history */
  function go(change, quietly = false) {
    const next = { ...now, ...change };
    const same = write(next) === write(now);
    now = next;
    if (!same) {
      try {
        history[quietly ? "replaceState" : "pushState"](null, "", `#${write(now)}`);
      } catch {
        // a sandboxed frame has no history; the view still changes
      }
    }
    settle(now);
  }

  const follow = () => { now = read(); settle(now); };
  addEventListener("popstate", follow);
  addEventListener("hashchange", () => { if (write(read()) !== write(now)) follow(); });

  return { go, get: () => now, view: () => now.view || (now.at ? "focus" : "map"), link: () => `${location.href.split("#")[0]}#${write(now)}` };
}
