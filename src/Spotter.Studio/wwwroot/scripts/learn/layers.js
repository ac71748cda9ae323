// What each layer makes of a picture: planes as small pictures, features as a strip.

import { h } from '../dom.js';

const names = { Conv2D: 'Convolution', DepthwiseConv2D: 'Convolution of each channel', MaxPooling2D: 'The greatest of each patch', AveragePooling2D: 'The mean of each patch', GlobalAveragePooling2D: 'The mean of each channel', Dense: 'Every input to every unit', Flatten: 'In one row', Dropout: 'Dropout (does nothing here)', BatchNormalization: 'Normalised', Activation: 'Activation', Residual: 'Residual block' };

const ROW = 12;
const LEAST_STRIP = 24;

export function drawLayers(element, layers) {
  element.replaceChildren(...layers.map((layer, i) => h('section', { class: 'layer' },
    h('h3', {}, `${i + 1}. ${names[layer.layer] ?? layer.layer}`), h('p', { class: 'small muted number' }, `${layer.shape} · ${range(layer)}`),
    layer.isImage ? planes(layer) : strip(layer))));
}

const range = ({ least, most }) => (typeof least === 'number' && typeof most === 'number' ? `${least.toFixed(2)} to ${most.toFixed(2)}` : 'no numbers');

function planes(layer) {
  const bytes = decode(layer.values);
  const size = layer.height * layer.width;
  return h('div', { class: 'planes' }, Array.from({ length: layer.channels }, (_, channel) =>
    picture(bytes.subarray(channel * size, (channel + 1) * size), layer.width, layer.height, `channel ${channel + 1}`)));
}

function strip(layer) {
  const columns = Math.min(layer.channels, 64);
  const rows = Math.ceil(layer.channels / columns);
  const bytes = new Uint8Array(columns * rows);
  bytes.set(decode(layer.values));
  const canvas = picture(bytes, columns, rows, `${layer.channels} numbers`);
  canvas.classList.add('strip');
  canvas.style.height = `${Math.max(LEAST_STRIP, rows * ROW)}px`;
  return canvas;
}

function picture(bytes, width, height, label) {
  const canvas = h('canvas', { width, height, 'aria-label': label });
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  bytes.forEach((value, i) => {
    // From dark blue over teal to yellow: steps of brightness that print well and that colour-blind people see.
    image.data[i * 4] = Math.max(0, 2 * value - 255);
    image.data[i * 4 + 1] = 20 + value * 0.85;
    image.data[i * 4 + 2] = 70 + Math.max(0, 90 - Math.abs(value - 110));
    image.data[i * 4 + 3] = 255;
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

function decode(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
