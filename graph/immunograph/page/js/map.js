// The map: vis-network holds nodes, pan and zoom; territories, edges and names are drawn here, so that edges cost one
// path for each pair of kinds, and names keep their size on the screen.

/**
 * @param {any} graph @param {any} drawing what pyvis gave
 * @param {{choose: (slug: string) => void, visible: (concept: any) => boolean, accept: (edge: any) => boolean}} on
 */
function makeMap(graph, drawing, on) {
  const container = byId("map");
  const state = { chosen: "", lit: /** @type {Set<string> | null} */ (null), ways: /** @type {any[]} */ ([]), hover: "", walk: "" };
  const slugs = drawing.nodes.map((node) => node.title);
  let paint = palette();
  let boxes = new Map();
  let spots = new Map();
  let bundles = [];
  let labels = [];
  const pen = document.createElement("canvas").getContext("2d");
  const font = (bold) => `${bold ? 700 : 500} 12.5px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif`;
  const widths = new Map();
  const measure = (text, bold) => {
    const key = (bold ? "b" : "n") + text;
    if (!widths.has(key)) {
      pen.font = font(bold);
      widths.set(key, pen.measureText(text).width);
    }
    return widths.get(key);
  };

  function palette() {
    const kinds = new Map(graph.kinds.map(({ name }) => [name, colour(name)]));
    return { kinds, ink: cssValue("--ink"), soft: cssValue("--soft"), land: cssValue("--land"), edge: cssValue("--edge"), accent: cssValue("--accent"), page: cssValue("--page") };
  }

  const shown = (slug) => on.visible(graph.get(slug));
  const bright = (slug) => !state.lit || state.lit.has(slug);

  function renderer({ ctx, id, x, y }) {
    const slug = slugs[id];
    const spot = spots.get(slug);
    const size = spot ? spot.size : 4;
    return {
      drawNode() {
        if (!shown(slug)) return;
        const strong = slug === state.chosen || slug === state.hover || slug === state.walk;
        ctx.globalAlpha = bright(slug) ? 1 : 0.16;
        ctx.beginPath();
        for (const [dx, dy] of outline(graph.get(slug).kind)) ctx.lineTo(x + dx * size, y + dy * size);
        ctx.closePath();
        ctx.fillStyle = paint.kinds.get(graph.get(slug).kind);
        ctx.fill();
        if (strong) {
          ctx.lineWidth = 2 / network.getScale();
          ctx.strokeStyle = paint.ink;
          ctx.beginPath();
          ctx.arc(x, y, size + 3.5, 0, 2 * Math.PI);
          ctx.stroke();
        }
        ctx.globalAlpha = 1;
      },
      nodeDimensions: { width: 2 * size + 2, height: 2 * size + 2 },
    };
  }

  const data = new vis.DataSet(drawing.nodes.map(({ id }) => ({ id, x: 0, y: 0, shape: "custom", ctxRenderer: renderer, fixed: true })));
  const network = new vis.Network(container, { nodes: data, edges: new vis.DataSet([]) }, { ...drawing.options, autoResize: true });
  const canvas = container.querySelector("canvas");
  canvas.setAttribute("aria-hidden", "true");
  for (const part of container.querySelectorAll("[tabindex]")) part.setAttribute("tabindex", "-1"); // the container has the focus

  function arrange() {
    const [width, height] = [container.clientWidth, container.clientHeight];
    if (!width || !height) return;
    const kinds = graph.kinds.map(({ name }) => [name, graph.byDegree.filter(({ kind }) => kind === name).map(({ slug }) => slug)]);
    const scale = Math.max(1, 520 / width);
    ({ boxes, spots } = layOut(kinds, { x: 0, y: 0, width: width * scale, height: height * scale }, (slug) => measure(isolated(short(graph.label(slug), 34)), false)));
    data.update(slugs.map((slug, id) => ({ id, x: spots.get(slug).x, y: spots.get(slug).y })));
    rebundle();
    fit();
  }

  function rebundle() {
    bundles = bundle(graph, graph.edges.filter(on.accept), boxes, spots);
  }

  network.on("beforeDrawing", (ctx) => {
    const scale = network.getScale();
    for (const { name, plural } of graph.kinds) {
      const box = boxes.get(name);
      if (!box) continue;
      ctx.fillStyle = paint.land;
      ctx.beginPath();
      ctx.roundRect(box.x + 3, box.y + 3, box.width - 6, box.height - 6, 10);
      ctx.fill();
      const size = 13.5 / Math.min(scale, 1.6);
      ctx.font = `650 ${size}px system-ui, sans-serif`;
      ctx.fillStyle = paint.soft;
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      const text = plural[0].toUpperCase() + plural.slice(1);
      if (box.width > 50) ctx.fillText(short(text, Math.max(3, Math.floor((box.width - 20) / (size * 0.56)))), box.x + MARGIN, box.y + 21);
    }
    ctx.lineWidth = 1 / scale;
    for (const { path, count } of bundles) {
      ctx.strokeStyle = `rgba(${paint.edge}, ${faintness(count) * (state.lit ? 0.2 : 1)})`;
      ctx.stroke(path);
    }
    for (const edge of state.ways) way(ctx, edge, scale);
  });

  /** An edge that was asked for: in colour, with an arrow. */
  function way(ctx, edge, scale) {
    const [a, b] = [spots.get(edge.from), spots.get(edge.to)];
    if (!a || !b) return;
    const [cx, cy] = bend(graph, edge, boxes, a, b);
    ctx.strokeStyle = paint.accent;
    ctx.fillStyle = paint.accent;
    ctx.globalAlpha = state.ways.length > 30 ? 0.45 : 0.85;
    ctx.lineWidth = (state.ways.length > 30 ? 1.1 : 2) / scale;
    ctx.setLineDash(edge.rule ? [5 / scale, 4 / scale] : []);
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    ctx.quadraticCurveTo(cx, cy, b.x, b.y);
    ctx.stroke();
    ctx.setLineDash([]);
    const angle = Math.atan2(b.y - cy, b.x - cx);
    const [tx, ty] = [b.x - Math.cos(angle) * (b.size + 2 / scale), b.y - Math.sin(angle) * (b.size + 2 / scale)];
    const arm = 7 / scale;
    ctx.beginPath();
    ctx.moveTo(tx, ty);
    ctx.lineTo(tx - arm * Math.cos(angle - 0.45), ty - arm * Math.sin(angle - 0.45));
    ctx.lineTo(tx - arm * Math.cos(angle + 0.45), ty - arm * Math.sin(angle + 0.45));
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  /** Where the marks stand on the screen. */
  function marks() {
    const scale = network.getScale();
    const { x, y } = network.getViewPosition();
    const [left, top] = [container.clientWidth / 2 - x * scale, container.clientHeight / 2 - y * scale];
    return graph.byDegree.filter(({ slug }) => spots.has(slug) && shown(slug)).map(({ slug }) => {
      const spot = spots.get(slug);
      return { slug, x: left + spot.x * scale, y: top + spot.y * scale, size: spot.size * scale, room: spot.room * scale };
    });
  }

  function choose() {
    const scale = network.getScale();
    const all = marks();
    const strong = (slug) => slug === state.chosen || slug === state.hover || slug === state.walk;
    const wishes = all.filter(({ slug }) => strong(slug) || (state.lit ? state.lit.has(slug) : scale > 1.3 || spots.get(slug).room)).map((mark) => ({ ...mark, bold: strong(mark.slug) }));
    wishes.sort((a, b) => Number(b.bold) - Number(a.bold) || Number(Boolean(b.room)) - Number(Boolean(a.room)));
    const most = state.lit ? 60 : Math.round(NAMED * 1.2 * Math.max(1, scale ** 2.2));
    const titles = graph.kinds.filter(({ name }) => boxes.has(name)).map(({ name }) => {
      const box = boxes.get(name);
      const first = all.length ? all[0] : { slug: "", x: 0, y: 0 };
      const spot = spots.get(first.slug) || { x: 0, y: 0 };
      const [x, y] = [first.x + (box.x + MARGIN - spot.x) * scale, first.y + (box.y + 6 - spot.y) * scale];
      return [x, y, x + Math.min(150, box.width * scale - 24), y + 18];
    });
    titles.push([container.clientWidth - 145, container.clientHeight - 52, container.clientWidth, container.clientHeight]); // the zoom buttons
    const shapes = state.lit ? all.filter(({ slug }) => state.lit.has(slug)) : all;
    return placeLabels(wishes, shapes, { most, width: container.clientWidth, height: container.clientHeight, measure, name: graph.label, taken: titles });
  }

  network.on("afterDrawing", (ctx) => {
    labels = choose();
    ctx.save();
    ctx.setTransform(canvas.width / container.clientWidth, 0, 0, canvas.height / container.clientHeight, 0, 0);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3;
    ctx.strokeStyle = paint.land;
    ctx.fillStyle = paint.ink;
    for (const { text, x, y, height, bold } of labels) {
      ctx.font = font(bold);
      ctx.strokeText(text, x, y + height / 2);
      ctx.fillText(text, x, y + height / 2);
    }
    ctx.restore();
  });

  network.on("click", ({ nodes: [id] }) => { if (id !== undefined && shown(slugs[id])) on.choose(slugs[id]); });
  network.on("hoverNode", ({ node }) => { state.hover = slugs[node]; container.style.cursor = "pointer"; network.redraw(); });
  network.on("blurNode", () => { state.hover = ""; container.style.cursor = ""; network.redraw(); });
  network.on("zoom", () => { if (network.getScale() > 30) network.moveTo({ scale: 30 }); });

  const moving = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 500, easingFunction: "easeInOutQuad" });
  function fit(animated = false) {
    const whole = [...boxes.values()];
    const width = Math.max(...whole.map((box) => box.x + box.width), 1);
    const height = Math.max(...whole.map((box) => box.y + box.height), 1);
    const scale = Math.min(container.clientWidth / width, container.clientHeight / height) || 1;
    network.moveTo({ position: { x: width / 2, y: height / 2 }, scale, animation: animated && moving() });
  }

  /** Walk to the nearest concept in a direction. @param {number} dx @param {number} dy @returns {string} */
  function walk(dx, dy) {
    const from = spots.get(state.walk) || spots.get(state.chosen) || { x: 0, y: 0 };
    let [best, least] = ["", Infinity];
    for (const [slug, { x, y }] of spots) {
      const along = (x - from.x) * dx + (y - from.y) * dy;
      const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
      if (along > 1 && along + 2.5 * aside < least && shown(slug)) [best, least] = [slug, along + 2.5 * aside];
    }
    if (!best) return "";
    state.walk = best;
    const { x, y } = spots.get(best);
    if (network.getScale() > 1.2) network.moveTo({ position: { x, y }, animation: moving() });
    network.redraw();
    return best;
  }

  let size = "";
  new ResizeObserver(() => {
    const now = `${container.clientWidth} ${container.clientHeight}`;
    if (now !== size && container.clientWidth) [size] = [now, arrange()];
  }).observe(container);
  arrange();

  return {
    fit: () => fit(true),
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation: moving() }),
    repaint() { paint = palette(); network.redraw(); },
    refresh() { rebundle(); network.redraw(); },
    /** @param {string} chosen @param {Set<string> | null} lit @param {any[]} ways */
    show(chosen, lit, ways) { Object.assign(state, { chosen, lit, ways, walk: "" }); network.redraw(); },
    walk, walked: () => state.walk, labels: () => labels, marks,
    plan: () => ({ boxes, spots, lit: state.lit, ways: state.ways, edges: graph.edges.filter(on.accept), labels, marks: marks(), width: container.clientWidth, height: container.clientHeight, scale: network.getScale(), bright, bend: (edge) => bend(graph, edge, boxes, spots.get(edge.from), spots.get(edge.to)) }),
  };
}
