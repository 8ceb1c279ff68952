// A query laid out: one pattern a line, blocks indented, keywords in capitals; comments and strings untouched.

import { tokens } from "./tokens.js";

const OWN_LINE = new Set(["PREFIX", "BASE", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "VALUES", "FILTER", "BIND", "OPTIONAL", "MINUS", "GRAPH", "SERVICE"]);
const CAPITALS = new Set([...OWN_LINE, "DISTINCT", "REDUCED", "BY", "ASC", "DESC", "NAMED", "AS", "UNION", "NOT", "EXISTS", "IN", "UNDEF", "SEPARATOR", "SILENT"]);
const TIGHT_BEFORE = new Set([")", ",", "]"]);
const TIGHT_AFTER = new Set(["(", "[", "^", "!"]);

export function formatQuery(text) {
  const list = tokens(text);
  const out = { lines: [], line: "", depth: 0, round: 0, extra: 0 };
  let previous = null;
  for (let i = 0; i < list.length; i += 1) {
    const token = list[i];
    if (token.kind === "space") {
      if (token.text.split("\n").length > 2 && out.round === 0) blankLine(out);
      continue;
    }
    const spaced = i > 0 && list[i - 1].kind === "space";
    const ownLine = token.kind === "comment" && (i === 0 || (spaced && list[i - 1].text.includes("\n")));
    put(out, token, previous, spaced, ownLine, nextMark(list, i));
    previous = token;
  }
  flush(out);
  while (out.lines.length && !out.lines[0]) out.lines.shift();
  return `${shortBlocks(out.lines).join("\n").replace(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

const SHORT_BLOCK = /^ *(?:OPTIONAL|MINUS|VALUES|FILTER|GRAPH|ASK) ?[^#]*\{$/;

/** A block of one short line goes on the line that opens it. */
function shortBlocks(lines) {
  const kept = [];
  for (const line of lines) {
    const opened = kept[kept.length - 2];
    const inner = kept[kept.length - 1]?.trim() ?? "";
    const joined = `${opened} ${inner} }`;
    if (line.trim() === "}" && opened && SHORT_BLOCK.test(opened) && inner && !inner.includes("#") && !inner.endsWith("}") && joined.length <= 110) {
      kept.splice(-2, 2, joined);
    } else kept.push(line);
  }
  return kept;
}

function nextMark(list, i) {
  const next = list.slice(i + 1).find((token) => token.kind !== "space");
  return next ? next.text : "";
}

function put(out, token, previous, spaced, ownLine, next) {
  const upper = token.kind === "word" ? token.text.toUpperCase() : "";
  if (token.kind === "comment") {
    if (ownLine) flush(out);
    add(out, token.text, true);
    flush(out);
  } else if (token.text === "{" && out.round === 0) {
    out.extra = 0;
    add(out, "{", true);
    flush(out);
    out.depth += 1;
  } else if (token.text === "}" && out.round === 0) {
    flush(out);
    out.extra = 0;
    out.depth = Math.max(0, out.depth - 1);
    add(out, "}", false);
    if (next.toUpperCase() !== "UNION") flush(out);
  } else if ((token.text === "." || token.text === ";") && out.round === 0 && token.kind === "mark") {
    add(out, token.text, true);
    if (next.startsWith("#")) return;
    flush(out);
    out.extra = token.text === ";" ? 1 : 0;
  } else if (upper) {
    wordOut(out, token.text, upper, previous);
  } else {
    if (token.text === "(" || token.text === "[") out.round += 1;
    if (token.text === ")" || token.text === "]") out.round = Math.max(0, out.round - 1);
    add(out, token.text, !isTight(token, previous, spaced));
  }
}

function wordOut(out, text, upper, previous) {
  const starts = OWN_LINE.has(upper) && out.round === 0;
  const modifier = previous && previous.kind === "word" && previous.text.toUpperCase() === "NOT";
  if (starts && !modifier) {
    flush(out);
    out.extra = 0;
  }
  const known = CAPITALS.has(upper) || upper.length > 1;
  const spaceBefore = !(previous && TIGHT_AFTER.has(previous.text));
  add(out, text === "a" || text === "true" || text === "false" ? text : known ? upper : text, spaceBefore);
}

function isTight(token, previous, spaced) {
  if (!previous) return true;
  if (TIGHT_BEFORE.has(token.text) || TIGHT_AFTER.has(previous.text)) return true;
  if (token.text === "(") return previous.kind === "word" && !CAPITALS.has(previous.text.toUpperCase());
  if (token.text === "^^" || previous.text === "^^" || token.kind === "language") return true;
  if ("/|".includes(token.text) || "/|".includes(previous.text)) return !spaced;
  return "*+?".includes(token.text) && !spaced;
}

function add(out, text, space) {
  out.line += out.line && space ? ` ${text}` : text;
}

function blankLine(out) {
  flush(out);
  if (out.lines.length && out.lines[out.lines.length - 1] !== "") out.lines.push("");
}

function flush(out) {
  if (out.line) out.lines.push("  ".repeat(out.depth + out.extra) + out.line);
  out.line = "";
}
