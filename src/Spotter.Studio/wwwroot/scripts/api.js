// The studio's REST interface. Every failure becomes an Error whose message is worth showing.

export class ApiError extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    // What was begun is finished although the page is left: a removal, say.
    response = await fetch(path, { credentials: 'same-origin', keepalive: options.method === 'DELETE', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, 'No answer', 'the studio does not answer; is it still running?');
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new ApiError(response.status, problem.title ?? response.statusText, problem.detail ?? response.statusText);
}

export async function getJson(path, options) {
  return (await ask(path, options)).json();
}

export async function send(method, path, body, options = {}) {
  const isFile = body instanceof Blob;
  const response = await ask(path, {
    method,
    body: body === undefined ? undefined : isFile ? body : JSON.stringify(body),
    headers: body === undefined ? {} : { 'Content-Type': isFile ? body.type || 'application/octet-stream' : 'application/json' },
    ...options,
  });
  return response.status === 204 ? null : response.json();
}

/** A query string of what is set. */
export function query(values) {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}

let list;

/** All models, those that were brought or trained here among them. */
export const models = () => (list ??= getJson('api/v1/models').catch((error) => { list = undefined; throw error; }));

/** Forgets the list, because there is a model more or less. */
export const modelsChanged = () => { list = undefined; };

/** Brings a model of one's own, which is in the list from then on. */
export async function bringNetwork(file) {
  const model = await send('POST', `api/v1/models${query({ name: file.name })}`, file);
  modelsChanged();
  return model;
}

let shelf;

/** The examples that the studio has or draws. */
export const examples = () => (shelf ??= getJson('api/v1/examples').catch((error) => { shelf = undefined; throw error; }));

/** An example's picture or clip as a file. */
export async function exampleFile({ id, title }) {
  const blob = await (await ask(`api/v1/examples/${id}`)).blob();
  return new File([blob], `${title}.${{ 'video/mp4': 'mp4', 'image/jpeg': 'jpg' }[blob.type] ?? 'png'}`, { type: blob.type });
}

/**
 * Sends a file and tells how much of it is there.
 * @param onprogress told the share, 0 to 1
 * @returns { answer, cancel }
 */
export function upload(path, file, onprogress) {
  const request = new XMLHttpRequest();
  const answer = new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => { if (event.lengthComputable) onprogress(event.loaded / event.total); };
    request.onload = () => {
      const body = request.response ?? {};
      if (request.status >= 200 && request.status < 300) resolve(body);
      else reject(new ApiError(request.status, body.title ?? request.statusText, body.detail ?? request.statusText));
    };
    request.onerror = () => reject(new ApiError(0, 'No answer', 'the studio does not answer; is it still running?'));
    request.onabort = () => reject(new ApiError(0, 'Cancelled', 'cancelled'));
    request.open('POST', path);
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.send(file);
  });
  return { answer, cancel: () => request.abort() };
}

export const detect = (file, detectors, search, options) =>
  send('POST', `api/v1/detect${query({ detector: detectors.join(','), ...search })}`, file, options);

/** Begins the session; with the token of the address where there is one. */
export const beginSession = (token) => send('POST', 'api/v1/session', { token });
