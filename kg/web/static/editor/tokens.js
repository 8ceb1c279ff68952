// SPARQL as a list of tokens {kind, text, from, to}: what completion and formatting look at. It never fails: what it does
// not know is of kind "other".

const RULES = [
  ["space", /\s+/y],
  ["comment", /#[^\n]*/y],
  ["iri", /<[^<>"{}|^`\\\s]*>/y],
  ["string", /"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""|'''(?:[^'\\]|\\[\s\S]|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y],
  ["variable", /[?$][\p{L}\p{N}_]+/uy],
  ["pname", /(?:\p{L}(?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?)?:(?:[\p{L}\p{N}_:%-]|\\.|\.(?=[\p{L}\p{N}_:%\\-]))*/uy],
  ["blank", /_:[\p{L}\p{N}_.-]+/uy],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["language", /@[A-Za-z]+(?:-[A-Za-z0-9]+)*/y],
  ["word", /[A-Za-z][A-Za-z0-9_]*/y],
  ["mark", /\^\^|&&|\|\||!=|<=|>=|[{}()[\].;,*+/|^!=<>?-]/y],
  ["other", /[\s\S]/y],
];

export function tokens(text) {
  const found = [];
  let at = 0;
  while (at < text.length) {
    for (const [kind, rule] of RULES) {
      rule.lastIndex = at;
      const match = rule.exec(text);
      if (!match) continue;
      found.push({ kind, text: match[0], from: at, to: at + match[0].length });
      at += match[0].length;
      break;
    }
  }
  return found;
}

/** The tokens that mean something: no spaces, no comments. */
export function words(text) {
  return tokens(text).filter((token) => token.kind !== "space" && token.kind !== "comment");
}

/** The prefixes a query declares, as {prefix: namespace}. */
export function declaredPrefixes(text) {
  const list = words(text);
  const found = {};
  for (let i = 0; i + 2 < list.length; i += 1) {
    if (list[i].kind === "word" && list[i].text.toUpperCase() === "PREFIX" && list[i + 1].kind === "pname" && list[i + 2].kind === "iri") {
      found[list[i + 1].text.slice(0, -1)] = list[i + 2].text.slice(1, -1);
    }
  }
  return found;
}

const FORMS = new Set(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]);

/** The form of a query ("SELECT" …), or "" where none is to be seen. */
export function queryForm(text) {
  const first = words(text).find((token) => token.kind === "word" && FORMS.has(token.text.toUpperCase()));
  return first ? first.text.toUpperCase() : "";
}

/** The SPARQL for an IRI: prefixed where the rest is a plain local name, else in full. */
export function shortIri(iri, prefixes) {
  let best = "";
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const rest = iri.startsWith(namespace) ? iri.slice(namespace.length) : null;
    if (rest !== null && /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(rest) && namespace.length > (prefixes[best]?.length ?? 0)) best = prefix;
  }
  return best ? `${best}:${iri.slice(prefixes[best].length)}` : `<${iri}>`;
}
