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
    // Degrees across the diagonal, as the tracker supposes.
    this.fieldOfView = 70;
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
    const faces = this.poseOf(frame)?.faces ?? [];
    for (const face of faces) this.drawFace(pen, face, scale, faces.length > 1);
  }

  // Where a point in metres in the camera's frame shows, and how many pixels a metre there is.
  project([x, y, z]) {
    const { width, height } = this.canvas, focal = Math.hypot(width, height) / 2 / Math.tan(this.fieldOfView * Math.PI / 360);
    return [width / 2 - focal * x / z, height / 2 + focal * y / z, -focal / z];
  }

  drawFace(pen, face, scale, isNamed) {
    const [x, y, w, h] = face.box.map(v => v * scale);
    const corner = Math.min(w, h) * 0.2;
    const path = new Path2D();
    for (const [cx, cy, dx, dy] of [[x, y, 1, 1], [x + w, y, -1, 1], [x, y + h, 1, -1], [x + w, y + h, -1, -1]]) {
      path.moveTo(cx + dx * corner, cy);
      path.lineTo(cx, cy);
      path.lineTo(cx, cy + dy * corner);
    }
    this.stroke(pen, path, '#ffffff', 2);
    if (isNamed) this.name(pen, face.id, x, y);
    // From the head's place on, as in the window.
    const place = face.translation, reach = Math.max(w, h) * 0.62;
    const [ox, oy, perMetre] = place ? this.project(place) : [x + w / 2, y + h / 2, 0];
    axes.map(([axis, color]) => ({ end: rotate(face.quaternion, axis), color })).sort((a, b) => a.end[2] - b.end[2]).forEach(({ end, color }) => {
      const line = new Path2D();
      line.moveTo(ox, oy);
      if (place) line.lineTo(...this.project(place.map((value, i) => value + end[i] * reach / perMetre)).slice(0, 2));
      else line.lineTo(ox + end[0] * reach, oy - end[1] * reach);
      this.stroke(pen, line, color, 4);
    });
  }

  name(pen, id, x, y) {
    pen.font = '600 18px system-ui, sans-serif';
    pen.lineJoin = 'round';
    [pen.strokeStyle, pen.lineWidth, pen.fillStyle] = ['rgba(0,0,0,.7)', 4, '#ffffff'];
    pen.strokeText(id, x, Math.max(18, y - 8));
    pen.fillText(id, x, Math.max(18, y - 8));
  }

  stroke(pen, path, color, width) {
    pen.lineCap = pen.lineJoin = 'round';
    [pen.strokeStyle, pen.lineWidth] = ['rgba(0,0,0,.55)', width + 2.5];
    pen.stroke(path);
    [pen.strokeStyle, pen.lineWidth] = [color, width];
    pen.stroke(path);
  }
}
