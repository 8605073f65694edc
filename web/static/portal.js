// Tickets: keys on the list; the player, clickable words and proofs on a ticket.

const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;
const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function listKeys(table) {
  const links = [...table.querySelectorAll("td.subject a")];
  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "j" || event.key === "k") {
      at = Math.min(links.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
      links[at].focus();
      event.preventDefault();
    }
  });
}

function searchKey(field) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !isTyping(event.target)) {
      field.focus();
      field.select();
      event.preventDefault();
    }
  });
}

class Player {
  constructor(root) {
    this.audio = root.querySelector("#audio");
    this.play = root.querySelector("#play");
    this.position = root.querySelector("#position");
    this.time = root.querySelector("#time");
    this.words = [...document.querySelectorAll(".word")].map((node) => ({
      node,
      start: Number(node.dataset.start),
      end: Number(node.dataset.end),
    }));
    this.stopAt = null;
    this.listen(root);
  }

  listen(root) {
    this.play.addEventListener("click", () => this.toggle());
    root.querySelector("#back").addEventListener("click", () => this.move(-5));
    root.querySelector("#forward").addEventListener("click", () => this.move(5));
    root.querySelector("#speed").addEventListener("change", (event) => {
      this.audio.playbackRate = Number(event.target.value);
    });
    this.position.addEventListener("input", () => this.seek(Number(this.position.value)));
    this.audio.addEventListener("timeupdate", () => this.follow());
    this.audio.addEventListener("play", () => (this.play.textContent = "❚❚"));
    this.audio.addEventListener("pause", () => (this.play.textContent = "▶"));
    this.audio.addEventListener("error", () => this.fail());
    document.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.target.closest("button, a, summary") && event.key === " ") return;
    const act = { " ": () => this.toggle(), ArrowLeft: () => this.move(-5), ArrowRight: () => this.move(5) };
    if (!act[event.key]) return;
    act[event.key]();
    event.preventDefault();
  }

  toggle() {
    this.stopAt = null;
    if (this.audio.paused) this.start();
    else this.audio.pause();
  }

  start() {
    this.audio.play().catch(() => this.fail());
  }

  move(seconds) {
    this.seek(Math.max(0, this.audio.currentTime + seconds));
  }

  seek(seconds) {
    this.stopAt = null;
    this.audio.currentTime = seconds;
  }

  // A proof starts a little early, so that the first word is not cut, and stops by itself.
  proof(start, end) {
    this.audio.currentTime = Math.max(0, start - 0.4);
    this.stopAt = end + 0.6;
    this.start();
  }

  follow() {
    const now = this.audio.currentTime;
    if (this.stopAt !== null && now >= this.stopAt) {
      this.audio.pause();
      this.stopAt = null;
    }
    this.position.value = now;
    this.time.textContent = clock(now);
    for (const word of this.words) {
      const spoken = !this.audio.paused && now >= word.start && now < word.end;
      word.node.classList.toggle("spoken", spoken);
    }
  }

  fail() {
    const alert = document.querySelector("#audio-error");
    alert.textContent = alert.dataset.text;
    alert.classList.remove("visually-hidden");
  }
}

function ticketPage(ticket) {
  const root = document.querySelector("#player");
  if (root) {
    const player = new Player(root);
    document.querySelectorAll(".word, .from").forEach((node) =>
      node.addEventListener("click", () => {
        player.seek(Number(node.dataset.start));
        player.start();
      }),
    );
    document.querySelectorAll(".listen").forEach((button) =>
      button.addEventListener("click", () =>
        player.proof(Number(button.dataset.start), Number(button.dataset.end)),
      ),
    );
  }
  if (ticket.dataset.waiting) refreshWhenReady(ticket);
}

// While recording and transcript are on their way, look now and then; reload when they moved on.
function refreshWhenReady(ticket) {
  let pause = 3000;
  const look = async () => {
    try {
      const reply = await fetch(`/api/tickets/${ticket.dataset.ticket}`);
      const told = reply.ok ? await reply.json() : null;
      if (told && (told.recording?.state ?? "") !== ticket.dataset.state) location.reload();
    } catch {
      // The next look will tell.
    }
    pause = Math.min(pause * 1.5, 30000);
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
}

const search = document.querySelector("#search");
if (search) searchKey(search);
const table = document.querySelector("#tickets");
if (table) listKeys(table);
const ticket = document.querySelector("#ticket");
if (ticket) ticketPage(ticket);
