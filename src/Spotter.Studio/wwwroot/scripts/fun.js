// What is put on faces: stickers, which the studio draws and serves, and speech bubbles.

import { getJson } from './api.js';
import { h } from './dom.js';

let all = null;

/** The stickers of the studio, each with its picture; fetched once. */
export async function stickers() {
  all ??= (await getJson('api/v1/stickers')).map((sticker) => {
    const image = new Image();
    image.src = `api/v1/stickers/${encodeURIComponent(sticker.name)}`;
    return { ...sticker, image };
  });
  return all;
}

/** Picks stickers and what is said. */
export async function funPicker({ name, value, onchange }) {
  const set = (change) => onchange(Object.assign(value, change));
  const chips = (await stickers()).map((sticker) => h('label', { class: 'chip' },
    h('input', { type: 'checkbox', name, value: sticker.name, checked: value.stickers.includes(sticker.name), onchange: (event) => {
      const others = value.stickers.filter((other) => other !== sticker.name);
      set({ stickers: event.target.checked ? [...others, sticker.name] : others });
    } }),
    h('span', {}, sticker.name.replace('-', ' '))));
  return h('fieldset', {}, h('legend', {}, 'On faces'),
    h('div', { class: 'chips' }, chips),
    h('label', { class: 'field' }, 'Speech bubble',
      h('input', { type: 'text', id: `${name}-speech`, maxLength: 200, placeholder: 'nothing', value: value.speech, oninput: (event) => set({ speech: event.target.value }) })));
}

/**
 * Draws what was picked onto all faces.
 * @param context the canvas
 * @param found { width, height, detections } with poses
 * @param fun { stickers, speech }
 */
export function paintFun(context, found, fun) {
  const scale = context.canvas.width / found.width;
  const faces = found.detections.filter((detection) => detection.pose);
  for (const face of faces) {
    for (const sticker of (all ?? []).filter((one) => fun.stickers.includes(one.name))) putOn(context, face.pose, sticker, scale);
  }
  if (fun.speech.trim()) bubbles(context, faces, fun.speech.trim(), scale);
}

function putOn(context, pose, sticker, scale) {
  const { image } = sticker;
  if (!image.complete || !image.naturalWidth) return;
  const place = sticker.place === 'nose' ? pose.nose : sticker.place === 'mouth' ? pose.mouth : pose.eyes;
  const unit = pose.unit * scale;
  const width = sticker.width * unit;
  const height = width * image.naturalHeight / image.naturalWidth;
  context.save();
  context.translate(place[0] * scale, place[1] * scale);
  context.rotate(pose.angle);
  context.drawImage(image, -width / 2, sticker.down * unit - sticker.anchorY * height, width, height);
  context.restore();
}

function bubbles(context, faces, text, scale) {
  const { width, height } = context.canvas;
  const size = Math.max(13, Math.min(width, height) / 26);
  context.save();
  context.font = `${size}px system-ui, sans-serif`;
  const lines = breakLines(context, text, Math.min(width * 0.6, size * 14));
  const w = Math.min(width, Math.max(...lines.map((line) => context.measureText(line).width)) + size * 1.4);
  const h = Math.min(height, lines.length * size * 1.25 + size * 1.1);
  const taken = faces.map((face) => ({ x: face.x * scale, y: face.y * scale, w: face.w * scale, h: face.h * scale }));
  for (const face of faces) {
    const box = { x: face.x * scale, y: face.y * scale, w: face.w * scale, h: face.h * scale };
    const place = placeBubble(box, w, h, taken, width, height);
    taken.push(place);
    const core = { x: box.x + box.w * 0.2, y: box.y + box.h * 0.2, w: box.w * 0.6, h: box.h * 0.6 };
    drawBubble(context, place, lines, size, [face.pose.mouth[0] * scale, face.pose.mouth[1] * scale], core);
  }
  context.restore();
}

function breakLines(context, text, widest) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (!lines.at(-1) || context.measureText(longer).width <= widest) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// Inside the picture, and of several places the one that covers least.
function placeBubble(face, w, h, taken, width, height) {
  const gap = Math.max(4, face.h / 10);
  const middle = face.x + face.w / 2;
  const above = face.y - gap - h;
  const beside = face.y + face.h / 4 - h;
  const below = face.y + face.h + gap;
  const places = [
    [middle + face.w / 4, above], [middle - face.w / 4 - w, above], [face.x + face.w + gap, beside], [face.x - gap - w, beside],
    [middle - w / 2, above], [middle + face.w / 4, below], [middle - face.w / 4 - w, below], [0, 0], [width - w, 0], [0, height - h], [width - w, height - h],
  ].map(([x, y]) => ({ x: Math.min(Math.max(0, x), width - w), y: Math.min(Math.max(0, y), height - h), w, h }));
  const covered = (place) => taken.reduce((sum, other) => sum + overlap(place, other), 0);
  return places.reduce((best, place) => (covered(place) < covered(best) ? place : best));
}

const overlap = (a, b) =>
  Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));

// After what part of a way it comes into a box: 1 where it does not.
function entry(box, from, way) {
  const slab = (start, step, low, high) => {
    if (step === 0) return start >= low && start <= high ? [-Infinity, Infinity] : [Infinity, -Infinity];
    const ends = [(low - start) / step, (high - start) / step];
    return [Math.min(...ends), Math.max(...ends)];
  };
  const [inX, outX] = slab(from[0], way[0], box.x, box.x + box.w);
  const [inY, outY] = slab(from[1], way[1], box.y, box.y + box.h);
  const enter = Math.max(0, inX, inY);
  return enter <= Math.min(outX, outY) ? Math.min(enter, 1) : 1;
}

function drawBubble(context, place, lines, size, mouth, core) {
  const root = [Math.min(Math.max(mouth[0], place.x + size * 1.4), place.x + place.w - size * 1.4), Math.min(Math.max(mouth[1], place.y + place.h * 0.4), place.y + place.h * 0.6)];
  const way = [mouth[0] - root[0], mouth[1] - root[1]];
  const length = Math.hypot(...way) || 1;
  const aside = [-way[1] / length * size * 0.45, way[0] / length * size * 0.45];
  const reach = Math.min(0.75, entry(core, root, way));
  const tip = [root[0] + way[0] * reach, root[1] + way[1] * reach];
  const body = new Path2D();
  body.roundRect(place.x + 1, place.y + 1, place.w - 2, place.h - 2, size * 0.9);
  const tail = new Path2D();
  tail.moveTo(root[0] + aside[0], root[1] + aside[1]);
  tail.lineTo(...tip);
  tail.lineTo(root[0] - aside[0], root[1] - aside[1]);
  tail.closePath();
  context.lineJoin = 'round';
  context.lineWidth = Math.max(2, size * 0.2);
  context.strokeStyle = '#141418';
  context.stroke(tail);
  context.stroke(body);
  context.fillStyle = '#fff';
  context.fill(tail);
  context.fill(body);
  context.fillStyle = '#141418';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  lines.forEach((line, i) => context.fillText(line, place.x + place.w / 2, place.y + place.h / 2 + (i - (lines.length - 1) / 2) * size * 1.25));
}
