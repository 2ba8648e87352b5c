// After a failed save the focus is on what must be corrected: once the page is loaded, since a part that the address
// names takes the focus until then. Without this script `autofocus` does it, unless the address names a part.
"use strict";
addEventListener("load", () => document.querySelector(".error-summary").focus());
