// On the form that attaches a file: a name that says what the file is chooses its kind, as long as none is chosen.
// Without this script the form asks after it was sent.
"use strict";
document.querySelector("input[type=file]").addEventListener("change", (event) => {
  const kind = document.querySelector("select[data-names]");
  const name = (event.target.files[0]?.name ?? "").normalize("NFKC").replace(/\s/g, "");
  const said = Object.entries(JSON.parse(kind.dataset.names)).filter(([word]) => name.includes(word));
  const kinds = new Set(said.map(([, value]) => value));
  if (kinds.size === 1 && !kind.value) [kind.value] = kinds;
});
