// An answer in the views it has: table, map, timeline, graph, raw; as tabs that arrows walk.

import { edges, points, spans } from "./shapes.js";
import { element, pageOf, termCell, termText } from "./terms.js";

const PAGE = 200; // rows drawn at once
const RAW = 200_000; // characters shown
const VAGUE = new Set(["area", "country"]); // values of a column ?precision whose coordinates are no point

/** Put an answer into a box; `tab` is the view shown before, kept where the new answer has it. */
export function showAnswer(box, answer, site, tab) {
  const views = viewsOf(answer, site);
  const panel = element("div", { role: "tabpanel", id: "result-panel", tabindex: "0", class: "result-panel" });
  const list = element("div", { role: "tablist", "aria-label": "Views of the answer", class: "result-tabs" });
  const show = (view) => {
    for (const one of list.children) {
      const chosen = one.dataset.view === view.id;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      if (chosen) panel.setAttribute("aria-labelledby", one.id);
    }
    const place = element("div"); // its own: a view that is still loading must not land in the next one
    panel.replaceChildren(place);
    panel.dataset.view = view.id;
    box.dataset.view = view.id;
    view.draw(place);
  };
  for (const view of views) {
    list.append(element("button", { type: "button", role: "tab", id: `tab-${view.id}`, "data-view": view.id, "aria-controls": "result-panel", onclick: () => show(view) }, view.title));
  }
  list.addEventListener("keydown", (event) => walk(event, list));
  box.replaceChildren(list, panel);
  show(views.find((view) => view.id === tab) ?? views[0]);
}

function walk(event, list) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...list.children];
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
}

function viewsOf(answer, site) {
  const raw = { id: "raw", title: "Raw", draw: (panel) => drawRaw(panel, answer) };
  if (answer.kind === "boolean") return [{ id: "table", title: "Answer", draw: (panel) => panel.append(element("p", { class: "yes-no" }, answer.value ? "Yes (true)" : "No (false)")) }, raw];
  const table = answer.kind === "graph" ? tripleTable(answer) : answer;
  const found = [{ id: "table", title: "Table", draw: (panel) => drawTable(panel, table, site) }];
  if (answer.kind === "rows") {
    const spots = points(answer.columns, answer.rows);
    if (spots.length) found.push({ id: "map", title: `Map (${spots.length})`, draw: (panel) => drawMap(panel, spots, answer, site) });
    const times = spans(answer.columns, answer.rows);
    if (times.length) found.push({ id: "timeline", title: `Timeline (${times.length})`, draw: (panel) => drawTimes(panel, times, answer, site) });
  }
  const links = edges(answer);
  if (links.length) found.push({ id: "graph", title: "Graph", draw: (panel) => drawGraph(panel, links, site) });
  return [...found, raw];
}

function tripleTable(answer) {
  return { columns: ["subject", "predicate", "object"], rows: answer.triples };
}

function drawTable(panel, { columns, rows }, site) {
  if (!rows.length) return void panel.append(element("p", { class: "empty" }, "No rows: nothing in the graph fits this pattern."));
  const body = element("tbody");
  const head = element("thead", {}, element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name))));
  panel.append(element("div", { class: "result-scroll", tabindex: "0", role: "region", "aria-label": "Rows of the answer" }, element("table", { class: "result-table" }, head, body)));
  let drawn = 0;
  const more = element("button", { type: "button", onclick: () => draw() });
  const draw = () => {
    for (const row of rows.slice(drawn, drawn + PAGE)) body.append(element("tr", {}, ...columns.map((name) => termCell(row[name], site))));
    drawn = Math.min(rows.length, drawn + PAGE);
    more.hidden = drawn === rows.length;
    more.textContent = `Show ${Math.min(PAGE, rows.length - drawn)} more of ${rows.length.toLocaleString("en")}`;
  };
  panel.append(more);
  draw();
}

function drawRaw(panel, answer) {
  const text = answer.text.length > RAW ? `${answer.text.slice(0, RAW)}\n… ${(answer.text.length - RAW).toLocaleString("en")} characters more: download the answer to see them` : answer.text;
  panel.append(element("pre", { class: "result-raw", tabindex: "0" }, text));
}

/** What a row is about: its first IRI of ours, with the name that stands beside it. */
function subjectOf(row, columns, site) {
  const column = columns.find((name) => row[name]?.type === "uri" && row[name].value.startsWith(site.base)) ?? columns.find((name) => row[name]?.type === "uri");
  if (!column) return { label: termText(row[columns[0]], site), href: null };
  const label = row[`${column}Label`] ?? row.label ?? row.name ?? row[column];
  return { label: termText(label, site), href: pageOf(row[column].value, site) };
}

async function drawMap(panel, spots, answer, site) {
  const { pointMap } = await loaded(panel, import("../map/points.js"));
  const features = spots.map((spot) => ({ longitude: spot.longitude, latitude: spot.latitude, vague: VAGUE.has(spot.row.precision?.value), ...subjectOf(spot.row, answer.columns, site) }));
  await pointMap(panel, features);
  const without = answer.rows.length - spots.length;
  if (without) panel.append(element("p", { class: "note" }, `${without.toLocaleString("en")} rows have no coordinates and are not drawn.`));
}

async function drawTimes(panel, times, answer, site) {
  const { spanChart } = await loaded(panel, import("../timeline/spans.js"));
  spanChart(panel, times.map((time) => ({ first: time.first, last: time.last, ...subjectOf(time.row, answer.columns, site) })));
}

async function drawGraph(panel, links, site) {
  const { drawNetwork } = await loaded(panel, import("../network/draw.js"));
  const nodes = new Map();
  const node = (term, name) => {
    if (!nodes.has(term.value)) nodes.set(term.value, { id: term.value, label: name ?? termText(term, site), href: term.type === "uri" ? pageOf(term.value, site) : null, kind: "" });
    return term.value;
  };
  const kept = links.slice(0, 400).map((link, i) => ({ id: `e${i}`, source: node(link.from, link.names?.from), target: node(link.to, link.names?.to), label: link.label ? termText(link.label, site) : "" }));
  const box = element("div", { class: "network-canvas", role: "img", "aria-label": `Graph of ${nodes.size} things and ${kept.length} links; the table view holds the same` });
  panel.append(box);
  if (links.length > kept.length) panel.append(element("p", { class: "note" }, `The first ${kept.length} of ${links.length.toLocaleString("en")} links are drawn.`));
  await drawNetwork(box, { nodes: [...nodes.values()], edges: kept });
}

async function loaded(panel, module) {
  const waiting = element("p", { class: "note" }, "Loading …");
  panel.append(waiting);
  try {
    return await module;
  } finally {
    waiting.remove();
  }
}
