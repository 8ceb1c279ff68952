// The shipped outlines (Natural Earth, public domain) as GeoJSON: countries, and a point for the name of each.

const SOURCE = new URL("../vendor/world-50m.json", import.meta.url);
let world = null;

/** {countries, names}: two feature collections. Read once. */
export function readWorld() {
  world ??= fetch(SOURCE).then((response) => response.json()).then(decoded);
  return world;
}

function decoded(topology) {
  const arcs = topology.arcs.map((arc) => absolute(arc, topology.transform));
  const countries = topology.objects.countries.geometries.filter((one) => one.type).map((one, i) => feature(one, arcs, i + 1));
  return { countries: collection(countries), names: collection(countries.map(nameOf)) };
}

/** Arcs hold differences on a grid (TopoJSON 1.0, section 2.1.2). */
function absolute(arc, { scale, translate }) {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

function feature(geometry, arcs, id) {
  const ring = (indices) => indices.flatMap((index, i) => {
    const arc = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
    return i ? arc.slice(1) : arc;
  });
  const polygon = (rings) => rings.map(ring);
  const coordinates = geometry.type === "Polygon" ? polygon(geometry.arcs) : geometry.arcs.map(polygon);
  return { type: "Feature", id, properties: { name: geometry.properties.name }, geometry: { type: geometry.type, coordinates } };
}

function nameOf(country) {
  const polygons = polygonsOf(country);
  const [largest, area] = polygons.map((rings) => [rings[0], Math.abs(areaOf(rings[0]))]).reduce((a, b) => (b[1] > a[1] ? b : a));
  return { type: "Feature", properties: { name: country.properties.name, area }, geometry: { type: "Point", coordinates: middle(largest) } };
}

function polygonsOf(country) {
  return country.geometry.type === "Polygon" ? [country.geometry.coordinates] : country.geometry.coordinates;
}

function areaOf(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return sum / 2;
}

function middle(ring) {
  let [x, y] = [0, 0];
  for (let i = 1; i < ring.length; i += 1) {
    const cross = ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
    x += (ring[i - 1][0] + ring[i][0]) * cross;
    y += (ring[i - 1][1] + ring[i][1]) * cross;
  }
  const area = areaOf(ring);
  return area ? [x / (6 * area), y / (6 * area)] : ring[0];
}

/** The country that a point lies in, or null: at sea, or beyond the outlines' exactness. */
export function countryAt(countries, [x, y]) {
  return countries.features.find((country) => polygonsOf(country).some((rings) => within(rings[0], x, y) && !rings.slice(1).some((hole) => within(hole, x, y)))) ?? null;
}

function within(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function collection(features) {
  return { type: "FeatureCollection", features };
}
