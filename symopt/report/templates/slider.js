
const form = document.querySelector(".slider");
const [range, all] = form.querySelectorAll("input");
const shown = form.querySelector("output");
const steps = [...document.querySelectorAll("section.step")];
const marks = [...document.querySelectorAll("svg [data-step]")];
function show() {
  const step = Number(range.value);
  range.disabled = all.checked;
  shown.textContent = all.checked ? "" : step;
  for (const part of steps) part.hidden = !all.checked && Number(part.dataset.step) !== step;
  for (const part of marks) part.style.visibility = all.checked || Number(part.dataset.step) <= step ? "" : "hidden";
}
if (steps.length > 1) {
  range.max = steps.length;
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", event => event.preventDefault());
  show();
}
