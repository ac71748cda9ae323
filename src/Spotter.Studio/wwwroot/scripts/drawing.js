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

/** What was found, as a mirror shows it. */
function inMirror(found) {
  const across = (place) => place && [found.width - place[0], place[1]];
  return {
    ...found,
    detections: found.detections.map((one) => ({
      ...one,
      x: found.width - one.x - one.w,
      pose: one.pose && { ...one.pose, eyes: across(one.pose.eyes), nose: across(one.pose.nose), mouth: across(one.pose.mouth), angle: -one.pose.angle },
    })),
  };
}

/**
 * @param context the canvas to draw to, all of it
 * @param source a video, image or canvas
 * @param found { width, height, detections } in the pixels of the frame that was searched; null for none
 * @param style boxes, labels, captions (labels without boxes), blur or smileys
 * @param fun { stickers, speech }: what is put on faces besides
 * @param isEach whether each identity has a colour of its own
 * @param isMirrored whether left and right change places, as a camera that looks at oneself should show
 */
export function paint(context, source, found, style, fun, isEach, isMirrored) {
  const { width, height } = context.canvas;
  const whole = (target) => {
    if (isMirrored) target.setTransform(-1, 0, 0, 1, width, 0);
    target.drawImage(source, 0, 0, width, height);
    target.setTransform(1, 0, 0, 1, 0, 0);
  };
  whole(context);
  if (!found) return;
  if (isMirrored) found = inMirror(found);
  const scale = width / found.width;
  const boxes = found.detections.map((one) => ({ x: one.x * scale, y: one.y * scale, w: one.w * scale, h: one.h * scale }));

  // Taken from a picture without covers: what is beside one face must not come from the cover of another.
  const clean = style === 'blur' && isMirrored ? Object.assign(document.createElement('canvas'), { width, height }) : source;
  if (clean !== source) whole(clean.getContext('2d'));
  found.detections.forEach((one, i) => {
    if (style === 'blur') blur(context, clean, boxes[i]);
    else if (style === 'smileys') smiley(context, boxes[i], one.label);
    else if (style !== 'captions') outline(context, boxes[i], colorFor(one, isEach));
  });
  if (style === 'labels' || style === 'captions') {
    const taken = [];
    found.detections.forEach((one, i) => taken.push(label(context, boxes[i], one, colorFor(one, isEach), boxes, taken)));
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

// Outside its box, and of the places around it the one that covers least of other boxes and labels. Of a face that smiles it stands
// below, where the smile is, if there is room.
function label(context, box, detection, color, boxes, taken) {
  const { width, height } = context.canvas;
  const line = Math.max(2, width / 320);
  const text = detection.id === undefined ? detection.label : `${detection.label} ${detection.id}`;
  const size = Math.max(12, Math.round(width / 45));
  context.font = `600 ${size}px system-ui, sans-serif`;
  const w = context.measureText(text).width + size * 0.8;
  const h = size * 1.5;
  const edge = line / 2;
  const left = Math.min(Math.max(0, box.x - edge), width - w);
  const above = { x: left, y: box.y - h - edge };
  const below = { x: left, y: box.y + box.h + edge };
  const places = [
    ...(detection.label === 'smiling' ? [below, above] : [above, below]),
    { x: box.x + box.w + edge, y: box.y },
    { x: box.x - w - edge, y: box.y },
    // Where the box fills the picture, in its corner.
    { x: left, y: Math.max(0, box.y) },
  ];
  const shared = (a, b) => Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));
  const cost = ({ x, y }) => {
    const plate = { x, y, w, h };
    const outside = w * h - shared(plate, { x: 0, y: 0, w: width, h: height });
    return outside * 4 + [...boxes, ...taken].reduce((sum, other) => sum + shared(plate, other), 0);
  };
  const costs = places.map(cost);
  const { x, y } = places[costs.indexOf(Math.min(...costs))];
  context.fillStyle = color;
  context.fillRect(x, y, w, h);
  context.fillStyle = '#0b1215';
  context.textBaseline = 'middle';
  context.fillText(text, x + size * 0.4, y + h / 2);
  return { x, y, w, h };
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
