// Colours of the page for what is drawn on a canvas: the value that a custom property has in the theme shown.

const probe = document.createElement("span");
probe.hidden = true;

export function colour(name, fallback) {
  probe.removeAttribute("style");
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(${name}, ${fallback})`;
  return getComputedStyle(probe).color;
}

/** Call `redraw` whenever the theme changes. */
export function onThemeChange(redraw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
}
