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

/** Says something in passing, to the eye and to screen readers. */
export function toast(text, isProblem = false) {
  const element = h('div', { class: isProblem ? 'toast problem' : 'toast' }, text);
  document.getElementById('toasts').append(element);
  setTimeout(() => element.remove(), isProblem ? 9000 : 4000);
}

/** Gives a blob to the user as a file. */
export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h('a', { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
