"""Style and script of the page: plain CSS with system fonts, and filters of a few lines."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --paper: #fff; --line: #d1d9e0; --bar: 31 95 168;
  --mark: #ffe08a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9198a1; --paper: #12161c; --line: #343b44; --bar: 106 168 235; --mark: #6b5200; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; margin: 0 0 1rem; } h2 { font-size: 1.2rem; margin: 2.4rem 0 .7rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .5rem; } h4 { font-size: .85rem; margin: 0 0 .4rem; color: var(--soft); font-weight: 600; }
p { margin: .3rem 0; } ul { padding-left: 1.2rem; } li { margin: .3rem 0; max-width: 46rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th[scope=row], thead th:first-child { text-align: left; } thead th { color: var(--soft); font-weight: 600; white-space: normal; }
.shade { background: rgb(var(--bar) / calc(var(--share) * .45)); } .self { background: var(--line); } .same { font-weight: 700; }
svg.bars { width: 100%; max-width: 50rem; height: auto; font-size: 13px; fill: var(--ink); }
.grid { stroke: var(--line); } .tick { fill: var(--soft); font-size: 11px; } .bar { fill: rgb(var(--bar)); }
.behind { fill: rgb(var(--bar) / .25); } .whisker { stroke: var(--ink); stroke-width: 1.5; }
article { border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; margin: .7rem 0; }
article p { margin: .35rem 0; } mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 0 .1em; }
mark sub { font-size: .65em; margin-left: .25em; color: var(--soft); } .caption { color: var(--soft); font-size: .85rem; }
.filters { display: flex; flex-wrap: wrap; gap: .8rem; } select { font: inherit; max-width: 18rem; }
footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; } a { color: rgb(var(--bar)); }
[hidden] { display: none; }
@media print {
  body { font-size: 10pt; } main { max-width: none; padding: 0; } .filters { display: none; }
  article, tr, svg { break-inside: avoid; } .wide { overflow: visible; } table { font-size: 8pt; }
  th, td { white-space: normal; padding: .2rem .35rem; }
  h2, h3, h4 { break-after: avoid; } * { print-color-adjust: exact; }
}
"""

SCRIPT = """
const boxes = [...document.querySelectorAll('select[data-filter]')];
const rows = [...document.querySelectorAll('article')];
function fits(row, box) {
  const value = box.value, own = row.dataset[box.dataset.filter];
  return !value || own === value || (box.dataset.filter === 'label' && own.split('\\n').includes(value));
}
function filter() {
  for (const row of rows) row.hidden = !boxes.every(box => fits(row, box));
  for (const part of document.querySelectorAll('section')) part.hidden = !part.querySelector('article:not([hidden])');
}
for (const box of boxes) box.addEventListener('change', filter);
"""
