// SPDX-License-Identifier: Apache-2.0
// What a browser alone can tell of a page. Runs in a page that holds it in frames, one a width and a theme; what it sees
// stands in the <pre> at its end.
'use strict';

/// [red, green, blue, alpha] of a computed colour.
function channels(colour) {
  const numbers = colour.match(/[\d.]+/g).map(Number);
  return numbers.length === 3 ? [...numbers, 1] : numbers;
}

function luminance([red, green, blue]) {
  const linear = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/// By WCAG 2.2, "contrast ratio".
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function ground(element, view) {
  for (let at = element; at; at = at.parentElement) {
    const colour = channels(view.getComputedStyle(at).backgroundColor);
    if (colour[3] === 1) return colour;
  }
  return [255, 255, 255, 1];
}

/// For screen readers alone: clipped to nothing, or the words of a picture.
function isUnseen(element, view) {
  for (let at = element; at; at = at.parentElement) {
    if (view.getComputedStyle(at).clipPath === 'inset(50%)') return true;
  }
  return element.closest('title, desc, style') !== null;
}

function seen(view) {
  const page = view.document;
  const out = {width: view.innerWidth, background: view.getComputedStyle(page.body).backgroundColor, contrast: 99, letters: 99};
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  out.beyond = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || isUnseen(element, view)) continue;
    const range = page.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    if (box.left < -0.5 || box.right > view.innerWidth + 0.5) out.beyond.push(node.data.slice(0, 40));
    const style = view.getComputedStyle(element);
    const isDrawn = element instanceof view.SVGElement;
    const ratio = contrast(channels(isDrawn ? style.fill : style.color), ground(element, view));
    if (ratio < out.contrast) Object.assign(out, {contrast: ratio, palest: node.data.slice(0, 40)});
    const scale = isDrawn ? element.getScreenCTM().a : 1;
    out.letters = Math.min(out.letters, parseFloat(style.fontSize) * scale);
  }
  out.overflow = page.documentElement.scrollWidth - view.innerWidth;
  const rows = [...page.querySelectorAll('tbody tr')].map(row => row.getBoundingClientRect());
  out.rows = rows.filter(box => box.width > 100 && box.height > 20).length;
  out.curves = [...page.querySelectorAll('path.curve')].filter(path => {
    const [box, frame] = [path.getBoundingClientRect(), path.ownerSVGElement.getBoundingClientRect()];
    return box.width > 20 && box.height > 1 && box.left >= frame.left && box.right <= frame.right &&
        box.top >= frame.top && box.bottom <= frame.bottom;
  }).length;
  out.images = page.querySelectorAll('svg[role=img]').length;
  out.unnamed = [...page.querySelectorAll('svg[role=img]')].filter(svg => !svg.querySelector('title')?.textContent).length;
  out.dead = [...page.querySelectorAll('a[href^="#"]')].filter(a => !page.querySelector(a.getAttribute('href'))).length;
  out.scripts = page.querySelectorAll('script, [onload], [onclick], img, iframe, link').length;
  const links = [...page.querySelectorAll('a')];
  out.schemes = [...new Set(links.map(a => a.protocol))].sort();
  out.headings = page.querySelectorAll('h1').length;
  return out;
}

onload = () => {
  const all = [...document.querySelectorAll('iframe')].map(frame => seen(frame.contentWindow));
  const text = JSON.stringify(all).replace(/[<>&]/g, c => '\\u00' + c.charCodeAt(0).toString(16));
  document.body.append(Object.assign(document.createElement('pre'), {textContent: text}));
};
