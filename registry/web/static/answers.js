// The return of a cleanup round: each document is saved as it is typed, and the whole return is done by keyboard.
// What was not saved says so and is tried again; nothing that was typed is replaced. Without this script the page is
// one form that is sent with its buttons.
"use strict";
const form = document.querySelector("form.answering");
const PAUSE_MS = 1500;
const RETRY_MS = 5000;
const reasonsOf = JSON.parse(document.getElementById("reasons-of")?.textContent ?? "{}");
const rows = () => [...document.querySelectorAll(".answer[data-save]")];
const rowOf = (element) => element?.closest?.(".answer[data-save]");
const idOf = (row) => row.id.slice("item-".length);
const fieldsOf = (row) => [...row.querySelectorAll("[name]")].filter((field) => field.name.endsWith(`-${idOf(row)}`));
const live = (row, name) => row.querySelector(`[data-live="${name}"]`);
const say = (row, words) => {
  const mark = document.createElement("span");
  mark.className = "badge danger";
  mark.textContent = "未保存";
  live(row, "state").replaceChildren(mark, ` ${words}`);
};
const states = new WeakMap(); // row → {timer, sending, again, unsaved}
const stateOf = (row) => states.get(row) ?? states.set(row, { unsaved: false }).get(row);
const isPending = (row) => !row.classList.contains("clashed") && Boolean(stateOf(row).timer); // typed, not filled in
const unsaved = () => rows().filter((row) => stateOf(row).unsaved);
let isLeaving = false;
let isSignedOut = false;

const later = (row, delay) => {
  const state = stateOf(row);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(row), delay);
};

const typed = (row) => {
  stateOf(row).unsaved = true;
  if (row.classList.contains("clashed")) return;
  say(row, "正在填写");
  later(row, PAUSE_MS);
};

// The page's token after somebody signed in again, in another window perhaps; false while nobody is signed in.
const renewToken = async () => {
  const page = await fetch(location.href, { redirect: "manual", headers: { "HX-Request": "true" } });
  if (!page.ok) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrf_token]");
  if (fresh) form.csrf_token.value = fresh.value;
  return Boolean(fresh);
};

const send = (row) => {
  const body = new URLSearchParams({ csrf_token: form.csrf_token.value });
  for (const field of fieldsOf(row)) if (field.type !== "radio" || field.checked) body.append(field.name, field.value);
  return fetch(row.dataset.save, { method: "POST", body, redirect: "manual", keepalive: true, headers: { "HX-Request": "true" } });
};

const save = async (row) => {
  const state = stateOf(row);
  clearTimeout(state.timer);
  if (!state.unsaved) return;
  if (state.sending) {
    state.again = true;
    return;
  }
  state.sending = true;
  state.unsaved = false;
  try {
    let answer = isSignedOut ? null : await send(row);
    if (answer === null || answer.type === "opaqueredirect" || answer.status === 400) {
      isSignedOut = !(await renewToken());
      answer = isSignedOut ? null : await send(row);
    }
    const page = new DOMParser().parseFromString(answer ? await answer.text() : "", "text/html");
    const fresh = page.getElementById(row.id);
    if (fresh) take(row, fresh, page.getElementById("tally"));
    else fail(row, answer);
  } catch {
    state.unsaved = true;
    say(row, "连不上服务器。填写的内容还在本页，会自动再试，请不要关闭本页。");
    later(row, RETRY_MS);
  } finally {
    state.sending = false;
    if (state.again) {
      state.again = false;
      save(row);
    }
  }
};

const fail = (row, answer) => {
  stateOf(row).unsaved = true;
  if (answer?.status === 403 || answer?.status === 404) {
    say(row, "本件已不由本机关填报，请刷新页面。");
    return;
  }
  say(row, answer ? "没有成功，会自动再试。" : "登录已过期。请在新窗口登录，再回到本页，会自动再试。");
  later(row, RETRY_MS);
};

// Puts in what the answer says around the fields; the fields stay as they are being typed.
const take = (row, fresh, tally) => {
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const place = live(row, part.dataset.live);
    if (place && place.innerHTML !== part.innerHTML) place.replaceChildren(...part.childNodes);
  }
  for (const name of ["version", "was"]) {
    const from = fresh.querySelector(`[name^="${name}-"]`);
    const to = row.querySelector(`[name^="${name}-"]`);
    if (from && to) to.value = from.value;
  }
  row.classList.toggle("clashed", fresh.classList.contains("clashed"));
  if (row.classList.contains("clashed")) stateOf(row).unsaved = true;
  if (row.classList.contains("clashed")) say(row, "见下面的说明。");
  else if (stateOf(row).unsaved) say(row, "正在填写");
  const place = document.getElementById("tally");
  if (tally && place && place.innerHTML !== tally.innerHTML) place.replaceChildren(...tally.childNodes);
};

const fill = (row, values) => {
  for (const [name, value] of Object.entries(values)) {
    const fields = [...row.querySelectorAll(`[name="${name}-${idOf(row)}"]`)];
    for (const field of fields) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
  }
};

const isShown = (field) => field.offsetParent !== null;
const texts = (row) => [...row.querySelectorAll(".needed input")].filter(isShown);
const home = (row) => row.querySelector("[name^=outcome-]:checked");
const go = (row) => {
  if (!row) return;
  home(row).focus();
  row.scrollIntoView({ block: "nearest" });
};
const step = (row, by) => {
  const all = rows();
  go(row ? all[all.indexOf(row) + by] : all[0]);
};

// Enter: the next field that is shown and empty, else the next document.
const next = (row, from) => {
  const after = texts(row).filter((field) => !from || from.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);
  const isAsked = (field) => home(row).value !== "retain" || field.name.startsWith("reason-") || field.closest("[data-past]");
  const empty = after.find((field) => !field.value && isAsked(field));
  if (empty) {
    empty.focus();
    return;
  }
  save(row);
  const all = rows();
  const following = all[all.indexOf(row) + 1];
  if (following) go(following);
  else form.querySelector("[name=finish]").focus();
};

const template = (row) => {
  const field = row.querySelector("[name^=reason-]");
  const choices = reasonsOf[home(row).value] ?? [];
  const at = choices.indexOf(field.value);
  if (!choices.length || (field.value && at < 0)) return;
  field.value = choices[(at + 1) % choices.length];
  typed(row);
};

const keys = {
  j: (row) => step(row, 1),
  k: (row) => step(row, -1),
  a: (row) => row.querySelector("[name=take]")?.click(),
  s: (row) => {
    stateOf(row).unsaved = true;
    save(row);
  },
  x: (row) => row.querySelector("[name=tick]").click(),
  t: template,
};

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const row = rowOf(target);
  const isText = target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
  if (event.key === "Escape" && row) {
    home(row).focus();
  } else if (event.key === "Enter" && row && target.matches("input:not([type=checkbox])")) {
    event.preventDefault();
    next(row, isText ? target : null);
  } else if (!isText && row && /^[0-5]$/.test(event.key)) {
    event.preventDefault();
    const radios = [...row.querySelectorAll("[name^=outcome-]")];
    const chosen = radios[(Number(event.key) + 5) % 6];
    chosen.checked = true;
    chosen.focus();
    typed(row);
  } else if (!isText && Object.hasOwn(keys, event.key) && (row || "jk".includes(event.key))) {
    event.preventDefault();
    if (!event.repeat || "jk".includes(event.key)) keys[event.key](row);
  }
});

form?.addEventListener("input", (event) => {
  const row = rowOf(event.target);
  if (row && event.target.name !== "tick") typed(row);
});
form?.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  if (row && rowOf(event.relatedTarget) !== row && isPending(row)) save(row);
});
form?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const row = rowOf(button);
  if (!row) return;
  event.preventDefault();
  if (button.dataset.fill) fill(row, JSON.parse(button.dataset.fill));
  if ("kept" in button.dataset) {
    stateOf(row).unsaved = false;
    row.classList.remove("clashed");
    live(row, "clash").replaceChildren();
    live(row, "state").textContent = "已改用现在保存的";
  } else if (button.name === "take") {
    clearTimeout(stateOf(row).timer);
    stateOf(row).timer = 0;
    stateOf(row).unsaved = true;
    say(row, "已填入提示，核对后按“保存”。");
  } else {
    stateOf(row).unsaved = true;
    save(row);
  }
  home(row).focus();
});
form?.addEventListener("submit", () => {
  isLeaving = true;
});
addEventListener("online", () => unsaved().filter(isPending).forEach(save));
addEventListener("pagehide", () => unsaved().filter(isPending).forEach(save));
addEventListener("beforeunload", (event) => {
  if (!isLeaving && unsaved().length) event.preventDefault();
});
