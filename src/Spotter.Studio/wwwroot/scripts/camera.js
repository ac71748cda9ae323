// The browser's camera, and frames of it at the size that is sent.

const WIDEST_SENT = 640;
const JPEG_QUALITY = 0.75;

export class Camera {
  #stream;
  #free = [];
  #isOpen = true;
  onframe = null;

  static async open(deviceId) {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Error('this browser gives no camera to pages without TLS: open the studio on this machine, or start it with --lan');
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: deviceId ? { deviceId: { exact: deviceId } } : { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'user' },
      });
    } catch (error) {
      throw new Error(explain(error));
    }
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    await video.play();
    return new Camera(stream, video);
  }

  static async list() {
    return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput');
  }

  constructor(stream, video) {
    this.#stream = stream;
    this.video = video;
    this.deviceId = stream.getVideoTracks()[0]?.getSettings().deviceId;
    const next = video.requestVideoFrameCallback ? (f) => video.requestVideoFrameCallback(f) : requestAnimationFrame;
    const tick = () => {
      if (!this.#isOpen) return;
      this.onframe?.();
      next(tick);
    };
    next(tick);
  }

  /** The frame that the camera shows now. */
  grab() {
    const { videoWidth, videoHeight } = this.video;
    const width = Math.min(WIDEST_SENT, videoWidth);
    const height = Math.round((videoHeight * width) / videoWidth);
    const canvas = this.#free.pop() ?? document.createElement('canvas');
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    canvas.getContext('2d', { alpha: false }).drawImage(this.video, 0, 0, width, height);
    return {
      canvas,
      time: performance.now(),
      encode: () => new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY); }),
      release: () => this.#free.push(canvas),
    };
  }

  close() {
    this.#isOpen = false;
    for (const track of this.#stream.getTracks()) track.stop();
    this.video.srcObject = null;
  }
}

function explain(error) {
  switch (error.name) {
    case 'NotAllowedError': return 'the browser was told not to give the camera to this page; allow it in the address bar';
    case 'NotFoundError': case 'OverconstrainedError': return 'there is no camera here; plug one in, or use Files';
    case 'NotReadableError': return 'another program is using the camera; close it first';
    default: return `the camera cannot be used: ${error.message}`;
  }
}
