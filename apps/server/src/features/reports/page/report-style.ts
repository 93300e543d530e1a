/** The style of the report page. Its digest stands in the policy of the page. */
export const reportStyle = `
:root{--ink:#0f172a;--soft:#475569;--line:#e2e8f0;--card:#fff;--back:#f1f5f9;--accent:#1d4ed8;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--ink:#e7edf6;--soft:#9fb0c7;--line:#263348;--card:#131c2b;--back:#0b111c;--accent:#7aa2ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1180px;margin:0 auto;padding:28px 24px 56px;display:grid;gap:20px}
header,section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:22px 24px;min-width:0}
header{display:grid;grid-template-columns:minmax(0,340px) minmax(0,1fr);gap:26px;align-items:center}
header:not(:has(.cover)){grid-template-columns:1fr}
.cover{width:100%;border-radius:10px;display:block;background:var(--line)}
.eyebrow{margin:0;color:var(--accent);font-size:12px;font-weight:600;letter-spacing:.08em;text-transform:uppercase}
h1{margin:2px 0 0;font-size:27px;line-height:1.25;overflow-wrap:anywhere}
h2,caption{margin:0 0 12px;font-size:17px;font-weight:600;text-align:left}
.note{margin:6px 0 0;color:var(--soft);font-size:13px}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:14px 22px;margin:0}
header dl{margin-top:18px}
dt{color:var(--soft);font-size:12px}
dd{margin:0;font-weight:550;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.chart{width:100%;height:auto;display:block}
table{width:100%;border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
table+.note{margin-bottom:0}
section>*+table{margin-top:22px}
th,td{padding:9px 10px;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--soft);font-size:12px;font-weight:500;white-space:nowrap}
tbody th{font-weight:600;white-space:nowrap}
tbody tr:last-child>*{border-bottom:0}
@media(max-width:760px){
main{padding:14px 12px 40px;gap:14px}
header,section{padding:18px 16px}
header{grid-template-columns:1fr;gap:16px}
h1{font-size:22px}
dl{grid-template-columns:repeat(2,minmax(0,1fr))}
thead{display:none}
table,caption,tbody,tr{display:block}
tr{padding:10px 0;border-bottom:1px solid var(--line)}
tbody tr:last-child{border-bottom:0;padding-bottom:0}
tbody th,td{display:flex;justify-content:space-between;gap:16px;border:0;padding:3px 0}
td{text-align:right}
td::before{content:attr(data-label);color:var(--soft);text-align:left}
}
`.replaceAll('\n', '');
