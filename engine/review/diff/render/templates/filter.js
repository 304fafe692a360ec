// Hides the changes that do not match. Without it the page shows all of them.
(() => {
  const filter = (review) => {
    const form = review.querySelector(".filter");
    if (!form) return;
    const words = form.elements.words;
    const untested = form.elements.untested;
    const matching = form.querySelector("output");
    const entries = [...review.querySelectorAll(".entry")].map((node) => ({
      node,
      text: node.textContent.toLowerCase(),
      tone: node.dataset.tone,
      bare: "untested" in node.dataset,
    }));
    const apply = () => {
      const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      const tones = new Set([...form.querySelectorAll("[name=tone]:checked")].map((box) => box.value));
      let shown = 0;
      for (const { node, text, tone, bare } of entries) {
        const fits = tones.has(tone) && (!untested.checked || bare) && asked.every((word) => text.includes(word));
        node.hidden = !fits;
        shown += fits;
      }
      const hasEntry = (part) => part.querySelector(".entry:not([hidden])") !== null;
      for (const box of review.querySelectorAll(".alike")) {
        box.hidden = !hasEntry(box);
        if (shown < entries.length && !box.hidden) box.open = true;
      }
      for (const part of review.querySelectorAll(".kind")) part.hidden = !hasEntry(part);
      review.querySelector(".none").hidden = shown > 0;
      matching.textContent = `${shown} / ${entries.length}`;
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    apply();
  };
  document.querySelectorAll(".review").forEach(filter);
  // On paper nothing can be opened.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const box of opened) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of opened) box.open = false;
  });
})();
