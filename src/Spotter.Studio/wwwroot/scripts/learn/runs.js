// The runs: a table, and the curves of those that are ticked over one another.

import { getJson, send } from '../api.js';
import { h, removeLater, scrolling, toast } from '../dom.js';
import { colorOfRun, drawCurves } from './curves.js';

const best = (run) => run.testAccuracy ?? Math.max(0, ...run.history.map((epoch) => epoch.validationAccuracy ?? 0));

/** The run of a data set that is right most often; of equals the newest. */
export const bestOf = (runs, dataset) => runs.filter((run) => run.dataset === dataset && run.history.length > 0)
  .reduce((most, run) => (!most || best(run) > best(most) ? run : most), null);

export class RunsCard {
  list = [];
  #ticked = new Set();
  #leaving = new Set();

  constructor() {
    this.table = scrolling('Table of runs');
    this.curves = h('canvas', { class: 'curves', role: 'img', 'aria-label': 'Learning curves of the ticked runs', hidden: true });
    this.element = h('section', { class: 'card panel', 'aria-labelledby': 'runs-title' }, h('h2', { id: 'runs-title' }, 'Runs'), this.table, this.curves);
  }

  async refresh() {
    this.list = (await getJson('api/v1/runs')).filter((run) => !this.#leaving.has(run.name));
    this.#draw();
  }

  #draw() {
    if (this.list.length === 0) {
      this.table.replaceChildren(h('p', { class: 'muted' }, 'Nothing was trained yet.'));
      return;
    }
    this.table.replaceChildren(h('table', {},
      h('thead', {}, h('tr', {}, ['Compare', 'Run', 'State', 'Epochs', 'Validation', 'Test'].map((title, i) => h('th', { scope: 'col', class: i > 2 ? 'number' : '' }, title)), h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, 'What to do')))),
      h('tbody', {}, this.list.map((run) => this.#row(run)))));
    const shown = this.list.filter((run) => this.#ticked.has(run.name));
    this.curves.hidden = shown.length === 0;
    if (shown.length > 0) drawCurves(this.curves, shown);
  }

  #row(run) {
    const shown = this.list.filter((candidate) => this.#ticked.has(candidate.name));
    const mark = h('i', { class: 'swatch' });
    mark.style.background = this.#ticked.has(run.name) ? colorOfRun(shown.indexOf(run)) : 'transparent';
    const validation = Math.max(0, ...run.history.map((epoch) => epoch.validationAccuracy ?? 0));
    return h('tr', { dataset: { run: run.name } },
      h('td', {}, h('input', { type: 'checkbox', 'aria-label': `Compare ${run.name}`, checked: this.#ticked.has(run.name), onchange: (event) => {
        if (event.target.checked) this.#ticked.add(run.name);
        else this.#ticked.delete(run.name);
        this.#draw();
      } }), mark),
      h('td', {}, h('a', { href: `#/learn/run/${encodeURIComponent(run.name)}` }, run.name), bestOf(this.list, run.dataset) === run && this.list.some((other) => other !== run && other.dataset === run.dataset) ? h('span', { class: 'badge done best', title: 'Right most often of the runs on this data set' }, 'best') : ''),
      h('td', {}, h('span', { class: `badge ${run.state === 'finished' ? 'done' : ''}` }, run.state)),
      h('td', { class: 'number' }, `${run.history.length} of ${run.epochs}`),
      h('td', { class: 'number' }, validation ? percent(validation) : '–'),
      h('td', { class: 'number' }, run.testAccuracy === undefined || run.testAccuracy === null ? '–' : percent(run.testAccuracy)),
      h('td', {}, h('div', { class: 'row' },
        run.state === 'interrupted' && h('button', { type: 'button', class: 'small', onclick: () => this.#act('POST', `api/v1/runs/${encodeURIComponent(run.name)}/resume`, {}) }, 'Resume'),
        run.history.length > 0 && h('a', { class: 'button small', href: `api/v1/runs/${encodeURIComponent(run.name)}/model`, download: '' }, 'ONNX'),
        run.state !== 'running' && h('button', { type: 'button', class: 'small danger', onclick: () => this.#remove(run) }, 'Remove'))));
  }

  #remove(run) {
    removeLater(`${run.name} removed`, {
      hide: () => { this.#leaving.add(run.name); this.refresh(); },
      show: () => { this.#leaving.delete(run.name); this.refresh(); },
      remove: () => send('DELETE', `api/v1/runs/${encodeURIComponent(run.name)}`),
    });
  }

  async #act(method, path, body) {
    try {
      await send(method, path, body);
    } catch (error) {
      toast(error.message, true);
    }
    await this.refresh();
  }
}

const percent = (share) => `${(share * 100).toFixed(1)}%`;
