// Watches a replay that is being played, and shows its result as soon as it is there.

const place = document.querySelector("#waiting");
const bar = document.querySelector("#progress");
const told = document.querySelector("#progress-told");
const EVERY = 1000; // ms
const SLOWER = 5000; // while the server does not answer

async function look() {
  const reply = await fetch(place.dataset.state, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!reply?.ok) return void setTimeout(look, SLOWER);
  const { state, done, of } = await reply.json();
  if (state !== "waiting") return void location.reload();
  if (of) {
    bar.max = of;
    bar.value = done;
    told.textContent = told.dataset.told.replace("{done}", done).replace("{of}", of);
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
