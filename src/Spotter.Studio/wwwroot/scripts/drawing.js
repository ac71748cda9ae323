// Draws a frame and what was found in it: boxes, labels, blur, smileys, and what is put on faces.

import { paintFun } from './fun.js';

const colors = { face: '#2dd4bf', smiling: '#fde047', eye: '#c084fc', smile: '#fb923c', person: '#facc15', car: '#f87171' };
const others = ['#38bdf8', '#f472b6', '#a3e635', '#fb923c', '#818cf8', '#34d399'];

/** The colour of a label, always the same one. */
export function colorOf(label) {
  if (colors[label]) return colors[label];
  let sum = 0;
  for (const character of label) sum = (sum * 31 + character.codePointAt(0)) >>> 0;
  return others[sum % others.length];
}

/** The colour of one detection: of its label, or where each identity has its own, of that. */
const colorFor = (detection, isEach) =>
  isEach && detection.id !== undefined ? `hsl(${(detection.id * 137.508) % 360} 90% 62%)` : colorOf(detection.label);

/** How many things there are: eyes are parts of faces, and not counted beside them. */
export const countOf = (detections) => detections.filter((detection) => detection.label !== 'eye').length;

/**
 * @param context the canvas to draw to, all of it
 * @param source a video, image or canvas
 * @param found { width, height, detections } in the pixels of the frame that was searched; null for none
 * @param style boxes, labels, captions (labels without boxes), blur or smileys
 * @param fun { stickers, speech }: what is put on faces besides
 * @param isEach whether each identity has a colour of its own
 */
export function paint(context, source, found, style, fun, isEach) {
  const { width, height } = context.canvas;
  context.drawImage(source, 0, 0, width, height);
  if (!found) return;
  const scale = width / found.width;
  for (const detection of found.detections) {
    const box = { x: detection.x * scale, y: detection.y * scale, w: detection.w * scale, h: detection.h * scale };
    if (style === 'blur') blur(context, source, box);
    else if (style === 'smileys') smiley(context, box, detection.label);
    else if (style !== 'captions') outline(context, box, colorFor(detection, isEach));
  }
  for (const detection of style === 'labels' || style === 'captions' ? found.detections : []) {
    const box = { x: detection.x * scale, y: detection.y * scale, w: detection.w * scale, h: detection.h * scale };
    label(context, box, detection, colorFor(detection, isEach));
  }
  if (fun) paintFun(context, found, fun);
}

function outline(context, box, color) {
  const line = Math.max(2, context.canvas.width / 320);
  context.lineJoin = 'round';
  context.lineWidth = line + 2;
  context.strokeStyle = '#0008';
  context.strokeRect(box.x, box.y, box.w, box.h);
  context.lineWidth = line;
  context.strokeStyle = color;
  context.strokeRect(box.x, box.y, box.w, box.h);
}

// Of a face that smiles it stands below, where the smile is.
function label(context, box, detection, color) {
  const line = Math.max(2, context.canvas.width / 320);
  const text = detection.id === undefined ? detection.label : `${detection.label} ${detection.id}`;
  const size = Math.max(12, Math.round(context.canvas.width / 45));
  context.font = `600 ${size}px system-ui, sans-serif`;
  const plate = { w: context.measureText(text).width + size * 0.8, h: size * 1.5 };
  const x = Math.min(Math.max(0, box.x - line / 2), context.canvas.width - plate.w);
  const above = box.y - plate.h >= 0 ? box.y - plate.h : Math.min(box.y + box.h, context.canvas.height - plate.h);
  const below = Math.min(box.y + box.h + line / 2, context.canvas.height - plate.h);
  const y = detection.label === 'smiling' ? below : above;
  context.fillStyle = color;
  context.fillRect(x, y, plate.w, plate.h);
  context.fillStyle = '#0b1215';
  context.textBaseline = 'middle';
  context.fillText(text, x + size * 0.4, y + plate.h / 2);
}

const scratch = document.createElement('canvas');

// Made small and large again: no detail is left that sharpening could bring back, and every browser can do it. A rectangle with the
// margin and the cells of hidden videos: an ellipse would show the corners of a face.
function blur(context, source, box) {
  const margin = 0.2;
  const x = box.x - box.w * margin;
  const y = box.y - box.h * margin;
  const w = box.w * (1 + 2 * margin);
  const h = box.h * (1 + 2 * margin);
  const cells = 6;
  scratch.width = cells;
  scratch.height = cells;
  const small = scratch.getContext('2d');
  const fromX = (source.videoWidth || source.width) / context.canvas.width;
  const fromY = (source.videoHeight || source.height) / context.canvas.height;
  small.drawImage(source, x * fromX, y * fromY, w * fromX, h * fromY, 0, 0, cells, cells);
  context.save();
  context.beginPath();
  context.rect(x, y, w, h);
  context.clip();
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(scratch, x, y, w, h);
  context.restore();
}

function smiley(context, box, label) {
  const x = box.x + box.w / 2;
  const y = box.y + box.h / 2;
  const r = Math.max(box.w, box.h) * 0.56;
  context.save();
  context.translate(x, y);
  context.scale(r, r);
  const skin = context.createRadialGradient(-0.3, -0.4, 0.1, 0, 0, 1.1);
  skin.addColorStop(0, '#fff3a8');
  skin.addColorStop(1, label === 'smiling' ? '#fbbf24' : '#fcd34d');
  context.fillStyle = skin;
  circle(context, 0, 0, 1);
  context.fillStyle = '#14181d';
  context.beginPath();
  context.roundRect(-0.78, -0.42, 0.66, 0.42, 0.16);
  context.roundRect(0.12, -0.42, 0.66, 0.42, 0.16);
  context.fill();
  context.lineWidth = 0.09;
  context.strokeStyle = '#14181d';
  context.beginPath();
  context.moveTo(-0.95, -0.34);
  context.lineTo(0.95, -0.34);
  context.stroke();
  context.lineCap = 'round';
  context.lineWidth = 0.1;
  context.strokeStyle = '#7c3f00';
  context.beginPath();
  if (label === 'smiling') context.arc(0, 0.18, 0.5, 0.15 * Math.PI, 0.85 * Math.PI);
  else { context.moveTo(-0.3, 0.48); context.lineTo(0.3, 0.48); }
  context.stroke();
  context.restore();
}

function circle(context, x, y, r) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fill();
}
