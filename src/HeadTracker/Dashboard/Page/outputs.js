// Where poses go: which outputs there are, whether they are sent to, and how they fare.
import { element } from './settings.js';

const count = new Intl.NumberFormat('en');

export class Outputs {
  constructor(list, form, settings, complain) {
    Object.assign(this, { list, settings, complain, rows: new Map(), states: [] });
    const [protocol, host] = form.elements;
    this.protocol = protocol;
    form.addEventListener('submit', event => {
      event.preventDefault();
      const place = host.value.trim();
      const address = place ? `${protocol.value}://${place}` : protocol.value;
      this.change(({ outputs, stopped }) => ({ outputs: [...outputs.filter(one => one !== address), address], stopped: stopped.filter(one => one !== address) }))
        .then(done => { if (done) host.value = ''; });
    });
  }

  offer(protocols) {
    if (this.protocol.options.length) return;
    this.protocol.replaceChildren(...protocols.map(name => new Option(name, name)));
  }

  note(states) {
    this.states = states;
    this.show();
  }

  // The lists as they are to be; what the program refuses is told and changes nothing.
  async change(to) {
    const { outputs, stoppedOutputs } = this.settings.values;
    const next = to({ outputs, stopped: stoppedOutputs });
    try {
      await this.settings.send({ outputs: next.outputs, stoppedOutputs: next.stopped });
      return true;
    } catch (error) {
      this.complain(error);
      return false;
    }
  }

  show() {
    const { outputs, stoppedOutputs } = this.settings.values ?? { outputs: [], stoppedOutputs: [] };
    const wanted = [...new Set([...outputs, ...stoppedOutputs])];
    for (const [address, row] of this.rows) if (!wanted.includes(address)) { row.box.remove(); this.rows.delete(address); }
    for (const address of wanted) {
      if (!this.rows.has(address)) this.rows.set(address, this.row(address));
      this.fill(this.rows.get(address), outputs.includes(address), this.states.find(state => state.address === address));
    }
    this.list.dataset.empty = wanted.length === 0;
  }

  row(address) {
    const told = element('small'), toggle = element('button', { type: 'button' }), remove = element('button', { type: 'button', textContent: '×' });
    remove.setAttribute('aria-label', `Remove ${address}`);
    const without = list => list.filter(one => one !== address);
    toggle.addEventListener('click', () => this.change(({ outputs, stopped }) => outputs.includes(address)
      ? { outputs: without(outputs), stopped: [...without(stopped), address] }
      : { outputs: [...without(outputs), address], stopped: without(stopped) }));
    remove.addEventListener('click', () => this.change(({ outputs, stopped }) => ({ outputs: without(outputs), stopped: without(stopped) })));
    const box = element('li', {}, element('i', { className: 'light' }), element('b', { textContent: address }), toggle, remove, told);
    this.list.append(box);
    return { box, told, toggle, address };
  }

  fill({ box, told, toggle, address }, isOn, state) {
    const isFresh = state?.secondsAgo !== null && state?.secondsAgo < 1;
    const label = isOn ? 'Stop' : 'Start';
    if (toggle.textContent !== label) { toggle.textContent = label; toggle.setAttribute('aria-label', `${label} ${address}`); }
    box.dataset.state = !isOn ? 'stopped' : state?.problem ? 'problem' : isFresh ? 'sending' : 'waiting';
    const ago = state?.secondsAgo;
    const sent = !state || state.sent === null ? 'Into memory that games read' : state.sent === 0 ? 'Nothing sent yet'
      : `${count.format(state.sent)} sent, the last ${isFresh ? 'just now' : `${count.format(Math.round(ago))} s ago`}`;
    const text = !isOn ? 'Stopped' : state?.problem ? `${state.problem} ${state.sent ? sent : ''}`.trim() : sent;
    if (told.textContent !== text) told.textContent = text;
  }
}
