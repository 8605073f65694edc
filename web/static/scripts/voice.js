// The caller's words aloud, where the browser has a voice for their language.

const speech = window.speechSynthesis;

export class Voice {
  // onChange(): there may be a voice now
  constructor(onChange) {
    this.on = false;
    speech?.addEventListener?.("voiceschanged", onChange);
  }

  find(language) {
    return speech?.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language)) ?? null;
  }

  has(language) {
    return this.find(language) !== null;
  }

  turn(on) {
    this.on = on;
    if (!on) this.hush();
  }

  hush() {
    speech?.cancel();
  }

  say(text, language) {
    const voice = this.on ? this.find(language) : null;
    if (!voice) return;
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    speech.speak(said);
  }
}
