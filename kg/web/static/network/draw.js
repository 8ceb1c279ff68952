// A graph of things and links on a canvas. Whoever draws one keeps a table beside it that holds the same.

import { colour, onThemeChange } from "../map/colours.js";

const MOST_LABELS = 30; // more cover each other: they then show where the pointer is

/**
 * Draw {nodes: [{id, label, href, kind, size, centre}], edges: [{id, source, target, label, href, kind, width, dashed}]}
 * into a box. Opening a thing or a link goes to its page; returns the Cytoscape instance.
 */
export async function drawNetwork(box, { nodes, edges }) {
  // Cytoscape puts a <style> element into the page unless one of this name is there; the page's policy forbids it, and
  // our own style sheet says what it would say.
  if (!document.getElementById("__________cytoscape_stylesheet")) {
    const marker = document.createElement("template");
    marker.id = "__________cytoscape_stylesheet";
    document.head.append(marker);
  }
  const { default: cytoscape } = await import("../vendor/cytoscape.js");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const drawn = cytoscape({
    container: box,
    elements: [...nodes.map((data, i) => ({ data: { kind: "", size: 1, ...data }, position: { x: (i % 9) * 90, y: Math.floor(i / 9) * 90 } })), ...edges.map((data) => ({ data: { kind: "", width: 1, href: null, ...data } }))],
    style: styles(edges.length > MOST_LABELS),
    layout: { name: "preset" },
    minZoom: 0.15,
    maxZoom: 3,
    boxSelectionEnabled: false,
  });
  drawn.layout({ name: "fcose", quality: "proof", animate: false, randomize: true, nodeDimensionsIncludeLabels: true, nodeSeparation: 140, idealEdgeLength: () => 150, nodeRepulsion: () => 40000, gravity: 0.15, numIter: 4000, packComponents: true, padding: 24 }).run();
  drawn.on("tap", "node, edge", (event) => {
    const { href } = event.target.data();
    if (href) location.assign(href);
  });
  drawn.on("mouseover", "node", (event) => light(drawn, event.target));
  drawn.on("mouseout", "node", () => drawn.elements().removeClass("dim lit"));
  drawn.on("mouseover", "edge", (event) => event.target.addClass("lit"));
  drawn.on("mouseout", "edge", (event) => event.target.removeClass("lit"));
  drawn.on("mouseover", "node, edge", () => { box.style.cursor = "pointer"; });
  drawn.on("mouseout", "node, edge", () => { box.style.cursor = ""; });
  onThemeChange(() => drawn.style(styles(edges.length > MOST_LABELS)));
  buttons(box, drawn, still);
  box.dataset.drawn = String(drawn.nodes().length);
  return drawn;
}

function light(drawn, node) {
  const near = node.closedNeighborhood();
  drawn.elements().difference(near).addClass("dim");
  near.edges().addClass("lit");
}

function buttons(box, drawn, still) {
  const bar = document.createElement("div");
  bar.className = "network-buttons";
  const zoom = (factor) => drawn.animate({ zoom: { level: drawn.zoom() * factor, renderedPosition: { x: box.clientWidth / 2, y: box.clientHeight / 2 } }, duration: still ? 0 : 150 });
  const add = (text, label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", act);
    bar.append(button);
  };
  add("+", "Larger", () => zoom(1.3));
  add("−", "Smaller", () => zoom(1 / 1.3));
  add("⤢", "Show all", () => drawn.fit(undefined, 30));
  add("PNG", "PNG: save as an image", () => save(drawn));
  box.after(bar);
}

function save(drawn) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(drawn.png({ output: "blob", full: true, scale: 2, bg: colour("--net-ground", "white") }));
  link.download = "network.png";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Kinds differ by shape and by line, not by colour alone.
function styles(crowded) {
  const ink = colour("--net-ink", "black");
  const ground = colour("--net-ground", "white");
  const link = (kind, name, style) => ({ selector: `edge[kind = "${kind}"]`, style: { "line-color": colour(name, "gray"), "target-arrow-color": colour(name, "gray"), "line-style": style } });
  return [
    {
      selector: "node",
      style: {
        label: "data(label)", color: ink, "font-size": 15, "font-family": "system-ui, sans-serif", "text-wrap": "wrap", "text-max-width": 120,
        "text-valign": "bottom", "text-margin-y": 5, "text-outline-color": ground, "text-outline-width": 2, "min-zoomed-font-size": 7,
        width: "mapData(size, 1, 60, 16, 52)", height: "mapData(size, 1, 60, 16, 52)",
        "background-color": colour("--net-node", "steelblue"), "border-width": 1.5, "border-color": ground,
      },
    },
    { selector: 'node[kind = "state"]', style: { shape: "round-rectangle", "background-color": colour("--net-state", "seagreen") } },
    { selector: 'node[kind = "person"]', style: { shape: "ellipse", "background-color": colour("--net-person", "gray") } },
    { selector: 'node[kind = "armed"]', style: { shape: "diamond", "background-color": colour("--net-armed", "firebrick") } },
    { selector: "node[?centre]", style: { "border-width": 4, "border-color": ink, "font-weight": "bold" } },
    {
      selector: "edge",
      style: {
        label: crowded ? "" : "data(label)", color: ink, "font-size": 10, "text-rotation": "autorotate", "text-outline-color": ground, "text-outline-width": 2, "min-zoomed-font-size": 8,
        "curve-style": "bezier", width: "mapData(width, 1, 40, 1.5, 9)", "line-color": colour("--net-link", "gray"),
        "target-arrow-shape": "triangle", "target-arrow-color": colour("--net-link", "gray"), "arrow-scale": 0.9, opacity: 0.85,
      },
    },
    link("against", "--net-against", "solid"),
    link("with", "--net-with", "dashed"),
    link("part", "--net-part", "dotted"),
    { selector: 'edge[kind = "with"]', style: { "target-arrow-shape": "none" } },
    { selector: ".dim", style: { opacity: 0.15 } },
    { selector: "edge.lit", style: { label: "data(label)", opacity: 1, "z-index": 9, "font-size": 13, "min-zoomed-font-size": 0 } },
  ];
}
