// The shapes of what the editor works on. A draft need not be whole yet, so nearly everything may be
// missing; the server says what is (workflows/document, web/scripting/editor/draft_state.py).

export type Action = "set" | "add" | "remove" | "move" | "rename";
/** One text for each language. */
export type Texts = Record<string, string>;
/** One wording for each language, or several. */
export type Wordings = Record<string, string | string[]>;
/** Names and indexes down to one place in a part. */
export type Path = (string | number)[];

export type Option = { value: string; label?: Texts; heard?: Wordings; help?: Texts };
export type Branch = { when?: string; to: string };
export type Probe = { words: Wordings; ask: Texts };
export type Rule = { when?: string; is?: string | number; from?: string; minutes?: number; name?: Texts };

/** A step, an instruction or an article. What a kind does not have is missing. */
export interface Item {
  key: string;
  kind?: string;
  type?: string;
  title?: Texts;
  text?: Texts;
  tone?: string;
  topic?: string;
  when?: string;
  mandatory?: boolean | string;
}

export interface Step extends Item {
  kind: string;
  ask?: Wordings;
  why?: Texts;
  help?: Texts;
  read_back?: boolean;
  options?: Option[];
  next?: Branch[];
  probes?: Probe[];
  cues?: Wordings;
  articles?: string[];
  unit?: Texts;
  minimum?: number;
  maximum?: number;
  whole?: boolean;
  only_listed?: boolean;
  pattern?: string;
  check_digit?: string;
  moment?: string;
  impacts?: Option[];
  urgencies?: Option[];
  matrix?: Record<string, Record<string, number>>;
}

export interface ScriptDocument {
  key: string;
  name?: Texts;
  languages?: string[];
  greeting?: Texts;
  outcome?: { title?: Texts; summary?: Texts; priority?: Rule[]; team?: Rule[]; deadline?: Rule[] };
  lexicon?: Record<string, Wordings>;
  steps: Step[];
  instructions: Item[];
  articles: Item[];
}

/** `part` is "step:key", "instruction:key", "article:key" or "settings:name". */
export type Edit = { action: Action; part: string; value?: any; after?: string; to?: string };
/** An edit, and what it was made upon. */
export type WaitingEdit = Edit & { was: any };
export type Change = { action: Action; part: string; to: string; author: string; at: string; mine: boolean };
/** Two people wrote different things in one part. */
export type Collision = { part: string; was: any; mine: any; theirs: any };
export type Conflict = Omit<Collision, "part"> & { contested: Path[]; author: string; at: string };
export type Refused = { edit: WaitingEdit; message: string };
export type Batch = { token: string; base_revision: number; edits: WaitingEdit[] };

/** What a page keeps in the browser until the server has it. */
export interface Kept {
  revision: number;
  sending: Batch | null;
  queue: WaitingEdit[];
  refused: Refused[];
  conflicts: [part: string, conflict: Conflict][];
}

export type ConditionRow = { name: string; sign: string; value: any };
export type ConditionRows = { join: "and" | "or"; rows: ConditionRow[] };
export type Choices = [value: any, label: string][];
export type ChoiceGroups = [group: string, choices: Choices][];

export interface Finding {
  code: string;
  severity: "error" | "warning";
  part: string;
  path: Path;
  message: string;
  remedy: string;
  /** Where it is mended, if that is another page. */
  href?: string;
}

export interface Comment {
  id: string;
  part: string;
  kind: string;
  text: string;
  author: string;
  at: string;
  resolved_at: string | null;
  resolution: string;
}

/** What the server answers about a draft; the document where it is another than the page knows. */
export interface News {
  revision: number;
  document?: ScriptDocument;
  changes?: Change[];
  rows?: Record<string, ConditionRows | null>;
  findings: Finding[];
  comments: Comment[];
  state: string;
  review_note: string;
  people: string[];
  answered?: Record<string, number>;
}

/** What a form needs of the page around it. */
export interface Editor {
  readonly mayEdit: boolean;
  value(part: string): any;
  change(part: string, value: any, field: string): void;
  /** The name that a part has now. */
  nameOf(part: string): string;
  /** At once, for what is to have the focus. */
  draw(): void;
  /** With what else changes meanwhile. */
  drawSoon(): void;
}
