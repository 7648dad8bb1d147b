"""The little program in a report: folds summaries away and lights up what an item waits for.

A report is complete without it. It draws the same elbows as `workmodel.views.drawing.elbow` when rows have moved.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final

__all__ = ["SCRIPT", "fingerprint"]

SCRIPT: Final = r"""
(() => {
const H = 28, body = document.querySelector("svg.w-body");
if (!body) return;
const all = (what, where = document) => [...where.querySelectorAll(what)];
const rows = [...body.closest("tbody").rows], n = rows.length, level = rows.map(r => +r.dataset.v);
const groups = all("g.w-row", body);  // grounds of all rows, then bars of all rows
const links = all("path.w-l", body).map(path => {
  const [a, b, kind, ...sizes] = path.dataset.l.split(" "), [x1, x2, w] = sizes.map(Number);
  return {path, a: +a, b: +b, kind, x1, x2, w};
});
const parent = [], above = [];
for (let i = 0; i < n; i++) {
  while (above.length && level[above[above.length - 1]] >= level[i]) above.pop();
  parent[i] = above.length ? above[above.length - 1] : -1;
  above.push(i);
}
const folded = new Set(), place = [], buttons = new Map();

function elbow({kind, x1, x2, w}, a, b) {
  const y1 = a * H + 14, y2 = b * H + 14, s = b > a ? 1 : -1, begin = `M${x1} ${y1}`;
  const right = `V${y2}H${x2 - 2}m-4-3l4 3l-4 3`, left = `V${y2}H${x2 + 2}m4-3l-4 3l4 3`;
  const x = x2 + Math.min(5, w / 2);
  if (kind == "FS" && x1 <= x) return `${begin}H${x}V${y2 - s * 9}` + (s > 0 ? "m-3-4l3 4l3-4" : "m-3 4l3-4l3 4");
  if (kind == "FS") return `${begin}h6V${y2 - s * 14}H${x2 - 9}${right}`;
  if (kind == "SS") return `${begin}H${Math.min(x1, x2) - 9}${right}`;
  if (kind == "FF") return `${begin}H${Math.max(x1, x2) + 9}${left}`;
  return `${begin}h-6V${y2 - s * 14}H${x2 + 9}${left}`;
}

function draw() {
  let line = 0;
  for (let i = 0; i < n; i++) {
    const up = parent[i], gone = up >= 0 && (place[up] < 0 || folded.has(up));
    place[i] = gone ? -1 : line++;
    for (const part of [rows[i], groups[i], groups[n + i]]) part.style.display = gone ? "none" : "";
    for (const part of [groups[i], groups[n + i]]) part.setAttribute("transform", `translate(0 ${place[i] * H})`);
  }
  body.setAttribute("height", line * H);
  body.closest("td").rowSpan = line;
  for (const link of links) {
    const a = place[link.a], b = place[link.b];
    link.path.style.display = a < 0 || b < 0 ? "none" : "";
    link.path.setAttribute("d", elbow(link, a, b));
  }
  for (const [i, button] of buttons) {
    button.textContent = folded.has(i) ? "▸" : "▾";
    button.setAttribute("aria-expanded", !folded.has(i));
  }
}

function button(kind, text, act) {
  const made = document.createElement("button");
  made.className = kind;
  made.textContent = text;
  made.onclick = act;
  return made;
}

rows.forEach((row, i) => {
  if (parent[i + 1] !== i) return;
  const fold = button("w-tg", "▾", () => { folded.delete(i) || folded.add(i); draw(); });
  fold.setAttribute("aria-expanded", "true");
  fold.setAttribute("aria-label", "What is in " + row.cells[0].title);
  row.querySelector(".w-nm").prepend(fold);
  buttons.set(i, fold);
});
if (buttons.size) {
  const bar = document.querySelector(".w-legend");
  bar.append(button("w-act", "Fold all", () => { [...buttons.keys()].forEach(i => folded.add(i)); draw(); }));
  bar.append(button("w-act", "Unfold all", () => { folded.clear(); draw(); }));
}

let lit = [];
function light(i) {
  lit.forEach(part => part.classList.remove("w-hot"));
  lit = [];
  if (i === undefined) return;
  const near = new Set([i]);
  for (const link of links) if (link.a == i || link.b == i) {
    lit.push(link.path);
    near.add(link.a).add(link.b);
  }
  lit.push(groups[i], ...[...near].map(j => rows[j]));
  lit.forEach(part => part.classList.add("w-hot"));
}
// the drawing hangs in the first row, which must not light up for all of it
rows.forEach((row, i) => [...row.cells].forEach(cell => {
  if (!cell.classList.contains("w-ch")) cell.onmouseenter = () => light(i);
}));
groups.forEach((group, i) => { group.onmouseenter = () => light(i % n); });
body.closest("table").onmouseleave = () => light();
})();
"""


def fingerprint() -> str:
    """The hash by which a page's policy lets this script run, and no other (Content Security Policy Level 3)."""
    return "sha256-" + b64encode(sha256(SCRIPT.encode()).digest()).decode("ascii")
