// The page's wiring: three sockets in, a few requests out. Everything stays under the address the page came from.
import { drawHead } from './head.js';
import { Plots } from './plots.js';
import { Video } from './video.js';
import { Settings } from './settings.js';
import { Outputs } from './outputs.js';
import { listen } from './socket.js';

const $ = id => document.getElementById(id);
const base = new URL('.', location.href);
const names = { connecting: 'Connecting', searching: 'Looking for a face', tracking: 'Tracking', unsure: 'Not sure', lost: 'Face lost', 'no-signal': 'No signal', paused: 'Paused', ended: 'The end of the clip', offline: 'The tracker has stopped' };
const banners = { unsure: 'Not sure that this is a face', lost: 'Face lost', 'no-signal': 'No signal', ended: 'The clip has ended; choose its source again to replay it' };
const again = '\u0000again';
const head = drawHead($('head'));
const plots = new Plots($('plots'));
const video = new Video($('video'));
let status = null, pose = null, shownState = '', online = false;

async function call(method, path, body) {
  const response = await fetch(new URL(path, base), { method, body: body === undefined ? undefined : JSON.stringify(body), headers: body === undefined ? {} : { 'Content-Type': 'application/json' } });
  const answer = response.headers.get('Content-Type')?.includes('json') ? await response.json() : null;
  if (!response.ok) throw new Error(answer?.error ?? `The tracker refused (${response.status}).`);
  return answer;
}

// A line each: one that follows at once, as the clip's end may, does not take another's place before it is read out.
function announce(text) {
  const line = document.createElement('span');
  line.textContent = text;
  $('announce').append(line);
  setTimeout(() => line.remove(), 5000);
}
let problemTimer;
function complain(error) {
  $('problem').textContent = error.message ?? error;
  $('problem').hidden = false;
  clearTimeout(problemTimer);
  problemTimer = setTimeout(() => { $('problem').hidden = true; }, 8000);
}
const attempt = action => action().catch(complain);

function setOnline(value) {
  online = value;
  if (!value) showState('offline');
  for (const button of ['recentre', 'record', 'pause']) $(button).disabled = !value;
}

function showState(state) {
  if (state === shownState) return;
  shownState = state;
  $('state').dataset.state = state;
  $('state').lastElementChild.textContent = names[state];
  $('lost').hidden = !(state in banners);
  $('lost').textContent = banners[state] ?? '';
  $('lost').dataset.state = state;
  document.title = state === 'tracking' ? 'HeadTracker' : `${names[state]} – HeadTracker`;
  if (!['tracking', 'unsure', 'lost', 'searching'].includes(state)) {
    $('attention').dataset.gaze = 'calibrating';
    text('gaze', 'No picture now');
    text('gaze-angles', '');
    $('warnings').replaceChildren();
    delete $('warnings').dataset.shown;
  }
  announce(names[state]);
}

const text = (id, value) => { if ($(id).textContent !== value) $(id).textContent = value; };
const signed = value => `${value <= -0.05 ? '−' : ''}${Math.abs(value).toFixed(1)}`;
const degrees = value => `${signed(value)}°`;

function showPose() {
  const face = pose?.faces[0];
  const seen = online && face && (status?.state ?? 'tracking') === 'tracking';
  const shown = seen ? (face.output ?? face) : null;
  for (const angle of ['yaw', 'pitch', 'roll']) text(angle, shown ? degrees(shown[angle]) : '–');
  // As games get them: to image right, up, away from the camera.
  const place = shown?.translation;
  [['x', 1], ['y', 1], ['z', -1]].forEach(([axis, sign], i) => text(axis, place ? signed(sign * place[i] * 100) : '–'));
  text('confidence', seen ? `confidence ${Math.round(face.confidence * 100)} %` : '');
  head(shown?.quaternion ?? null);
}

const stageNames = { capture: 'Capture', detection: 'Detection', estimation: 'Pose', filtering: 'Filter', endToEnd: 'Arrival to pose' };
function showStatus(next) {
  if (!online) { setOnline(true); refreshChoices(); settings.load(); }
  if (status && next.settingsVersion !== status.settingsVersion) settings.load();
  status = next;
  showState(status.state);
  if (status.problem) { $('problem').textContent = status.problem; $('problem').hidden = false; clearTimeout(problemTimer); problemTimer = setTimeout(() => { $('problem').hidden = true; }, 2000); }
  text('fps', status.fps.toFixed(1));
  text('latency', status.stages.at(-1).lately.toFixed(1));
  const ms = value => value < 0.1 && value > 0 ? value.toFixed(3) : value.toFixed(1);
  const rows = status.stages.map(s => [stageNames[s.name], ms(s.lately), ms(s.p50), ms(s.p95)]);
  if (!$('stages').rows.length) for (const row of rows) {
    const line = $('stages').insertRow();
    line.innerHTML = '<th scope="row"></th><td></td><td></td><td></td>';
  }
  rows.forEach((row, r) => row.forEach((value, c) => { const cell = $('stages').rows[r].cells[c]; if (cell.textContent !== value) cell.textContent = value; }));
  text('model-name', `${status.model} on ${status.provider}`);
  text('detector-name', `${status.detector} on ${status.detectorProvider}`);
  text('frames', `${status.frames}, ${status.dropped} dropped`);
  press('record', status.recording !== null, 'Recording', 'Record');
  $('record').title = status.recording ?? '';
  press('pause', status.paused, 'Go on', 'Pause');
  choose('source', status.source, status.state === 'ended');
  choose('model', status.model);
  choose('profile', status.profile ?? 'none: changes are not kept');
  outputs.note(status.outputs);
  video.fieldOfView = status.fieldOfView;
}

function press(id, on, whenOn, whenOff) {
  $(id).setAttribute('aria-pressed', on);
  const label = $(id).querySelector('span');
  if (label.textContent !== (on ? whenOn : whenOff)) label.textContent = on ? whenOn : whenOff;
}

const gazes = { calibrating: 'Learning straight ahead', forward: 'Looking ahead', away: 'Looking away', 'face-lost': 'Face lost' };
const warnings = { 'long-distraction': 'Look ahead', 'time-sharing': 'Too many glances away', 'advanced-distraction': 'Look at the road', 'buffer-empty': 'Attention is low', 'face-lost': 'No face in sight' };
function showAttention(a) {
  $('attention').hidden = !a;
  if (!a) return;
  $('attention').dataset.gaze = a.gaze;
  text('gaze', gazes[a.gaze] ?? a.gaze);
  text('gaze-angles', a.gaze === 'forward' || a.gaze === 'away' ? `${degrees(Math.abs(a.yaw))} to the ${a.yaw < 0 ? 'left' : 'right'}, ${degrees(Math.abs(a.pitch))} ${a.pitch < 0 ? 'down' : 'up'}` : '');
  $('buffer').value = a.buffer;
  $('buffer').max = Math.max($('buffer').max, a.buffer);
  text('buffer-value', `${a.buffer.toFixed(1)} s`);
  text('away', `${a.awayFor.toFixed(1)} s`);
  text('away-window', `${a.awayInWindow.toFixed(1)} s`);
  const wanted = a.warnings.join();
  if ($('warnings').dataset.shown === wanted) return;
  $('warnings').dataset.shown = wanted;
  $('warnings').replaceChildren(...a.warnings.map(name => Object.assign(document.createElement('li'), { textContent: warnings[name] ?? name })));
}

// Lists: what is in use is always among them, and may be chosen again once a clip has ended.
function choose(id, current, ended = false) {
  const list = $(id);
  if (document.activeElement === list && list.dataset.open) return;
  let option = [...list.options].find(o => o.dataset.label === current || o.value === current);
  if (!option) { option = new Option(current, current); option.dataset.label = current; list.add(option, 0); }
  const replay = [...list.options].find(o => o.value === again);
  if (ended && !replay) list.add(new Option('Play again', again));
  if (!ended && replay) replay.remove();
  if (list.value !== option.value) list.value = option.value;
}

async function refreshChoices() {
  const choices = await call('GET', 'choices');
  for (const [id, list] of [['source', choices.sources], ['model', choices.models]]) {
    $(id).replaceChildren(...list.map(choice => { const option = new Option(choice.label, choice.value); option.dataset.label = choice.label; return option; }));
  }
  $('profile').replaceChildren(...choices.profiles.map(name => { const option = new Option(name, name); option.dataset.label = name; return option; }));
  outputs.offer(choices.protocols);
  if (status) { choose('source', status.source); choose('model', status.model); choose('profile', status.profile ?? 'none: changes are not kept'); }
}

const settings = new Settings($('form'), call, announce, complain);
const outputs = new Outputs($('outputs'), $('add-output'), settings, complain);
settings.onShow = () => { outputs.show(); $('undo').disabled = settings.past.length === 0; };
const actions = {
  recentre: () => attempt(async () => { await call('POST', 'recentre'); announce('Recentred'); }),
  record: () => attempt(async () => {
    const on = status.recording === null;
    const { folder } = await call('POST', 'record', { on });
    announce(on ? `Recording to ${folder}` : `Recorded to ${folder}`);
  }),
  pause: () => attempt(() => call('POST', 'pause', { on: !status.paused })),
  theme: () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark', true),
  help: () => $('shortcuts').showModal(),
  settings: () => { $('settings').scrollIntoView({ block: 'start' }); ($('form').querySelector('summary, select, input') ?? $('settings')).focus(); },
};
for (const id of ['recentre', 'record', 'pause', 'theme', 'help']) $(id).addEventListener('click', () => actions[id]());
$('reset').addEventListener('click', () => attempt(async () => { await settings.reset(); announce('These settings are at their defaults'); }));
$('undo').addEventListener('click', () => attempt(() => settings.undo()));
$('save-as').addEventListener('click', () => { $('new-profile').value = ''; $('save-profile').showModal(); });
$('save-form').addEventListener('submit', event => {
  event.preventDefault();
  attempt(async () => {
    const name = $('new-profile').value.trim();
    $('save-profile').close();
    await call('POST', 'profiles', { profile: name });
    await refreshChoices();
    announce(`Saved as ${name}`);
  });
});
$('cancel-save').addEventListener('click', () => $('save-profile').close());
for (const [id, key] of [['source', 'source'], ['model', 'model'], ['profile', 'profile']]) {
  const list = $(id);
  list.addEventListener('focus', () => { if (id !== 'model') attempt(refreshChoices); });
  list.addEventListener('pointerdown', () => { list.dataset.open = '1'; });
  list.addEventListener('blur', () => { delete list.dataset.open; });
  list.addEventListener('change', () => attempt(async () => {
    delete list.dataset.open;
    const label = list.selectedOptions[0].textContent;
    const value = list.value === again ? status.source : list.value;
    announce(`Opening ${label}`);
    try { await call('POST', id, { [key]: value }); } catch (error) { choose(id, status[id]); throw error; }
  }));
}

const keys = { r: 'recentre', v: 'record', p: 'pause', t: 'theme', s: 'settings', '?': 'help' };
addEventListener('keydown', event => {
  const typing = event.target.closest?.('input:not([type=checkbox]), select, textarea, dialog[open]');
  if (typing || event.ctrlKey || event.altKey || event.metaKey || !$('keys').checked) return;
  const action = keys[event.key.toLowerCase()];
  if (!action || $(action)?.disabled) return;
  event.preventDefault();
  actions[action]();
});

const dark = matchMedia('(prefers-color-scheme: dark)');
function setTheme(theme, chosen) {
  document.documentElement.dataset.theme = theme;
  if (chosen) localStorage.setItem('headtracker-theme', theme);
  plots.restyle();
  settings.restyle();
}
setTheme(localStorage.getItem('headtracker-theme') ?? (dark.matches ? 'dark' : 'light'));
dark.addEventListener('change', () => { if (!localStorage.getItem('headtracker-theme')) setTheme(dark.matches ? 'dark' : 'light'); });
$('keys').checked = localStorage.getItem('headtracker-keys') !== 'off';
$('keys').addEventListener('change', () => localStorage.setItem('headtracker-keys', $('keys').checked ? 'on' : 'off'));

setOnline(false);
showState('connecting');
listen('status', data => showStatus(JSON.parse(data)), null, () => setOnline(false));
listen('axes', data => settings.live(JSON.parse(data)));
listen('poses', data => { pose = JSON.parse(data); plots.add(pose); video.note(pose); showAttention(pose.attention); });
listen('video', (data, socket) => video.show(data).then(() => video.ask(socket)), socket => video.ask(socket));

function draw() {
  showPose();
  plots.draw();
  requestAnimationFrame(draw);
}
requestAnimationFrame(draw);
