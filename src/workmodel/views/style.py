"""Colours and style sheets of everything drawn: light and dark, from one palette.

Pages use custom properties, so that a dark notebook can switch them; a drawing on its own spells colours out, because
many viewers of SVG files know no custom properties. Text has a contrast of at least 4.5 : 1 on its ground and outlines
of bars at least 3 : 1 (WCAG 2.2, criteria 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["drawing_style", "fragment", "page_style"]

LIGHT: Final = {
    "page": "#f5f6f8", "panel": "#ffffff", "ink": "#1b2530", "muted": "#586472", "line": "#dde2e8", "strong": "#b9c2cc",
    "shade": "#e9edf2", "hover": "#eaf1fb", "task": "#b5cff0", "done": "#2f62ad", "critical": "#f6c1b8",
    "hard": "#b3261e", "link": "#76828f", "today": "#0b7a4b", "good": "#0b7a4b", "accent": "#1f57a8",
    "heata": "#e6effa", "heatb": "#d0e1f6", "heatc": "#b5cff0", "heatd": "#94baea",
}  # fmt: skip
DARK: Final = {
    "page": "#12161b", "panel": "#1a1f26", "ink": "#e7eaee", "muted": "#a3adb8", "line": "#2c333c", "strong": "#46505b",
    "shade": "#242b35", "hover": "#232d3b", "task": "#2b4770", "done": "#8fb8f5", "critical": "#6e2b25",
    "hard": "#ff9a8d", "link": "#8a95a1", "today": "#4ccb8f", "good": "#4ccb8f", "accent": "#8fb8f5",
    "heata": "#202d3f", "heatb": "#273b57", "heatc": "#2f4a70", "heatd": "#375a8a",
}  # fmt: skip

_FONT: Final = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif'

_DRAWING: Final = """
.wm text{font:12px $font;fill:$ink}
.wm .w-sh{fill:$shade}
.wm .w-gr{stroke:$line;fill:none;shape-rendering:crispEdges}
.wm .w-st{stroke:$strong;fill:none;shape-rendering:crispEdges}
.wm .w-ma{font-weight:600}
.wm .w-mi{font-size:11px;fill:$muted;text-anchor:middle}
.wm .w-l{pointer-events:none;stroke:$link;fill:none;stroke-width:1}
.wm .w-ld{stroke-width:1.4}
.wm .w-lc{stroke:$hard;stroke-width:1.8}
.wm .w-t{fill:$task;stroke:$done}
.wm .w-d{fill:$done}
.wm .w-c{fill:$critical;stroke:$hard;stroke-width:1.8}
.wm .w-k{fill:$hard}
.wm .w-s{fill:$ink}
.wm .w-m{fill:$ink;stroke:$ink}
.wm .w-mc{fill:$hard;stroke:$hard}
.wm .w-ok{fill:none;stroke:$panel;stroke-width:1.8}
.wm .w-f{stroke:$muted;fill:none;stroke-dasharray:1 3}
.wm .w-dl{fill:none;stroke:$good;stroke-width:1.6}
.wm .w-dm{fill:$hard;stroke:$hard}
.wm .w-x{font-size:11px;fill:$muted;paint-order:stroke;stroke:$panel;stroke-width:5px;stroke-linejoin:round}
.wm .w-td{stroke:$today;stroke-width:2;stroke-dasharray:5 3;fill:none}
.wm .w-tt{fill:$today}
.wm .w-h{fill:transparent}
.wm .w-lv{fill:$done}
.wm .w-pr{fill:$panel}
.wm .w-lg{fill:$task;stroke:$done;stroke-width:.8}
.wm .w-wt{stroke:$muted;fill:none;stroke-dasharray:2 2}
.wm .w-lt{fill:$done}
.wm .w-lr{fill:$task;stroke:$done;stroke-width:.8}
.wm .w-la{fill:$shade;stroke:$muted;stroke-width:.8;stroke-dasharray:2 2}
.wm .w-lx{fill:$critical;stroke:$hard}
.wm .w-cap{fill:none;stroke:$ink;stroke-width:1.4;pointer-events:none}
.wm .w-q0{fill:$panel}
.wm .w-q1{fill:$heata}
.wm .w-q2{fill:$heatb}
.wm .w-q3{fill:$heatc}
.wm .w-q4{fill:$heatd}
.wm .w-qfull{fill:$critical}
.wm .w-qclosed,.wm .w-qaway,.wm .w-qbarred{fill:$shade}
.wm .w-qh{stroke:$strong;fill:none}
.wm .w-qo{stroke:$hard;stroke-width:1.6;fill:none}
.wm .w-qt{font-size:11px;text-anchor:middle}
.wm .w-qb{font-weight:700}
.wm .w-qz{fill:$muted}
"""

_CONTENT: Final = """
.wm{color:$ink;font:14px/1.45 $font;-webkit-text-size-adjust:100%;text-align:left}
.wm *,.wm *::before{box-sizing:border-box}
.wm h1{font-size:26px;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
.wm h2{font-size:17px;margin:28px 0 10px}
.wm h3{font-size:14px;margin:20px 0 8px}
.wm p{margin:0 0 8px}
.wm .w-mu{color:$muted}
.wm .w-bad{color:$hard;font-weight:600}
.wm .w-good{color:$good}
.wm .w-cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:16px 0}
.wm .w-cards div{background:$panel;border:1px solid $line;border-radius:8px;padding:9px 12px}
.wm .w-cards dt{color:$muted;font-size:12px}
.wm .w-cards dd{margin:2px 0 0;font-size:15px;font-weight:600}
.wm .w-cards small{display:block;font-size:12px;font-weight:400;color:$muted}
.wm .w-legend{display:flex;flex-wrap:wrap;gap:4px 18px;align-items:center;margin:0 0 8px;font-size:12px;color:$muted}
.wm .w-legend span{display:inline-flex;align-items:center;gap:6px}
.wm .w-box{background:$panel;border:1px solid $line;border-radius:8px;overflow:auto;max-width:100%;width:fit-content}
.wm .w-box:focus-visible{outline:2px solid $accent;outline-offset:2px}
.wm table{border-collapse:separate;border-spacing:0;margin:0;color:inherit;font-size:13px;width:auto}
.wm th,.wm td{padding:6px 10px;border:0;border-bottom:1px solid $line;text-align:left;vertical-align:top;
background:$panel;font-weight:400;white-space:normal;max-width:none}
.wm thead th{font-weight:600;color:$muted;font-size:12px;vertical-align:bottom;border-bottom-color:$strong}
.wm tbody tr:last-child>*{border-bottom:0}
.wm .w-r{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.wm .w-nw{white-space:nowrap}
.wm ul{margin:0;padding:0 0 0 18px}
.wm .w-grid{table-layout:fixed;width:0}
.wm .w-grid th,.wm .w-grid td{height:28px;padding:4px 8px;line-height:18px;white-space:nowrap;
overflow:hidden;text-overflow:ellipsis}
.wm .w-grid thead th{position:sticky;top:0;z-index:2;height:46px;line-height:16px;padding-bottom:6px}
.wm .w-grid th:first-child{position:sticky;left:0;z-index:1;border-right:1px solid $strong}
.wm .w-grid thead th:first-child{z-index:3}
.wm .w-grid td.w-ch,.wm .w-grid th.w-ch{padding:0;overflow:visible;vertical-align:top;border:0;line-height:0}
.wm .w-grid th.w-ch{overflow:hidden}
.wm .w-grid svg{display:block}
.wm .w-grid .w-sum>th{font-weight:600}
.wm .w-nm{display:flex;align-items:baseline;height:18px;min-width:0}
.wm .w-nm>*{flex:none}
.wm .w-nm>.w-n,.wm .w-nm>bdi{flex:0 1 auto;min-width:0;overflow:hidden;text-overflow:ellipsis}
.wm .w-grid .w-bad{font-weight:400}
.wm .w-grid .w-hot>:not(.w-ch){background:$hover}
.wm .w-hot .w-h{fill:$hover}
.wm .w-l.w-hot{stroke:$accent;stroke-width:2.4}
.wm .w-grid .w-load>*{height:56px;vertical-align:middle}
.wm .w-grid .w-load>td:not(.w-ch){white-space:normal;line-height:16px;color:$muted;font-size:12px}
.wm .w-grid .w-lh>*{height:40px;vertical-align:bottom;font-weight:600;border-top:1px solid $strong}
.wm .w-no{color:$muted;font-size:11px;margin-right:6px;font-weight:400}
.wm .w-heat td,.wm .w-heat th{padding:0 6px;height:28px;line-height:27px;white-space:nowrap}
.wm .w-heat thead th{position:sticky;top:0;z-index:2;height:22px;line-height:21px;border:0;vertical-align:middle}
.wm .w-heat thead tr:last-child th,.wm .w-heat thead th[rowspan]{border-bottom:1px solid $strong}
.wm .w-heat thead tr:last-child th{top:22px}
.wm .w-heat .w-bd{border-left:1px solid $strong}
.wm .w-heat tbody th,.wm .w-heat thead tr:first-child th:first-child{position:sticky;left:0;z-index:1;
border-right:1px solid $strong;padding:0 10px}
.wm .w-heat thead tr:first-child th:first-child{z-index:3}
.wm .w-heat tbody th div{max-width:240px;overflow:hidden;text-overflow:ellipsis}
.wm .w-heat .w-all>*{border-top:1px solid $strong;font-weight:600}
.wm .w-heat td.w-q{min-width:42px;padding:0 4px;text-align:center;font-size:12px;border-left:1px solid $panel;
border-bottom:1px solid $panel;font-variant-numeric:tabular-nums}
.wm .w-heat td.w-q{position:relative}
.wm .w-now{position:absolute;top:-1px;bottom:-1px;width:2px;margin-left:-1px;pointer-events:none;
background:linear-gradient($today 0 5px,transparent 5px calc(100% - 5px),$today calc(100% - 5px))}
.wm .w-now.w-edge{background:$today}
.wm th .w-now{top:auto;height:6px;background:$today}
.wm td.w-q0{color:$muted}
.wm td.w-q1{background:$heata}
.wm td.w-q2{background:$heatb}
.wm td.w-q3{background:$heatc}
.wm td.w-q4{background:$heatd}
.wm td.w-qfull{background:$critical;font-weight:600}
.wm td.w-qclosed,.wm td.w-qaway,.wm td.w-qbarred{background:$shade;color:$muted}
.wm td.w-qaway{background:repeating-linear-gradient(135deg,$shade 0 5px,$panel 5px 8px)}
.wm td.w-qover{box-shadow:inset 0 0 0 1.6px $hard}
.wm button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:left}
.wm .w-n{max-width:100%;overflow:hidden;text-overflow:ellipsis;vertical-align:bottom;white-space:nowrap}
.wm .w-n:hover{color:$accent;text-decoration:underline}
.wm button:focus-visible{outline:2px solid $accent;outline-offset:1px;border-radius:3px}
.wm .w-tg{width:16px;margin-left:-4px;text-align:center;color:$muted}
.wm [hidden]{display:none}
.wm .w-crit,.wm .w-ms{margin-right:5px}
.wm .w-crit{color:$hard}
.wm .w-legend .w-crit{margin:0}
"""

_PAGE: Final = """
body.wm{margin:0;background:$page;color-scheme:light dark}
.wm main,.wm header,.wm footer{padding:0 28px;max-width:2400px;margin:0 auto}
.wm header{padding-top:26px}
.wm footer{padding-top:24px;padding-bottom:32px;color:$muted;font-size:12px}
.wm .w-box{max-height:calc(100vh - 40px)}
.wm .w-act{white-space:nowrap;border:1px solid $strong;border-radius:6px;padding:1px 10px;color:$ink;background:$panel}
.wm .w-path{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:8px 0;align-items:stretch}
.wm .w-path li{display:flex;align-items:center}
.wm .w-path li+li::before{content:"→";color:$hard;padding:0 8px;font-weight:600}
.wm .w-path div{background:$panel;border:1px solid $line;border-left:4px solid $hard;border-radius:6px;
padding:6px 12px;max-width:300px}
.wm .w-path small{display:block;color:$muted}
.wm [popover]{border:1px solid $strong;border-radius:10px;background:$panel;color:$ink;padding:18px 20px;
max-width:min(680px,92vw);max-height:86vh;overflow:auto;box-shadow:0 10px 40px rgb(0 0 0/.3)}
.wm [popover]::backdrop{background:rgb(0 0 0/.25)}
.wm [popover] h3{margin:0 24px 6px 0;font-size:16px;overflow-wrap:anywhere}
.wm [popover] dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:8px 0 12px}
.wm [popover] dt{color:$muted}
.wm [popover] dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
.wm .w-n2{color:$accent;text-decoration:underline}
.wm .w-cl{position:absolute;top:14px;right:16px;font-size:16px;line-height:1;padding:4px}
@media(max-width:760px){.wm main,.wm header,.wm footer{padding-left:12px;padding-right:12px}.wm .w-opt{display:none}}
@media print{body.wm{background:none}.wm .w-box{max-height:none;overflow:visible;border:0}
.wm .w-grid th,.wm .w-heat th{position:static!important}
.wm .w-act,.wm [popover]{display:none}.wm h2{break-after:avoid}}
"""


def _minified(rules: str) -> str:
    return rules.strip().replace("\n", "").replace("$font", _FONT)


def _spelled(rules: str, palette: dict[str, str]) -> str:
    return re.sub(r"\$([a-z]+)", lambda found: palette[found[1]], _minified(rules))


def _referring(rules: str) -> str:
    return re.sub(r"\$([a-z]+)", r"var(--w-\1)", _minified(rules))


def _properties(palette: dict[str, str]) -> str:
    return "".join(f"--w-{name}:{colour};" for name, colour in palette.items())


def drawing_style() -> str:
    """The style sheet of a drawing on its own, with a dark half for viewers that prefer it."""
    ground = ".wm{background:$panel}.wm .w-bg{fill:$panel}"
    light, dark = (_spelled(ground + _DRAWING, palette) for palette in (LIGHT, DARK))
    return f"{light}@media(prefers-color-scheme:dark){{{dark}}}"


def page_style() -> str:
    """The style sheet of a whole page."""
    return (
        f":root{{{_properties(LIGHT)}}}@media(prefers-color-scheme:dark){{:root{{{_properties(DARK)}}}}}"
        "@media print{:root{" + _properties(LIGHT) + "}}" + _referring(_CONTENT + _DRAWING + _PAGE)
    )


def _fragment_style() -> str:
    """The style sheet of a piece of HTML inside somebody else's page, such as a notebook.

    Dark where the page says that it is dark (JupyterLab, Visual Studio Code), or says nothing and the reader prefers it.
    """
    silent = "body:not([data-jp-theme-light]):not(.vscode-light)"
    says = 'body[data-jp-theme-light="false"] .wm,body.vscode-dark .wm'
    return (
        f".wm{{{_properties(LIGHT)}}}@media(prefers-color-scheme:dark){{{silent} .wm{{{_properties(DARK)}}}}}"
        f"{says}{{{_properties(DARK)}}}" + _referring(_CONTENT + _DRAWING) + ".wm .w-box{max-height:520px}"
    )


def fragment(content: str) -> str:
    """A piece of HTML that brings its own style, to stand in somebody else's page or on its own."""
    return f'<div class="wm"><style>{_fragment_style()}</style>{content}</div>'
