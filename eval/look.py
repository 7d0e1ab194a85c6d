"""How the report's page looks: one style sheet, light and dark, from 360 px upwards."""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #17202b; --quiet: #5b6776; --line: #dfe4ea; --track: #eceff3;
  --correct: #1f7a6d; --wrong: #c2413b; --abstained: #d49a1f; --failed: #6b5b95;
  --register: #1f7a6d; --search: #4a7fb5; --accent: #14574e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11161c; --card: #1a212a; --ink: #e6ebf1; --quiet: #9aa7b6; --line: #2d3743; --track: #252e39;
    --correct: #3fb6a2; --wrong: #e5736c; --abstained: #e0b04a; --failed: #a493d1;
    --register: #3fb6a2; --search: #6ea4da; --accent: #7fd6c7;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 56px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 17px; margin: 0 0 14px; }
p { margin: 0; }
.quiet { color: var(--quiet); fill: var(--quiet); font-weight: 400; }
.card {
  background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 20px;
  margin-top: 18px;
}
.tiles {
  display: grid; grid-template-columns: repeat(5, 1fr); gap: 12px; margin-top: 22px;
}
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.tile dt { color: var(--quiet); font-size: 13px; }
.tile dd {
  margin: 2px 0 0; font-size: 26px; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums;
}
.tile .note { font-size: 12.5px; line-height: 1.35; color: var(--quiet); font-weight: 400; margin-top: 4px; }
.tile.lead { border-color: var(--correct); box-shadow: inset 0 3px 0 var(--correct); }
.tile.lead dd { color: var(--accent); }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; align-items: stretch; }
.two .card { height: calc(100% - 18px); }
@media (max-width: 800px) {
  .two { grid-template-columns: 1fr; gap: 0; } .two .card { height: auto; }
}
.bars { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 16px 36px; }
.bounds { font-size: 11px; font-weight: 400; color: var(--quiet); }
.more { font-size: 13px; margin-top: 10px; }
svg { display: block; overflow: visible; }
svg text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--ink); }
svg text.value { font-weight: 600; font-variant-numeric: tabular-nums; }
svg text.axis { font-size: 12px; fill: var(--quiet); }
svg tspan.quiet { fill: var(--quiet); font-weight: 400; }
.track { fill: var(--track); }
.rule { stroke: var(--line); } .faint { stroke-dasharray: 3 4; }
.ideal { stroke: var(--ink); stroke-dasharray: 5 4; }
rect.correct { fill: var(--correct); } rect.wrong { fill: var(--wrong); }
rect.abstained { fill: var(--abstained); } rect.failed { fill: var(--failed); }
rect.register { fill: var(--register); } rect.search { fill: var(--search); }
.legend {
  display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 12px 0 0; padding: 0; list-style: none;
  font-size: 13px;
}
.legend li::before {
  content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 7px;
  background: var(--dot);
}
.legend.tall { flex-direction: column; gap: 8px; margin-top: 16px; }
.legend.tall li { display: flex; line-height: 1.4; }
.legend.tall li::before { flex: none; margin-top: 4px; }
.dot-correct { --dot: var(--correct); } .dot-wrong { --dot: var(--wrong); }
.dot-abstained { --dot: var(--abstained); } .dot-failed { --dot: var(--failed); }
.dot-register { --dot: var(--register); } .dot-search { --dot: var(--search); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th, td { text-align: left; vertical-align: top; padding: 8px 10px; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 600; font-size: 12.5px; }
tbody tr:last-child td { border-bottom: 0; }
th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
.figures th:not(:first-child), .figures td:not(:first-child) {
  text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap;
}
.figures th, .figures td { padding: 7px; }
.figures th, .figures td:first-child { white-space: nowrap; }
.figures th:first-child, .figures td:first-child { position: sticky; left: 0; background: var(--card); }
.figures tr.total td { font-weight: 650; }
.cases { table-layout: fixed; }
.cases col.c1 { width: 21%; } .cases col.c2 { width: 22%; } .cases col.c3 { width: 33%; }
.cases td { overflow-wrap: anywhere; }
.cases .id { display: block; color: var(--quiet); font-size: 12px; margin-top: 6px; }
.cases ul { margin: 0; padding-left: 16px; }
.badge {
  display: inline-block; padding: 1px 8px; border-radius: 999px; font-size: 12px; font-weight: 600;
  border: 1px solid var(--dot); color: var(--ink);
}
.badge::before {
  content: ""; display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: var(--dot);
  margin-right: 6px;
}
.badge { margin-bottom: 6px; }
.said { white-space: pre-wrap; margin-top: 6px; }
details summary { cursor: pointer; color: var(--accent); }
details .said, blockquote { max-height: 320px; overflow-y: auto; }
blockquote { margin: 4px 0 0; padding-left: 10px; border-left: 2px solid var(--line); color: var(--quiet); }
.source + .source { margin-top: 10px; }
dl.setup {
  display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0; font-size: 13.5px;
}
dl.setup dt { color: var(--quiet); } dl.setup dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 980px) { .tiles { grid-template-columns: 1fr 1fr; } }
@media (max-width: 720px) {
  main { padding: 22px 12px 40px; } .card { padding: 16px 14px; }
  .tiles { gap: 10px; } .tile { padding: 12px; } .tile dd { font-size: 22px; }
  .cases, .cases tbody, .cases tr, .cases td { display: block; width: auto; }
  .cases thead, .cases colgroup { display: none; }
  .cases tr { padding: 12px 0; border-bottom: 1px solid var(--line); }
  .cases tr:first-child { padding-top: 0; } .cases tr:last-child { border-bottom: 0; padding-bottom: 0; }
  .cases td { border: 0; padding: 4px 0; }
  .cases td::before { content: attr(data-name); display: block; color: var(--quiet); font-size: 12px; }
  dl.setup { grid-template-columns: 1fr; gap: 0; } dl.setup dd { margin-bottom: 8px; }
}
@media print { body { background: #fff; } .card, .tile { break-inside: avoid; } }
"""
