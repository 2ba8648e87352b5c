// On every page. A link that looks like a button answers the space bar as a button does. A browser that cannot show
// what is folded on a wide screen gets it unfolded.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("a[role=button]")) return;
  event.preventDefault();
  if (!event.repeat) event.target.click();
});
const isWide = matchMedia("(min-width: 60.01rem)");
const unfold = () => {
  if (isWide.matches) for (const fold of document.querySelectorAll(".fold")) fold.open = true;
};
if (!CSS.supports("selector(::details-content)")) {
  unfold();
  isWide.addEventListener("change", unfold);
}
