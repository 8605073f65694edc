// The window with microphone and loudspeaker: which, how loud, and how one sounds. It has the microphone open
// for as long as it stands open itself.

import { fill, labelled, words } from "../../shared/dom.js";
import { html, live, nothing, styled } from "../../shared/lit.js";
import { button } from "../../shared/parts/button.js";
import { openDialog } from "../../shared/parts/dialog.js";
import { field } from "../../shared/parts/field.js";
import { devices } from "./devices.js";
import { Echo } from "./echo.js";
import { microphoneNotice } from "./hints.js";
import { Meter } from "./meter.js";
import { close, microphone } from "./microphone.js";

/** @import { Kind } from "./devices.js" */

/** @type {Panel | null} */
let panel = null;

class Panel {
  constructor() {
    /** @type {MediaStream | null} */
    this.stream = null;
    /** @type {Meter | null} */
    this.meter = null;
    this.inUse = ""; // the id of the one that is open
    this.isOpening = false;
    this.echo = new Echo(() => this.draw());
    this.dialog = openDialog(words.sound, () => this.template(), { onClose: () => this.end() });
    this.listen();
  }

  draw() {
    this.dialog.draw();
  }

  /** Opens the chosen microphone, in place of the one before. */
  async listen() {
    if (this.isOpening) return undefined;
    this.isOpening = true;
    this.letGo();
    this.inUse = devices.ids.input;
    const stream = await microphone.open();
    this.isOpening = false;
    if (panel !== this) return close(stream); // the window was closed meanwhile
    this.stream = stream;
    stream?.getTracks().forEach((track) => track.addEventListener("ended", () => this.listen()));
    if (stream) this.meter = new Meter(stream, () => this.draw());
    return this.follow();
  }

  letGo() {
    this.echo.end();
    this.meter?.end();
    close(this.stream);
    this.meter = null;
    this.stream = null;
  }

  /** Takes over what has changed on the page: a trouble is solved, another microphone is to be used. */
  follow() {
    const isSolved = !this.stream && !microphone.trouble;
    if (isSolved || (this.stream && devices.ids.input !== this.inUse)) this.listen();
    this.draw();
  }

  end() {
    panel = null;
    this.letGo();
  }

  template() {
    return html`<div class="dialog-form">
      ${microphone.trouble ? microphoneNotice() : nothing}
      ${this.choice("input", words.microphone)}
      ${this.meter ? level(this.meter) : nothing}
      ${devices.canChooseOutput ? this.choice("output", words.loudspeaker) : html`<p class="hint">${words.outputOfSystem}</p>`}
      <div class="actions">
        ${button(words.echoTry, () => this.tryEcho(), { off: !this.stream, busy: this.echo.isGoingOn })}
        <button type="button" class="button" data-do="tryRing">${words.tryRing}</button>
      </div>
      <p class="echo-told" role="status">${this.echo.state ? words[`echo_${this.echo.state}`] : nothing}</p>
      <p class="hint">${words.echoStays}</p>
    </div>`;
  }

  /** @param {Kind} kind @param {string} label */
  choice(kind, label) {
    const { chosen } = devices;
    const device = devices.plugged(kind) ?? chosen[kind];
    const isLost = devices.lost.has(kind);
    const all = devices.all(kind);
    const options = !device || all.some(({ id }) => id === device.id) ? all : [...all, device];
    const named = devices.areNamed(kind);
    const ofSystem = devices.ofSystem(kind);
    const hint = named ? "" : words.devicesUnnamed;
    return field(`sound-${kind}`, { label, hint, error: isLost ? fill(words.deviceGone, { name: device?.label }) : "" }, ({ describedby, invalid }) =>
      html`<select id="sound-${kind}" aria-describedby=${describedby} aria-invalid=${invalid} ?disabled=${!named} .value=${live(device?.id ?? "")}
        @change=${(/** @type {{target: HTMLSelectElement}} */ { target }) => choose(kind, target.value)}>
        <option value="">${ofSystem ? labelled(words.deviceOfSystem) + ofSystem : words.deviceOfSystem}</option>
        ${options.map((one) => html`<option value=${one.id} ?selected=${one.id === device?.id}>${one.label}</option>`)}
      </select>`);
  }

  tryEcho() {
    if (this.stream && !this.echo.isGoingOn) this.echo.run(this.stream, () => devices.ids.output);
  }
}

/** @param {Kind} kind @param {string} id "" for what the system has chosen */
const choose = (kind, id) => devices.choose(kind, devices.all(kind).find((one) => one.id === id) ?? null);

/** @param {Meter} meter */
const level = ({ percent, kind }) => html`<div class="sound-level is-${kind}">
  <div class="sound-meter" role="meter" aria-label=${words.soundLevel} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}
    aria-valuetext=${words[`level_${kind}`]}><span ${styled({ "--level": String(percent / 100) })}></span></div>
  <p class="hint">${words[`level_${kind}`]}</p>
</div>`;

export const openSound = () => void (panel = new Panel());
export const followSound = () => panel?.follow();
