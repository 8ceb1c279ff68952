// An empty map of the world from the shipped outlines: no tiles, no glyphs, nothing from elsewhere.

import { colour, onThemeChange } from "./colours.js";
import { readWorld } from "./world.js";

const FONT = ["system-ui", "sans-serif"];

/**
 * Put a map into a box and wait until it can take layers. `layers(map, paint)` adds them, again after a change of theme;
 * `paint(name)` gives a colour of the page. Null where the browser has no WebGL: the box then says so.
 */
export async function makeMap(box, { bounds, layers }) {
  const [maplibre, world] = await Promise.all([import("../vendor/maplibre-gl.mjs"), readWorld()]);
  await styled();
  let map;
  try {
    map = new maplibre.Map({
      container: box,
      style: styleOf(world),
      bounds: padded(bounds),
      fitBoundsOptions: { padding: 40, maxZoom: 8 },
      maxZoom: 14,
      attributionControl: { compact: false, customAttribution: "Outlines: Natural Earth" },
      dragRotate: false,
      pitchWithRotate: false,
      renderWorldCopies: true,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      canvasContextAttributes: { preserveDrawingBuffer: true },
    });
  } catch {
    box.replaceChildren("This browser cannot draw maps (no WebGL). The list holds the same.");
    box.classList.add("map-refused");
    return null;
  }
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl(), "bottom-left");
  await new Promise((resolve) => map.once("load", resolve));
  layers(map, paint);
  onThemeChange(() => {
    map.setStyle(styleOf(world), { diff: false });
    map.once("style.load", () => layers(map, paint));
  });
  return { map, maplibre, world };
}

/** The style sheet of MapLibre, where the page does not link it already. */
function styled() {
  const { href } = new URL("../vendor/maplibre-gl.css", import.meta.url);
  if (document.querySelector('link[href*="maplibre-gl.css"]')) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise((resolve) => Object.assign(link, { onload: resolve, onerror: resolve }));
}

export function paint(name) {
  return colour(`--map-${name}`, "gray");
}

function styleOf(world) {
  return {
    version: 8,
    sources: {
      countries: { type: "geojson", data: world.countries, tolerance: 0.2 },
      names: { type: "geojson", data: world.names },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": paint("sea") } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": paint("land") } },
      { id: "borders", type: "line", source: "countries", paint: { "line-color": paint("border"), "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 7, 1.4] } },
      {
        id: "country-names",
        type: "symbol",
        source: "names",
        layout: {
          "text-field": ["get", "name"],
          "text-font": FONT,
          "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 14],
          "text-max-width": 7,
          "text-letter-spacing": 0.06,
          "symbol-sort-key": ["-", 0, ["get", "area"]],
        },
        paint: { "text-color": paint("label"), "text-halo-color": paint("land"), "text-halo-width": 1.2 },
      },
    ],
  };
}

/** Wait until everything that was added is drawn, and let tests know. */
export async function drawn({ map }, box, count) {
  if (!map.loaded()) await new Promise((resolve) => map.once("idle", resolve));
  box.dataset.drawn = String(count);
}

export const LABEL_FONT = FONT;

/** The bounds of points [[x, y], …] as [[west, south], [east, north]]; the world where there are none. */
export function boundsOf(points) {
  if (!points.length) return [[-170, -55], [175, 72]];
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  return [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
}

function padded([[west, south], [east, north]]) {
  const room = Math.max(0.4, (east - west) * 0.04, (north - south) * 0.04);
  return [[Math.max(-180, west - room), Math.max(-80, south - room)], [Math.min(180, east + room), Math.min(84, north + room)]];
}
