// Lines and zones over a video that is there: drawn on its picture, then it is searched again with them.

import { h, toast } from './dom.js';
import { Places } from './places.js';

/**
 * @param job the video
 * @param video the element that shows it
 * @param search told { lines, zones } as the studio reads them
 */
export function openCounting(job, video, search) {
  const frame = h('canvas', { width: job.width || video.videoWidth, height: job.height || video.videoHeight, role: 'img', 'aria-label': `A frame of ${job.name}` });
  const draw = () => frame.getContext('2d').drawImage(video, 0, 0, frame.width, frame.height);
  if (video.readyState >= 2) draw();
  else {
    // Of what was never played nothing but the size is there yet.
    video.addEventListener('seeked', draw, { once: true });
    video.currentTime = 0.01;
  }
  const places = new Places(() => { run.disabled = places.isEmpty; });
  places.size(frame.width, frame.height);
  const run = h('button', { type: 'button', class: 'primary', disabled: true, onclick: () => {
    dialog.close();
    search(places.query);
    toast(`${job.name} is searched again, and counted`);
  } }, 'Count');
  const stage = h('div', { class: 'stage' }, frame, places.element);
  stage.style.aspectRatio = `${frame.width} / ${frame.height}`;
  const dialog = h('dialog', { class: 'card sheet wide', 'aria-label': `Count in ${job.name}` },
    h('h2', {}, 'Count who crosses a line or is in a zone'), stage,
    h('div', { class: 'row' }, places.buttons, places.hint),
    h('div', { class: 'row' }, run, h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel')));
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}
