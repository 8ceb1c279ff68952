// How the editor looks: colours from the page's own properties, so that it follows the theme.

import { EditorView, HighlightStyle, LanguageSupport, SparqlLanguage, styleTags, syntaxHighlighting, tags } from "../vendor/codemirror.js";

const look = EditorView.theme({
  "&": { color: "var(--ed-ink)", backgroundColor: "var(--ed-ground)", fontSize: "var(--ed-size)", border: "1px solid var(--ed-line)", borderRadius: "6px" },
  "&.cm-focused": { outline: "2px solid var(--ed-focus)", outlineOffset: "1px" },
  ".cm-content": { fontFamily: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace", minHeight: "16rem", caretColor: "var(--ed-ink)", padding: "8px 0" },
  ".cm-scroller": { maxHeight: "60vh", lineHeight: "1.5" },
  ".cm-gutters": { backgroundColor: "var(--ed-gutter)", color: "var(--ed-faint)", border: "none", borderRight: "1px solid var(--ed-line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--ed-active)" },
  ".cm-cursor": { borderLeftColor: "var(--ed-ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--ed-selection)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--ed-selection)", outline: "1px solid var(--ed-faint)" },
  ".cm-tooltip": { backgroundColor: "var(--ed-panel)", color: "var(--ed-ink)", border: "1px solid var(--ed-line)", borderRadius: "6px", boxShadow: "0 4px 14px rgb(0 0 0 / .18)", maxWidth: "34rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", display: "flex", gap: "1rem", justifyContent: "space-between" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--ed-chosen)", color: "var(--ed-chosen-ink)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--ed-faint)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionInfo": { padding: "6px 9px", fontFamily: "system-ui, sans-serif", fontSize: "14px" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--ed-error)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--ed-error)", backgroundColor: "var(--ed-error-ground)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], color: "var(--ed-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName), tags.atom], color: "var(--ed-variable)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ed-string)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--ed-number)" },
  { tag: [tags.namespace, tags.typeName, tags.className, tags.propertyName, tags.url, tags.labelName], color: "var(--ed-name)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--ed-faint)", fontStyle: "italic" },
]);

// The grammar leaves prefixed names without a tag.
const names = styleTags({ "Pname_ln Pname_ns": tags.labelName, A_predicate: tags.keyword });

export const language = new LanguageSupport(SparqlLanguage.configure({ props: [names] }));
export const theme = [look, syntaxHighlighting(colours)];
