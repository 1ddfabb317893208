// The map: vis-network holds nodes, pan and zoom; edges, territories and labels are drawn here, so that edges
// cost one path and labels keep their size on the screen and never lie over one another.

/** @param {any} facts @param {any} drawing what pyvis gave @param {{choose: (slug: string) => void}} on */
function makeMap(facts, drawing, on) {
  const container = document.getElementById("map");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const concepts = facts.concepts;
  const state = { chosen: "", near: new Set(), hidden: new Set(), hover: "" };
  const byDegree = Object.keys(concepts).sort((a, b) => concepts[b].degree - concepts[a].degree || (a < b ? -1 : 1));
  const biggest = Math.max(1, ...Object.values(concepts).map((concept) => concept.degree));
  const radius = (slug) => 5 + 6 * Math.sqrt(concepts[slug].degree / biggest);
  let paint = palette();

  function palette() {
    const kinds = Object.fromEntries(facts.kinds.map(({ name }) => [name, colour(name)]));
    return { kinds, ink: cssValue("--ink"), soft: cssValue("--soft"), page: cssValue("--page"), land: cssValue("--land"), edge: cssValue("--edge"), accent: cssValue("--accent") };
  }

  const shown = (slug) => !state.hidden.has(concepts[slug].kind);
  const lit = (slug) => !state.chosen || slug === state.chosen || state.near.has(slug);

  function renderer({ ctx, id, x, y }) {
    return {
      drawNode() {
        if (!shown(id)) return;
        const size = radius(id) * (id === state.chosen ? 1.5 : 1);
        trace(ctx, concepts[id].kind, x, y, size);
        ctx.globalAlpha = lit(id) ? 1 : 0.18;
        ctx.fillStyle = paint.kinds[concepts[id].kind];
        ctx.fill();
        if (id === state.chosen || id === state.hover) {
          ctx.lineWidth = 2.5;
          ctx.strokeStyle = paint.ink;
          ctx.stroke();
        }
        ctx.globalAlpha = 1;
      },
      nodeDimensions: { width: 2 * radius(id), height: 2 * radius(id) },
    };
  }

  function trace(ctx, kind, x, y, size) {
    ctx.beginPath();
    for (const [dx, dy] of outline(kind)) ctx.lineTo(x + dx * size, y + dy * size);
    ctx.closePath();
  }

  const nodes = drawing.nodes.map((node) => ({ ...node, group: undefined, shape: "custom", ctxRenderer: renderer, fixed: true }));
  const options = { ...drawing.options, autoResize: true };
  const network = new vis.Network(container, { nodes, edges: [] }, options);
  const edges = drawing.edges;

  network.on("beforeDrawing", (ctx) => {
    for (const { name, box } of facts.kinds) {
      ctx.fillStyle = paint.land;
      ctx.beginPath();
      ctx.roundRect(box[0] + 4, box[1] + 4, box[2] - 8, box[3] - 8, 14);
      ctx.fill();
      ctx.globalAlpha = state.hidden.has(name) ? 0.35 : 1;
      ctx.fillStyle = paint.soft;
      ctx.font = "600 22px system-ui, sans-serif";
      ctx.fillText(title(name), box[0] + 18, box[1] + 34, box[2] - 30);
      ctx.globalAlpha = 1;
    }
    ctx.lineWidth = 1;
    ctx.strokeStyle = `rgba(${paint.edge}, ${state.chosen ? 0.02 : Math.min(0.07, 90 / (edges.length + 1))})`;
    ctx.beginPath();
    for (const edge of edges) line(ctx, edge);
    ctx.stroke();
    if (state.chosen) {
      ctx.strokeStyle = paint.accent;
      ctx.lineWidth = 1.4;
      ctx.globalAlpha = 0.55;
      ctx.beginPath();
      for (const edge of edges) if (edge.from === state.chosen || edge.to === state.chosen) line(ctx, edge);
      ctx.stroke();
      ctx.globalAlpha = 1;
    }
  });

  function title(name) {
    const kind = facts.kinds.find((one) => one.name === name);
    return kind.plural[0].toUpperCase() + kind.plural.slice(1);
  }

  function line(ctx, edge) {
    if (!shown(edge.from) || !shown(edge.to)) return;
    const [x1, y1] = concepts[edge.from].spot;
    const [x2, y2] = concepts[edge.to].spot;
    ctx.moveTo(x1, y1);
    ctx.quadraticCurveTo((x1 + x2) / 2 + (y2 - y1) * 0.08, (y1 + y2) / 2 - (x2 - x1) * 0.08, x2, y2);
  }

  network.on("afterDrawing", (ctx) => {
    const scale = network.getScale();
    const size = 13 / scale;
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    /** @type {number[][]} */
    const taken = [];
    const order = state.chosen ? [state.chosen, ...byDegree.filter((slug) => state.near.has(slug))] : byDegree;
    const most = state.chosen ? 60 : Math.round(26 * Math.max(1, scale * scale * 2.2));
    let count = 0;
    for (const slug of state.hover && state.hover !== state.chosen ? [state.hover, ...order] : order) {
      if (count >= most) break;
      if (!shown(slug)) continue;
      ctx.font = `${slug === state.chosen ? 700 : 500} ${size}px system-ui, sans-serif`;
      const { label, spot: [x, y] } = concepts[slug];
      const text = label.length > 34 ? `${label.slice(0, 33)}…` : label;
      const width = ctx.measureText(text).width;
      const top = y + radius(slug) * 1.2 + 2 / scale;
      const box = [x - width / 2 - 2 / scale, top, x + width / 2 + 2 / scale, top + size * 1.2];
      const covers = slug === state.chosen ? false : taken.some((other) => meet(box, other)) || overNode(box, slug);
      if (covers) continue;
      taken.push(box);
      count += 1;
      ctx.lineWidth = 3.5 / scale;
      ctx.strokeStyle = paint.land;
      ctx.strokeText(text, x, top);
      ctx.fillStyle = paint.ink;
      ctx.fillText(text, x, top);
    }
    labels = taken.length;
  });
  let labels = 0;

  function meet(a, b) {
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  }

  function overNode(box, slug) {
    return Object.keys(concepts).some((other) => {
      if (other === slug || !shown(other) || !lit(other)) return false;
      const { spot: [x, y] } = concepts[other];
      const size = radius(other) * 0.7;
      return x + size > box[0] && x - size < box[2] && y + size > box[1] && y - size < box[3];
    });
  }

  network.on("click", ({ nodes: [slug] }) => on.choose(slug && shown(slug) ? slug : ""));
  network.on("hoverNode", ({ node }) => { state.hover = node; network.redraw(); });
  network.on("blurNode", () => { state.hover = ""; network.redraw(); });

  const animation = still ? false : { duration: 500, easingFunction: "easeInOutQuad" };
  function fit(moving = false) {
    const width = Math.max(...facts.kinds.map(({ box }) => box[0] + box[2]), 1);
    const height = Math.max(...facts.kinds.map(({ box }) => box[1] + box[3]), 1);
    const scale = 0.99 * Math.min(container.clientWidth / width, container.clientHeight / height);
    network.moveTo({ position: { x: width / 2, y: height / 2 }, scale: scale || 1, animation: moving && animation });
  }
  fit();
  addEventListener("resize", () => fit());

  return {
    fit: () => fit(true),
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation }),
    repaint() { paint = palette(); network.redraw(); },
    hide(kinds) { state.hidden = kinds; network.redraw(); },
    choose(slug, near) { state.chosen = slug; state.near = near; network.redraw(); },
    count: () => labels,
  };
}
