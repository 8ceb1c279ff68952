// Which views an answer has: what of it lies on a map, in time, or between two things.

const DATE = /#(date|dateTime|gYear|gYearMonth)$/;
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)\s*$/i;
const PAIRS = [["lat", "long"], ["lat", "lon"], ["lat", "lng"], ["latitude", "longitude"]];
const STARTS = /^(earliest|start|begin|from|since|first)/i;
const ENDS = /^(latest|end|until|to$|last)/i;

/** Points: [{longitude, latitude, row}], empty where no column holds coordinates. */
export function points(columns, rows) {
  const pair = PAIRS.find(([a, b]) => columns.includes(a) && columns.includes(b));
  const found = [];
  for (const row of rows) {
    if (pair && row[pair[0]] && row[pair[1]]) add(found, row[pair[1]].value, row[pair[0]].value, row);
    else {
      const match = columns.map((name) => row[name]).filter(Boolean).map((term) => POINT.exec(term.value)).find(Boolean);
      if (match) add(found, match[1], match[2], row);
    }
  }
  return found;
}

function add(found, x, y, row) {
  const [longitude, latitude] = [Number(x), Number(y)];
  if (Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90) found.push({ longitude, latitude, row });
}

/** Spans in time: [{first, last, row}] in days since 1970, an open side null. */
export function spans(columns, rows) {
  const dated = columns.filter((name) => rows.some((row) => row[name] && DATE.test(row[name].datatype ?? "")));
  if (!dated.length) return [];
  const start = dated.find((name) => STARTS.test(name)) ?? dated[0];
  const end = dated.find((name) => ENDS.test(name)) ?? (STARTS.test(start) ? null : start);
  const found = [];
  for (const row of rows) {
    const [first, last] = [day(row[start]), end ? day(row[end]) : day(row[start])];
    if (first !== null || last !== null) found.push({ first, last, row });
  }
  return found;
}

function day(term) {
  if (!term) return null;
  const match = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(term.value);
  return match ? Date.UTC(Number(match[1]), Number(match[2] ?? 1) - 1, Number(match[3] ?? 1)) / 86400000 : null;
}

/** Edges of a graph of an answer: [{from, to, label}] with terms; from a graph's triples, or from columns of IRIs. */
export function edges(answer) {
  if (answer.kind === "graph") return edgesOfTriples(answer.triples);
  const { columns, rows } = answer;
  const [from, to, label] = roles(columns, rows);
  if (!from || !to) return [];
  return rows.filter((row) => row[from] && row[to]).map((row) => ({ from: row[from], to: row[to], label: label ? row[label] : null, names: names(columns, row, from, to) }));
}

function roles(columns, rows) {
  const named = [["subject", "object", "predicate"], ["s", "o", "p"], ["agent", "target", "kind"], ["from", "to", "label"], ["source", "target", "label"]].find(([a, b]) => columns.includes(a) && columns.includes(b));
  if (named) return [named[0], named[1], columns.includes(named[2]) ? named[2] : null];
  const iris = columns.filter((name) => rows.some((row) => row[name]?.type === "uri"));
  return iris.length >= 2 ? [iris[0], iris[1], null] : [];
}

function names(columns, row, from, to) {
  const label = (name) => row[`${name}Label`]?.value ?? row[`${name}Name`]?.value;
  return { from: label(from), to: label(to) };
}

const RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

function edgesOfTriples(triples) {
  const labels = new Map(triples.filter((t) => t.predicate.value === RDFS_LABEL).map((t) => [t.subject.value, t.object.value]));
  const kept = triples.filter((t) => t.object.type !== "literal" && t.predicate.value !== RDF_TYPE);
  return kept.map((t) => ({ from: t.subject, to: t.object, label: t.predicate, names: { from: labels.get(t.subject.value), to: labels.get(t.object.value) } }));
}
