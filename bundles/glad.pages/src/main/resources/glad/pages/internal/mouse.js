"use strict";
// Draws the target's box with the mouse, or a finger, into the form. Without this the form is filled in by hand.
(() => {
  const frame = document.getElementById("frame");
  const image = frame.querySelector("img");
  const box = document.getElementById("box");
  const fields = ["x", "y", "w", "h"].map(name => document.forms[0].elements[name]);
  let start = null;

  const size = () => [Number(image.getAttribute("width")), Number(image.getAttribute("height"))];

  const place = event => {
    const area = image.getBoundingClientRect();
    const [width, height] = size();
    const inside = (part, most) => Math.min(1, Math.max(0, part)) * most;
    return [inside((event.clientX - area.left) / area.width, width), inside((event.clientY - area.top) / area.height, height)];
  };

  const show = () => {
    const [x, y, w, h] = fields.map(field => Number(field.value));
    const [width, height] = size();
    box.hidden = !(w > 0 && h > 0);
    box.style.left = 100 * x / width + "%";
    box.style.top = 100 * y / height + "%";
    box.style.width = 100 * w / width + "%";
    box.style.height = 100 * h / height + "%";
  };

  frame.addEventListener("pointerdown", event => {
    start = place(event);
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", event => {
    if (start) {
      const end = place(event);
      const least = [0, 1].map(i => Math.min(start[i], end[i]));
      [...least, Math.abs(end[0] - start[0]), Math.abs(end[1] - start[1])].forEach((value, i) => { fields[i].value = value.toFixed(1); });
      show();
    }
  });
  ["pointerup", "pointercancel"].forEach(name => frame.addEventListener(name, () => { start = null; }));
  fields.forEach(field => field.addEventListener("input", show));
  show();
})();
