// On a form filled from a file: Enter or Alt+Y says that the value in hand is right and goes on to the next one,
// with a stop where one of several is to be chosen, through the documents that the text names, to the button that
// saves. Alt+Y elsewhere goes to the first one left.
// Without this script the same is done with Tab and the space bar.
"use strict";
const ASKED = "input[name=looked], input[name=relation], input[type=radio][name^=choice-]";
const fieldOf = (radio) => document.getElementsByName(radio.name.slice("choice-".length))[0];
const isOpen = (one) => (one.type === "radio" ? !fieldOf(one).value : !one.checked);
const accept = (one) => {
  one.checked = true;
  if (one.type === "radio") fieldOf(one).value = one.value;
};
document.addEventListener("keydown", (event) => {
  const target = event.target;
  const box = target.matches(ASKED) ? target : document.getElementById(`looked-${target.name}`);
  const isEnter = event.key === "Enter" && !event.altKey && !event.isComposing;
  const isAltY = event.altKey && event.code === "KeyY";
  if (!(isAltY || (isEnter && box))) return;
  event.preventDefault();
  if (event.repeat) return;
  if (box) accept(box);
  const left = [...document.querySelectorAll(ASKED)].filter(isOpen);
  const isAfter = (one) => target.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = left.find(isAfter) || left[0] || document.querySelector(".submit-row [name=save]");
  (next.name === "looked" ? document.getElementsByName(next.value)[0] : next).focus();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=radio][name^=choice-]")) accept(event.target);
});
