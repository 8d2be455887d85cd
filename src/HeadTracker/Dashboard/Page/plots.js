// Yaw, pitch and roll over the last seconds: measured thin, filtered bold; gaps where no face was seen.
const seconds = 10, capacity = 1500, angles = ['yaw', 'pitch', 'roll'];

export class Plots {
  constructor(canvas) {
    this.canvas = canvas;
    this.points = [];
    this.ranges = angles.map(() => 20);
    this.dirty = true;
    new ResizeObserver(() => { this.dirty = true; }).observe(canvas);
  }

  restyle() {
    const style = getComputedStyle(document.documentElement);
    this.colors = Object.fromEntries([...angles, 'line', 'soft', 'ink', 'sunk'].map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.dirty = true;
  }

  add(pose) {
    const face = pose.faces[0];
    const { points } = this;
    if (points.length && pose.time < points.at(-1).time) points.length = 0;
    points.push({ time: pose.time, filtered: face && angles.map(a => face[a]), measured: face && angles.map(a => face.measured[a]) });
    while (points.length > capacity || points[0].time < pose.time - seconds) points.shift();
    this.dirty = true;
  }

  draw() {
    if (!this.dirty) return;
    this.dirty = false;
    const { canvas, colors } = this;
    const ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    }
    const pen = canvas.getContext('2d');
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const gap = 8, rowHeight = (height - 2 * gap) / 3, left = 58;
    const end = this.points.at(-1)?.time ?? 0;
    const xOf = time => left + (width - left - 4) * (1 - (end - time) / seconds);
    angles.forEach((angle, row) => {
      const top = row * (rowHeight + gap), middle = top + rowHeight / 2;
      const most = Math.max(8, ...this.points.filter(p => p.filtered).map(p => Math.max(Math.abs(p.filtered[row]), Math.abs(p.measured[row]))));
      const wanted = [10, 20, 30, 45, 60, 90, 180].find(r => r >= most * 1.05) ?? 180;
      // Grows at once, shrinks slowly.
      this.ranges[row] = wanted > this.ranges[row] ? wanted : this.ranges[row] + (wanted - this.ranges[row]) * 0.03;
      const range = this.ranges[row], yOf = value => middle - value / range * (rowHeight / 2 - 6);
      pen.fillStyle = colors.sunk;
      pen.beginPath();
      pen.roundRect(left, top, width - left, rowHeight, 8);
      pen.fill();
      pen.font = '12px system-ui, sans-serif';
      pen.textAlign = 'right';
      pen.textBaseline = 'middle';
      const step = [5, 10, 15, 30, 45, 90].find(s => s * 2.6 >= range) ?? 90;
      for (let value = -Math.floor(range / step) * step; value <= range; value += step) {
        pen.strokeStyle = colors.line;
        pen.lineWidth = value === 0 ? 1.5 : 0.75;
        pen.beginPath();
        pen.moveTo(left, yOf(value));
        pen.lineTo(width, yOf(value));
        pen.stroke();
        if (value) { pen.fillStyle = colors.soft; pen.fillText(`${value > 0 ? '' : '−'}${Math.abs(value)}`, left - 6, yOf(value)); }
      }
      pen.fillStyle = colors[angle];
      pen.font = '600 13px system-ui, sans-serif';
      pen.textAlign = 'left';
      pen.fillText(angle[0].toUpperCase() + angle.slice(1), 0, middle);
      this.line(pen, xOf, yOf, p => p.measured?.[row], colors[angle], 1, 0.55);
      this.line(pen, xOf, yOf, p => p.filtered?.[row], colors[angle], 2.2, 1);
    });
  }

  line(pen, xOf, yOf, valueOf, color, width, alpha) {
    pen.strokeStyle = color;
    pen.lineWidth = width;
    pen.globalAlpha = alpha;
    pen.lineJoin = 'round';
    pen.beginPath();
    let last = null;
    for (const point of this.points) {
      const value = valueOf(point);
      if (value === undefined) { last = null; continue; }
      if (last === null || point.time - last > 0.5) pen.moveTo(xOf(point.time), yOf(value));
      else pen.lineTo(xOf(point.time), yOf(value));
      last = point.time;
    }
    pen.stroke();
    pen.globalAlpha = 1;
  }
}
