// Elements without markup in strings: nothing that comes from a file or a server is ever parsed as HTML.

/** Makes an element: h('a', { href: '#', onclick: f, class: 'x', dataset: { id: 1 } }, 'text', child). */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name in element && name !== 'list' && name !== 'form') element[name === 'class' ? 'className' : name] = value;
    else element.setAttribute(name === 'class' ? 'class' : name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** A count and its noun: 1 face, 6 faces, 2 upper bodies, 3 people. */
export const count = (number, noun) => `${number} ${number === 1 ? noun : plural(noun)}`;

function plural(noun) {
  if (/(^| )person$/.test(noun)) return noun.replace(/person$/, 'people');
  if (/ing$/.test(noun)) return noun;
  if (/[^aeiou]y$/.test(noun)) return noun.replace(/y$/, 'ies');
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

const svgSpace = 'http://www.w3.org/2000/svg';

/** An icon of 24 by 24 of one or several paths; for decoration, so that screen readers skip it. */
export function icon(...paths) {
  const svg = document.createElementNS(svgSpace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS(svgSpace, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/**
 * Says something in passing, to the eye and to screen readers: in a strip below the bar, which pushes the content down and covers none.
 * @param action { label, run }: a button beside it
 * @returns what takes it away before its time
 */
export function toast(text, isProblem = false, action) {
  const close = () => element.remove();
  const element = h('div', { class: isProblem ? 'toast problem' : 'toast' }, h('span', {}, text),
    action && h('button', { type: 'button', class: 'small', onclick: () => { close(); action.run(); } }, action.label),
    h('button', { type: 'button', class: 'quiet small', 'aria-label': 'Close the message', onclick: close }, '×'));
  const toasts = document.getElementById('toasts');
  toasts.append(element);
  while (toasts.children.length > MOST_TOASTS) toasts.firstElementChild.remove();
  setTimeout(close, isProblem || action ? 9000 : 5000);
  return close;
}

const MOST_TOASTS = 3;
const TAKE_BACK = 9000;
const leaving = new Set();
addEventListener('pagehide', () => { for (const finish of leaving) finish(); });

/**
 * Removes something in a while, so that it can be taken back until then: it is out of sight at once, and gone when the time is over or the
 * page is left.
 * @param parts { hide, show, remove }
 */
export function removeLater(text, { hide, show, remove }) {
  hide();
  const finish = async () => {
    clearTimeout(timer);
    close();
    if (!leaving.delete(finish)) return;
    try {
      await remove();
    } catch (error) {
      show();
      toast(error.message, true);
    }
  };
  const timer = setTimeout(finish, TAKE_BACK);
  leaving.add(finish);
  const close = toast(text, false, { label: 'Undo', run: () => {
    if (!leaving.delete(finish)) return;
    clearTimeout(timer);
    show();
  } });
}

/** What scrolls, so that the keyboard can scroll it: a named place that takes the focus. */
export const scrolling = (label, properties, ...children) => h('div', { tabIndex: 0, role: 'region', 'aria-label': label, ...properties, class: `scroll ${properties?.class ?? ''}` }, ...children);

/** Files that were dropped, those in folders too, each with its path. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const files = [];
  const walk = async (entry, path) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      file.path = path + file.name;
      files.push(file);
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) break;
      for (const child of some) await walk(child, `${path}${entry.name}/`);
    }
  };
  for (const entry of entries) await walk(entry, '');
  return files;
}

/** Gives a blob to the user as a file. */
export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h('a', { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
