// Pictures and videos: drop many, watch them being searched, look at what was found, take it along.

import { getJson, query, send } from '../api.js';
import { detectorPicker, searchSliders, segments } from '../controls.js';
import { count, h, icon, toast } from '../dom.js';
import { colorOf } from '../drawing.js';
import { funPicker } from '../fun.js';
import { icons } from '../icons.js';
import { openLightbox } from '../lightbox.js';

const settings = { detectors: ['faces'], search: {}, style: 'boxes', fun: { stickers: [], speech: '' } };
const UPLOADS_AT_ONCE = 3;
const PAUSE_BUSY = 350;
const PAUSE_IDLE = 4000;

export async function open(root) {
  const gallery = h('ul', { class: 'gallery', 'aria-label': 'Files' });
  const jobs = new JobList(gallery);
  const input = h('input', { type: 'file', multiple: true, accept: 'image/*,video/*', class: 'visually-hidden', id: 'file-input', onchange: () => { jobs.upload([...input.files]); input.value = ''; } });
  const drop = h('div', { class: 'drop' }, icon(...icons.upload),
    h('div', {}, h('label', { class: 'button primary', htmlFor: 'file-input' }, 'Choose pictures or videos'), input),
    h('p', { class: 'small' }, 'or drop them here, as many as you like'));
  acceptDrops(root, drop, (files) => jobs.upload(files));

  const results = (format, text) => h('a', { class: 'button', href: `api/v1/jobs/results?format=${format}`, download: '' }, text);
  const downloads = h('div', { class: 'row' }, h('span', { class: 'small muted' }, 'Results of all pictures:'), results('json', 'JSON'), results('csv', 'CSV'), results('coco', 'COCO'),
    h('button', { type: 'button', class: 'danger', onclick: () => jobs.removeAll() }, 'Remove all'));
  downloads.hidden = true;
  const table = h('div', { class: 'card scroll', hidden: true });
  jobs.onchange = () => {
    downloads.hidden = jobs.all.length === 0;
    drawTable(table, jobs.all);
  };

  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Files'), h('p', {}, 'Files are searched on this machine. Only this browser sees them, and they are removed after a while.')), downloads),
    h('div', { class: 'workbench' },
      h('div', { class: 'stack' }, drop, gallery, table),
      h('aside', { class: 'card panel', 'aria-label': 'Settings' },
        await detectorPicker({ name: 'files-detector', value: settings.detectors, onchange: (chosen) => { settings.detectors = chosen; } }),
        segments({ name: 'files-style', label: 'Draw', value: settings.style, onchange: (style) => { settings.style = style; },
          options: [['boxes', 'Boxes'], ['labels', 'Labels'], ['captions', 'Text'], ['blur', 'Blur'], ['pixelate', 'Pixels'], ['solid', 'Black']] }),
        await funPicker({ name: 'files-sticker', value: settings.fun, onchange: () => {} }),
        searchSliders(settings.search, () => {}),
        h('p', { class: 'small muted' }, 'Settings hold for the files that you add from now on.'))));
  await jobs.refresh();
  return () => jobs.close();
}

function acceptDrops(root, drop, take) {
  root.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
  root.addEventListener('dragleave', (event) => { if (!root.contains(event.relatedTarget)) drop.classList.remove('over'); });
  root.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    take([...event.dataTransfer.files]);
  });
}

function drawTable(element, jobs) {
  const rows = jobs.filter((job) => job.kind === 'picture' && job.state === 'done').flatMap((job) => job.detections.map((found) => [job, found]));
  element.hidden = rows.length === 0;
  const most = 200;
  element.replaceChildren(h('table', {},
    h('thead', {}, h('tr', {}, ['File', 'Label', 'x', 'y', 'Width', 'Height', 'Score'].map((title, i) => h('th', { scope: 'col', class: i > 1 ? 'number' : '' }, title)))),
    h('tbody', {}, rows.slice(0, most).map(([job, found]) => h('tr', {}, h('td', {}, job.name), h('td', {}, swatch(found.label), found.label),
      [found.x, found.y, found.w, found.h, found.score?.toFixed(2) ?? '–'].map((value) => h('td', { class: 'number' }, String(value))))))),
  rows.length > most ? h('p', { class: 'small muted' }, `${count(rows.length - most, 'more row')} in the downloads.`) : '');
}

function swatch(label) {
  const element = h('i', { class: 'swatch' });
  element.style.background = colorOf(label);
  return element;
}

class JobList {
  #cards = new Map();
  #timer = 0;
  #isOpen = true;
  #waiting = [];
  #uploading = 0;
  all = [];
  onchange = () => {};

  constructor(element) {
    this.element = element;
  }

  upload(files) {
    for (const file of files) this.#waiting.push({ file, card: this.#addUpload(file), settings: structuredClone(settings) });
    this.#uploadNext();
  }

  async refresh() {
    clearTimeout(this.#timer);
    try {
      this.all = await getJson('api/v1/jobs');
    } catch (error) {
      toast(error.message, true);
    }
    if (!this.#isOpen) return;
    this.#draw();
    this.onchange();
    const isBusy = this.all.some((job) => job.state === 'queued' || job.state === 'running');
    this.#timer = setTimeout(() => this.refresh(), isBusy ? PAUSE_BUSY : PAUSE_IDLE);
  }

  async removeAll() {
    await Promise.allSettled(this.all.map((job) => send('DELETE', `api/v1/jobs/${job.id}`)));
    await this.refresh();
  }

  close() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
  }

  #addUpload(file) {
    const card = h('li', { class: 'card job' }, h('div', { class: 'job-picture waiting' }), h('div', { class: 'job-text' }, h('b', {}, file.name), h('span', { class: 'badge' }, 'sending')));
    this.element.prepend(card);
    return card;
  }

  #uploadNext() {
    while (this.#uploading < UPLOADS_AT_ONCE && this.#waiting.length > 0) {
      this.#uploading++;
      this.#send(this.#waiting.shift()).finally(() => {
        this.#uploading--;
        this.#uploadNext();
      });
    }
  }

  async #send({ file, card, settings: wanted }) {
    try {
      await send('POST', `api/v1/jobs${query({ name: file.name, detector: wanted.detectors.join(','), style: wanted.style, stickers: wanted.fun.stickers.join(',') || undefined, speech: wanted.fun.speech.trim() || undefined, ...wanted.search })}`, file);
      card.remove();
      await this.refresh();
    } catch (error) {
      const badge = card.querySelector('.badge');
      badge.textContent = error.message;
      badge.classList.add('failed');
      toast(`${file.name}: ${error.message}`, true);
    }
  }

  #draw() {
    const ids = new Set(this.all.map((job) => job.id));
    for (const [id, card] of this.#cards) {
      if (!ids.has(id)) {
        card.element.remove();
        this.#cards.delete(id);
      }
    }
    for (const job of [...this.all].reverse()) {
      let card = this.#cards.get(job.id);
      if (!card) {
        card = new JobCard(job, () => this.refresh());
        this.#cards.set(job.id, card);
        this.element.prepend(card.element);
      }
      card.show(job);
    }
  }
}

class JobCard {
  #state = '';

  constructor(job, refresh) {
    this.refresh = refresh;
    this.picture = h('div', { class: 'job-picture' });
    this.badge = h('span', { class: 'badge' });
    this.progress = h('progress', { max: 1, 'aria-label': `Progress of ${job.name}` });
    this.facts = h('p', { class: 'small muted number' });
    this.actions = h('div', { class: 'row job-actions' });
    this.element = h('li', { class: 'card job', dataset: { job: job.id } }, this.picture,
      h('div', { class: 'job-text' }, h('div', { class: 'row spread' }, h('b', { title: job.name }, job.name), this.badge), this.progress, this.facts, this.actions));
  }

  show(job) {
    this.progress.hidden = job.state !== 'running';
    if (job.total) this.progress.value = job.frames / job.total;
    else this.progress.removeAttribute('value');
    this.facts.textContent = facts(job);
    if (job.state === this.#state && !(job.state === 'running' && job.kind === 'video' && job.frames > 0 && !this.picture.firstChild)) return;
    this.#state = job.state;
    this.badge.textContent = job.state;
    this.badge.className = `badge ${job.state}`;
    this.#drawPicture(job);
    this.#drawActions(job);
  }

  #drawPicture(job) {
    const annotated = `api/v1/jobs/${job.id}/annotated`;
    this.picture.classList.toggle('waiting', job.state === 'queued' || job.state === 'running');
    if (job.state === 'running' && job.kind === 'video') {
      this.picture.replaceChildren(...(job.frames > 0 ? [h('img', { src: `api/v1/jobs/${job.id}/preview`, alt: `${job.name}, as it is searched` })] : []));
    } else if (job.kind === 'video' && (job.state === 'done' || (job.state === 'cancelled' && job.frames > 0))) {
      this.picture.replaceChildren(h('video', { src: annotated, controls: true, loop: true, muted: true, playsInline: true, preload: 'metadata', 'aria-label': `${job.name}, annotated` }));
    } else if (job.state === 'done') {
      this.picture.replaceChildren(h('button', { type: 'button', class: 'quiet zoom', 'aria-label': `Look closer at ${job.name}`, onclick: () => openLightbox(annotated, job) },
        h('img', { src: annotated, alt: `${job.name}: ${facts(job)}`, loading: 'lazy' })));
    } else {
      this.picture.replaceChildren();
    }
  }

  #drawActions(job) {
    const act = (method, path) => async () => {
      try {
        await send(method, path);
      } catch (error) {
        toast(error.message, true);
      }
      this.refresh();
    };
    const link = (path, text) => h('a', { class: 'button small', href: `api/v1/jobs/${job.id}/${path}`, download: '' }, text);
    const isActive = job.state === 'queued' || job.state === 'running';
    const isDone = job.state === 'done';
    this.actions.replaceChildren(...[
      isActive && h('button', { type: 'button', class: 'small', onclick: act('POST', `api/v1/jobs/${job.id}/cancel`) }, 'Cancel'),
      isDone && link('annotated', job.kind === 'video' ? 'MP4' : 'JPEG'),
      isDone && link('results?format=json', 'JSON'),
      isDone && link('results?format=csv', 'CSV'),
      isDone && job.kind === 'picture' && link('results?format=coco', 'COCO'),
      !isActive && h('button', { type: 'button', class: 'small danger', onclick: act('DELETE', `api/v1/jobs/${job.id}`) }, 'Remove'),
    ].filter(Boolean));
  }
}

function facts(job) {
  if (job.error) return job.error;
  const labels = Object.entries(job.labels).map(([label, number]) => count(number, label)).join(', ');
  switch (job.state) {
    case 'queued': return 'waits for its turn';
    case 'running': return job.kind === 'video' ? `${job.total ? `${job.frames} of ${count(job.total, 'frame')}` : count(job.frames, 'frame')}, ${job.rate} a second` : 'is searched';
    case 'done': return job.kind === 'video' ? `${labels || 'nothing found'} in ${count(job.frames, 'frame')}` : `${labels || 'nothing found'} · ${job.width}×${job.height} · ${job.ms} ms`;
    default: return '';
  }
}
