// The map page: places with their incidents. A settlement is a dot, an area a halo, a country its outline: what is only
// known to be somewhere in an area never looks like a point.

import { LABEL_FONT, boundsOf, drawn, makeMap } from "./basemap.js";
import { addHalos, addPointLayers, pointerOver } from "./points.js";
import { countryAt } from "./world.js";

const box = document.querySelector("[data-map]");
if (box) start(box).catch((error) => box.replaceChildren(`The map cannot be drawn: ${error.message}. The list holds the same.`));

async function start(container) {
  const answer = await fetch(container.dataset.map);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const data = await answer.json();
  data.features.forEach((feature, i) => { feature.id = i + 1; });
  const kinds = { dots: [], areas: [], countries: [] };
  for (const feature of data.features) kinds[kindOf(feature)].push(feature);
  const near = kinds.dots.length ? [...kinds.dots, ...kinds.areas] : data.features;
  container.replaceChildren();
  const made = await makeMap(container, { bounds: boundsOf(central(near)), layers: (map, paint) => addLayers(map, paint, kinds) });
  if (!made) return;
  await shadeCountries(made, kinds.countries);
  listen(made, data.features);
  await drawn(made, container, data.features.length);
}

function kindOf(feature) {
  return { country: "countries", area: "areas" }[feature.properties.precision] ?? "dots";
}

/** Where nineteen of twenty incidents are: one report from another continent would make all else a speck. */
function central(features) {
  const whole = features.reduce((sum, feature) => sum + feature.properties.incidents, 0);
  const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const points = features.flatMap((feature) => Array(feature.properties.incidents).fill(feature.geometry.coordinates));
  const [x, y] = [middle(points.map((p) => p[0])), middle(points.map((p) => p[1]))];
  const away = (feature) => Math.hypot(feature.geometry.coordinates[0] - x, feature.geometry.coordinates[1] - y);
  const kept = [];
  let sum = 0;
  for (const feature of [...features].sort((a, b) => away(a) - away(b))) {
    if (sum > 0.95 * whole) break;
    kept.push(feature.geometry.coordinates);
    sum += feature.properties.incidents;
  }
  return kept;
}

function addLayers(map, paint, kinds) {
  const source = (features, more = {}) => ({ type: "geojson", data: { type: "FeatureCollection", features }, ...more });
  map.addSource("shaded", source([]));
  map.addSource("areas", source(kinds.areas));
  map.addSource("wholes", source(kinds.countries));
  map.addSource("dots", source(kinds.dots, { cluster: true, clusterRadius: 36, clusterMaxZoom: 8, clusterProperties: { incidents: ["+", ["get", "incidents"]] } }));
  map.addLayer({ id: "shaded", type: "fill", source: "shaded", paint: { "fill-color": paint("mark"), "fill-opacity": ["get", "shade"] } }, "borders");
  addHalos(map, paint, "areas");
  addPointLayers(map, paint, "dots", ["get", "incidents"]);
  map.addLayer(numbers("areas", ["concat", ["to-string", ["get", "incidents"]], " in ", ["get", "label"]], paint), "dots-numbers");
  map.addLayer(numbers("wholes", ["concat", ["to-string", ["get", "incidents"]], " somewhere in ", ["get", "label"]], paint), "dots-numbers");
}

/** Words beside a halo or in a country; where they would lie on the number of a dot they give way. */
function numbers(source, text, paint) {
  return {
    id: `${source}-numbers`,
    type: "symbol",
    source,
    layout: { "text-field": text, "text-font": LABEL_FONT, "text-size": 11, "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1.1, "text-max-width": 8, "symbol-sort-key": ["-", 0, ["get", "incidents"]] },
    paint: { "text-color": paint("text"), "text-halo-color": paint("land"), "text-halo-width": 1.4 },
  };
}

async function shadeCountries({ map, world }, countries) {
  const most = Math.max(1, ...countries.map((feature) => feature.properties.incidents));
  const shaded = countries.flatMap((feature) => {
    const country = countryAt(world.countries, feature.geometry.coordinates);
    const shade = 0.06 + 0.14 * Math.sqrt(feature.properties.incidents / most);
    return country ? [{ ...country, properties: { shade, place: feature.id } }] : [];
  });
  const data = { type: "FeatureCollection", features: shaded };
  const put = () => map.getSource("shaded")?.setData(data);
  put();
  map.on("style.load", () => map.once("idle", put));
}

function listen({ map, maplibre }, features) {
  let open = null;
  const show = (feature, at = feature.geometry.coordinates) => {
    open?.remove();
    open = new maplibre.Popup({ maxWidth: "340px" }).setLngLat(at).setDOMContent(about(feature)).addTo(map);
  };
  const layers = ["dots-dots", "areas-numbers", "areas", "wholes-numbers", "shaded"];
  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers });
    if (!hit) return;
    if (hit.properties.cluster) return void map.easeTo({ center: hit.geometry.coordinates, zoom: map.getZoom() + 2 });
    const feature = features.find((one) => one.id === (hit.properties.place ?? hit.id));
    if (feature) show(feature, hit.layer.id === "shaded" ? event.lngLat : feature.geometry.coordinates);
  });
  pointerOver(map, layers);
  for (const button of document.querySelectorAll("[data-show-place]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const feature = features.find((one) => one.properties.place === button.dataset.showPlace);
      if (!feature) return;
      map.easeTo({ center: feature.geometry.coordinates, zoom: { country: 4.5, area: 6.5 }[feature.properties.precision] ?? 9, duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 500 });
      show(feature);
    });
  }
}

const PRECISION = {
  area: "Somewhere in this area: the halo is no measure of it.",
  country: "Somewhere in this country.",
  settlement: "A settlement; where in it is not known.",
  exact: "A place of its own: a building, a camp, a crossing.",
};

function about(feature) {
  const { label, href, list, incidents, newest, precision } = feature.properties;
  const made = document.createElement("div");
  made.className = "map-popup";
  const title = document.createElement("strong");
  title.append(anchor(href, label));
  const note = document.createElement("p");
  note.textContent = PRECISION[precision] ?? "";
  const items = document.createElement("ul");
  for (const one of newest) {
    const item = document.createElement("li");
    item.append(anchor(one.href, one.label));
    items.append(item);
  }
  made.append(title, note, items);
  if (incidents > newest.length) made.append(anchor(list, `All ${incidents} incidents`));
  return made;
}

function anchor(href, text) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  made.dir = "auto";
  return made;
}
