// The settings page: made from the profile's schema, so that it has every setting there is, with its range and its meaning.
const titles = {
  filter: 'Filter', recentre: 'Recentring', response: 'Response curves', attention: 'Driver monitoring', kind: 'Filter', predictMs: 'Prediction, ms',
  oneEuro: 'One-Euro', accela: 'Accela', kalman: 'Kalman', x: 'X', y: 'Y', z: 'Z', speedKmh: 'Speed, km/h',
};
const groups = ['filter', 'response', 'recentre', 'attention'];
const owners = { oneEuro: 'one-euro', accela: 'accela', kalman: 'kalman' };
const titleOf = key => titles[key] ?? key.replace(/([A-Z])/g, ' $1').toLowerCase().replace(/^./, c => c.toUpperCase());
const at = (tree, path) => path.reduce((node, key) => node?.[key], tree);
const typesOf = schema => [schema.type ?? []].flat();
const element = (tag, properties = {}, ...children) => { const made = Object.assign(document.createElement(tag), properties); made.append(...children); return made; };

export class Settings {
  constructor(form, call, announce, complain) {
    Object.assign(this, { form, call, announce, complain, fields: [], curves: [] });
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

  restyle() { for (const draw of this.curves) draw(); }

  build() {
    for (const key of groups) {
      const schema = this.schema.properties[key];
      if (schema) this.form.append(this.group(schema, [key], key === 'filter'));
    }
  }

  group(schema, path, open) {
    const box = element('details', { open }, element('summary', { textContent: titleOf(path.at(-1)) }));
    for (const [key, child] of Object.entries(schema.properties ?? {})) {
      const inner = [...path, key];
      box.append(child.properties ? this.group(child, inner, key in owners) : this.field(child, inner));
    }
    // Only the chosen filter's parameters show.
    const owner = owners[path.at(-1)];
    if (owner) this.fields.push({ show: () => { box.hidden = this.values.filter.kind !== owner; } });
    return box;
  }

  field(schema, path) {
    const id = `set-${path.join('-')}`, types = typesOf(schema), isCurve = types.includes('array');
    const hint = element('small', { id: `${id}-hint`, textContent: schema.description ?? '' });
    const error = element('small', { id: `${id}-error`, className: 'error' });
    const input = schema.enum
      ? element('select', { id }, ...schema.enum.map(v => new Option(v ?? 'automatic', v ?? '')))
      : element('input', { id, type: types.includes('boolean') ? 'checkbox' : isCurve || types.includes('string') ? 'text' : 'number' });
    input.setAttribute('aria-describedby', `${hint.id} ${error.id}`);
    if (input.type === 'number') {
      const { minimum: min, maximum: max } = schema;
      Object.assign(input, { min: min ?? '', max: max ?? '', step: 'any', placeholder: types.includes('null') ? 'none' : '' });
      input.addEventListener('keydown', event => this.step(event, input, schema));
    }
    const box = element('div', { className: isCurve ? 'field wide' : 'field' }, element('label', { htmlFor: id, textContent: titleOf(path.at(-1)) }), input);
    if (isCurve) {
      input.placeholder = 'straight; or points like 10 5, 45 90';
      const canvas = element('canvas');
      canvas.setAttribute('aria-hidden', true);
      box.append(canvas);
      this.curves.push(() => drawCurve(canvas, at(this.values, path) ?? []));
    }
    box.append(hint, error);
    const fail = message => { error.textContent = message; input.setAttribute('aria-invalid', message !== ''); };
    input.addEventListener('change', async () => {
      try {
        await this.change(path, valueOf(input, schema, isCurve));
        fail('');
      } catch (problem) { fail(problem.message); }
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

  async change(path, value) {
    const patch = path.reduceRight((inner, key) => ({ [key]: inner }), value);
    this.values = await this.call('PATCH', 'settings', patch);
    this.show();
    this.announce(`${titleOf(path.at(-1))} set`);
  }

  async reset() {
    const defaults = schema => schema.properties ? Object.fromEntries(Object.entries(schema.properties).map(([key, child]) => [key, defaults(child)])) : schema.default;
    this.values = await this.call('PATCH', 'settings', Object.fromEntries(groups.map(key => [key, defaults(this.schema.properties[key])])));
    this.show();
  }

  show() {
    for (const field of this.fields) field.show();
    for (const draw of this.curves) draw();
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

// A sketch: points joined; the program's own curve runs smoothly through them.
function drawCurve(canvas, points) {
  const ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  if (!width) return;
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  const pen = canvas.getContext('2d'), style = getComputedStyle(document.documentElement);
  pen.scale(ratio, ratio);
  const knots = [{ input: 0, output: 0 }, ...(points.length ? points : [{ input: 90, output: 90 }])];
  const [right, top] = [knots.at(-1).input * 1.1, Math.max(...knots.map(k => k.output), 1) * 1.1];
  const [xOf, yOf] = [v => 8 + v / right * (width - 16), v => height - 8 - v / top * (height - 16)];
  pen.strokeStyle = style.getPropertyValue('--accent');
  pen.lineWidth = 2;
  pen.beginPath();
  for (const knot of knots) pen.lineTo(xOf(knot.input), yOf(knot.output));
  pen.stroke();
  pen.fillStyle = pen.strokeStyle;
  for (const knot of points) { pen.beginPath(); pen.arc(xOf(knot.input), yOf(knot.output), 3.5, 0, 7); pen.fill(); }
}
