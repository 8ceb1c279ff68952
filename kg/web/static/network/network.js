// Boxes marked [data-network] get the graph that the address there gives; a table holds the same. A box further down a page
// is drawn when it is about to be seen: the drawing weighs more than all the rest of the page.

for (const box of document.querySelectorAll("[data-network]")) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    draw(box).catch((error) => {
      box.textContent = `The graph cannot be drawn: ${error.message}. The table holds the same.`;
    });
  }, { rootMargin: "300px" });
  watch.observe(box);
}

async function draw(box) {
  const answer = await fetch(box.dataset.network);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const { nodes, edges } = await answer.json();
  box.replaceChildren();
  if (!nodes.length) return void (box.closest(".network-panel") ?? box).setAttribute("hidden", "");
  const { drawNetwork } = await import("./draw.js");
  await drawNetwork(box, { nodes, edges });
}
