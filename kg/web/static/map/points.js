// Points of any answer on a map, gathered where they lie close.

import { LABEL_FONT, boundsOf, drawn, makeMap } from "./basemap.js";

/** Draw `features` [{longitude, latitude, label, href, vague}] into a new map; vague ones as halos, for they are no points. */
export async function pointMap(panel, features) {
  const box = document.createElement("div");
  box.className = "map-canvas";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", `Map of ${features.length} rows; the table view holds the same`);
  panel.append(box);
  const collection = (vague) => ({
    type: "FeatureCollection",
    features: features.flatMap((one, i) => (Boolean(one.vague) === vague ? [{ type: "Feature", id: i, properties: { i, n: 1 }, geometry: { type: "Point", coordinates: [one.longitude, one.latitude] } }] : [])),
  });
  const made = await makeMap(box, {
    bounds: boundsOf(features.map((one) => [one.longitude, one.latitude])),
    layers: (map, paint) => {
      map.addSource("halos", { type: "geojson", data: collection(true), cluster: true, clusterRadius: 20, clusterMaxZoom: 13 });
      addHalos(map, paint, "halos");
      map.addSource("points", { type: "geojson", data: collection(false), cluster: true, clusterRadius: 34, clusterMaxZoom: 13 });
      addPointLayers(map, paint, "points", ["get", "point_count"]);
    },
  });
  if (!made) return;
  const { map, maplibre } = made;
  map.on("click", async (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: ["points-dots", "halos"] });
    if (!hit) return;
    const found = hit.properties.cluster ? await map.getSource(hit.source).getClusterLeaves(hit.properties.cluster_id, 12, 0) : [hit];
    if (hit.properties.cluster && map.getZoom() < 9 && spread(found)) return void map.easeTo({ center: hit.geometry.coordinates, zoom: map.getZoom() + 2 });
    popup(map, maplibre, hit.geometry.coordinates, found.map((leaf) => features[leaf.properties.i]), hit.properties.point_count ?? 1);
  });
  pointerOver(map, ["points-dots", "halos"]);
  await drawn(made, box, features.length);
}

/** A layer of halos: somewhere in an area, whose middle is no point. */
export function addHalos(map, paint, source) {
  map.addLayer({
    id: source,
    type: "circle",
    source,
    paint: {
      "circle-color": paint("mark"),
      "circle-opacity": 0.14,
      "circle-radius": ["interpolate", ["exponential", 1.7], ["zoom"], 3, 12, 6, 30, 9, 110],
      "circle-stroke-color": paint("mark"),
      "circle-stroke-width": 1.2,
      "circle-stroke-opacity": 0.55,
    },
  });
}

/** A layer of dots sized by their number, with the number in those that stand for several. */
export function addPointLayers(map, paint, source, number) {
  map.addLayer({
    id: `${source}-dots`,
    type: "circle",
    source,
    paint: {
      "circle-color": paint("mark"),
      "circle-opacity": 0.88,
      "circle-radius": ["interpolate", ["linear"], ["sqrt", ["coalesce", number, 1]], 1, 6, 5, 14, 20, 30],
      "circle-stroke-color": paint("mark-edge"),
      "circle-stroke-width": 1.5,
    },
  });
  map.addLayer({
    id: `${source}-numbers`,
    type: "symbol",
    source,
    filter: [">", ["coalesce", number, 1], 1],
    layout: { "text-field": ["to-string", number], "text-font": LABEL_FONT, "text-size": 12, "text-allow-overlap": true },
    paint: { "text-color": paint("mark-text") },
  });
}

export function pointerOver(map, layers) {
  for (const layer of layers) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

function spread(leaves) {
  return new Set(leaves.map((leaf) => leaf.geometry.coordinates.map((n) => n.toFixed(3)).join())).size > 1;
}

function popup(map, maplibre, at, rows, total) {
  const list = document.createElement("ul");
  for (const row of rows) {
    const item = document.createElement("li");
    item.append(link(row));
    list.append(item);
  }
  const box = document.createElement("div");
  box.append(list);
  if (total > rows.length) box.append(`and ${total - rows.length} more`);
  new maplibre.Popup({ maxWidth: "320px" }).setLngLat(at).setDOMContent(box).addTo(map);
}

function link(row) {
  if (!row.href) return document.createTextNode(row.label);
  const made = document.createElement("a");
  made.href = row.href;
  made.textContent = row.label;
  made.dir = "auto";
  return made;
}
