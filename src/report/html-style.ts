/** Style of the HTML report. Text and marks have at least 4.5:1 against their ground in both schemes (WCAG 2.2, 1.4.3). */
export const HTML_STYLE: string = `
:root{--ground:#fff;--card:#f6f7f9;--text:#1b1f24;--soft:#57606a;--bad:#b3261e;--ok:#1a7f37;--open:#7d5800;--link:#0550ae}
@media (prefers-color-scheme:dark){:root{--ground:#0f1216;--card:#1a1f26;--text:#e6e9ed;--soft:#a3adb8;--bad:#ff8a80;--ok:#5fd07f;--open:#f0c050;--link:#7ab7ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{max-width:52rem;margin:0 auto;padding:12px}
h1,h2,h3,p,li,summary{overflow-wrap:anywhere}
h3{margin:0 0 .25rem}
a{color:var(--link)}
article{background:var(--card);border-left:4px solid var(--soft);border-radius:6px;margin:0 0 1rem;padding:8px}
article.error{border-color:var(--bad)}
article.warning{border-color:var(--open)}
.area{margin:0;color:var(--soft)}
pre{max-width:100%;overflow-x:auto;padding:8px;background:var(--ground);border-radius:4px;font:13px/1.5 ui-monospace,monospace}
ol,ul{padding-left:1.4rem}
figure{margin:8px 0}
svg{display:block;max-width:100%;height:auto}
svg text{fill:var(--text);font:12px system-ui,sans-serif}
svg .small{fill:var(--soft);font-size:11px}
svg .sign{font-weight:700}
rect{fill:var(--card);stroke:var(--soft);stroke-width:1.5}
.line{fill:none;stroke:var(--soft);stroke-width:2}
.line.ok{stroke:var(--ok)}
.line.bad{stroke:var(--bad);stroke-width:3;stroke-dasharray:6 3}
.line.open{stroke:var(--open)}
.ok rect{stroke:var(--ok)}
.bad rect{stroke:var(--bad);stroke-width:2.5}
.open rect{stroke:var(--open)}
svg .bad text.small,svg .sign.bad{fill:var(--bad)}
svg .sign.ok{fill:var(--ok)}
svg .sign.open{fill:var(--open)}
`;
