// SPDX-License-Identifier: Apache-2.0
#include "report/page_style.hpp"

namespace lapwing::report {

std::string_view page_style() {
  return R"css(:root {
  color-scheme: light dark;
  --ground: #f4f6f8; --card: #fff; --text: #1b1f24; --muted: #57606a; --rule: #d5dbe1; --accent: #2c5cc5;
  --good: #1a7236; --watch: #875400; --bad: #b81c26; --unknown: #57606a;
  --good-wash: #e6f4ea; --watch-wash: #fdf1da; --bad-wash: #fdeaea; --unknown-wash: #eceff2;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #101317; --card: #191d23; --text: #e6e9ed; --muted: #a2abb6; --rule: #323943; --accent: #82aaff;
    --good: #5ecb80; --watch: #e8b34b; --bad: #ff8a84; --unknown: #a2abb6;
    --good-wash: #16301f; --watch-wash: #33270f; --bad-wash: #3a1a1d; --unknown-wash: #262c34;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 76rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Open Sans", "Noto Sans", sans-serif; overflow-wrap: anywhere;
  font-variant-numeric: tabular-nums;
}
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 0 0 .75rem; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.muted, .note, .before, .words { color: var(--muted); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.project { font-weight: 600; color: var(--muted); }
.good { color: var(--good); } .watch { color: var(--watch); } .bad { color: var(--bad); }
.unknown { color: var(--unknown); }
.icon { width: 1em; height: 1em; flex: none; fill: currentColor; vertical-align: -.125em; }
.icon path { fill: none; stroke: var(--card); stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }
.icon polygon { stroke: currentColor; stroke-width: 1.2; stroke-linejoin: round; }
.standing { display: inline-flex; gap: .4em; align-items: center; font-weight: 600; white-space: nowrap; }

.card {
  margin-top: 1.25rem; padding: 1.25rem 1.5rem; background: var(--card); border: 1px solid var(--rule);
  border-radius: .75rem;
}
.verdict { border-left: .4rem solid var(--tone); background: var(--wash); }
.verdict h2 { display: flex; flex-wrap: wrap; gap: .1em .4em; margin: 0; }
.verdict .standing .icon { width: 1.1em; height: 1.1em; }
.verdict .icon path { stroke: var(--wash); }
.verdict ul { margin: .6rem 0 0; padding-left: 1.2rem; }
.tone-good { --tone: var(--good); --wash: var(--good-wash); }
.tone-watch { --tone: var(--watch); --wash: var(--watch-wash); }
.tone-bad { --tone: var(--bad); --wash: var(--bad-wash); }
.tone-unknown { --tone: var(--unknown); --wash: var(--unknown-wash); }
nav ul { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.25rem 0 0; padding: 0; list-style: none; }
nav a {
  display: flex; gap: .45rem; align-items: center; padding: .3rem .8rem; background: var(--card);
  border: 1px solid var(--rule); border-radius: 2rem; color: var(--text); text-decoration: none;
}
nav a:hover { border-color: var(--accent); }

table { width: 100%; table-layout: fixed; border-collapse: collapse; text-align: left; }
th, td { padding: .6rem; vertical-align: top; border-top: 1px solid var(--rule); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { padding-top: 0; border: 0; font-size: .8rem; font-weight: 600; color: var(--muted); white-space: nowrap; }
thead th:nth-child(1) { width: 22%; } thead th:nth-child(2) { width: 16%; } thead th:nth-child(6) { width: 6%; }
thead th:nth-child(7) { width: 14%; } thead th:nth-child(8) { width: 12%; }
tbody th { font-weight: 600; }
.plain { table-layout: auto; }
.plain thead th:nth-child(n) { width: auto; }
.place { display: block; font-weight: 400; color: var(--muted); }
.note { display: block; font-size: .875rem; font-weight: 400; font-style: italic; }
.number { text-align: right; }
.value { font-size: 1.1rem; line-height: 1.36; font-weight: 700; }
.words { display: block; font-size: .8rem; }
.trend { color: var(--accent); }
.spark { display: block; width: 100%; max-width: 7.5rem; height: 1.75rem; overflow: visible; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart .labels, .chart .grid { color: var(--muted); }
.chart text { font: 12px system-ui, "Segoe UI", Roboto, "Open Sans", "Noto Sans", sans-serif; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1.25rem 2rem; }
.charts { margin: .25rem 0 1.25rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); }
figure { margin: 0; color: var(--accent); }
figcaption { display: flex; gap: .25rem 1rem; justify-content: space-between; margin-bottom: .4rem; color: var(--text); }
figcaption .value { white-space: nowrap; }

.remarks { margin: 0; padding: 0; list-style: none; }
.remarks li { display: grid; grid-template-columns: 10rem 1fr; gap: .1rem 1rem; padding: .5rem 0; }
.charts:last-child { margin-bottom: 0; }
.remarks li { border-top: 1px solid var(--rule); }
h2 + .remarks li:first-child { border-top: 0; padding-top: 0; }
.line { display: block; }
.remarks .standing { align-self: start; }
.bars { color: var(--accent); }
.remarks .links { grid-column: 2; display: flex; flex-wrap: wrap; gap: .1rem 1rem; }
footer { margin-top: 1.5rem; font-size: .875rem; color: var(--muted); }

@media screen and (max-width: 62rem) {
  body { padding: 1.25rem .9rem 2rem; }
  .card { padding: 1rem; }
  h1 { font-size: 1.55rem; }
  table, tbody, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr {
    display: grid; grid-template-columns: repeat(auto-fill, minmax(5.25rem, 1fr)); gap: .35rem 1rem;
    padding: .9rem 0;
    border-top: 1px solid var(--rule);
  }
  tbody tr:first-child { border-top: 0; padding-top: 0; }
  tbody th, tbody td, tbody .number { padding: 0; border: 0; text-align: left; }
  tbody th, .standing-cell { grid-column: 1 / -1; }
  tbody td:empty { display: none; }
  td[data-label]::before { content: attr(data-label); display: block; font-size: .8rem; color: var(--muted); }
  td[data-label]::before { font-weight: 400; line-height: 1.5; }
  .remarks li { grid-template-columns: 1fr; }
  .remarks .links { grid-column: 1; }
}
@media print {
  :root { --ground: #fff; font-size: 10.5px; }
  body { padding: 0; max-width: none; }
  nav { display: none; }
  td .standing { white-space: normal; }
  .card { print-color-adjust: exact; }
  tr, figure, .remarks li, .verdict { break-inside: avoid; }
  h2 { break-after: avoid; }
}
)css";
}

}  // namespace lapwing::report
