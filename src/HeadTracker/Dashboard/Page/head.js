// A head to turn: a mannequin modelled as a blend of ellipsoids and capsules, sampled into a mesh once, drawn with WebGL.
// Units are 10 cm in the head frame: x to image right, y up, z towards the viewer, the origin between the ears.
const eye = [0.315, 0.16, 0.6], eyeRadius = 0.15;

const length = (x, y, z) => Math.sqrt(x * x + y * y + z * z);
const ellipsoid = (x, y, z, rx, ry, rz) => {
  const k = length(x / rx, y / ry, z / rz), g = length(x / rx / rx, y / ry / ry, z / rz / rz);
  return g === 0 ? -Math.min(rx, ry, rz) : k * (k - 1) / g;
};
const capsule = (x, y, z, a, b, ra, rb) => {
  const d = [b[0] - a[0], b[1] - a[1], b[2] - a[2]], p = [x - a[0], y - a[1], z - a[2]];
  const t = Math.min(1, Math.max(0, (p[0] * d[0] + p[1] * d[1] + p[2] * d[2]) / (d[0] ** 2 + d[1] ** 2 + d[2] ** 2)));
  return length(p[0] - t * d[0], p[1] - t * d[1], p[2] - t * d[2]) - (ra + t * (rb - ra));
};
const blend = (a, b, k) => { const h = Math.max(k - Math.abs(a - b), 0) / k; return Math.min(a, b) - h * h * k / 4; };
const carve = (a, b, k) => -blend(-a, b, k);

// Signed distance to the skin.
function skin(x, y, z) {
  const m = Math.abs(x);
  let d = ellipsoid(x, y - 0.42, z + 0.1, 0.76, 0.85, 0.97);
  d = blend(d, ellipsoid(x, y + 0.22, z - 0.3, 0.6, 0.8, 0.52), 0.3);
  d = blend(d, ellipsoid(x, y + 0.7, z - 0.34, 0.47, 0.36, 0.42), 0.25);
  d = blend(d, length(x, y + 0.93, z - 0.62) - 0.15, 0.22);
  d = blend(d, length(m - 0.4, y + 0.16, z - 0.46) - 0.19, 0.2);
  d = blend(d, capsule(m, y, z, [0.06, 0.33, 0.75], [0.46, 0.34, 0.58], 0.08, 0.06), 0.16);
  d = carve(d, ellipsoid(m - 0.31, y - 0.16, z - 0.84, 0.2, 0.12, 0.2), 0.16);
  d = blend(d, capsule(x, y, z, [0, 0.26, 0.76], [0, -0.13, 0.98], 0.05, 0.095), 0.12);
  d = blend(d, ellipsoid(m - 0.1, y + 0.2, z - 0.88, 0.085, 0.075, 0.1), 0.07);
  d = blend(d, ellipsoid(x, y + 0.48, z - 0.56, 0.34, 0.26, 0.27), 0.15);
  d = blend(d, ellipsoid(x, y + 0.45 + 0.25 * x * x, z - 0.8 + 0.9 * x * x, 0.2, 0.045, 0.07), 0.05);
  d = blend(d, ellipsoid(x, y + 0.545, z - 0.79 + 0.9 * x * x, 0.17, 0.055, 0.07), 0.04);
  d = blend(d, Math.max(capsule(x, y, z, [0, -0.5, -0.25], [0, -1.8, -0.42], 0.44, 0.5), -1.62 - y), 0.18);
  // Ears lean outwards to the back.
  const ex = m - 0.8 - 0.25 * (-z - 0.12), ey = y - 0.03, ez = z + 0.14 + 0.2 * ey;
  let ear = ellipsoid(ex, ey, ez, 0.07, 0.29, 0.17);
  ear = carve(ear, ellipsoid(ex - 0.07, ey + 0.02, ez - 0.03, 0.06, 0.18, 0.09), 0.05);
  d = blend(d, ear, 0.08);
  // Lids around the eyeballs, open before them.
  const lid = carve(length(m - eye[0], y - eye[1], z - eye[2]) - eyeRadius - 0.03, ellipsoid(m - eye[0], y - eye[1] + 0.01, z - eye[2] - 0.16, 0.13, 0.062, 0.16), 0.03);
  return blend(d, lid, 0.05);
}

const surface = (x, y, z) => Math.min(skin(x, y, z), length(Math.abs(x) - eye[0], y - eye[1], z - eye[2]) - eyeRadius);

// Rays from the middle, met from outside; closer together where the face is.
function build(columns = 128, rows = 112) {
  const vertices = new Float32Array(columns * rows * 6), indices = [];
  const middle = [0, -0.05, 0.1], e = 0.004;
  for (let row = 0; row < rows; row++) {
    const latitude = Math.PI * (row / (rows - 1) - 0.5);
    for (let column = 0; column < columns; column++) {
      const u = 2 * Math.PI * column / (columns - 1) - Math.PI;
      const longitude = u - 0.55 * Math.sin(u);
      const ray = [Math.sin(longitude) * Math.cos(latitude), Math.sin(latitude), Math.cos(longitude) * Math.cos(latitude)];
      let t = 2.4, d = 1;
      for (let i = 0; i < 60 && t > 0.2 && d > 0.0008; i++) {
        d = surface(middle[0] + t * ray[0], middle[1] + t * ray[1], middle[2] + t * ray[2]);
        t -= d * 0.9;
      }
      const [x, y, z] = ray.map((r, i) => middle[i] + t * r);
      const normal = [surface(x + e, y, z) - surface(x - e, y, z), surface(x, y + e, z) - surface(x, y - e, z), surface(x, y, z + e) - surface(x, y, z - e)];
      const size = length(...normal) || 1;
      vertices.set([x, y, z, ...normal.map(n => n / size)], (row * columns + column) * 6);
      if (row && column) {
        const at = row * columns + column;
        indices.push(at - columns - 1, at - columns, at, at - columns - 1, at, at - 1);
      }
    }
  }
  return { vertices, indices: new Uint16Array(indices) };
}

const vertexShader = `
attribute vec3 place, normal; uniform vec4 turn; uniform vec2 scale; varying vec3 at, up, seen;
vec3 spin(vec3 v) { return v + 2. * cross(turn.xyz, cross(turn.xyz, v) + turn.w * v); }
void main() {
  at = place; up = spin(normal); seen = spin(place) - vec3(0, 0, 7.5);
  vec3 p = spin(place + vec3(0, .18, 0));
  gl_Position = vec4(p.xy * scale, -p.z * .25, 7.5 - p.z);
}`;
const fragmentShader = `
precision mediump float; varying vec3 at, up, seen; uniform float life; uniform vec3 tone;
void main() {
  vec3 n = normalize(up), v = normalize(-seen), p = vec3(abs(at.x), at.yz);
  vec3 skin = vec3(.83, .66, .56), color = skin; float gloss = .12;
  float lips = smoothstep(.03, .0, abs(p.y + .495 + .1 * p.x * p.x) - .075 * (1. - p.x * p.x / .052)) * step(.5, p.z) * step(p.x, .225);
  color = mix(color, vec3(.72, .42, .4), .75 * lips); gloss += .12 * lips;
  float brow = smoothstep(.02, .0, abs(p.y - .37 - .08 * sin((p.x - .08) * 6.5)) - .036) * smoothstep(.09, .13, p.x) * smoothstep(.52, .46, p.x) * step(.3, p.z);
  float hair = smoothstep(-.03, .03, p.y - .82 + .1 * p.x * p.x + .55 * smoothstep(.5, -.25, p.z) * smoothstep(.3, .75, length(vec2(p.x, p.z - .4))) + .75 * smoothstep(.05, -.6, p.z));
  hair *= 1. - step(.66, p.x) * smoothstep(.37, .31, length(p.yz + vec2(-.02, .12)));
  color = mix(color, vec3(.24, .18, .15), max(.8 * brow, hair));
  vec3 e = p - vec3(${eye.join()});
  float ball = step(length(e), ${(eyeRadius + 0.004).toFixed(3)});
  float r = length(e.xy);
  vec3 white = mix(vec3(.94, .94, .93), vec3(.16, .36, .40), smoothstep(.068, .06, r));
  color = mix(color, mix(white, vec3(.02), smoothstep(.03, .024, r)), ball);
  gloss = mix(gloss, .7, ball);
  float key = max(dot(n, normalize(vec3(-.5, .6, .75))), 0.), fill = max(dot(n, normalize(vec3(.8, .1, .4))), 0.), sky = .5 + .5 * n.y;
  float rim = pow(1. - max(dot(n, v), 0.), 3.);
  vec3 light = .30 + .62 * key * vec3(1., .97, .93) + .18 * fill * vec3(.8, .9, 1.) + .16 * sky;
  float shine = pow(max(dot(reflect(normalize(vec3(.5, -.6, -.75)), n), v), 0.), 24.);
  color = color * light + gloss * shine + .22 * rim * tone;
  float grey = dot(color, vec3(.3, .6, .1));
  // The neck fades out; colours are premultiplied.
  gl_FragColor = vec4(mix(vec3(grey), color, life), 1.) * mix(.45, 1., life) * smoothstep(-1.5, -1.15, at.y);
}`;

function compile(gl) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertexShader], [gl.FRAGMENT_SHADER, fragmentShader]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  return program;
}

// Returns a function that shows a quaternion [w, x, y, z], or the last one greyed when there is none.
export function drawHead(canvas) {
  const gl = canvas.getContext('webgl', { antialias: true, alpha: true, preserveDrawingBuffer: true });
  if (!gl) {
    canvas.replaceWith(Object.assign(document.createElement('p'), { className: 'place', textContent: 'This browser has no WebGL to draw the head with.' }));
    return () => {};
  }
  const program = compile(gl), { vertices, indices } = build();
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.STATIC_DRAW);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STATIC_DRAW);
  for (const [name, offset] of [['place', 0], ['normal', 12]]) {
    const at = gl.getAttribLocation(program, name);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, 3, gl.FLOAT, false, 24, offset);
  }
  gl.enable(gl.DEPTH_TEST);
  const uniform = name => gl.getUniformLocation(program, name);
  const [turn, scale, life, tone] = ['turn', 'scale', 'life', 'tone'].map(uniform);
  let last = [1, 0, 0, 0], drawn = '';
  return quaternion => {
    last = quaternion ?? last;
    const ratio = devicePixelRatio || 1, width = Math.round(canvas.clientWidth * ratio), height = Math.round(canvas.clientHeight * ratio);
    const dark = document.documentElement.dataset.theme === 'dark';
    const key = `${last} ${!quaternion} ${width} ${height} ${dark}`;
    if (key === drawn || !width || !height) return;
    drawn = key;
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    gl.viewport(0, 0, width, height);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    const zoom = 7.5 / 1.85 * Math.min(1, width / height / 0.85);
    gl.uniform4f(turn, last[1], last[2], last[3], last[0]);
    gl.uniform2f(scale, zoom * height / width, zoom);
    gl.uniform1f(life, quaternion ? 1 : 0);
    gl.uniform3f(tone, ...(dark ? [0.4, 0.8, 0.75] : [0.2, 0.3, 0.35]));
    gl.drawElements(gl.TRIANGLES, indices.length, gl.UNSIGNED_SHORT, 0);
  };
}
