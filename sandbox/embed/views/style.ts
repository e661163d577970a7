/** What the in-frame pages add to the shared look. They work from 560 pixels up. */
export const FRAME_CSS = `
body{background:#fff}
.bar{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding:.7rem 1.25rem;border-bottom:1px solid var(--line);flex-wrap:wrap}
.bar .brand{font-size:1.05rem}
.who{display:flex;gap:1.5rem;margin:0;flex-wrap:wrap}
.who dt{font-size:.75rem;color:var(--muted)}
.who dd{margin:0;font-weight:600}
.steps{display:flex;gap:.35rem;list-style:none;margin:0;padding:.6rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line);font-size:.85rem;color:var(--muted);counter-reset:step;overflow-x:auto}
.steps li{display:flex;align-items:center;gap:.4rem;white-space:nowrap;counter-increment:step}
.steps li::before{content:counter(step);display:grid;place-items:center;width:22px;height:22px;border-radius:50%;border:1px solid #9fb0a5;font-size:.75rem;font-weight:700;background:#fff}
.steps li+li{margin-left:.5rem}
.steps li.done::before{content:"✓";background:var(--soft);color:var(--forest);border-color:var(--green)}
.steps li[aria-current]{color:var(--coal);font-weight:700}
.steps li[aria-current]::before{background:var(--forest);color:#fff;border-color:var(--forest)}
main{padding:1.25rem;max-width:1180px;margin:0 auto}
main.narrow,.narrow{max-width:720px;margin:0 auto}
#heading:focus{outline:none}
.choices{list-style:none;padding:0;margin:0;display:grid;gap:.6rem}
.choice{display:flex;align-items:center;justify-content:space-between;gap:1rem;width:100%;text-align:left;background:#fff;color:var(--coal);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;font-weight:400}
.choice:hover{background:var(--soft);border-color:var(--green)}
.choice .go{color:var(--forest);font-weight:600;white-space:nowrap}
.choice strong{display:block}
.tag{display:inline-block;background:#fff;border:1px solid #b9cfa0;color:var(--forest);border-radius:99px;padding:.05rem .55rem;font-size:.78rem;font-weight:600;margin-right:.25rem}
.grid2{display:grid;grid-template-columns:1fr 1fr;gap:.8rem 1rem}
.fold>summary{cursor:pointer;font-weight:700;font-size:1.1rem}
.fold[open]>summary{margin-bottom:.8rem}
.row{display:flex;gap:.6rem;align-items:center;flex-wrap:wrap}
.between{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;flex-wrap:wrap}
.builder{display:grid;grid-template-columns:minmax(0,1fr) 340px;gap:1.25rem;align-items:start}
.filters{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,1fr) minmax(0,1fr);gap:.6rem;margin-bottom:.9rem}
.products{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:.7rem}
.product{display:grid;grid-template-columns:56px minmax(0,1fr);gap:.3rem .8rem;border:1px solid var(--line);border-radius:10px;padding:.8rem;background:#fff;align-content:space-between}
.product img{width:56px;height:72px}
.product h3{line-height:1.3}
.product form{grid-column:1/-1;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.5rem;align-items:center}
.product form select{min-height:38px;padding:.35rem .5rem;font-size:.88rem}
.product form button{min-height:38px;padding:.35rem .9rem}
.tabs{display:flex;gap:.25rem;border-bottom:1px solid var(--line);margin-bottom:1rem}
.tabs a{padding:.55rem .9rem;text-decoration:none;color:var(--muted);font-weight:600;border-bottom:3px solid transparent;margin-bottom:-1px}
.tabs a[aria-current]{color:var(--forest);border-color:var(--green)}
.plan{position:sticky;top:1rem;border:1px solid var(--line);border-radius:12px;background:var(--paper);display:flex;flex-direction:column;max-height:calc(100vh - 8.5rem)}
.plan>header{padding:.9rem 1rem .6rem}
.plan .lines{overflow:auto;padding:0 .7rem;flex:1;min-height:0}
.plan>footer{padding:.8rem 1rem;border-top:1px solid var(--line)}
.line{background:#fff;border:1px solid var(--line);border-radius:10px;margin-bottom:.6rem;padding:.7rem .8rem}
.line summary{cursor:pointer;list-style-position:outside;margin-left:1rem;padding-left:.1rem}
.line form{margin-top:.7rem}
.line label,.line legend{font-size:.8rem}
.line input,.line select{min-height:36px;padding:.3rem .5rem;font-size:.88rem}
.line input[type=checkbox]{min-height:0}
.line fieldset{border:0;padding:0;margin:.6rem 0 0}
.line legend{font-weight:600;padding:0;margin-bottom:.25rem}
.check{display:inline-flex;align-items:center;gap:.4rem;font-weight:400;margin:0 .7rem .25rem 0}
.empty{padding:1.25rem .5rem 1.75rem;text-align:center;color:var(--muted)}
.summary{list-style:none;margin:0 0 1.25rem;padding:0;border:1px solid var(--line);border-radius:12px}
.summary li{display:grid;grid-template-columns:44px minmax(0,1fr);gap:.9rem;padding:.8rem 1rem}
.summary li+li{border-top:1px solid var(--line)}
.summary img{width:44px;height:56px}
.done-mark{width:64px;height:64px;margin:0 auto 1rem;display:block}
@media (max-width:900px){.builder{grid-template-columns:minmax(0,1fr) 290px;gap:1rem}.filters{grid-template-columns:1fr 1fr}.filters>:first-child{grid-column:1/-1}main{padding:1rem}}
@media (max-width:640px){.builder{grid-template-columns:1fr}.plan{position:static;max-height:none}.grid2{grid-template-columns:1fr}}
`
