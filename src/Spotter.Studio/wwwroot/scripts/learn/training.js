// Starts training and shows how it goes.

import { getJson, send } from '../api.js';
import { count, h, toast } from '../dom.js';
import { drawCurves } from './curves.js';
import { LayerList } from './layer-list.js';

const PAUSE_BUSY = 400;
const PAUSE_IDLE = 3000;
const presets = [['auto', 'What suits: photos build on a network that knows pictures'], ['mlp', 'Small and quick (one hidden layer)'], ['cnn-small', 'Convolutions, below 100,000 parameters'], ['cnn', 'Residual network, slow and accurate'], ['own', 'Layers of your own']];

export class TrainingCard {
  #timer = 0;
  #isOpen = true;
  #last = '';

  constructor(datasets, onend) {
    this.datasets = datasets;
    this.onend = onend;
    this.dataset = h('select', { id: 'train-dataset' });
    this.layers = new LayerList();
    this.preset = h('select', { id: 'train-preset', onchange: () => { this.layers.element.hidden = this.preset.value !== 'own'; } }, presets.map(([id, text]) => h('option', { value: id }, text)));
    this.epochs = h('input', { type: 'number', id: 'train-epochs', min: 1, max: 1000, placeholder: 'as the network suits' });
    this.balance = h('input', { type: 'checkbox', id: 'train-balance' });
    this.start_ = h('button', { type: 'button', class: 'primary', id: 'train-start', onclick: () => this.#begin() }, 'Train');
    this.live = h('div', { class: 'stack', hidden: true });
    this.element = h('section', { class: 'card panel', 'aria-labelledby': 'training-title' },
      h('h2', { id: 'training-title' }, 'Training'),
      h('div', { class: 'form' },
        h('label', { class: 'field' }, 'Data set', this.dataset),
        h('label', { class: 'field' }, 'Network', this.preset),
        h('label', { class: 'field' }, 'Epochs', this.epochs)),
      this.layers.element,
      h('div', { class: 'row spread' }, h('label', { class: 'row small' }, this.balance, 'every class counts alike'), this.start_),
      this.live);
  }

  drawChoices(made) {
    const chosen = made ?? this.dataset.value;
    this.dataset.replaceChildren(...this.datasets().map((set) => h('option', { value: set.id, selected: set.id === chosen }, set.title)));
  }

  start() {
    this.#poll();
  }

  close() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
  }

  async #begin() {
    try {
      await send('POST', 'api/v1/runs', {
        dataset: this.dataset.value,
        preset: this.preset.value === 'own' ? undefined : this.preset.value,
        layers: this.preset.value === 'own' ? this.layers.text : undefined,
        epochs: this.epochs.value ? Number(this.epochs.value) : undefined,
        balanceClasses: this.balance.checked,
      });
      this.#last = '';
    } catch (error) {
      toast(error.message, true);
    }
    this.#poll();
  }

  async #poll() {
    clearTimeout(this.#timer);
    let state = { state: 'idle' };
    try {
      state = await getJson('api/v1/training');
      await this.#show(state);
    } catch (error) {
      toast(error.message, true);
    }
    if (!this.#isOpen) return;
    const isBusy = state.state === 'preparing' || state.state === 'training';
    this.start_.disabled = isBusy;
    this.#timer = setTimeout(() => this.#poll(), isBusy ? PAUSE_BUSY : PAUSE_IDLE);
  }

  async #show(state) {
    const isNew = state.state !== this.#last;
    this.#last = state.state;
    this.live.hidden = state.state === 'idle';
    if (this.live.hidden) return;
    if (isNew && (state.state === 'ended' || state.state === 'failed')) this.onend();
    if (!isNew && state.state !== 'training') return;
    const curves = h('canvas', { class: 'curves', 'aria-label': 'Learning curves' });
    const facts = state.state === 'training'
      ? `epoch ${state.epoch} of ${state.epochs} · loss ${state.loss?.toFixed(3) ?? 'is no number'} · ${((state.accuracy ?? 0) * 100).toFixed(1)}% right · ${count(state.imagesPerSecond, 'picture')} a second · ${Math.ceil(state.remainingSeconds)} s left`
      : state.error ?? { preparing: 'reads the pictures', ended: 'done' }[state.state];
    const total = Math.max(1, state.epochs * state.batches);
    const done = state.state === 'training' ? ((state.epoch - 1) * state.batches + state.batch) / total : state.state === 'ended' ? 1 : 0;
    this.live.replaceChildren(...[
      h('div', { class: 'row spread' }, h('b', {}, state.run ?? 'A new run'), h('span', { class: `badge ${state.state === 'failed' ? 'failed' : state.state === 'ended' ? 'done' : ''}`, id: 'train-state' }, state.state)),
      h('progress', { max: 1, value: done, 'aria-label': 'Progress of the training' }),
      h('p', { class: 'small number' }, facts),
      ...(state.notes ?? []).map((note) => h('p', { class: 'small muted' }, note)),
      state.run && curves,
      h('div', { class: 'row' },
        state.state === 'training' && h('button', { type: 'button', onclick: () => this.#stop(state.run) }, 'Stop'),
        state.run && h('a', { class: 'button', href: `#/learn/run/${encodeURIComponent(state.run)}` }, 'Look at the run')),
    ].filter(Boolean));
    if (state.run) {
      const run = await getJson(`api/v1/runs/${encodeURIComponent(state.run)}`);
      drawCurves(curves, [run]);
    }
  }

  async #stop(name) {
    try {
      await send('POST', `api/v1/runs/${encodeURIComponent(name)}/stop`);
    } catch (error) {
      toast(error.message, true);
    }
  }
}
