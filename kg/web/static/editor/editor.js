// The query editor. The page is a form with a text area; this puts CodeMirror in its place and shows answers below it.
//
// CodeMirror lives in a shadow root: there it adopts its style sheets, which the page's policy allows, in place of <style>
// elements, which it forbids.

import { EditorState, EditorView, Prec, acceptCompletion, autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus, defaultKeymap, drawSelection, highlightActiveLine, highlightActiveLineGutter, history, historyKeymap, indentUnit, keymap, lineNumbers, lintGutter, setDiagnostics } from "../vendor/codemirror.js";
import { GRAPH_FORMATS, QueryProblem, ROW_FORMATS, ask, fetchAs, isGraphForm } from "./ask.js";
import { completionSource } from "./complete.js";
import { formatQuery } from "./format.js";
import { forget, remember, remembered } from "./memory.js";
import { showAnswer } from "./results.js";
import { element } from "./terms.js";
import { language, theme } from "./theme.js";

const LONGEST_ADDRESS = 6000;
const form = document.querySelector("[data-editor]");
if (form) start(form);

function start(form) {
  const { endpoint, schema, names, base, terms } = form.dataset;
  const area = form.querySelector("textarea");
  const site = { base, terms, prefixes: JSON.parse(form.dataset.prefixes) };
  const summary = fetch(schema).then((answer) => answer.json());
  const source = async (context) => completionSource(await summary, (words, signal) => fetch(`${names}?${new URLSearchParams({ q: words })}`, { signal }).then((answer) => answer.json()))(context);
  const page = { form, area, site, endpoint, status: document.getElementById("query-status"), box: document.getElementById("answer"), running: null, view: null };
  page.view = makeView(page, source);
  const shared = new URLSearchParams(location.hash.slice(1)).get("query");
  if (shared) replace(page, shared);
  buttons(page);
  history_(page);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(page);
  });
  form.dataset.ready = "true";
  if (new URLSearchParams(location.search).has("run")) run(page);
}

function makeView(page, source) {
  const host = element("div", { class: "editor-host" });
  // Outside the shadow root a key seems to be pressed on the host, not in a text: the page's own keys must not see it.
  host.addEventListener("keydown", (event) => event.stopPropagation());
  page.area.after(host);
  page.area.hidden = true;
  page.form.classList.add("scripted");
  const root = host.attachShadow({ mode: "open" });
  const keys = [
    { key: "Mod-Enter", run: () => (run(page), true), preventDefault: true },
    { key: "Shift-Alt-f", run: () => (layOut(page), true) },
    { key: "Tab", run: (view) => (completionStatus(view.state) === "active" ? acceptCompletion(view) : false) },
  ];
  const extensions = [
    Prec.highest(keymap.of(keys)),
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), bracketMatching(), closeBrackets(), lintGutter(),
    EditorView.lineWrapping, indentUnit.of("  "), language,
    autocompletion({ override: [source], activateOnTyping: true, icons: false, maxRenderedOptions: 60, closeOnBlur: true }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ "aria-label": "SPARQL query", "aria-multiline": "true", spellcheck: "false", autocapitalize: "off" }),
    theme,
    EditorView.domEventHandlers({ beforeinput: typedOver }),
    EditorView.updateListener.of((update) => { if (update.docChanged) page.area.value = update.state.doc.toString(); }),
  ];
  return new EditorView({ state: EditorState.create({ doc: page.area.value, extensions }), parent: root, root });
}

/**
 * Typing over a selection, done here: the browser would keep the style of what it takes away, as an inline style that
 * the page's policy forbids.
 */
function typedOver(event, view) {
  const { from, to, empty } = view.state.selection.main;
  if (event.inputType !== "insertText" || !event.data || empty || event.isComposing) return false;
  event.preventDefault();
  const change = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, change))) view.dispatch(change());
  return true;
}

function replace(page, text) {
  page.view.dispatch({ changes: { from: 0, to: page.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
}

function layOut(page) {
  const text = page.view.state.doc.toString();
  const laid = formatQuery(text);
  if (laid !== text) replace(page, laid);
  page.view.focus();
}

async function run(page) {
  const query = page.view.state.doc.toString();
  page.running?.abort();
  const stop = new AbortController();
  page.running = stop;
  mark(page, []);
  say(page, "Asking …", "busy");
  page.form.classList.add("running");
  try {
    const answer = await ask(page.endpoint, query, stop.signal);
    const outcome = outcomeOf(answer);
    say(page, outcome);
    page.box.hidden = false;
    showAnswer(page.box, answer, page.site, page.box.dataset.view);
    downloads(page, query);
    remember(query, outcome);
    history_(page);
    address(query);
  } catch (error) {
    if (stop.signal.aborted) say(page, "Stopped.");
    else refused(page, error);
  } finally {
    if (page.running === stop) {
      page.running = null;
      page.form.classList.remove("running");
    }
  }
}

function outcomeOf(answer) {
  const time = answer.milliseconds < 1000 ? `${answer.milliseconds} ms` : `${(answer.milliseconds / 1000).toFixed(1)} s`;
  if (answer.kind === "boolean") return `${answer.value ? "Yes" : "No"}, in ${time}.`;
  const [count, noun] = answer.kind === "graph" ? [answer.triples.length, "triple"] : [answer.rows.length, "row"];
  if (answer.cut) return `The first ${count.toLocaleString("en")} rows, in ${time}; a download has all.`;
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"} in ${time}.`;
}

function refused(page, error) {
  if (!(error instanceof QueryProblem)) console.error(error);
  const wait = error.retryAfter ? ` Try again in ${error.retryAfter} s.` : "";
  const place = placeOf(page.view.state.doc, error);
  const message = place ? wordsOf(error, place) : error.message.split("\n")[0];
  say(page, message + wait, "wrong");
  page.box.hidden = true;
  document.getElementById("downloads").replaceChildren();
  if (!place) return;
  mark(page, [{ from: place.from, to: place.to, severity: "error", message }]);
  page.view.dispatch({ selection: { anchor: place.from }, scrollIntoView: true });
  page.view.focus();
}

/** The word at the error, or the one before it where nothing stands there; null where the error has no place. */
function placeOf(doc, { line: number, column }) {
  if (!number || number > doc.lines) return null;
  const line = doc.line(number);
  const at = Math.min(codeUnits(line.text, Math.max(0, column - 1)), line.text.length);
  const here = /^[^\s{}()]+|^[{}()]/.exec(line.text.slice(at));
  const before = /\S+\s*$/.exec(line.text.slice(0, at));
  const from = line.from + (here || !before ? at : before.index);
  return { from, to: Math.max(here ? from + here[0].length : line.from + at, Math.min(from + 1, doc.length)), word: here?.[0] ?? "" };
}

/** The parser lists every token that it would have taken; a person needs the place and the word. */
function wordsOf(error, { word }) {
  if (!error.message.includes("expected")) return error.message.split("\n")[0];
  const what = word ? `“${word}” does not fit here` : "something is missing, or what stands before it does not fit";
  return `Not valid SPARQL at line ${error.line}, column ${error.column}: ${what}.`;
}

/** The endpoint counts characters, the browser UTF-16 units. */
function codeUnits(text, characters) {
  return [...text].slice(0, characters).join("").length;
}

function mark(page, found) {
  page.view.dispatch(setDiagnostics(page.view.state, found));
}

function say(page, text, kind = "") {
  page.status.textContent = text;
  page.status.dataset.kind = kind;
}

function address(query) {
  const asked = `?${new URLSearchParams({ query })}`;
  window.history.replaceState(null, "", asked.length < LONGEST_ADDRESS ? asked : `${location.pathname}#${new URLSearchParams({ query })}`);
}

function buttons(page) {
  const on = (name, act) => {
    const button = page.form.querySelector(`[data-do="${name}"]`);
    button.hidden = false;
    button.addEventListener("click", act);
  };
  on("format", () => layOut(page));
  on("stop", () => page.running?.abort());
  on("share", async () => {
    address(page.view.state.doc.toString());
    try {
      await navigator.clipboard.writeText(location.href);
      say(page, "The address of this query is copied.");
    } catch {
      say(page, "The address bar holds this query: copy it from there.");
    }
  });
}

function downloads(page, query) {
  const formats = isGraphForm(query) ? GRAPH_FORMATS : ROW_FORMATS;
  const list = formats.map(([title, mediaType, ending]) => element("button", { type: "button", onclick: () => save(page, query, mediaType, ending) }, title));
  document.getElementById("downloads").replaceChildren("Download: ", ...list);
}

async function save(page, query, mediaType, ending) {
  try {
    const link = element("a", { href: URL.createObjectURL(await fetchAs(page.endpoint, query, mediaType)), download: `answer.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    refused(page, error);
  }
}

function history_(page) {
  const box = document.getElementById("query-history");
  const list = remembered();
  box.hidden = !list.length;
  const items = list.map((one) => element("li", {}, element("button", { type: "button", class: "past", onclick: () => { replace(page, one.query); page.view.focus(); } }, element("code", {}, firstLines(one.query)), element("small", {}, `${one.at.slice(0, 16).replace("T", " ")} · ${one.outcome}`))));
  const clear = element("button", { type: "button", onclick: () => { forget(); history_(page); } }, "Forget all");
  box.querySelector("ol").replaceChildren(...items);
  box.querySelector("[data-clear]").replaceChildren(clear);
}

function firstLines(query) {
  const lines = query.split("\n").filter((line) => line.trim() && !/^\s*(#|PREFIX\b|BASE\b)/i.test(line));
  return lines.join(" ").replace(/\s+/g, " ").slice(0, 160);
}
