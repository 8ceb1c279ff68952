// Rows of any answer on time, drawn as SVG: a day is a mark, an uncertain date a span, an open side fades out.

const NS = "http://www.w3.org/2000/svg";
const MOST = 200;
const [NARROWEST, ROW, TOP, LABELS] = [700, 22, 34, 260];

function svg(name, attributes, ...children) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Draw `spans` [{first, last, label, href}], days since 1970, an open side null, into a panel. */
export function spanChart(panel, spans) {
  const width = Math.max(NARROWEST, panel.clientWidth - 20);
  const sorted = [...spans].sort((a, b) => (a.first ?? a.last) - (b.first ?? b.last));
  const shown = sorted.slice(0, MOST);
  const known = shown.flatMap((span) => [span.first, span.last]).filter((day) => day !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const room = Math.max(1, (high - low) * 0.03);
  const x = (day) => LABELS + ((day - low + room) / (high - low + 2 * room)) * (width - LABELS);
  const height = TOP + shown.length * ROW + 8;
  const chart = svg("svg", { class: "spans", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": `Timeline of ${shown.length} rows; the table view holds the same` });
  for (const [day, text] of ticks(low - room, high + room)) {
    chart.append(svg("line", { class: "spans-tick", x1: x(day), x2: x(day), y1: TOP - 8, y2: height }));
    chart.append(svg("text", { class: "spans-date", x: x(day), y: TOP - 14, "text-anchor": "middle" }, text));
  }
  shown.forEach((span, i) => chart.append(row(span, TOP + i * ROW, x, low - room, high + room)));
  const scroll = document.createElement("div");
  scroll.className = "result-scroll";
  scroll.append(chart);
  panel.append(scroll);
  if (spans.length > MOST) note(panel, `The first ${MOST} of ${spans.length.toLocaleString("en")} rows are drawn.`);
}

function row(span, y, x, low, high) {
  const [start, end] = [span.first ?? low, (span.last ?? high - 1) + 1];
  const certain = span.first !== null && span.last === span.first;
  const open = span.first === null || span.last === null;
  const bar = svg("rect", { class: certain ? "spans-day" : open ? "spans-open" : "spans-span", x: x(start), y: y + 5, width: Math.max(5, x(end) - x(start)), height: ROW - 10, rx: certain ? 2 : 5 });
  bar.append(svg("title", {}, `${span.label}: ${words(span)}`));
  const text = svg("text", { class: "spans-label", x: LABELS - 10, y: y + ROW - 7, "text-anchor": "end" }, clipped(span.label));
  const link = svg(span.href ? "a" : "g", span.href ? { href: span.href } : {}, text, bar);
  return link;
}

function words({ first, last }) {
  if (first === last) return iso(first);
  if (first === null) return `by ${iso(last)}`;
  return last === null ? `from ${iso(first)}` : `between ${iso(first)} and ${iso(last)}`;
}

function iso(day) {
  return new Date(day * 86400000).toISOString().slice(0, 10);
}

function clipped(text) {
  return text.length > 40 ? `${text.slice(0, 38)}…` : text;
}

function ticks(low, high) {
  const days = high - low;
  const [from, to] = [new Date(low * 86400000), new Date(high * 86400000)];
  const found = [];
  const months = days < 70 ? 0 : days < 800 ? Math.ceil(days / 240) : 12 * Math.ceil(days / 3650);
  if (!months) {
    const step = Math.max(1, Math.ceil(days / 8));
    for (let day = Math.ceil(low); day <= high; day += step) found.push([day, iso(day).slice(5)]);
    return found;
  }
  for (let year = from.getUTCFullYear(), month = 0; year <= to.getUTCFullYear(); month += months) {
    const day = Date.UTC(year, month, 1) / 86400000;
    if (day > high) break;
    if (day >= low) found.push([day, months >= 12 ? iso(day).slice(0, 4) : iso(day).slice(0, 7)]);
  }
  return found;
}

function note(panel, text) {
  const made = document.createElement("p");
  made.className = "note";
  made.textContent = text;
  panel.append(made);
}
