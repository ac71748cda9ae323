// Pictures and videos: drop many, watch them being searched, look at what was found, take it along.

import { exampleFile, examples, getJson, query, send, upload } from '../api.js';
import { detectorPicker, searchSliders, segments } from '../controls.js';
import { count, droppedFiles, h, icon, removeLater, scrolling, toast } from '../dom.js';
import { colorOf } from '../drawing.js';
import { funPicker } from '../fun.js';
import { icons } from '../icons.js';
import { openLightbox } from '../lightbox.js';
import { openCounting } from '../counting.js';
import { Timeline } from '../timeline.js';

const settings = { detectors: ['faces'], search: {}, style: 'boxes', fun: { stickers: [], speech: '' } };
const UPLOADS_AT_ONCE = 3;
const PAUSE_BUSY = 350;
const PAUSE_IDLE = 4000;

/** What is asked of the studio for a file. */
const wish = (places) => query({
  detector: settings.detectors.join(','), style: settings.style, stickers: settings.fun.stickers.join(',') || undefined,
  speech: settings.fun.speech.trim() || undefined, ...settings.search, ...places,
});

export async function open(root, [wanted]) {
  if (wanted) settings.detectors = [decodeURIComponent(wanted)];
  const gallery = h('ul', { class: 'gallery', 'aria-label': 'Files' });
  const jobs = new JobList(gallery);
  const input = h('input', { type: 'file', multiple: true, accept: 'image/*,video/*', class: 'visually-hidden', id: 'file-input', onchange: () => { jobs.upload([...input.files]); input.value = ''; } });
  const tries = h('div', { class: 'row tries' });
  const drop = h('div', { class: 'drop' }, icon(...icons.upload),
    h('div', {}, h('label', { class: 'button primary', htmlFor: 'file-input' }, 'Choose pictures or videos'), input),
    h('p', { class: 'small' }, 'or drop them here, as many as you like'), tries);
  acceptDrops(root, drop, (files) => jobs.upload(files));

  const results = (format, text) => h('a', { class: 'button', href: `api/v1/jobs/results?format=${format}`, download: '' }, text);
  const downloads = h('div', { class: 'row', hidden: true }, h('span', { class: 'small muted' }, 'Results of all pictures:'), results('json', 'JSON'), results('csv', 'CSV'), results('coco', 'COCO'),
    h('a', { class: 'button', href: 'api/v1/jobs/annotated', download: '' }, 'Annotated (ZIP)'),
    h('button', { type: 'button', class: 'danger', onclick: () => jobs.removeAll() }, 'Remove all'));
  const again = h('button', { type: 'button', hidden: true, onclick: () => jobs.searchAllAgain() }, 'Search all again');
  const table = scrolling('What was found', { class: 'card', hidden: true });
  jobs.onchange = () => {
    downloads.hidden = jobs.all.length === 0;
    again.hidden = !jobs.all.some((job) => isEnded(job));
    drawTable(table, jobs.all);
  };
  const picker = await detectorPicker({ name: 'files-detector', value: settings.detectors, onchange: (chosen) => { settings.detectors = chosen; } });
  for (const example of (await examples()).filter(({ kind }) => kind === 'picture' || kind === 'video')) {
    tries.append(h('button', { type: 'button', class: 'example small', dataset: { example: example.id }, onclick: async () => {
      if (example.kind === 'video') picker.choose(['road']);
      try {
        jobs.upload([await exampleFile(example)]);
      } catch (error) {
        toast(error.message, true);
      }
    } }, `Try ${example.title.toLowerCase()}`));
  }

  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Files'), h('p', {}, 'Files are searched on this machine. Only this browser sees them, and they are removed after a while.')), downloads),
    h('div', { class: 'workbench' },
      h('div', { class: 'stack' }, drop, gallery, table),
      h('aside', { class: 'card panel', 'aria-label': 'Settings' },
        picker,
        segments({ name: 'files-style', label: 'Draw', value: settings.style, onchange: (style) => { settings.style = style; },
          options: [['boxes', 'Boxes'], ['labels', 'Labels'], ['captions', 'Text'], ['blur', 'Blur'], ['pixelate', 'Pixels'], ['solid', 'Black']] }),
        await funPicker({ name: 'files-sticker', value: settings.fun, onchange: () => {} }),
        searchSliders(settings.search, () => {}),
        h('p', { class: 'small muted' }, 'Settings hold for files that you add, and for those that you search again.'), again)));
  await jobs.refresh();
  return () => jobs.close();
}

const isEnded = (job) => job.state !== 'queued' && job.state !== 'running';

function acceptDrops(root, drop, take) {
  root.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
  root.addEventListener('dragleave', (event) => { if (!root.contains(event.relatedTarget)) drop.classList.remove('over'); });
  root.addEventListener('drop', async (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    take(await droppedFiles(event.dataTransfer));
  });
}

function drawTable(element, jobs) {
  const rows = jobs.filter((job) => job.kind === 'picture' && job.state === 'done').flatMap((job) => job.detections.map((found) => [job, found]));
  element.hidden = rows.length === 0;
  const most = 200;
  const key = rows.map(([job]) => job.id).join();
  if (element.dataset.rows === key) return;
  element.dataset.rows = key;
  element.replaceChildren(h('table', {},
    h('thead', {}, h('tr', {}, ['File', 'Label', 'x', 'y', 'Width', 'Height', 'Score'].map((title, i) => h('th', { scope: 'col', class: i > 1 ? 'number' : '' }, title)))),
    h('tbody', {}, rows.slice(0, most).map(([job, found]) => h('tr', {}, h('td', { class: 'name', title: job.name }, job.name), h('td', {}, swatch(found.label), found.label),
      [found.x, found.y, found.w, found.h, found.score?.toFixed(2) ?? '–'].map((value) => h('td', { class: 'number' }, String(value))))))),
  rows.length > most ? h('p', { class: 'small muted' }, `and ${rows.length - most} more in the files`) : '');
}

function swatch(label) {
  const element = h('i', { class: 'swatch' });
  element.style.background = colorOf(label);
  return element;
}

class JobList {
  #cards = new Map();
  #leaving = new Set();
  #timer = 0;
  #isOpen = true;
  #waiting = [];
  #uploading = 0;
  #isGone = false;
  all = [];
  onchange = () => {};

  constructor(element) {
    this.element = element;
  }

  upload(files) {
    for (const file of files) {
      const card = new UploadCard(file, (again) => this.#queue(again), () => { this.#waiting = this.#waiting.filter((waiting) => waiting !== card); });
      this.element.prepend(card.element);
      this.#queue(card);
    }
  }

  async refresh() {
    clearTimeout(this.#timer);
    try {
      const all = await getJson('api/v1/jobs');
      this.all = all.filter((job) => !this.#leaving.has(job.id));
      this.#isGone = false;
    } catch (error) {
      // Said once, and not with every try.
      if (!this.#isGone) toast(error.message, true);
      this.#isGone = true;
    }
    if (!this.#isOpen) return;
    this.#draw();
    this.onchange();
    const isBusy = this.all.some((job) => !isEnded(job));
    this.#timer = setTimeout(() => this.refresh(), isBusy ? PAUSE_BUSY : PAUSE_IDLE);
  }

  remove(jobs) {
    removeLater(jobs.length === 1 ? `${jobs[0].name} is removed` : `${count(jobs.length, 'file')} are removed`, {
      hide: () => { for (const job of jobs) this.#leaving.add(job.id); this.refresh(); },
      show: () => { for (const job of jobs) this.#leaving.delete(job.id); this.refresh(); },
      remove: () => Promise.all(jobs.map((job) => send('DELETE', `api/v1/jobs/${job.id}`))),
    });
  }

  removeAll() {
    for (const card of this.element.querySelectorAll('.upload.failed')) card.remove();
    if (this.all.length > 0) this.remove(this.all);
  }

  /** Searches a file that is there with the settings of now; what it was before goes. */
  async searchAgain(job, places) {
    try {
      await send('POST', `api/v1/jobs/${job.id}/again${wish(places)}`);
      await send('DELETE', `api/v1/jobs/${job.id}`);
    } catch (error) {
      toast(error.message, true);
    }
    await this.refresh();
  }

  async searchAllAgain() {
    for (const job of this.all.filter(isEnded).reverse()) await this.searchAgain(job);
  }

  /** The pictures that can be looked at, in the order in which they are shown. */
  look(job) {
    const pictures = this.all.filter((one) => one.kind === 'picture' && one.state === 'done');
    openLightbox(pictures.map((one) => ({ address: `api/v1/jobs/${one.id}/annotated`, name: one.name })), pictures.findIndex((one) => one.id === job.id));
  }

  close() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
  }

  #queue(card) {
    this.#waiting.push(card);
    this.#uploadNext();
  }

  #uploadNext() {
    while (this.#uploading < UPLOADS_AT_ONCE && this.#waiting.length > 0) {
      this.#uploading++;
      this.#waiting.shift().send().then((sent) => sent && this.refresh()).finally(() => {
        this.#uploading--;
        this.#uploadNext();
      });
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
        card = new JobCard(job, this);
        this.#cards.set(job.id, card);
        this.element.prepend(card.element);
      }
      card.show(job);
    }
  }
}

/** A file on its way: how much of it is there, and what to do where it did not come. */
class UploadCard {
  #cancel = () => {};
  #isCancelled = false;

  constructor(file, retry, forget) {
    this.file = file;
    this.wish = wish();
    this.badge = h('span', { class: 'badge' }, 'waits');
    this.progress = h('progress', { max: 1, value: 0, 'aria-label': `How much of ${file.name} is sent` });
    this.problem = h('p', { class: 'small' });
    this.retry = h('button', { type: 'button', class: 'small', hidden: true, onclick: () => {
      this.wish = wish();
      retry(this);
    } }, 'Try again');
    this.remove = h('button', { type: 'button', class: 'small danger', onclick: () => {
      this.#isCancelled = true;
      forget();
      this.#cancel();
      this.element.remove();
    } }, 'Cancel');
    this.element = h('li', { class: 'card job upload' }, h('div', { class: 'job-picture waiting' }),
      h('div', { class: 'job-text' }, h('div', { class: 'row spread' }, h('b', { class: 'name', title: file.name }, file.name), this.badge), this.progress, this.problem,
        h('div', { class: 'row job-actions' }, this.retry, this.remove)));
  }

  /** True where it came. */
  async send() {
    this.badge.textContent = 'sending';
    this.badge.classList.remove('failed');
    this.element.classList.remove('failed');
    this.problem.textContent = '';
    this.progress.hidden = false;
    this.retry.hidden = true;
    const name = query({ name: this.file.name });
    const { answer, cancel } = upload(`api/v1/jobs${name}&${this.wish.slice(1)}`, this.file, (share) => {
      this.progress.value = share;
      this.badge.textContent = `${Math.round(share * 100)}%`;
    });
    this.#cancel = cancel;
    try {
      await answer;
      this.element.remove();
      return true;
    } catch (error) {
      if (this.#isCancelled) return false;
      this.badge.textContent = 'failed';
      this.badge.classList.add('failed');
      this.element.classList.add('failed');
      this.problem.textContent = error.message;
      this.progress.hidden = true;
      this.retry.hidden = false;
      this.remove.textContent = 'Remove';
      this.element.querySelector('.waiting')?.classList.remove('waiting');
      toast(`${this.file.name}: ${error.message}`, true);
      return false;
    }
  }
}

class JobCard {
  #state = '';

  constructor(job, list) {
    this.list = list;
    this.picture = h('div', { class: 'job-picture' });
    this.badge = h('span', { class: 'badge' });
    this.progress = h('progress', { max: 1, 'aria-label': `Progress of ${job.name}` });
    this.facts = h('p', { class: 'small muted number' });
    this.more = h('div', { class: 'stack' });
    this.actions = h('div', { class: 'row job-actions' });
    this.element = h('li', { class: 'card job', dataset: { job: job.id } }, this.picture,
      h('div', { class: 'job-text' }, h('div', { class: 'row spread' }, h('b', { class: 'name', title: job.name }, job.name), this.badge), this.progress, this.facts, this.more, this.actions));
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
    this.picture.classList.toggle('waiting', !isEnded(job));
    this.more.replaceChildren();
    if (job.state === 'running' && job.kind === 'video') {
      this.picture.replaceChildren(...(job.frames > 0 ? [h('img', { src: `api/v1/jobs/${job.id}/preview`, alt: `${job.name}, as it is searched` })] : []));
    } else if (job.kind === 'video' && (job.state === 'done' || (job.state === 'cancelled' && job.frames > 0))) {
      const video = h('video', { src: annotated, controls: true, loop: true, muted: true, playsInline: true, preload: 'metadata', 'aria-label': `${job.name}, annotated` });
      this.picture.replaceChildren(video);
      this.more.replaceChildren(new Timeline(job, video).element);
    } else if (job.state === 'done') {
      this.picture.replaceChildren(h('button', { type: 'button', class: 'quiet zoom', 'aria-label': `Look closer at ${job.name}`, onclick: () => this.list.look(job) },
        h('img', { src: annotated, alt: `${job.name}: ${facts(job)}`, loading: 'lazy' })));
    } else {
      this.picture.replaceChildren();
    }
  }

  #drawActions(job) {
    const cancel = async () => {
      try {
        await send('POST', `api/v1/jobs/${job.id}/cancel`);
      } catch (error) {
        toast(error.message, true);
      }
      this.list.refresh();
    };
    const link = (path, text) => h('a', { class: 'button small', href: `api/v1/jobs/${job.id}/${path}`, download: '' }, text);
    const isDone = job.state === 'done';
    const isVideo = job.kind === 'video';
    this.actions.replaceChildren(...[
      !isEnded(job) && h('button', { type: 'button', class: 'small', onclick: cancel }, 'Cancel'),
      isDone && link('annotated', isVideo ? 'MP4' : 'JPEG'),
      isDone && link('results?format=json', 'JSON'),
      isDone && link('results?format=csv', 'CSV'),
      isDone && !isVideo && link('results?format=coco', 'COCO'),
      isDone && isVideo && h('button', { type: 'button', class: 'small', onclick: () => openCounting(job, this.picture.querySelector('video'), (places) => this.list.searchAgain(job, places)) }, 'Count…'),
      isEnded(job) && h('button', { type: 'button', class: 'small', title: 'With the settings of now, without sending it again', onclick: () => this.list.searchAgain(job) }, 'Again'),
      isEnded(job) && h('button', { type: 'button', class: 'small danger', onclick: () => this.list.remove([job]) }, 'Remove'),
    ].filter(Boolean));
  }
}

function facts(job) {
  if (job.error) return job.error;
  const labels = Object.entries(job.labels).map(([label, number]) => count(number, label)).join(', ');
  const places = (job.places ?? []).map((place) => `${place.name}: ${place.in} in, ${place.out} out${place.inside === undefined ? '' : `, ${place.inside} inside`}`).join('; ');
  switch (job.state) {
    case 'queued': return 'waits for its turn';
    case 'running': return job.kind === 'video' ? `${job.total ? `${job.frames} of ${count(job.total, 'frame')}` : count(job.frames, 'frame')}, ${job.rate} a second` : 'is searched';
    case 'done': return job.kind === 'video' ? `${labels || 'nothing found'} in ${count(job.frames, 'frame')}${places ? ` · ${places}` : ''}` : `${labels || 'nothing found'} · ${job.width}×${job.height} · ${job.ms} ms`;
    default: return '';
  }
}
