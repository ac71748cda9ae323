// The client's side of api/v1/live: frames in, boxes out, never more than two frames on their way.

const MOST_IN_FLIGHT = 2;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

export class LiveSocket {
  #socket = null;
  #pending = [];
  #settings;
  #pause = FIRST_PAUSE;
  #timer = 0;
  #isClosed = false;
  #on;

  /** @param on { result(message, tag), ready(message), problem(text), state('open'|'lost') } */
  constructor(settings, on) {
    this.#settings = settings;
    this.#on = on;
    this.#connect();
  }

  /** True while another frame may be sent. */
  get hasRoom() {
    return this.#socket?.readyState === WebSocket.OPEN && this.#pending.length < MOST_IN_FLIGHT;
  }

  /** Takes room for a frame that is being encoded; what is answered later comes with the tag. */
  reserve(tag) {
    const place = { tag, bytes: null, isSent: false };
    this.#pending.push(place);
    return place;
  }

  /** Sends the bytes of a reserved frame, in the order of the reservations. */
  fill(place, bytes) {
    place.bytes = bytes;
    for (const waiting of this.#pending) {
      if (!waiting.bytes) break;
      if (!waiting.isSent && this.#socket.readyState === WebSocket.OPEN) {
        this.#socket.send(waiting.bytes);
        waiting.isSent = true;
      }
    }
  }

  set(settings) {
    this.#settings = settings;
    if (this.#socket.readyState === WebSocket.OPEN) this.#sendSettings();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket.close();
  }

  #sendSettings() {
    this.#socket.send(JSON.stringify({ type: 'settings', ...this.#settings }));
  }

  #connect() {
    const address = new URL('api/v1/live', document.baseURI);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.hash = '';
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#pending = [];
    socket.onopen = () => {
      this.#pause = FIRST_PAUSE;
      this.#sendSettings();
      this.#on.state('open');
    };
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = () => {
      this.#pending = [];
      if (this.#isClosed) return;
      this.#on.state('lost');
      this.#timer = setTimeout(() => this.#connect(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    };
  }

  #receive(message) {
    if (message.type === 'ready') {
      this.#on.ready?.(message);
      return;
    }
    const place = message.frame === undefined ? null : this.#pending.shift();
    if (message.type === 'result') this.#on.result(message, place?.tag);
    else this.#on.problem(message.detail);
  }
}
