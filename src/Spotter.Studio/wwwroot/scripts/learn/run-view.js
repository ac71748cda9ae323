// One run: its curves, its confusion matrix with the pictures behind it, and trying it out.

import { getJson, query, send } from '../api.js';
import { count, h, scrolling, toast } from '../dom.js';
import { drawCurves } from './curves.js';
import { TryCard } from './try.js';

const SHOWN = 48;

export async function openRun(root, name) {
  const path = `api/v1/runs/${encodeURIComponent(name)}`;
  const run = await getJson(path);
  const curves = h('canvas', { class: 'curves', role: 'img', 'aria-label': 'Learning curves' });
  const pictures = h('div', { class: 'thumbs', role: 'status' });
  const trying = new TryCard(run);
  root.append(
    h('div', { class: 'head' },
      h('div', {}, h('a', { href: '#/learn', class: 'small' }, '← all runs'), h('h1', {}, run.name),
        h('p', {}, `${run.preset}, ${count(run.history.length, 'epoch')}, ${count(run.classes.length, 'class')}${run.testAccuracy === undefined || run.testAccuracy === null ? '' : `, ${(run.testAccuracy * 100).toFixed(1)}% right on pictures it never saw`}`)),
      h('a', { class: 'button', href: `${path}/model`, download: '' }, 'Download ONNX')),
    h('div', { class: 'learn' },
      trying.element,
      h('div', { class: 'stack' },
        h('section', { class: 'card panel' }, h('h2', {}, 'Learning curves'), h('p', { class: 'small muted' }, 'Share of right answers: dashed on the training pictures, thick on the validation pictures.'), curves),
        run.confusion && h('section', { class: 'card panel' }, h('h2', {}, 'Confusion'),
          h('p', { class: 'small muted' }, 'Rows are what pictures show, columns what the network says. Press a number to see the pictures, and a picture to try it, or to say what it really is.'),
          scrolling('Confusion matrix', {}, confusion(run, (truth, answer) => showCell({ path, run, truth, answer, trying }, pictures))), pictures))));
  requestAnimationFrame(() => drawCurves(curves, [run]));
  return () => trying.close();
}

function confusion(run, show) {
  const most = Math.max(1, ...run.confusion.flat());
  const table = h('table', { class: 'confusion' },
    h('thead', {}, h('tr', {}, h('td', {}), run.classes.map((name) => h('th', { scope: 'col', title: name }, h('span', {}, name))))),
    h('tbody', {}, run.confusion.map((row, truth) => h('tr', {}, h('th', { scope: 'row' }, run.classes[truth]), row.map((number, answer) => {
      const cell = h('button', { type: 'button', class: truth === answer ? 'right' : 'wrong', disabled: number === 0, 'aria-label': `${number} of ${run.classes[truth]} taken for ${run.classes[answer]}`, onclick: () => show(truth, answer) }, String(number));
      cell.style.setProperty('--share', Math.sqrt(number / most));
      return h('td', {}, cell);
    })))));
  return table;
}

async function showCell({ path, run, truth, answer, trying }, element) {
  element.replaceChildren(h('p', { class: 'small muted' }, 'looks for them…'));
  try {
    const found = await getJson(`${path}/test${query({ truth, answer })}`);
    const chosen = new Set();
    const relabel = await relabelling(run, truth, answer, chosen, (moved) => {
      for (const name of moved) element.querySelector(`[data-name="${CSS.escape(name)}"]`)?.remove();
    });
    element.replaceChildren(
      h('p', { class: 'small' }, `${run.classes[truth]}, taken for ${run.classes[answer]}: ${found.length}`),
      relabel ?? '',
      ...found.slice(0, SHOWN).map((picture) => {
        const address = `${path}/test/${picture.index}`;
        const sure = `${(picture.probability * 100).toFixed(1)}% sure`;
        const thumb = h('button', { type: 'button', class: 'thumb', dataset: { name: picture.name }, 'aria-pressed': false, title: `${sure}; press to try it, and to choose it`, onclick: () => {
          if (!chosen.delete(picture.name)) chosen.add(picture.name);
          thumb.setAttribute('aria-pressed', chosen.has(picture.name));
          relabel?.update();
          tryOut(trying, address);
        } }, h('img', { src: address, alt: `${run.classes[truth]}, ${sure} that it is ${run.classes[answer]}`, loading: 'lazy' }));
        return thumb;
      }));
  } catch (error) {
    element.replaceChildren();
    toast(error.message, true);
  }
}

// Says what chosen pictures really are, in the data set that the run learned from; nothing where that is gone or is not one's own.
async function relabelling(run, truth, answer, chosen, onmoved) {
  const set = (await getJson('api/v1/datasets')).find((one) => one.id === run.dataset && !one.isKnown);
  if (!set) return null;
  const className = run.classes[truth];
  const to = h('select', { 'aria-label': 'What they really are' }, run.classes.filter((name) => name !== className).map((name) => h('option', { value: name, selected: name === run.classes[answer] }, name)));
  const edit = async (change, says) => {
    const pictures = [...chosen];
    try {
      await send('POST', `api/v1/datasets/${set.id}/edit`, { className, pictures, ...change });
      chosen.clear();
      element.update();
      onmoved(pictures);
      toast(`${count(pictures.length, 'picture')} ${says}; train again to learn from it`, false, { label: 'Back to the data set', run: () => { location.hash = '#/learn'; } });
    } catch (error) {
      toast(error.message, true);
    }
  };
  const text = h('span', { class: 'small number', role: 'status' });
  const move = h('button', { type: 'button', class: 'small', id: 'relabel', onclick: () => edit({ moveTo: to.value }, `of ${set.title} are ${to.value} now`) }, 'Relabel');
  const remove = h('button', { type: 'button', class: 'small danger', onclick: () => edit({ remove: true }, `of ${set.title} removed`) }, 'Delete');
  const element = h('div', { class: 'row relabel' }, text, h('span', { class: 'small' }, 'really:'), to, move, remove);
  element.update = () => {
    text.textContent = `${chosen.size} chosen`;
    for (const button of [move, remove]) button.disabled = chosen.size === 0;
  };
  element.update();
  return element;
}

async function tryOut(trying, address) {
  try {
    await trying.use(await (await fetch(address)).blob(), 'the picture');
  } catch (error) {
    toast(error.message, true);
  }
}
