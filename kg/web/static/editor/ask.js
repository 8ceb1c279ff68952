// Asking the endpoint: the right media type for the form of the query, errors with their place, and downloads.

import { queryForm } from "./tokens.js";

export const ROW_FORMATS = [
  ["CSV", "text/csv", "csv"],
  ["TSV", "text/tab-separated-values", "tsv"],
  ["JSON", "application/sparql-results+json", "srj"],
  ["XML", "application/sparql-results+xml", "srx"],
];
export const GRAPH_FORMATS = [
  ["Turtle", "text/turtle", "ttl"],
  ["N-Triples", "application/n-triples", "nt"],
  ["TriG", "application/trig", "trig"],
  ["N-Quads", "application/n-quads", "nq"],
  ["JSON-LD", "application/ld+json", "jsonld"],
  ["RDF/XML", "application/rdf+xml", "rdf"],
];

export class QueryProblem extends Error {
  constructor(message, { line = 0, column = 0, status = 0, retryAfter = "" } = {}) {
    super(message);
    Object.assign(this, { line, column, status, retryAfter });
  }
}

export function isGraphForm(query) {
  return ["CONSTRUCT", "DESCRIBE"].includes(queryForm(query));
}

/** Rows that are asked for to be shown; a download has all. */
export const MOST_ROWS = 10_000;

/** The answer to show: {kind: "rows"|"boolean"|"graph", …, text, milliseconds, cut}. */
export async function ask(endpoint, query, signal) {
  const started = performance.now();
  const graph = isGraphForm(query);
  const response = await send(`${endpoint}?${new URLSearchParams({ rows: MOST_ROWS })}`, query, graph ? "application/n-triples" : "application/sparql-results+json", signal);
  const text = await response.text();
  const milliseconds = Math.round(performance.now() - started);
  if (graph) return { kind: "graph", triples: readTriples(text), text, milliseconds, cut: false };
  const answer = parsed(text);
  if ("boolean" in answer) return { kind: "boolean", value: answer.boolean, text, milliseconds, cut: false };
  const rows = answer.results.bindings;
  return { kind: "rows", columns: answer.head.vars, rows, text, milliseconds, cut: rows.length === MOST_ROWS };
}

/** A blob of the answer in a format. */
export async function fetchAs(endpoint, query, mediaType, signal) {
  return (await send(endpoint, query, mediaType, signal)).blob();
}

async function send(endpoint, query, accept, signal) {
  let response;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: accept },
      body: query,
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new QueryProblem("The server does not answer. Is it still running?");
  }
  if (!response.ok) throw await problem(response);
  return response;
}

async function problem(response) {
  const text = await response.text();
  let message = text;
  let place = {};
  try {
    const body = JSON.parse(text);
    message = body.message ?? body.detail ?? body.error ?? text;
    if (typeof message !== "string") message = JSON.stringify(message);
    place = body;
  } catch {
    if (text.trimStart().startsWith("<")) message = `The server answered ${response.status} ${response.statusText}.`;
  }
  const found = /line (\d+), column (\d+)/.exec(message) ?? /error at (\d+):(\d+)/.exec(message);
  const line = place.line ?? (found ? Number(found[1]) : 0);
  const column = place.column ?? (found ? Number(found[2]) : 0);
  return new QueryProblem(message.trim() || `The server answered ${response.status}.`, { line, column, status: response.status, retryAfter: response.headers.get("Retry-After") ?? "" });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new QueryProblem("The answer broke off before its end: the query was stopped by a limit, or the connection was lost. Ask for less (LIMIT).");
  }
}

const NT = /^(<[^>]*>|_:\S+) <([^>]*)> (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?) \.$/;

/** Triples of N-Triples: [{subject, predicate, object}] with terms as in SPARQL results JSON. */
export function readTriples(text) {
  const seen = new Set();
  const found = [];
  for (const line of text.split("\n")) {
    if (seen.has(line)) continue;
    seen.add(line);
    const match = NT.exec(line);
    if (match) found.push({ subject: term(match[1]), predicate: { type: "uri", value: match[2] }, object: term(match[3]) });
  }
  return found;
}

function term(text) {
  if (text.startsWith("<")) return { type: "uri", value: text.slice(1, -1) };
  if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
  const end = text.lastIndexOf('"');
  const rest = text.slice(end + 1);
  const value = unescape(text.slice(1, end));
  if (rest.startsWith("@")) return { type: "literal", value, "xml:lang": rest.slice(1) };
  return rest ? { type: "literal", value, datatype: rest.slice(3, -1) } : { type: "literal", value };
}

const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

function unescape(text) {
  return text.replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)/g, (_, code) =>
    /^[uU]./.test(code) ? String.fromCodePoint(Number.parseInt(code.slice(1), 16)) : ESCAPES[code] ?? code);
}
