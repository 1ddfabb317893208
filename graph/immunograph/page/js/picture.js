// The present view as a picture: SVG, and from it PNG.

import { colourName, cssValue, outline } from "./shapes.js";
import { byId, context, download, draw, make } from "./words.js";

/** @typedef {ReturnType<typeof makePicture>} Picture */

/** @param {import("./graph.js").Graph} graph @param {import("./map.js").Chart} map @param {import("./state.js").View} state */
export function makePicture(graph, map, state) {
  const style = () => {
    const names = ["page", "panel", "ink", "soft", "line", "land", "accent", "other", ...graph.kinds.map(({ name }) => name)];
    return `:root{${names.map((name) => `--${name}:${cssValue(`--${name}`)}`).join(";")}} text{font:12.5px system-ui,sans-serif;fill:var(--ink)}
.caption{font-weight:600;fill:var(--soft)} .centre{font-size:18px;font-weight:700} .arc,.spine{fill:none;stroke:var(--soft);opacity:.5} .tip{fill:var(--soft)} .halo{fill:none;stroke:var(--accent);stroke-width:2} .hit{fill:none} .follows{font-style:italic} .sign,.more,.count{fill:var(--soft)}`;
  };

  /** XML has no control characters. */
  const clean = (/** @type {string} */ text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");

  function ofMap() {
    const { boxes, spots, lit, ways, edges, labels, titles, marks, width, height, scale, bend, place } = map.plan();
    const at = new Set(marks.map(({ slug }) => slug));
    const svg = draw("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` });
    for (const { name } of graph.kinds) {
      const box = boxes.get(name);
      if (!box) continue;
      const [x, y] = place(box.x + 3, box.y + 3);
      svg.append(draw("rect", { x, y, width: (box.width - 6) * scale, height: (box.height - 6) * scale, rx: 10, style: "fill:var(--land)" }));
    }
    const line = (/** @type {import("./graph.js").Edge} */ edge, /** @type {string} */ look) => {
      const [a, b] = [spots.get(edge.from), spots.get(edge.to)];
      if (!a || !b || !at.has(edge.from) || !at.has(edge.to)) return;
      const [cx, cy] = bend(edge, a, b);
      svg.append(draw("path", { d: `M${place(a.x, a.y)} Q${place(cx, cy)} ${place(b.x, b.y)}`, fill: "none", style: look }));
    };
    if (!lit) for (const edge of edges) if (edge.relation !== "is-a") line(edge, "stroke:var(--soft);opacity:.06");
    for (const edge of ways) line(edge, `stroke:var(--accent);opacity:.7${edge.rule ? ";stroke-dasharray:5 4" : ""}`);
    for (const { slug, x, y, size } of marks) {
      const { kind } = graph.get(slug);
      const points = outline(kind).map(([dx, dy]) => `${(x + dx * size).toFixed(1)},${(y + dy * size).toFixed(1)}`).join(" ");
      svg.append(draw("polygon", { points, style: `fill:var(${colourName(kind)});opacity:${!lit || lit.has(slug) ? 1 : 0.16}` }));
    }
    for (const { text, x, y } of titles) svg.append(draw("text", { x: x.toFixed(1), y: (y + 14).toFixed(1), class: "caption" }, clean(text)));
    for (const { text, x, y } of labels) svg.append(draw("text", { x: x.toFixed(1), y: (y + 12).toFixed(1), style: "paint-order:stroke;stroke:var(--land);stroke-width:3px" }, clean(text)));
    return svg;
  }

  /** @param {SVGSVGElement} drawing */
  function ofFocus(drawing) {
    const svg = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    for (const sign of svg.querySelectorAll(".sign")) sign.closest("[role=button]")?.remove();
    for (const part of svg.querySelectorAll("[role]")) for (const name of ["role", "tabindex", "aria-label"]) part.removeAttribute(name);
    for (const text of svg.querySelectorAll("text")) if (!text.childElementCount) text.textContent = clean(text.textContent ?? "");
    return svg;
  }

  /** The view as one SVG document. */
  function svgText() {
    const drawing = state.view() === "focus" ? byId("focus").querySelector("svg") : null;
    const svg = drawing ? ofFocus(drawing) : ofMap();
    svg.prepend(draw("title", {}, clean(document.title)), draw("style", {}, style()), draw("rect", { width: "100%", height: "100%", style: "fill:var(--page)" }));
    return new XMLSerializer().serializeToString(svg);
  }

  const save = () => download("immunograph.svg", svgText(), "image/svg+xml");

  async function savePng() {
    const address = URL.createObjectURL(new Blob([svgText()], { type: "image/svg+xml" }));
    const image = new Image();
    await new Promise((done, failed) => { image.onload = () => done(null); image.onerror = failed; image.src = address; });
    const canvas = make("canvas", { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
    context(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => { if (blob) download("immunograph.png", blob, "image/png"); });
  }
  return { save, savePng, svgText };
}
