// The live picture: a JPEG per request, so that a page that is hidden or slow costs the tracker nothing.
const axes = [[[1, 0, 0], '#ff453a'], [[0, -1, 0], '#30d158'], [[0, 0, 1], '#2f7bff']];

export const rotate = ([w, x, y, z], [a, b, c]) => {
  const [i, j, k] = [2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)];
  return [a + w * i + y * k - z * j, b + w * j + z * i - x * k, c + w * k + x * j - y * i];
};

export class Video {
  constructor(canvas) {
    this.canvas = canvas;
    this.poses = new Map();
  }

  // Pictures come later than their poses, so those of the last seconds are kept; a page that was busy may have missed the very one.
  poseOf(frame) {
    for (let back = 0; back < 4; back++) if (this.poses.has(frame - back)) return this.poses.get(frame - back);
    return null;
  }

  note(pose) {
    this.poses.set(pose.frame, pose);
    if (this.poses.size > 90) this.poses.delete(this.poses.keys().next().value);
  }

  ask(socket) {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (document.hidden) document.addEventListener('visibilitychange', () => this.ask(socket), { once: true });
    else socket.send('next');
  }

  async show(data) {
    const header = new DataView(data, 0, 16);
    const frame = Number(header.getBigInt64(0, true)), width = header.getInt32(8, true);
    const picture = await createImageBitmap(new Blob([new Uint8Array(data, 16)], { type: 'image/jpeg' }));
    const { canvas } = this;
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      [canvas.width, canvas.height] = [picture.width, picture.height];
    }
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    picture.close();
    canvas.dataset.frame = frame;
    const scale = canvas.width / width;
    for (const face of this.poseOf(frame)?.faces ?? []) this.drawFace(pen, face, scale);
  }

  drawFace(pen, face, scale) {
    const [x, y, w, h] = face.box.map(v => v * scale);
    const corner = Math.min(w, h) * 0.2;
    const path = new Path2D();
    for (const [cx, cy, dx, dy] of [[x, y, 1, 1], [x + w, y, -1, 1], [x, y + h, 1, -1], [x + w, y + h, -1, -1]]) {
      path.moveTo(cx + dx * corner, cy);
      path.lineTo(cx, cy);
      path.lineTo(cx, cy + dy * corner);
    }
    this.stroke(pen, path, '#ffffff', 2);
    const [ox, oy, length] = [x + w / 2, y + h / 2, Math.max(w, h) * 0.62];
    axes.map(([axis, color]) => ({ end: rotate(face.quaternion, axis), color })).sort((a, b) => a.end[2] - b.end[2]).forEach(({ end, color }) => {
      const line = new Path2D();
      line.moveTo(ox, oy);
      line.lineTo(ox + end[0] * length, oy - end[1] * length);
      this.stroke(pen, line, color, 4);
    });
  }

  stroke(pen, path, color, width) {
    pen.lineCap = pen.lineJoin = 'round';
    [pen.strokeStyle, pen.lineWidth] = ['rgba(0,0,0,.55)', width + 2.5];
    pen.stroke(path);
    [pen.strokeStyle, pen.lineWidth] = [color, width];
    pen.stroke(path);
  }
}
