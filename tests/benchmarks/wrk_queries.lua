-- wrk script of bench_serving: KIND point|join|aggregate|rows|canned, FORM json|csv, ROUTE the endpoint's path, SEED a number.
local kind, form, route = os.getenv("KIND"), os.getenv("FORM") or "json", os.getenv("ROUTE") or "/sparql"
local prefixes = "PREFIX o: <http://example.org/onto#> PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> " ..
  "PREFIX dct: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
local accept = form == "csv" and "text/csv" or "application/sparql-results+json"
math.randomseed(tonumber(os.getenv("SEED") or "1"))

local function encoded(text)
  return (text:gsub("[^%w%-%_%.~]", function(c) return string.format("%%%02X", string.byte(c)) end))
end

local function by_type(country)
  return prefixes .. "SELECT ?t (COUNT(DISTINCT ?e) AS ?n) WHERE { ?p o:country <http://example.org/kg/country/" .. country ..
    "> . ?e sem:hasPlace ?p ; sem:eventType ?t } GROUP BY ?t ORDER BY DESC(?n)"
end

local function query()
  if kind == "point" then
    return "SELECT ?p ?o WHERE { <http://example.org/kg/event/" .. math.random(0, 39000) .. "> ?p ?o }"
  elseif kind == "join" then
    return prefixes .. "SELECT DISTINCT ?other ?label ?pub WHERE { ?e sem:hasActor <http://example.org/kg/actor/" ..
      math.random(100, 3000) .. "> ; sem:hasActor ?other ; o:reportedIn ?a . ?other rdfs:label ?label . " ..
      "?a dct:publisher ?p . ?p rdfs:label ?pub } LIMIT 200"
  elseif kind == "aggregate" then
    return by_type(math.random(0, 59))
  elseif kind == "canned" then
    return by_type(math.random(0, 9))
  end
  return prefixes .. "SELECT ?c ?p ?o WHERE { ?c a o:Claim ; ?p ?o } LIMIT 100000"
end

request = function()
  return wrk.format("GET", route .. "?query=" .. encoded(query()), { ["Accept"] = accept })
end

done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT rate=%.3f p50=%.3f p95=%.3f count=%d errors=%d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, summary.requests, e.status + e.connect + e.read + e.write + e.timeout))
end
