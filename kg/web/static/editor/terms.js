// Terms of SPARQL results as cells and links.

import { shortIri } from "./tokens.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Where a link to a thing leads: its page here, a term's place in the schema, the page of any IRI. */
export function pageOf(iri, site) {
  if (iri.startsWith(site.base)) return `/${iri.slice(site.base.length)}`;
  if (iri.startsWith(site.terms)) return `/schema/${iri.slice(site.terms.length)}`;
  return `/resource?${new URLSearchParams({ iri })}`;
}

/** What a person reads of a term. */
export function termText(term, site) {
  if (!term) return "";
  if (term.type === "uri") {
    if (term.value.startsWith(site.base)) return decoded(term.value.slice(site.base.length));
    const short = shortIri(term.value, site.prefixes);
    return short.startsWith("<") ? term.value : short;
  }
  return term.type === "bnode" ? `_:${term.value}` : term.value;
}

export function termCell(term, site) {
  if (!term) return element("td", { class: "unbound" });
  if (term.type === "uri") return element("td", {}, element("a", { href: pageOf(term.value, site), title: term.value }, termText(term, site)));
  const numeric = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/.test(term.datatype ?? "");
  const language = term["xml:lang"];
  const attributes = { dir: numeric ? null : "auto", lang: language ?? null, class: numeric ? "number" : null };
  const title = term.datatype ? shortIri(term.datatype, site.prefixes) : language ? `language ${language}` : null;
  return element("td", { ...attributes, title }, termText(term, site));
}

function decoded(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
