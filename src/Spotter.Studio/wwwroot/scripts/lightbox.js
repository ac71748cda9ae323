// Pictures at full size: wheel, pinch or keys zoom, dragging moves, arrow keys go to the next, Escape closes.

import { h } from './dom.js';

const MOST_ZOOM = 16;
const STEP = 1.5;

/**
 * @param pictures [{ address, name }]
 * @param index the one that is shown first
 */
export function openLightbox(pictures, index) {
  const image = h('img', { draggable: false });
  const title = h('b', { class: 'name' });
  const view = { scale: 1, x: 0, y: 0 };
  const pointers = new Map();

  const apply = () => { image.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`; };
  const zoom = (factor, at) => {
    const scale = Math.min(MOST_ZOOM, Math.max(1, view.scale * factor));
    if (at) {
      // What is under the pointer stays there.
      const box = image.parentElement.getBoundingClientRect();
      const [x, y] = [at.x - box.left - box.width / 2, at.y - box.top - box.height / 2];
      view.x = x - (x - view.x) * (scale / view.scale);
      view.y = y - (y - view.y) * (scale / view.scale);
    }
    view.scale = scale;
    if (scale === 1) view.x = view.y = 0;
    apply();
  };
  const show = (next) => {
    index = (next + pictures.length) % pictures.length;
    image.src = pictures[index].address;
    image.alt = pictures[index].name;
    title.textContent = title.title = pictures[index].name;
    dialog.setAttribute('aria-label', pictures[index].name);
    Object.assign(view, { scale: 1, x: 0, y: 0 });
    apply();
  };

  const stage = h('div', { class: 'lightbox-stage' }, image);
  const several = pictures.length > 1;
  const dialog = h('dialog', { class: 'lightbox' },
    h('div', { class: 'lightbox-bar row spread' }, title, h('div', { class: 'row' },
      several && h('button', { type: 'button', 'aria-label': 'Previous picture', onclick: () => show(index - 1) }, '‹'),
      several && h('button', { type: 'button', 'aria-label': 'Next picture', onclick: () => show(index + 1) }, '›'),
      h('button', { type: 'button', 'aria-label': 'Smaller', onclick: () => zoom(1 / STEP) }, '−'),
      h('button', { type: 'button', 'aria-label': 'Larger', onclick: () => zoom(STEP) }, '+'),
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'))),
    stage);

  dialog.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, { x: event.clientX, y: event.clientY });
  }, { passive: false });
  dialog.addEventListener('keydown', (event) => {
    const move = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.key === '+' || event.key === '=') zoom(STEP);
    else if (event.key === '-') zoom(1 / STEP);
    else if (event.key === '0') zoom(0);
    else if (!move) return;
    else if (view.scale > 1) {
      view.x += move[0] * 80;
      view.y += move[1] * 80;
      apply();
    } else if (several && move[0]) show(index - move[0]);
    event.preventDefault();
  });

  const spread = () => {
    const [one, other] = pointers.values();
    return { distance: Math.hypot(one.x - other.x, one.y - other.y), x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  };
  stage.onpointerdown = (event) => {
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    stage.setPointerCapture(event.pointerId);
  };
  stage.onpointermove = (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const before = pointers.size === 2 ? spread() : null;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (before) {
      const now = spread();
      zoom(now.distance / Math.max(1, before.distance), now);
    } else if (view.scale > 1) {
      view.x += event.clientX - last.x;
      view.y += event.clientY - last.y;
      apply();
    }
  };
  stage.onpointerup = stage.onpointercancel = (event) => pointers.delete(event.pointerId);
  stage.ondblclick = (event) => zoom(view.scale > 1 ? 0 : 3, { x: event.clientX, y: event.clientY });
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  show(index);
  dialog.showModal();
}
