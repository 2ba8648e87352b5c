// On a form filled from a file: Enter or Alt+Y in a field says its value is right and goes on to the next one.
// Without this script the same is done with Tab and the space bar.
"use strict";
document.addEventListener("keydown", (event) => {
  const box = document.getElementById(`looked-${event.target.name}`);
  const isEnter = event.key === "Enter" && !event.altKey && !event.isComposing;
  const isAltY = event.altKey && event.code === "KeyY";
  if (!box || !(isEnter || isAltY)) return;
  event.preventDefault();
  box.checked = true;
  const left = [...document.querySelectorAll(".evidence input[type=checkbox]:not(:checked)")];
  const next = left.find((one) => box.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || left[0];
  if (next) document.getElementsByName(next.value)[0].focus();
});
document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (chosen.type !== "radio" || !chosen.name.startsWith("choice-")) return;
  const field = document.getElementsByName(chosen.name.slice("choice-".length))[0];
  field.value = chosen.value;
  field.focus();
});
