// Small helps over pages that work without them: keys, suggestions while typing, words and cards that light each other.
const typing = (node) => node?.closest?.("input, select, textarea, [contenteditable=''], [contenteditable='true'], .cm-editor");
const store = { get: (k) => { try { return localStorage.getItem(k); } catch { return null; } }, set: (k, v) => { try { localStorage.setItem(k, v); } catch { /* private mode */ } } };
const help = document.getElementById("keys-help");
const off = document.getElementById("keys-off");
off.checked = store.get("kg-keys") === "off";
off.addEventListener("change", () => store.set("kg-keys", off.checked ? "off" : "on"));

let going = 0;
let at = -1;
const steps = () => [...document.querySelectorAll("[data-step]")].filter((n) => n.getClientRects().length);

function step(by) {
  const all = steps();
  if (!all.length) return;
  const focused = all.findIndex((n) => n === document.activeElement || n.contains(document.activeElement));
  if (focused >= 0) at = focused;
  at = Math.min(all.length - 1, Math.max(0, at + by));
  for (const node of document.querySelectorAll(".current")) node.classList.remove("current");
  const node = all[at];
  node.classList.add("current");
  node.scrollIntoView({ block: "center" });
  const target = node.matches("a, [tabindex]") ? node : node.querySelector("a") ?? node;
  if (!target.matches("a, button, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  if (node.dataset.lights) light(node.dataset.lights.split(" "));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && typing(event.target) && !event.target.closest(".cm-editor")) return event.target.blur();
  if (typing(event.target) || help.open || off.checked) return;
  const goes = going && Date.now() - going < 1500;
  going = 0;
  const link = goes && document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  if (link) { event.preventDefault(); location.href = link.href; return; }
  const does = {
    "/": () => { const field = document.querySelector("[data-main-search]") ?? document.getElementById("quick"); field.focus(); field.select(); },
    "?": () => help.showModal(),
    j: () => step(1),
    k: () => step(-1),
    o: () => document.querySelector(".current a")?.click(),
    g: () => { going = Date.now(); },
  }[event.key];
  if (does) { event.preventDefault(); does(); }
});
for (const node of document.querySelectorAll("[data-keys-help]")) node.addEventListener("click", (e) => { e.preventDefault(); help.showModal(); });

// Suggestions: a datalist that the server fills.
let waiting;
for (const field of document.querySelectorAll("[data-suggest]")) {
  const list = document.getElementById(field.getAttribute("list"));
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = field.value.trim();
    if (text.length < 2 || !list || [...list.options].some((o) => o.value === text)) return;
    waiting = setTimeout(async () => {
      const url = new URL(field.dataset.suggest, location.origin);
      url.searchParams.set("q", text);
      try {
        const found = await (await fetch(url)).json();
        list.replaceChildren(...found.map((one) => Object.assign(document.createElement("option"), { value: one.value, label: one.label })));
      } catch { /* no suggestions then */ }
    }, 120);
  });
}

// Words and cards: each names the other by `data-s`; what is pointed at or focused lights both.
function light(keys) {
  for (const node of document.querySelectorAll(".lit")) node.classList.remove("lit");
  for (const key of keys) {
    for (const node of document.querySelectorAll(`[data-s~="${CSS.escape(key)}"]`)) node.classList.add("lit");
    document.getElementById(key)?.classList.add("lit");
  }
}
const reader = document.querySelector(".reader");
if (reader) {
  const keysOf = (node) => node?.closest?.("[data-lights]")?.dataset.lights.split(" ");
  for (const kind of ["mouseover", "focusin"]) reader.addEventListener(kind, (event) => { const keys = keysOf(event.target); if (keys) light(keys); });
  reader.addEventListener("mouseleave", () => light([]));
  const here = document.querySelector(".here");
  if (here && !location.hash) here.scrollIntoView({ block: "center" });
}
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelector("button")?.classList.add("hidden");
}
// Empty fields stay out of the address.
for (const form of document.querySelectorAll("form[data-tidy]")) {
  form.addEventListener("formdata", (event) => { for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name); });
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}
