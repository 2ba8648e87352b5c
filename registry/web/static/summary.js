// After a failed save the focus is on what must be corrected, also where the address names a part of the page.
// Without this script `autofocus` does it, unless the address names a part.
"use strict";
document.querySelector(".error-summary").focus();
