// Learning curves of one run or several, on a canvas.

const colors = ['#14b8a6', '#f59e0b', '#8b5cf6', '#ef4444', '#3b82f6', '#84cc16'];

/** Draws accuracy over epochs: training thin and dashed, validation thick. */
export function drawCurves(canvas, runs) {
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth || 480;
  const height = 200;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const frame = { left: 40, right: width - 10, top: 10, bottom: height - 24 };
  const all = runs.flatMap((run) => run.history);
  const epochs = Math.max(2, ...runs.map((run) => Math.max(run.history.length, run.history.length ? 0 : 2)));
  const values = all.flatMap((epoch) => [epoch.accuracy, epoch.validationAccuracy].filter((value) => isNumber(value)));
  const least = values.length ? Math.max(0, Math.floor((Math.min(...values) - 0.02) * 10) / 10) : 0;
  const x = (epoch) => frame.left + ((epoch - 1) / (epochs - 1)) * (frame.right - frame.left);
  const y = (value) => frame.bottom - ((value - least) / (1 - least || 1)) * (frame.bottom - frame.top);
  context.font = '11px system-ui, sans-serif';
  context.fillStyle = style.color;
  context.strokeStyle = style.color;
  context.globalAlpha = 0.25;
  for (let i = 0; i <= 4; i++) {
    const value = least + ((1 - least) * i) / 4;
    context.beginPath();
    context.moveTo(frame.left, y(value));
    context.lineTo(frame.right, y(value));
    context.stroke();
  }
  context.globalAlpha = 0.75;
  for (let i = 0; i <= 4; i++) {
    const value = least + ((1 - least) * i) / 4;
    context.fillText(`${Math.round(value * 100)}%`, 4, y(value) + 4);
  }
  context.fillText('epoch 1', frame.left, height - 6);
  context.fillText(String(epochs), frame.right - 14, height - 6);
  context.globalAlpha = 1;
  runs.forEach((run, i) => {
    context.strokeStyle = colors[i % colors.length];
    line(context, run.history.filter((epoch) => isNumber(epoch.accuracy)).map((epoch) => [x(epoch.epoch), y(epoch.accuracy)]), 1.5, [5, 4]);
    line(context, run.history.filter((epoch) => isNumber(epoch.validationAccuracy)).map((epoch) => [x(epoch.epoch), y(epoch.validationAccuracy)]), 2.5, []);
  });
}

/**
 * Draws lines of any numbers over steps, each with its name.
 * @param series [{ title, points: [[step, value]] }]
 */
export function drawLines(canvas, series) {
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth || 480;
  const height = 200;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  const ink = getComputedStyle(canvas).color;
  const frame = { left: 40, right: width - 10, top: 24, bottom: height - 24 };
  const all = series.flatMap(({ points }) => points).filter(([, value]) => isNumber(value));
  const last = Math.max(1, ...all.map(([step]) => step));
  const most = Math.max(0.1, ...all.map(([, value]) => value));
  context.font = '11px system-ui, sans-serif';
  context.fillStyle = context.strokeStyle = ink;
  for (let i = 0; i <= 4; i++) {
    const y = frame.bottom - (i / 4) * (frame.bottom - frame.top);
    context.globalAlpha = 0.25;
    context.beginPath();
    context.moveTo(frame.left, y);
    context.lineTo(frame.right, y);
    context.stroke();
    context.globalAlpha = 0.75;
    context.fillText(((most * i) / 4).toFixed(2), 4, y + 4);
  }
  context.fillText(`step ${last}`, frame.right - 50, height - 6);
  context.globalAlpha = 1;
  let x = frame.left;
  series.forEach(({ title, points }, i) => {
    context.strokeStyle = context.fillStyle = colors[i % colors.length];
    line(context, points.filter(([, value]) => isNumber(value)).map(([step, value]) => [frame.left + (step / last) * (frame.right - frame.left), frame.bottom - (value / most) * (frame.bottom - frame.top)]), 2, []);
    context.fillRect(x, 6, 10, 10);
    context.fillStyle = ink;
    context.fillText(title, x + 14, 15);
    x += 24 + context.measureText(title).width;
  });
}

// A training that diverged has epochs without numbers.
const isNumber = (value) => typeof value === 'number';

export const colorOfRun = (i) => colors[i % colors.length];

function line(context, points, width, dash) {
  if (points.length === 0) return;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  for (const [px, py] of points) context.lineTo(px, py);
  context.stroke();
  const [px, py] = points.at(-1);
  context.setLineDash([]);
  context.beginPath();
  context.arc(px, py, width + 1, 0, 2 * Math.PI);
  context.stroke();
}
