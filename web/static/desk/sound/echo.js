// Records what the microphone hears, then plays it: nothing of it leaves the browser, and nothing is kept.

const LENGTH = 3000; // ms

/** @typedef {"" | "recording" | "playing" | "played" | "failed"} EchoState */

export class Echo {
  /** @param {() => void} onState */
  constructor(onState) {
    /** @type {EchoState} */
    this.state = "";
    this.onState = onState;
    this.end = () => {};
  }

  get isGoingOn() {
    return ["recording", "playing"].includes(this.state);
  }

  /** @param {MediaStream} stream @param {() => string} output the id of where to play it, once it is recorded */
  async run(stream, output) {
    const ending = new AbortController();
    const { signal } = ending;
    this.end = () => ending.abort();
    try {
      this.become("recording");
      const sound = await record(stream, signal);
      if (!signal.aborted) {
        this.become("playing");
        await play(sound, output(), signal);
      }
      this.become(signal.aborted ? "" : "played");
    } catch {
      this.become("failed");
    }
  }

  /** @param {EchoState} state */
  become(state) {
    this.state = state;
    this.onState();
  }
}

/** @param {MediaStream} stream @param {AbortSignal} signal @returns {Promise<Blob>} */
function record(stream, signal) {
  return new Promise((resolve, reject) => {
    const recorder = new MediaRecorder(stream);
    const stop = () => recorder.state === "recording" && recorder.stop();
    recorder.ondataavailable = ({ data }) => resolve(data); // all of it, once it has stopped
    recorder.onerror = reject;
    recorder.start();
    setTimeout(stop, LENGTH);
    signal.addEventListener("abort", stop);
  });
}

/** @param {Blob} sound @param {string} output @param {AbortSignal} signal */
async function play(sound, output, signal) {
  const address = URL.createObjectURL(sound);
  const player = new Audio(address);
  try {
    const over = new Promise((resolve, reject) => {
      player.onended = resolve;
      player.onerror = reject;
      signal.addEventListener("abort", resolve);
    });
    if (output) await player.setSinkId(output);
    await player.play();
    await over;
  } finally {
    player.pause();
    URL.revokeObjectURL(address);
  }
}
