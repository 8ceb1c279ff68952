// The queries asked on this machine, in the browser's own storage: the newest 50, each text once.

const KEY = "kg-query-history";
const MOST = 50;

export function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]").filter((one) => typeof one?.query === "string");
  } catch {
    return [];
  }
}

export function remember(query, outcome) {
  const others = remembered().filter((one) => one.query !== query);
  keep([{ query, outcome, at: new Date().toISOString() }, ...others].slice(0, MOST));
}

export function forget() {
  keep([]);
}

function keep(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // A full or forbidden storage: the history is a convenience.
  }
}
