// Shows the detections whose words hold every word that is typed. Without it, all are shown.
"use strict";
(() => {
  const index = window.searchIndex;
  const field = document.getElementById("words");
  const cards = [...document.querySelectorAll(".cards > li[data-id]")];
  if (!index || !field) {
    return;
  }

  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(w => w);
    let found = 0;
    for (const card of cards) {
      const text = index[card.dataset.id] || "";
      card.hidden = !words.every(w => text.includes(w));
      found += card.hidden ? 0 : 1;
    }

    document.getElementById("found").textContent = words.length ? `${found} of ${cards.length}` : "";
  };

  document.getElementById("search").hidden = false;
  field.addEventListener("input", show);
  field.addEventListener("keydown", e => {
    if (e.key === "Escape") {
      field.value = "";
      show();
    }
  });
  show();
})();
