// Measures how loud an open microphone is, ten times in a second, until it is told to stop.

import { QUIETEST, kindOf, levelOf, percentOf, withLevel } from "./level.js";

const EACH = 100; // ms
const SAMPLES = 4096; // nearly all of those

export class Meter {
  /** @param {MediaStream} stream @param {() => void} onLevel */
  constructor(stream, onLevel) {
    this.levels = [QUIETEST];
    this.context = new AudioContext();
    const analyser = new AnalyserNode(this.context, { fftSize: SAMPLES });
    const samples = new Float32Array(SAMPLES);
    this.context.createMediaStreamSource(stream).connect(analyser);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.levels = withLevel(this.levels, levelOf(samples));
      onLevel();
    }, EACH);
  }

  get percent() {
    return percentOf(this.levels[this.levels.length - 1]);
  }

  get kind() {
    return kindOf(this.levels);
  }

  end() {
    clearInterval(this.timer);
    this.context.close();
  }
}
