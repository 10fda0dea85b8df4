#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// A picture of messages as Discord shows them, from the requests that Lapwing sends: for the README. Neither the build
// nor the tests need it.
//
//   TZ=Europe/Berlin node tests/pictures/discord.mjs OUT.png MESSAGE[@TIME[,edited]]...
//   node tests/pictures/discord.mjs one.png tests/data/notify/discord_one.json@2026-11-23T18:34:00Z
//
// MESSAGE is the body of a request: JSON, or multipart/form-data with payload_json and the files of attachment:// images.
// TIME is when it was sent; how long ago things are counts from the last. Needs node and, from Debian: chromium
// pngquant fonts-open-sans fonts-noto-color-emoji.
import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const width = 620;
const mostBytes = 100_000;

const html = text => text.replace(/[&<>"]/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[c]);
const clock = at => at.toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'});
const date = at => at.toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric'});

function ago(at, now) {
  const seconds = Math.round((now - at) / 1000);
  const units = [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
  const [unit, length] = units.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', {numeric: 'auto'}).format(-Math.round(seconds / length), unit);
}

/// The markup that messages use: escapes, bold, italic, strike, code, links, instants, mentions, small lines.
function markup(text, now) {
  const kinds = [
    [/^\\([^A-Za-z0-9\s])/, m => html(m[1])],
    [/^\[((?:\\.|[^\]\\])+)\]\(<?(https?:[^)\s>]+)>?\)/, m => `<a>${markup(m[1], now)}</a>`],
    [/^<t:(-?\d+)(?::([tTdDfFR]))?>/, m => `<span class=instant>${instant(new Date(m[1] * 1000), m[2] ?? 'f', now)}</span>`],
    [/^<@&?(\d+)>/, () => '<span class=mention>@on-call</span>'],
    [/^`([^`\n]+)`/, m => `<code>${html(m[1])}</code>`],
    [/^\*\*((?:\\.|[^*\\]|\*(?!\*))+)\*\*/, m => `<b>${markup(m[1], now)}</b>`],
    [/^\*((?:\\.|[^*\\])+)\*/, m => `<i>${markup(m[1], now)}</i>`],
    [/^~~((?:\\.|[^~\\])+)~~/, m => `<s>${markup(m[1], now)}</s>`],
    [/^\n/, () => '<br>'],
    [/^(?:[^\\[<`*~\n]+|.)/su, m => html(m[0])],
  ];
  let out = '';
  for (let rest = text; rest !== '';) {
    const [match, show] = kinds.map(([pattern, make]) => [pattern.exec(rest), make]).find(([found]) => found);
    out += show(match);
    rest = rest.slice(match[0].length);
  }
  return out;
}

function instant(at, style, now) {
  const day = at.toLocaleDateString('en-GB', {weekday: 'long'});
  return {
    t: clock(at), T: at.toLocaleTimeString('en-GB'), d: at.toLocaleDateString('en-GB'), D: date(at),
    f: `${date(at)} ${clock(at)}`, F: `${day}, ${date(at)} ${clock(at)}`, R: ago(at, now),
  }[style];
}

/// What a request holds: its JSON and its files by name.
function read(path) {
  const bytes = readFileSync(path).toString('latin1');
  const text = part => Buffer.from(part, 'latin1').toString('utf8');
  if (!bytes.startsWith('--')) return {payload: JSON.parse(text(bytes)), files: {}};
  const request = {payload: {}, files: {}};
  for (const part of bytes.split(bytes.slice(0, bytes.indexOf('\r\n'))).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const [head, content] = [part.slice(0, end), part.slice(end + 4, -2)];
    if (head.includes('name="payload_json"')) request.payload = JSON.parse(text(content));
    else request.files[/filename="([^"]*)"/.exec(head)[1]] = Buffer.from(content, 'latin1').toString('base64');
  }
  return request;
}

function embed(one, files, now) {
  const name = /^attachment:\/\/(.*)$/.exec(one.image?.url ?? '')?.[1];
  if (name && !files[name]) throw new Error(`the message shows ${name}, which is not in the request`);
  const part = (kind, content) => content ? `<div class=${kind}>${content}</div>` : '';
  const fields = (one.fields ?? []).map(field => `<div class=${field.inline ? 'inline' : 'field'}><b>${
      markup(field.name, now)}</b><br>${markup(field.value, now)}</div>`).join('');
  const foot = [html(one.footer?.text ?? ''), one.timestamp ? instant(new Date(one.timestamp), 'f', now) : ''];
  return `<div class=embed style="border-color:#${(one.color ?? 0x1e1f22).toString(16).padStart(6, '0')}">` +
      part('title', markup(one.title ?? '', now)) + part('description', markup(one.description ?? '', now)) +
      part('fields', fields) + (name ? `<img src="data:image/png;base64,${files[name]}">` : '') +
      part('footer', foot.filter(text => text).join(' • ')) + '</div>';
}

/// A lapwing: black crest and breast, white belly, on green.
const avatar = `<svg class=avatar viewBox="0 0 40 40"><circle cx=20 cy=20 r=20 fill=#3a6b4c />
  <path d="M9 25 Q14 17 20 17 Q22 11 26 11 Q30 12 30 16 L35 17 L30 19 Q30 28 22 31 Q14 31 5 28 Z" fill=#f2f3f5 />
  <path d="M9 25 Q14 17 20 17 Q22 11 26 11 Q30 12 30 16 Q29 22 24 24 Q16 24 5 28 Z" fill=#1d2b2a />
  <path d="M24 11 Q20 6 14 6 Q20 8 22 13 Z" fill=#1d2b2a /><circle cx=27 cy=15 r=1.2 fill=#fff />
  <path d="M22 31 L22 36 M25 30 L25 36" stroke=#b5533c stroke-width=1.4 /></svg>`;

function message({request, at, edited}, now) {
  const {payload, files} = request;
  const same = at.toDateString() === now.toDateString();
  const when = same ? `Today at ${clock(at)}` : `${at.toLocaleDateString('en-GB')} ${clock(at)}`;
  return `<div class=message>${avatar}<div class=body><span class=name>${html(payload.username ?? 'Lapwing')}</span>` +
      `<span class=badge>APP</span><span class=when>${when}</span><div>${markup(payload.content ?? '', now)}` +
      `${edited ? ' <span class=edited>(edited)</span>' : ''}</div>` +
      (payload.embeds ?? []).map(one => embed(one, files, now)).join('') + '</div></div>';
}

const style = `
  body{margin:0;width:${width}px;background:#313338;color:#dbdee1;overflow:hidden;
    font:16px/22px "gg sans","Open Sans","Noto Sans",Helvetica,Arial,"DejaVu Sans","Noto Color Emoji",sans-serif}
  #all{padding:12px 16px 16px} .message{display:flex;gap:16px;padding-top:10px} .body{flex:1;min-width:0;overflow-wrap:anywhere}
  .avatar{width:40px;height:40px;flex:none;margin-top:2px} .name{color:#f2f3f5;font-weight:600}
  .badge{background:#5865f2;color:#fff;font-size:10px;font-weight:600;line-height:15px;padding:0 5px;border-radius:4px;
    margin:0 8px 0 5px;display:inline-block;vertical-align:2px} .when{color:#949ba4;font-size:12px}
  .edited{color:#949ba4;font-size:10px} a{color:#00a8fc} b{font-weight:600;color:inherit}
  .embed{background:#2b2d31;border-left:4px solid;border-radius:4px;max-width:500px;margin-top:6px;padding:10px 14px 12px 12px;
    font-size:14px;line-height:19px;box-sizing:border-box} .title{color:#f2f3f5;font-weight:600;font-size:16px;line-height:22px}
  .title+.description{margin-top:6px} .footer{margin-top:8px;font-size:12px;line-height:16px;color:#b5bac1}
  .embed img{display:block;width:100%;border-radius:4px;margin-top:12px} .instant{background:#ffffff14;border-radius:3px;padding:0 2px}
  .mention{background:#5865f24d;color:#c9cdfb;border-radius:3px;padding:0 2px} code{background:#1e1f22;border-radius:3px;
    padding:1px 4px;font:13px "DejaVu Sans Mono",monospace} .fields{display:flex;flex-wrap:wrap;gap:8px 16px;margin-top:8px}
  .field{width:100%} .inline{min-width:30%}`;

const [out, ...names] = process.argv.slice(2);
if (names.length === 0) {
  console.error('usage: node discord.mjs OUT.png MESSAGE[@TIME[,edited]]...');
  process.exit(2);
}
const messages = names.map(name => {
  const [, path, time, edited] = /^(.*?)(?:@([^@,]+)(,edited)?)?$/.exec(name);
  const at = time ? new Date(time) : new Date();
  if (isNaN(at)) throw new Error(`${time} is no time; write 2026-11-23T18:34:00Z`);
  return {request: read(path), at, edited: edited !== undefined};
});
const now = messages.at(-1).at;

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
try {
  const page = join(folder, 'page.html');
  writeFileSync(page, `<!doctype html><meta charset=utf-8><style>${style}</style><div id=all>${
      messages.map(one => message(one, now)).join('')}</div>
    <script>onload=()=>document.documentElement.dataset.height=Math.ceil(document.getElementById('all').offsetHeight)</script>`);
  const browse = (...options) => execFileSync('chromium', [
    '--headless', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${join(folder, 'profile')}`,
    ...(process.getuid() === 0 ? ['--no-sandbox'] : []), ...options, `file://${page}`,
  ], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28});
  const height = Number(/data-height="(\d+)"/.exec(browse(`--window-size=${width},800`, '--dump-dom'))[1]);
  // As sharp as a README has room for.
  for (const scale of [2, 1.5, 1.25, 1]) {
    const shot = join(folder, 'shot.png');
    browse(`--window-size=${width},${height}`, `--force-device-scale-factor=${scale}`, `--screenshot=${shot}`);
    execFileSync('pngquant', ['--force', '--speed', '1', '--output', shot, shot]);
    const bytes = statSync(shot).size;
    if (bytes > mostBytes && scale > 1) continue;
    copyFileSync(shot, out);
    console.log(`${out}: ${width * scale} x ${height * scale}, ${bytes} bytes`);
    break;
  }
} finally {
  rmSync(folder, {recursive: true, force: true});
}
