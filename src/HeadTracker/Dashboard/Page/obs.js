// The head without controls, for a browser source: obs, or obs?show=head,angles,video for what of it.
import { drawHead } from './head.js';
import { Video } from './video.js';
import { listen } from './socket.js';

const $ = id => document.getElementById(id);
const shown = (new URLSearchParams(location.search).get('show') ?? 'head').split(',');
for (const id of ['head', 'angles', 'video']) $(id).hidden = !shown.includes(id);
const head = shown.includes('head') ? drawHead($('head')) : () => {};
const video = shown.includes('video') ? new Video($('video')) : null;
let pose = null, came = 0;

listen('poses', data => { pose = JSON.parse(data); came = performance.now(); video?.note(pose); });
listen('status', data => { if (video) video.fieldOfView = JSON.parse(data).fieldOfView; });
if (video) listen('video', (data, socket) => video.show(data).then(() => video.ask(socket)), socket => video.ask(socket));

function draw() {
  // A pose that is no longer of now is none.
  const face = performance.now() - came < 1500 ? pose?.faces.find(one => one.sure !== false) : null;
  const now = face ? (face.output ?? face) : null;
  head(now?.quaternion ?? null);
  for (const angle of ['yaw', 'pitch', 'roll']) {
    const text = now ? `${now[angle] <= -0.05 ? '−' : ''}${Math.abs(now[angle]).toFixed(1)}°` : '–';
    if ($(angle).textContent !== text) $(angle).textContent = text;
  }
  requestAnimationFrame(draw);
}
requestAnimationFrame(draw);
