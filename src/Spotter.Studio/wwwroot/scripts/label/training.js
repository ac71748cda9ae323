// Trains a detector on the boxes, shows how it goes, and what came of it.

import { getJson, modelsChanged, send } from '../api.js';
import { count, h, removeLater, toast } from '../dom.js';
import { openLightbox } from '../lightbox.js';
import { drawLines } from '../learn/curves.js';

const PAUSE_BUSY = 700;
const PAUSE_IDLE = 4000;
const captions = { finds: 'What it finds on pictures kept aside, the least sure first', misses: 'What it misses', false_alarms: 'False alarms', precision_recall: 'How many it finds, and how many of its finds are right', curves: 'How it learnt' };
const words = { preparing: 'reads the pictures', measuring: 'looks at the pictures that were kept aside', ended: 'done', stopped: 'stopped; it can go on where it was' };

export class DetectorTrainingCard {
  #timer = 0;
  #isOpen = true;
  #last = null;
  #leaving = new Set();

  /** @param on { set(): the chosen set, trained(model) } */
  constructor(on) {
    this.on = on;
    this.steps = h('input', { type: 'number', id: 'label-steps', min: 1, max: 20000, placeholder: 'by the number of pictures' });
    this.cost = h('p', { class: 'small muted' });
    this.begin = h('button', { type: 'button', class: 'primary', id: 'label-train', onclick: () => this.#begin() }, 'Train a detector');
    this.state = h('span', { class: 'badge', id: 'label-state' });
    this.progress = h('progress', { max: 1, value: 0, 'aria-label': 'Progress of the training' });
    this.facts = h('p', { class: 'small number' });
    this.notes = h('div', {});
    this.curve = h('canvas', { class: 'curves', role: 'img', 'aria-label': 'Losses from step to step' });
    this.stop = h('button', { type: 'button', onclick: () => this.#act('stop') }, 'Stop');
    this.resume = h('button', { type: 'button', class: 'primary', onclick: () => this.#act('resume') }, 'Resume');
    this.use = h('div', { class: 'row', hidden: true });
    this.live = h('div', { class: 'stack', hidden: true }, h('div', { class: 'row spread' }, h('b', {}, 'Training'), this.state), this.progress, this.facts, this.notes, this.curve, h('div', { class: 'row' }, this.stop, this.resume), this.use);
    this.runs = h('ul', { class: 'stack', 'aria-label': 'Detectors that were trained' });
    this.element = h('section', { class: 'card panel', 'aria-labelledby': 'label-training-title' },
      h('h2', { id: 'label-training-title' }, h('span', { class: 'step' }, '3'), 'Train and use'),
      this.cost,
      h('details', { class: 'more' }, h('summary', {}, 'More settings'), h('label', { class: 'field' }, 'Steps', this.steps)),
      h('div', { class: 'row' }, this.begin), this.live, this.runs);
  }

  open() {
    this.#poll();
    this.#list();
  }

  close() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
  }

  get #isBusy() { return ['preparing', 'training', 'measuring'].includes(this.#last?.state); }

  /** Says what there is to learn from. */
  estimate() {
    const set = this.on.set();
    const boxes = Object.values(set?.labels ?? {}).reduce((sum, number) => sum + number, 0);
    const few = !set || set.done < 5;
    this.cost.textContent = few
      ? `${set?.done ?? 0} pictures are done; five with boxes are the least to learn from, and thirty boxes are a start.`
      : `${count(boxes, 'box')} on ${count(set.done, 'picture')}. It begins with a network that knows pictures already: minutes, not hours.`;
    this.begin.disabled = few || this.#isBusy;
  }

  async #begin() {
    this.begin.disabled = true;
    try {
      await send('POST', 'api/v1/detector-runs', { labels: this.on.set().id, steps: this.steps.value ? Number(this.steps.value) : undefined });
      this.#last = null;
    } catch (error) {
      toast(error.message, true);
    }
    this.#poll();
  }

  async #act(what) {
    try {
      await send('POST', `api/v1/detector-training/${what}`);
    } catch (error) {
      toast(error.message, true);
    }
    this.#poll();
  }

  async #poll() {
    clearTimeout(this.#timer);
    try {
      this.#show(await getJson('api/v1/detector-training'));
    } catch (error) {
      if (this.#last?.state !== 'gone') toast(error.message, true);
      this.#last = { state: 'gone' };
    }
    if (!this.#isOpen) return;
    this.estimate();
    this.#timer = setTimeout(() => this.#poll(), this.#isBusy ? PAUSE_BUSY : PAUSE_IDLE);
  }

  #show(state) {
    const before = this.#last;
    this.#last = state;
    this.live.hidden = state.state === 'idle';
    const isNew = before?.state !== state.state || before?.model !== state.model;
    if (this.live.hidden || (!isNew && state.state !== 'training')) return;
    const hasEnded = ['ended', 'stopped', 'failed'].includes(state.state);
    this.state.textContent = state.state;
    this.state.className = `badge ${{ failed: 'failed', ended: 'done', stopped: 'stopped' }[state.state] ?? ''}`;
    this.progress.value = state.state === 'ended' ? 1 : state.steps ? state.step / state.steps : 0;
    const precision = state.precision.at(-1)?.value;
    this.facts.textContent = state.error ?? (state.state === 'training'
      ? `step ${state.step} of ${state.steps}${state.remainingSeconds ? ` · ${clock(state.remainingSeconds)} left` : ''}${precision === undefined ? '' : ` · average precision ${precision.toFixed(2)}`}`
      : `${words[state.state]}${state.state === 'ended' && precision !== undefined ? `, average precision ${precision.toFixed(2)} on pictures kept aside` : ''}`);
    if (isNew) this.notes.replaceChildren(...state.notes.map((note) => h('p', { class: 'small muted' }, note)));
    this.curve.hidden = state.curve.length < 2;
    if (!this.curve.hidden) {
      drawLines(this.curve, [
        { title: 'score loss', points: state.curve.map((one) => [one.step, one.score]) },
        { title: 'box loss', points: state.curve.map((one) => [one.step, one.box]) },
        ...(state.precision.length > 0 ? [{ title: 'average precision', points: state.precision.map((one) => [one.step, one.value]) }] : []),
      ]);
    }
    this.stop.hidden = hasEnded;
    this.resume.hidden = state.state !== 'stopped';
    this.use.hidden = !state.model;
    if (state.model && isNew) {
      this.use.replaceChildren(h('a', { class: 'button primary', href: `#/live/${state.model}` }, 'Use it live'), h('a', { class: 'button', href: `#/files/${state.model}` }, 'Use it on files'));
      modelsChanged();
      this.on.trained(state.model);
    }
    if (isNew && hasEnded) this.#list();
  }

  async #list() {
    try {
      const runs = (await getJson('api/v1/detector-runs')).filter((run) => !this.#leaving.has(run.name));
      this.runs.replaceChildren(...runs.map((run) => this.#run(run)));
    } catch (error) {
      toast(error.message, true);
    }
  }

  #run(run) {
    const path = `api/v1/detector-runs/${encodeURIComponent(run.name)}`;
    const figures = Object.keys(captions).filter((name) => run.figures.includes(name)).map((name) => ({ address: `${path}/figures/${name}`, name: captions[name] }));
    return h('li', { class: 'run', dataset: { run: run.name } },
      h('div', { class: 'row spread' }, h('b', { class: 'name' }, run.name), h('span', { class: `badge ${run.state === 'finished' ? 'done' : ''}` }, run.state)),
      h('p', { class: 'small muted number' }, [run.labels.join(', '), `${count(run.pictures, 'picture')}, ${run.keptAside} kept aside`, `${run.steps} steps`, run.seconds && clock(run.seconds), run.averagePrecision !== undefined && `average precision ${run.averagePrecision.toFixed(2)}`].filter(Boolean).join(' · ')),
      h('div', { class: 'figures small-figures' }, figures.map((figure, i) => h('figure', { class: 'card' },
        h('button', { type: 'button', class: 'quiet zoom', 'aria-label': `Look closer: ${figure.name}`, onclick: () => openLightbox(figures, i) }, h('img', { src: figure.address, alt: '', loading: 'lazy' })),
        h('figcaption', { class: 'small muted' }, figure.name)))),
      h('div', { class: 'row' },
        run.state === 'finished' && h('a', { class: 'button small', href: `${path}/model`, download: '' }, 'Model file'),
        run.state !== 'running' && h('button', { type: 'button', class: 'small danger', onclick: () => removeLater(`${run.name} removed`, {
          hide: () => { this.#leaving.add(run.name); this.#list(); },
          show: () => { this.#leaving.delete(run.name); this.#list(); },
          remove: () => send('DELETE', path),
        }) }, 'Remove')));
  }
}

const clock = (seconds) => (seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`);
