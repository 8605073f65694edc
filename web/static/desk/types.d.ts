// What the server sends to the desk, as JSON (voice/desk_view.py, web/desk/, workflows/runs/views.py).

export type CallState = "ringing" | "waiting" | "claimed" | "connected" | "holding" | "held" | "wrapping" | "closed" | "abandoned";

/** What `/desk/state` answers: everything at once. `number` is that of the last news in it. */
export interface State {
  number: number;
  now: string;
  status: string;
  reason: string;
  since: string;
  queue: Queue;
  /** When the server has not heard of any page of the agent, until just now. */
  unheard: { since: string; until: string } | null;
  offers: Offer[];
  calls: CallView[];
}

/** The callers who wait and could be answered by this agent, offered to them or not. */
export interface Queue {
  count: number;
  /** Since when the first of them waits. */
  since: string | null;
}

export interface Client {
  id: string | null;
  name: string;
  colour: string;
  timezone: string;
  hours: { open: boolean | null; today: string[]; changes_at: string | null };
  on_call: { name: string; phone_shown: string; note: string; until: string }[];
}

export interface Handover {
  name: string;
  note: string;
}

/** What an offer and a call both say of the caller. */
interface Caller {
  client: Client;
  line: string;
  greeting: string;
  withheld: boolean;
  caller_shown: string;
  language: string;
  transferred_from: Handover | null;
}

/** A call that this agent may take. */
export interface Offer extends Caller {
  id: string;
  call_id: string;
  state: string;
  missed: boolean;
  again: boolean;
  waiting_since: string;
  open_tickets: { id: string; number: number; title: string; language: string; language_shown: string }[];
}

/** One call of this agent, as of the news of that `number`. A parked one has no `leg` to come in by. */
export interface CallView extends Caller {
  id: string;
  number: number;
  state: CallState;
  ticket: { id: string; number: number; joined: boolean } | null;
  run: Run | null;
  timers: Timers;
  recording: { mode: string; objected: boolean; state: string | null; incomplete: boolean };
  leg: { id: string } | null;
  parked: boolean;
  notes: Text;
  scripts: { key: string; name: string; current: boolean }[];
  answers_of_other_scripts: { name: string; answers: { title: string; display: string }[] }[];
  transfer: { to: string; since: string; note: string } | null;
  transfer_ended: { to: string; how: string } | null;
  history: { open: Ticket[]; recent: Ticket[] };
}

export interface Text {
  text: string;
  revision: number;
}

export interface Timers {
  started_at: string;
  waiting_at: string | null;
  connected_at: string | null;
  /** Since when the caller is on hold, in a call that is. */
  held_at: string | null;
  ended_at: string | null;
  closed_at: string | null;
}

/** An earlier ticket of the caller. */
export interface Ticket {
  id: string;
  number: number;
  title: string;
  language: string;
  language_shown: string;
  state_shown: string;
  opened_shown: string;
}

/** What saving has changed in a call, and the revision of what was saved. */
export interface Changes {
  id: string;
  revision: number;
  /** Only the parts of the run that are other than before; of its steps too. */
  run?: Partial<Run> & { id: string };
  notes?: Text;
}

/** A script as it stands in a call, with its answers. */
export interface Run {
  id: string;
  /** How often something was saved in it. */
  saves: number;
  script: { key: string; name: string };
  greeting: string;
  current: string;
  steps: Step[];
  several_authors: boolean;
  missing: { key: string; title: string; why: string }[];
  instructions: Instruction[];
  articles: Article[];
  outcome: Outcome;
  meter: Meter;
  notes: string;
  notes_revision: number;
}

/** What the step's card needs of a call; a rehearsal has no more. */
export type ScriptedCall = Pick<CallView, "id" | "language"> & { run: Run };

/** `revision` 0: nothing was saved. `maybe`: it is not decided yet whether the call comes here. */
export interface Step {
  key: string;
  kind: string;
  type: string | null;
  title: string;
  ask: string[];
  meaning: string[];
  help: string;
  why: string;
  options: Option[];
  impacts: Option[];
  urgencies: Option[];
  unit: string;
  read_back: boolean;
  probes: { ask: string; words: string[] }[];
  articles: string[];
  mandatory: boolean;
  on_path: boolean;
  maybe: boolean;
  is_done: boolean;
  is_left_empty: boolean;
  raw: string;
  display: string;
  is_unlisted: boolean;
  derived_from: string;
  problem: string;
  revision: number;
  author: string;
  at_shown: string;
}

export interface Option {
  value: string;
  label: string;
  help: string;
}

export interface Instruction {
  key: string;
  text: string;
  tone: string;
  topic: string;
}

/** `html` is cleaned by the server. */
export interface Article {
  key: string;
  title: string;
  body: string;
  html: string;
}

/** An article of any script of the client that a search found. */
export interface Hit extends Omit<Article, "body"> {
  script: string;
  script_name: string;
  snippet: string;
  marks: [number, number][];
}

export interface Outcome {
  title: string;
  summary: string;
  priority: number;
  team_name: string;
  deadline_minutes: number | null;
}

/** How clear the story is. */
export interface Meter {
  level: string;
  headline: string;
  missing: { key: string; title: string }[];
  signs: { label: string; quote: string }[];
  junk: { quote: string; reason: string }[];
  suggestions: { ask: string; step: string | null; why: string }[];
}

/** What is saved of a field at the server, and by whom. */
export interface Saved {
  raw: string;
  revision: number;
  by: "self" | "other" | "";
}

export interface Colleague {
  id: string;
  name: string;
  status: string;
}

/** An action of the desk that a key does. */
export interface Action {
  name: string;
  label: string;
  key: string;
  short: string;
}

export interface Keys {
  actions: Action[];
  fixed: { key: string; label: string; short: string }[];
  reserved: string[];
  choosing: string; // signs, each of which chooses on some keyboard
  own: Record<string, string>;
}

/** A line on which a simulated caller may ring; `says` is what their recording is about. */
export interface CallerLine {
  number: string;
  name: string;
  language: string;
  language_shown: string;
  has_model: boolean;
  says: string;
}

/** What the page knows before it asks for anything. A rehearsal has no keys of the desk, and no ring. */
export interface Boot {
  news: News;
  shortcuts?: Keys;
  ring_volume?: string;
  /** Whether calls have sound here: simulated ones have none. */
  has_sound?: boolean;
  ringing_icon?: string;
  /** The callers who can be had ring; null where nobody may, or telephony is real. */
  callers?: { lines: CallerLine[]; hurried: number } | null;
  /** Whether this person has closed no call yet, and whether the tour is shown. */
  newcomer?: boolean;
  tour?: boolean;
}

/** Where the news of a person come from; times in ms (web/pace.py). */
export interface News {
  person: string;
  worker: string;
  stream: string;
  elsewhere: boolean;
  pace: { heartbeat: number; silent: number; look: number; slow: number; answer: number };
}
