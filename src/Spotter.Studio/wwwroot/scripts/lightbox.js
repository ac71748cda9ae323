// A picture at full size: wheel, pinch or keys zoom, dragging moves, Escape closes.

import { h } from './dom.js';

const MOST_ZOOM = 16;

export function openLightbox(address, job) {
  const image = h('img', { src: address, alt: job.name, draggable: false });
  const view = { scale: 1, x: 0, y: 0 };
  const apply = () => { image.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`; };
  const zoom = (factor) => {
    view.scale = Math.min(MOST_ZOOM, Math.max(1, view.scale * factor));
    if (view.scale === 1) view.x = view.y = 0;
    apply();
  };
  const dialog = h('dialog', { class: 'lightbox', 'aria-label': job.name },
    h('div', { class: 'lightbox-bar row spread' }, h('b', {}, job.name), h('div', { class: 'row' },
      h('button', { type: 'button', 'aria-label': 'Smaller', onclick: () => zoom(1 / 1.5) }, '−'),
      h('button', { type: 'button', 'aria-label': 'Larger', onclick: () => zoom(1.5) }, '+'),
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'))),
    h('div', { class: 'lightbox-stage' }, image));
  dialog.addEventListener('wheel', (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15); }, { passive: false });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === '+' || event.key === '=') zoom(1.5);
    if (event.key === '-') zoom(1 / 1.5);
  });
  let last = null;
  image.onpointerdown = (event) => { last = event; image.setPointerCapture(event.pointerId); };
  image.onpointermove = (event) => {
    if (!last || view.scale === 1) return;
    view.x += event.clientX - last.clientX;
    view.y += event.clientY - last.clientY;
    last = event;
    apply();
  };
  image.onpointerup = () => { last = null; };
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}
