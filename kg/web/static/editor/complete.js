// What the editor offers while one types: from the summary of the schema, the names in the text index, the query itself.

import { startCompletion } from "../vendor/codemirror.js";
import { classesOf, contextAt } from "./context.js";
import { declaredPrefixes, tokens, words } from "./tokens.js";

const KEYWORDS = ["SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "FILTER NOT EXISTS", "UNION", "MINUS", "VALUES", "BIND", "GRAPH", "GROUP BY", "ORDER BY", "DESC", "HAVING", "LIMIT", "OFFSET", "PREFIX", "ASK", "CONSTRUCT", "DESCRIBE"];
const FUNCTIONS = ["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "STR", "LANG", "DATATYPE", "BOUND", "COALESCE", "IF", "REGEX", "CONTAINS", "LCASE", "UCASE", "STRSTARTS", "STRAFTER", "CONCAT", "YEAR", "MONTH", "DAY", "EXISTS", "NOT EXISTS"];
const PARTIAL = /[\p{L}\p{N}_:.?$-]+$/u; // what stands before the cursor and is being typed
const COMMON = new Map([["rdfs:label", "name"], ["a", "class"]]);

/**
 * A completion source over a schema summary: {prefixes, classes, properties, queries}.
 * `names(words, signal)` gives things by name: [{iri, label, kind}].
 */
export function completionSource(schema, names) {
  const classes = new Map(schema.classes.map((one) => [one.name, one]));
  return async (context) => {
    const text = context.state.doc.toString();
    const typed = context.matchBefore(PARTIAL)?.text ?? "";
    const from = context.pos - typed.length;
    if (inside(text, from)) return null;
    if (!typed && !context.explicit) return null;
    const where = contextAt(text, from);
    if (/^[?$]/.test(typed)) return { from, options: variables(text, typed), validFor: /^[?$]\w*$/ };
    const options = [...await offered(where, typed, schema, classes, context, names), ...keywords(where, typed)];
    return options.length ? { from, options, filter: true, validFor: where.place === "object" ? undefined : /^[\w:.-]*$/ } : null;
  };
}

/** Whether the cursor stands in a comment, a string or an IRI. */
function inside(text, at) {
  const list = tokens(text.slice(0, at));
  const last = list[list.length - 1];
  if (!last) return false;
  if (last.kind === "comment" || last.kind === "string") return true;
  const line = list.slice(list.findLastIndex((token) => token.text.includes("\n")) + 1);
  const opened = line.findLastIndex((token) => token.text === "<");
  if (opened >= 0 && opened < line.length - 1 && !line.slice(opened).some((token) => token.kind === "space")) return true;
  return line.some((token) => token.kind === "other" && /["']/.test(token.text));
}

async function offered(where, typed, schema, classes, context, names) {
  if (where.place === "predicate") return properties(where, schema, classes);
  const isType = where.place === "object" && (where.predicate === "a" || where.predicate === "rdf:type");
  const ofClasses = () => schema.classes.map((one) => classOption(one, schema.prefixes));
  if (isType) return ofClasses();
  const prefixed = typed.includes(":") ? [...ofClasses(), ...schema.properties.map((one) => propertyOption(one, 0, schema.prefixes))] : [];
  if (where.place === "head") return prefixes(schema);
  if (!["object", "subject", "values", "expression"].includes(where.place)) return [];
  const found = typed.length > 1 && !typed.includes(":") ? await entities(typed, context, names) : [];
  return [...valueOptions(where, schema), ...found, ...prefixed];
}

function properties(where, schema, classes) {
  const known = classesOf(where.subject, where.triples).map((name) => classes.get(name)).filter(Boolean);
  const counts = new Map();
  for (const one of known) for (const [name, count] of one.properties) counts.set(name, Math.max(count, counts.get(name) ?? 0));
  const options = schema.properties.map((property) => propertyOption(property, counts.get(property.name), schema.prefixes));
  return [{ label: "a", detail: "its class", type: "keyword", boost: 60 }, ...options];
}

function propertyOption(property, count, prefixMap) {
  const use = count ?? 0;
  const total = property.count;
  return {
    label: property.name,
    detail: [COMMON.get(property.name) ?? property.label, use ? `${use} here` : `${total}`].filter(Boolean).join(" · "),
    info: property.comment || undefined,
    type: "property",
    boost: use ? 40 + Math.min(9, Math.log10(use) * 3) : Math.min(20, Math.log10(total + 1) * 3),
    apply: inserting(property.name, prefixMap),
  };
}

function classOption(one, prefixMap) {
  return {
    label: one.name,
    detail: `${one.count}`,
    info: one.comment || undefined,
    type: "class",
    boost: Math.min(30, Math.log10(one.count + 1) * 6),
    apply: inserting(one.name, prefixMap),
  };
}

function valueOptions(where, schema) {
  const property = schema.properties.find((one) => one.name === where.predicate);
  return (property?.values ?? []).map((value) => ({ label: JSON.stringify(value), type: "constant", boost: 50 }));
}

async function entities(typed, context, names) {
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort());
  await new Promise((resolve) => setTimeout(resolve, 120)); // a pause in typing
  if (context.aborted) return [];
  const found = await names(typed, stop.signal).catch(() => []);
  return found.map((one, i) => ({ label: one.label, detail: one.kind, type: "text", boost: 30 - i, apply: `<${one.iri}> ` }));
}

function prefixes(schema) {
  return Object.keys(schema.prefixes).map((prefix) => ({ label: `${prefix}:`, detail: schema.prefixes[prefix], type: "namespace", boost: -20 }));
}

function variables(text, typed) {
  const found = new Set(words(text).filter((token) => token.kind === "variable").map((token) => token.text));
  found.delete(typed);
  return [...found].map((label) => ({ label, type: "variable" }));
}

function keywords(where, typed) {
  if (typed.includes(":") || where.place === "predicate" || where.place === "object") return [];
  const list = where.place === "expression" || where.place === "head" ? [...KEYWORDS, ...FUNCTIONS] : KEYWORDS;
  return list.map((label) => ({ label, type: "keyword", boost: -10 }));
}

/** Put a prefixed name in, and its prefix at the top where the query does not declare it. */
function inserting(name, known) {
  return (view, completion, from, to) => {
    const prefix = name.split(":")[0];
    const changes = [{ from, to, insert: `${name} ` }];
    const namespace = name.includes(":") && !(prefix in declaredPrefixes(view.state.doc.toString())) && known[prefix];
    const line = namespace ? `PREFIX ${prefix}: <${namespace}>\n` : "";
    const start = afterComments(view.state.doc.toString());
    if (line) changes.unshift({ from: start, insert: line });
    view.dispatch({ changes, selection: { anchor: from + line.length + name.length + 1 }, userEvent: "input.complete" });
    if (completion.label === "rdf:type") startCompletion(view);
  };
}

function afterComments(text) {
  return /^(?:[ \t]*#[^\n]*\n|[ \t]*\n)*/.exec(text)[0].length;
}
