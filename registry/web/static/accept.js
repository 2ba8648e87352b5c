// On a form filled from a file: Enter or Alt+Y says that the value in hand is right and goes on to the next one,
// through the documents that the text names, to the button that saves. Alt+Y elsewhere goes to the first one left.
// Without this script the same is done with Tab and the space bar.
"use strict";
const ASKED = "input[name=looked], input[name=relation]";
document.addEventListener("keydown", (event) => {
  const target = event.target;
  const box = target.matches(ASKED) ? target : document.getElementById(`looked-${target.name}`);
  const isEnter = event.key === "Enter" && !event.altKey && !event.isComposing;
  const isAltY = event.altKey && event.code === "KeyY";
  if (!(isAltY || (isEnter && box))) return;
  event.preventDefault();
  if (event.repeat) return;
  if (box) box.checked = true;
  const left = [...document.querySelectorAll(ASKED)].filter((one) => !one.checked);
  const isAfter = (one) => target.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = left.find(isAfter) || left[0] || document.querySelector(".submit-row [name=save]");
  (next.name === "looked" ? document.getElementsByName(next.value)[0] : next).focus();
});
document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (chosen.type !== "radio" || !chosen.name.startsWith("choice-")) return;
  const field = document.getElementsByName(chosen.name.slice("choice-".length))[0];
  field.value = chosen.value;
  field.focus();
});
