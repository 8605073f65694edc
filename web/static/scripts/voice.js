// The caller's words aloud, where the browser has a voice for their language.

/** @type {SpeechSynthesis | undefined} */
const speech = window.speechSynthesis;

export class Voice {
  /** @param {() => void} onChange there may be a voice now */
  constructor(onChange) {
    this.on = false;
    speech?.addEventListener?.("voiceschanged", onChange);
  }

  /** @param {string} language */
  find(language) {
    return speech?.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language)) ?? null;
  }

  /** @param {boolean} on */
  setOn(on) {
    this.on = on;
    if (!on) this.stop();
  }

  stop() {
    speech?.cancel();
  }

  /** @param {string} text @param {string} language */
  say(text, language) {
    const voice = this.on ? this.find(language) : null;
    if (!voice) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    speech?.speak(utterance);
  }
}
