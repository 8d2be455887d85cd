// The settings page: made from the profile's schema, so that it has every setting there is, with its range and its meaning.
import { CurveEditor } from './curve.js';

const titles = {
  filter: 'Filter', recentre: 'Recentring', response: 'Response curves', attention: 'Driver monitoring', kind: 'Filter', predictMs: 'Prediction, ms',
  oneEuro: 'One-Euro', accela: 'Accela', kalman: 'Kalman', x: 'X', y: 'Y', z: 'Z', speedKmh: 'Speed, km/h', pivot: 'Neck pivot', camera: 'Camera',
  model: 'Networks', hotkeys: 'Hotkeys',
};
const groups = ['filter', 'response', 'pivot', 'recentre', 'hotkeys', 'attention', 'camera', 'model'];
const owners = { oneEuro: 'one-euro', accela: 'accela', kalman: 'kalman' };
const usualReach = { x: 30, y: 30, z: 30 };
const titleOf = key => titles[key] ?? key.replace(/([A-Z])/g, ' $1').toLowerCase().replace(/^./, c => c.toUpperCase());
const at = (tree, path) => path.reduce((node, key) => node?.[key], tree);
const within = (path, value) => path.reduceRight((inner, key) => ({ [key]: inner }), value);
const typesOf = schema => [schema.type ?? []].flat();
export const element = (tag, properties = {}, ...children) => { const made = Object.assign(document.createElement(tag), properties); made.append(...children); return made; };

export class Settings {
  constructor(form, call, announce, complain) {
    Object.assign(this, { form, call, announce, complain, fields: [], curves: [], past: [] });
    form.addEventListener('submit', event => event.preventDefault());
  }

  async load() {
    try {
      this.schema ??= await this.call('GET', 'settings/schema');
      this.values = await this.call('GET', 'settings');
      if (!this.fields.length) this.build();
      this.show();
    } catch (error) { this.complain(error); }
  }

  restyle() { for (const { editor } of this.curves) editor.draw(); }

  // The pose on the axes of the curves, or null.
  live({ head, sent }) {
    for (const { editor, axis } of this.curves) editor.dot(head?.[axis], sent?.[axis]);
  }

  build() {
    for (const key of groups) {
      const schema = this.schema.properties[key];
      if (schema) this.form.append(this.group(this.resolve(schema), [key], key === 'filter'));
    }
  }

  // A schema says a thing once and points to it from elsewhere; what stands beside the pointer goes before.
  resolve(schema) {
    if (!schema.$ref) return schema;
    const { $ref, ...own } = schema;
    return { ...this.resolve(at(this.schema, $ref.split('/').slice(1).map(key => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')))), ...own };
  }

  group(schema, path, open) {
    const box = element('details', { open }, element('summary', { textContent: titleOf(path.at(-1)) }));
    for (const [key, pointed] of Object.entries(schema.properties ?? {})) {
      const inner = [...path, key], child = this.resolve(pointed);
      box.append(child.properties ? this.group(child, inner, key in owners) : this.field(child, inner));
    }
    const title = path.length > 1 ? `${titleOf(path.at(-2))}: ${titleOf(path.at(-1))}` : titleOf(path[0]);
    const reset = element('button', { type: 'button', className: 'reset', textContent: 'Defaults' });
    reset.setAttribute('aria-label', `Defaults of ${title}`);
    reset.addEventListener('click', () => this.put(path, this.defaults(schema), `${title}: defaults`).catch(this.complain));
    box.append(reset);
    // Only the chosen filter's parameters show.
    const owner = owners[path.at(-1)];
    if (owner) this.fields.push({ show: () => { box.hidden = this.values.filter.kind !== owner; } });
    return box;
  }

  field(schema, path) {
    const id = `set-${path.join('-')}`, types = typesOf(schema), isCurve = types.includes('array');
    const hint = element('small', { id: `${id}-hint`, textContent: schema.description ?? '' });
    const error = element('small', { id: `${id}-error`, className: 'error' });
    const kind = types.includes('boolean') ? 'checkbox' : types.includes('number') || types.includes('integer') ? 'number' : 'text';
    const input = schema.enum
      ? element('select', { id }, ...schema.enum.map(v => new Option(v ?? 'automatic', v ?? '')))
      : element('input', { id, type: kind });
    input.setAttribute('aria-describedby', `${hint.id} ${error.id}`);
    if (kind === 'number') {
      const { minimum: min, maximum: max } = schema;
      Object.assign(input, { min: min ?? '', max: max ?? '', step: 'any', placeholder: types.includes('null') ? 'none' : '' });
      input.addEventListener('keydown', event => this.step(event, input, schema));
    }
    const fail = message => { error.textContent = message; input.setAttribute('aria-invalid', message !== ''); };
    const put = async value => {
      try {
        await this.put(path, value, `${titleOf(path.at(-1))} set`);
        fail('');
      } catch (problem) { fail(problem.message); }
    };
    const isWide = isCurve || (kind === 'text' && !schema.enum);
    const box = element('div', { className: isWide ? 'field wide' : 'field' }, element('label', { htmlFor: id, textContent: titleOf(path.at(-1)) }), input);
    if (isCurve) {
      input.placeholder = 'straight; or points like 10 5, 45 90';
      box.append(this.curve(path, put));
      hint.textContent += ' Drag the points; a double click adds one or takes it away. The red dot is your head now.';
    }
    box.append(hint, error);
    input.addEventListener('change', () => {
      let value;
      try { value = valueOf(input, schema, isCurve); } catch (problem) { fail(problem.message); return; }
      put(value);
    });
    this.fields.push({ show: () => {
      if (document.activeElement === input && input.type !== 'checkbox' && input.tagName !== 'SELECT') return;
      const value = at(this.values, path);
      if (input.type === 'checkbox') input.checked = value;
      else input.value = isCurve ? value.map(p => `${p.input} ${p.output}`).join(', ') : value ?? '';
      fail('');
    } });
    return box;
  }

  curve(path, put) {
    const canvas = element('canvas', { id: `curve-${path[1]}` }), axis = path[1];
    // The text beside it says and takes the same.
    canvas.setAttribute('aria-hidden', true);
    const editor = new CurveEditor(canvas, usualReach[axis] ?? 90, points => put(points));
    this.curves.push({ editor, axis });
    this.fields.push({ show: () => editor.show(at(this.values, path.slice(0, -1))) });
    return canvas;
  }

  // Arrows move by a twentieth of the number, whatever its size: 0.05 and 500 are both handy.
  step(event, input, schema) {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    const value = Number(input.value || schema.default || 0);
    const grain = 10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 0.01) / 2)) * (event.shiftKey ? 10 : 1);
    const next = Math.min(schema.maximum ?? Infinity, Math.max(schema.minimum ?? -Infinity, Math.round(value / grain + direction) * grain));
    input.value = Number(next.toPrecision(6));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => input.dispatchEvent(new Event('change')), 200);
  }

  // Every change can be taken back, the last one first.
  async put(path, value, told) {
    const before = structuredClone(at(this.values, path));
    await this.send(within(path, value));
    if (JSON.stringify(before) === JSON.stringify(at(this.values, path))) return;
    this.past.push({ patch: within(path, before), title: titleOf(path.at(-1)) });
    this.announce(told);
    this.show();
  }

  async undo() {
    const last = this.past.pop();
    if (!last) return;
    await this.send(last.patch);
    this.show();
    this.announce(`${last.title} taken back`);
  }

  async send(patch) {
    this.values = await this.call('PATCH', 'settings', patch);
    this.show();
  }

  defaults(schema) {
    const whole = this.resolve(schema);
    return whole.properties ? Object.fromEntries(Object.entries(whole.properties).map(([key, child]) => [key, this.defaults(child)])) : whole.default;
  }

  // All that tunes the feel; the camera and the networks stay.
  async reset() {
    const tuned = groups.filter(key => !['camera', 'model'].includes(key) && this.schema.properties[key]);
    const before = Object.fromEntries(tuned.map(key => [key, structuredClone(this.values[key])]));
    await this.send(Object.fromEntries(tuned.map(key => [key, this.defaults(this.schema.properties[key])])));
    this.past.push({ patch: before, title: 'Defaults' });
    this.show();
  }

  show() {
    for (const field of this.fields) field.show();
    this.onShow?.();
  }
}

function valueOf(input, schema, isCurve) {
  if (input.type === 'checkbox') return input.checked;
  if (isCurve) {
    return input.value.split(/[,;]/).filter(point => point.trim()).map(point => {
      const [from, to, ...more] = point.trim().split(/[\s:]+/).map(Number);
      if (!Number.isFinite(from) || !Number.isFinite(to) || more.length) throw new Error('Write points like 10 5, 45 90.');
      return { input: from, output: to };
    });
  }
  if (input.value === '') {
    if (input.validity.badInput) throw new Error('This is no number.');
    if (typesOf(schema).includes('null') || schema.enum?.includes(null)) return null;
  }
  if (input.type !== 'number') return input.value;
  if (input.value === '') throw new Error('Give a number.');
  return Number(input.value);
}
