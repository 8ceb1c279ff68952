// Boxes marked [data-network] get the graph that the address there gives; the table beside them holds the same.

import { drawNetwork } from "./draw.js";

for (const box of document.querySelectorAll("[data-network]")) {
  draw(box).catch((error) => {
    box.textContent = `The graph cannot be drawn: ${error.message}. The table holds the same.`;
  });
}

async function draw(box) {
  const answer = await fetch(box.dataset.network);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const { nodes, edges } = await answer.json();
  box.replaceChildren();
  if (nodes.length) await drawNetwork(box, { nodes, edges });
  else box.hidden = true;
}
