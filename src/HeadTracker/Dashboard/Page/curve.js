// One axis's response: drawn as the program computes it, its points dragged with the pointer, the live pose as a dot on it.

// As the program's MonotoneCurve: a cubic Hermite through the knots with Fritsch–Carlson slopes, straight on beyond its ends.
export function spline(points) {
  const knots = [{ input: 0, output: 0 }, ...points], last = knots.length - 1;
  const secant = i => (knots[i + 1].output - knots[i].output) / (knots[i + 1].input - knots[i].input);
  const slopes = knots.map((_, i) => {
    if (i === 0 || i === last) return secant(i && last - 1);
    const [before, after] = [secant(i - 1), secant(i)];
    return before + after > 0 ? 2 * before * after / (before + after) : 0;
  });
  return x => {
    if (x <= 0) return slopes[0] * x;
    if (x >= knots[last].input) return knots[last].output + slopes[last] * (x - knots[last].input);
    let i = 0;
    while (x >= knots[i + 1].input) i++;
    const [from, to] = [knots[i], knots[i + 1]], width = to.input - from.input, t = (x - from.input) / width;
    return (2 * t ** 3 - 3 * t ** 2 + 1) * from.output + (t ** 3 - 2 * t ** 2 + t) * width * slopes[i]
      + (3 * t ** 2 - 2 * t ** 3) * to.output + (t ** 3 - t ** 2) * width * slopes[i + 1];
  };
}

// As the program's AxisResponse: dead zone, curve, gain, limit, inversion.
export function responseOf({ deadZone, curve, gain, limit, invert }) {
  const shape = curve.length ? spline(curve) : x => x;
  return x => {
    let y = Math.sign(x) * shape(Math.max(0, Math.abs(x) - deadZone)) * gain;
    if (limit !== null) y = Math.min(limit, Math.max(-limit, y));
    return invert ? -y : y;
  };
}

const reach = 16, grain = 0.5, margin = { left: 34, right: 10, top: 10, bottom: 20 };
const round = value => Math.round(value / grain) * grain;
const nice = range => [1, 2, 5, 10, 15, 30, 45, 90, 180, 500].find(step => range / step <= 5) ?? 1000;

export class CurveEditor {
  // usual: how far the axis goes when no point says otherwise; commit: told the points when the hand has let go.
  constructor(canvas, usual, commit) {
    Object.assign(this, { canvas, usual, commit, held: null, live: null });
    canvas.addEventListener('pointerdown', event => this.grab(event));
    canvas.addEventListener('pointermove', event => this.drag(event));
    canvas.addEventListener('pointerup', () => this.release());
    canvas.addEventListener('pointercancel', () => { this.held = null; this.show(this.options); });
    canvas.addEventListener('dblclick', event => this.toggle(event));
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  show(options) {
    if (this.held !== null) return;
    this.options = options;
    this.points = options.curve.map(point => ({ ...point }));
    this.measure();
    this.draw();
  }

  // The pose now, or null: |head| across, |sent| up.
  dot(head, sent) {
    const next = head === undefined || sent === undefined ? null : [Math.abs(head), Math.abs(sent)];
    if (`${next}` === `${this.live}`) return;
    this.live = next;
    this.draw();
  }

  measure() {
    const { deadZone, gain } = this.options, last = this.points.at(-1)?.input ?? 0;
    this.right = Math.max(this.usual, (last + deadZone) * 1.25);
    const response = responseOf({ ...this.options, curve: this.points });
    this.top = Math.max(1, Math.abs(response(this.right)), ...this.points.map(point => point.output * gain)) * 1.1;
  }

  get box() {
    return { width: this.canvas.clientWidth - margin.left - margin.right, height: this.canvas.clientHeight - margin.top - margin.bottom };
  }

  xOf(value) { return margin.left + value / this.right * this.box.width; }
  yOf(value) { return margin.top + (1 - value / this.top) * this.box.height; }
  placeOf(point) { return [this.xOf(point.input + this.options.deadZone), this.yOf(point.output * this.options.gain)]; }

  at(event) {
    const frame = this.canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  }

  near(event) {
    const [x, y] = this.at(event);
    const far = point => { const [px, py] = this.placeOf(point); return Math.hypot(px - x, py - y); };
    const best = this.points.reduce((found, point, i) => found < 0 || far(point) < far(this.points[found]) ? i : found, -1);
    return best >= 0 && far(this.points[best]) <= reach ? best : null;
  }

  // A place in the picture as a point between its neighbours: rightwards, and never down.
  pointAt(event, before, after) {
    const [x, y] = this.at(event), { deadZone, gain } = this.options;
    const input = round((x - margin.left) / this.box.width * this.right - deadZone);
    const output = round((1 - (y - margin.top) / this.box.height) * this.top / (gain || 1));
    return {
      input: Math.min(Math.max(input, (before?.input ?? 0) + grain), (after?.input ?? 1000 + grain) - grain),
      output: Math.min(Math.max(output, before?.output ?? 0), after?.output ?? 1000),
    };
  }

  grab(event) {
    this.held = this.near(event);
    if (this.held === null) return;
    this.canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  drag(event) {
    this.canvas.style.cursor = this.held !== null ? 'grabbing' : this.near(event) !== null ? 'grab' : 'crosshair';
    if (this.held === null) return;
    this.points[this.held] = this.pointAt(event, this.points[this.held - 1], this.points[this.held + 1]);
    this.draw();
  }

  release() {
    if (this.held === null) return;
    this.held = null;
    if (JSON.stringify(this.points) !== JSON.stringify(this.options.curve)) this.commit(this.points);
  }

  // A double click adds a point, or takes the one under it away.
  toggle(event) {
    const found = this.near(event);
    if (found !== null) {
      this.commit(this.points.filter((_, i) => i !== found));
      return;
    }
    const [x] = this.at(event), input = (x - margin.left) / this.box.width * this.right - this.options.deadZone;
    const i = this.points.filter(point => point.input < input).length;
    const [before, after] = [this.points[i - 1], this.points[i]];
    if (input <= (before?.input ?? 0) + grain || (after && input >= after.input - grain)) return;
    this.commit([...this.points.slice(0, i), this.pointAt(event, before, after), ...this.points.slice(i)]);
  }

  draw() {
    const { canvas } = this, ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width || !this.options) return;
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const pen = canvas.getContext('2d'), style = getComputedStyle(document.documentElement), color = name => style.getPropertyValue(`--${name}`);
    pen.scale(ratio, ratio);
    pen.font = '11px system-ui, sans-serif';
    pen.fillStyle = color('soft');
    pen.strokeStyle = color('line');
    pen.lineWidth = 1;
    pen.textAlign = 'center';
    for (let value = 0, step = nice(this.right); value <= this.right; value += step) {
      this.line(pen, [[this.xOf(value), this.yOf(0)], [this.xOf(value), margin.top]]);
      pen.fillText(value, this.xOf(value), height - 6);
    }
    pen.textAlign = 'right';
    for (let value = 0, step = nice(this.top); value <= this.top; value += step) {
      this.line(pen, [[this.xOf(0), this.yOf(value)], [this.xOf(this.right), this.yOf(value)]]);
      pen.fillText(value, margin.left - 6, this.yOf(value) + 4);
    }

    const response = responseOf({ ...this.options, curve: this.points, invert: false }), steps = Math.max(2, Math.round(width / 2));
    pen.strokeStyle = color('accent');
    pen.lineWidth = 2;
    this.line(pen, Array.from({ length: steps + 1 }, (_, i) => i / steps * this.right).map(x => [this.xOf(x), this.yOf(response(x))]));
    pen.fillStyle = color('accent');
    for (const point of this.points) this.disc(pen, ...this.placeOf(point), 5);
    if (!this.live) return;
    pen.fillStyle = color('bad');
    this.disc(pen, Math.min(this.xOf(this.live[0]), width - margin.right), Math.max(this.yOf(this.live[1]), margin.top), 4.5);
  }

  line(pen, places) {
    pen.beginPath();
    for (const place of places) pen.lineTo(...place);
    pen.stroke();
  }

  disc(pen, x, y, radius) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 7);
    pen.fill();
  }
}
