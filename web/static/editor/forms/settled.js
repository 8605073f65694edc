// A menu can be chosen from by typing what an entry begins with. While somebody does that it must
// stay as it is on the page: what follows from the choice is drawn a moment later, or when they leave.

const PAUSE = 1000; // ms, as long as browsers take letters for one word

let keyed = false;
let timer = 0;
let waiting = null;

document.addEventListener("keydown", (event) => {
  keyed = event.target.tagName === "SELECT" && event.key !== "Enter";
}, true);
document.addEventListener("pointerdown", () => (keyed = false), true);

export function settled(work) {
  const menu = document.activeElement;
  clearTimeout(timer);
  if (menu?.tagName !== "SELECT" || !keyed) {
    waiting = null;
    return void work();
  }
  if (!waiting) menu.addEventListener("blur", () => setTimeout(run), { once: true });
  waiting = work;
  timer = setTimeout(run, PAUSE);
}

function run() {
  clearTimeout(timer);
  const work = waiting;
  waiting = null;
  work?.();
}
