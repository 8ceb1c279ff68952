// Where in a query the cursor stands: what may be written there, and what is known of the subject.

import { words } from "./tokens.js";

const TERMS = new Set(["variable", "iri", "pname", "string", "number", "blank"]);
const EXPRESSIONS = new Set(["FILTER", "BIND", "HAVING"]);
const GROUPS = new Set(["OPTIONAL", "UNION", "MINUS", "WHERE", "EXISTS", "NOT"]);

/**
 * The places: "head" before the pattern, "subject", "predicate", "object", "expression", "values", "graph"; with the
 * subject and predicate of the triple being written, and every triple of the text as written: [subject, predicate, object].
 */
export function contextAt(text, at) {
  const before = walk(words(text.slice(0, at)));
  const whole = walk(words(text));
  return { ...before, triples: whole.triples };
}

/** The classes that the query gives a subject, as written. */
export function classesOf(subject, triples) {
  return triples.filter(([s, p]) => s === subject && (p === "a" || p === "rdf:type")).map(([, , o]) => o);
}

function walk(list) {
  const triples = [];
  const stack = [{ kind: "top", state: "head", subject: "", predicate: "" }];
  for (const token of list) {
    const here = stack[stack.length - 1];
    if (token.kind === "word" && token.text !== "a") wordIn(here, token.text.toUpperCase());
    else if (TERMS.has(token.kind) || token.text === "a") termIn(here, token.text, triples);
    else markIn(stack, token.text, triples);
  }
  const here = stack[stack.length - 1];
  return { place: here.state, subject: here.subject, predicate: here.predicate, triples };
}

function wordIn(here, word) {
  if (here.kind === "top") return;
  if (EXPRESSIONS.has(word)) here.state = "expression";
  else if (word === "VALUES") here.state = "values";
  else if (word === "GRAPH" || word === "SERVICE") here.state = "graph";
  else if (GROUPS.has(word) && here.state !== "expression") here.state = "subject";
}

function termIn(here, text, triples) {
  if (here.state === "subject") {
    here.subject = text;
    here.state = "predicate";
  } else if (here.state === "predicate") {
    here.predicate = text;
    here.state = "object";
  } else if (here.state === "object") {
    triples.push([here.subject, here.predicate, text]);
    here.state = "after";
  } else if (here.state === "graph") here.state = "subject";
}

function markIn(stack, mark, triples) {
  const here = stack[stack.length - 1];
  if (mark === "{") stack.push({ kind: "group", state: here.state === "values" ? "values" : "subject", subject: "", predicate: "" });
  else if (mark === "(") stack.push({ kind: "bracket", state: here.state === "predicate" ? "predicate" : here.state === "head" ? "head" : "expression", subject: here.subject, predicate: "" });
  else if (mark === "[") stack.push({ kind: "blank", state: "predicate", subject: "[]", predicate: "" });
  else if (mark === "}" || mark === ")" || mark === "]") close(stack, mark, triples);
  else if (here.kind === "top" || here.state === "expression" || here.state === "values") return;
  else if (mark === ".") here.state = "subject";
  else if (mark === ";") here.state = "predicate";
  else if (mark === ",") here.state = "object";
  else if ((mark === "/" || mark === "|") && here.state === "object") here.state = "predicate";
}

function close(stack, mark, triples) {
  if (stack.length === 1) return;
  const closed = stack.pop();
  const here = stack[stack.length - 1];
  if (mark === "}") here.state = here.kind === "top" ? "head" : "subject";
  else if (mark === "]") termIn(here, "[]", triples);
  else if (closed.state === "predicate" || closed.state === "object") here.state = "object"; // a path in brackets
  else if (here.state === "expression" && here.kind !== "bracket") here.state = "subject";
}
