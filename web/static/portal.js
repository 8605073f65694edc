// Tickets: keys on the list; players, clickable words and proofs on a ticket.

const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;
const isShortcut = (event) =>
  !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function listKeys(table) {
  const links = [...table.querySelectorAll("td.subject a")];
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event) || !["j", "k"].includes(event.key)) return;
    const at = links.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
    links[Math.min(links.length - 1, Math.max(0, at))].focus();
    event.preventDefault();
  });
}

function searchKey(field) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !isShortcut(event)) return;
    field.focus();
    field.select();
    event.preventDefault();
  });
}

// "3 minutes ago" stays true on a page that stays open.
function keepAges(nodes) {
  const told = new Intl.RelativeTimeFormat(document.documentElement.lang);
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const age = (node) => {
    const seconds = Date.now() / 1000 - Number(node.dataset.since);
    const [unit, size] = units.find((each) => seconds >= each[1]) ?? ["minute", 60];
    node.textContent = told.format(-Math.max(1, Math.floor(seconds / size)), unit);
  };
  setInterval(() => nodes.forEach(age), 30000);
}

class Player {
  static all = new Map();
  static latest = null; // the one that the keys move

  constructor(part) {
    this.audio = part.querySelector("audio");
    this.button = part.querySelector('[data-act="play"]');
    this.position = part.querySelector(".position");
    this.time = part.querySelector(".time");
    this.alert = part.querySelector(".audio-error");
    this.words = [...part.querySelectorAll(".word")].map((node) => ({
      node,
      start: Number(node.dataset.start),
      end: Number(node.dataset.end),
    }));
    this.stopAt = null;
    this.listen(part);
    Player.all.set(part.dataset.recording, this);
    Player.latest ??= this;
  }

  listen(part) {
    const acts = { back: () => this.move(-5), play: () => this.toggle(), forward: () => this.move(5) };
    for (const button of part.querySelectorAll("[data-act]"))
      button.addEventListener("click", acts[button.dataset.act]);
    for (const node of part.querySelectorAll(".word, .from"))
      node.addEventListener("click", () => this.from(Number(node.dataset.start)));
    part.querySelector(".speed select").addEventListener("change", (event) => {
      this.audio.playbackRate = Number(event.target.value);
    });
    this.position.addEventListener("input", () => this.seek(Number(this.position.value)));
    this.audio.addEventListener("loadedmetadata", () => {
      this.position.max = this.audio.duration;
    });
    this.audio.addEventListener("seeked", () => this.show());
    this.audio.addEventListener("play", () => this.begin());
    this.audio.addEventListener("pause", () => this.rest());
    this.audio.addEventListener("error", () => this.fail());
  }

  toggle() {
    this.stopAt = null;
    if (this.audio.paused) this.start();
    else this.audio.pause();
  }

  start() {
    this.audio.play().catch((error) => {
      if (error.name !== "AbortError") this.fail(); // a pause that came first is no failure
    });
  }

  move(seconds) {
    this.seek(Math.max(0, this.audio.currentTime + seconds));
  }

  seek(seconds) {
    this.stopAt = null;
    this.audio.currentTime = seconds;
  }

  from(seconds) {
    this.seek(seconds);
    this.start();
  }

  // A proof starts a little early, so that the first word is not cut, and stops by itself.
  proof(start, end) {
    this.seek(Math.max(0, start - 0.4));
    this.stopAt = end + 0.6;
    this.start();
  }

  begin() {
    for (const other of Player.all.values()) if (other !== this) other.audio.pause();
    Player.latest = this;
    this.button.textContent = "❚❚";
    this.follow();
  }

  rest() {
    this.button.textContent = "▶";
    this.show();
  }

  // Each frame: the browser's own time events are too rare to follow words.
  follow() {
    if (this.audio.paused) return;
    if (this.stopAt !== null && this.audio.currentTime >= this.stopAt) {
      this.stopAt = null;
      this.audio.pause();
      return;
    }
    this.show();
    requestAnimationFrame(() => this.follow());
  }

  show() {
    const now = this.audio.currentTime;
    this.position.value = now;
    this.position.setAttribute("aria-valuetext", clock(now));
    this.time.textContent = clock(now);
    for (const word of this.words) {
      const spoken = !this.audio.paused && now >= word.start && now < word.end;
      word.node.classList.toggle("spoken", spoken);
    }
  }

  fail() {
    this.alert.hidden = false;
    this.alert.textContent = this.alert.dataset.text;
  }
}

function playerKeys() {
  const acts = {
    " ": (player) => player.toggle(),
    ArrowLeft: (player) => player.move(-5),
    ArrowRight: (player) => player.move(5),
  };
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event) || !acts[event.key] || !Player.latest) return;
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    acts[event.key](Player.latest);
    event.preventDefault();
  });
}

function ticketPage(ticket) {
  document.querySelectorAll(".part:has(.player)").forEach((part) => new Player(part));
  document.querySelectorAll(".listen").forEach((button) =>
    button.addEventListener("click", () => listenTo(button.dataset)),
  );
  playerKeys();
  if (ticket.dataset.moving) reloadWhenNew(ticket);
}

// A proof has an end; a time in the notes is a place to listen on from.
function listenTo({ recording, start, end }) {
  const player = Player.all.get(recording);
  if (end === undefined) player.from(Number(start));
  else player.proof(Number(start), Number(end));
}

// While a call, its recording or transcript is on its way, look now and then for something new;
// never under the ears of somebody who listens.
function reloadWhenNew(ticket) {
  const isListening = () => [...Player.all.values()].some((player) => !player.audio.paused);
  let pause = 3000;
  const look = async () => {
    const told = await markOf(ticket.dataset.ticket);
    if (told && told.mark !== ticket.dataset.mark && !isListening()) {
      location.reload();
      return;
    }
    pause = Math.min(pause * 1.3, 15000);
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
}

async function markOf(ticketId) {
  try {
    const reply = await fetch(`/api/tickets/${ticketId}/mark`);
    return reply.ok ? await reply.json() : null;
  } catch {
    return null; // the next look will tell
  }
}

const search = document.querySelector("#search");
if (search) searchKey(search);
const table = document.querySelector("#tickets");
if (table) listKeys(table);
const ages = document.querySelectorAll(".ago");
if (ages.length) keepAges(ages);
const ticket = document.querySelector("#ticket");
if (ticket) ticketPage(ticket);
