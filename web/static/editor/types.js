// The shapes of what the editor works on. A draft need not be whole yet, so nearly everything may be
// missing; the server says what is.

/** @typedef {"step" | "instruction" | "article"} ListKind what a script has lists of */
/** @typedef {"set" | "add" | "remove" | "move" | "rename"} Action */
/** @typedef {Record<string, string>} Texts one text for each language */
/** @typedef {Record<string, string | string[]>} Wordings one or several for each language */
/** @typedef {(string | number)[]} Path names and indexes down to one place in a part */

/** @typedef {{value: string, label?: Texts, heard?: Wordings, help?: Texts}} Option */
/** @typedef {{when?: string, to: string}} Branch */
/** @typedef {{words: Wordings, ask: Texts}} Probe */
/** @typedef {{when?: string, is?: string | number, from?: string, minutes?: number}} Rule */

/**
 * One of a list of the script. What a kind does not have is missing.
 * @typedef {object} Item
 * @property {string} key
 * @property {string} [kind]
 * @property {string} [type]
 * @property {Texts} [title]
 * @property {Texts} [text]
 * @property {string} [tone]
 * @property {string} [topic]
 * @property {string} [when]
 * @property {boolean | string} [mandatory]
 */

/**
 * @typedef {object} StepFields
 * @property {string} kind
 * @property {Wordings} [ask]
 * @property {Texts} [why]
 * @property {Texts} [help]
 * @property {boolean} [read_back]
 * @property {Option[]} [options]
 * @property {Branch[]} [next]
 * @property {Probe[]} [probes]
 * @property {Wordings} [cues]
 * @property {string[]} [articles]
 * @property {Texts} [unit]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {boolean} [whole]
 * @property {string} [pattern]
 * @property {string} [check_digit]
 * @property {string} [moment]
 * @property {Option[]} [impacts]
 * @property {Option[]} [urgencies]
 * @property {Record<string, Record<string, number>>} [matrix]
 */
/** @typedef {Item & StepFields} Step */

/**
 * @typedef {object} ScriptDocument
 * @property {string} key
 * @property {Texts} [name]
 * @property {string[]} [languages]
 * @property {Texts} [greeting]
 * @property {{title?: Texts, summary?: Texts, priority?: Rule[], team?: Rule[], deadline?: Rule[]}} [outcome]
 * @property {Record<string, Wordings>} [lexicon]
 * @property {Step[]} steps
 * @property {Item[]} instructions
 * @property {Item[]} articles
 */

/**
 * `part` is "step:key", "instruction:key", "article:key" or "settings:name".
 * @typedef {object} Edit
 * @property {Action} action
 * @property {string} part
 * @property {any} [value]
 * @property {string} [after]
 * @property {string} [to]
 */
/** @typedef {Edit & {was: any}} WaitingEdit an edit and what it was made upon */
/** @typedef {{action: Action, part: string, to: string, author: string, at: string, mine: boolean}} Change */
/** @typedef {{part: string, was: any, mine: any, theirs: any}} Meeting */
/** @typedef {Omit<Meeting, "part"> & {contested: Path[], author: string, at: string}} Conflict */
/** @typedef {{edit: WaitingEdit, message: string}} Refused */
/** @typedef {{token: string, base_revision: number, edits: WaitingEdit[]}} Batch */
/** @typedef {{revision: number, sending: Batch | null, queue: WaitingEdit[], refused: Refused[], conflicts: [string, Conflict][]}} Kept */

/** @typedef {{name: string, sign: string, value: any}} ConditionRow */
/** @typedef {{join: "and" | "or", rows: ConditionRow[]}} ConditionRows */
/** @typedef {[value: any, label: string][]} Choices */
/** @typedef {[group: string, choices: Choices][]} ChoiceGroups */

/**
 * @typedef {object} Finding
 * @property {string} code
 * @property {"error" | "warning"} severity
 * @property {string} part
 * @property {Path} path
 * @property {string} message
 * @property {string} remedy
 */

/**
 * @typedef {object} Comment
 * @property {string} id
 * @property {string} part
 * @property {string} kind
 * @property {string} text
 * @property {string} author
 * @property {string} at
 * @property {string | null} resolved_at
 * @property {string} resolution
 */

/**
 * What the server answers about a draft.
 * @typedef {object} News
 * @property {number} revision
 * @property {ScriptDocument} [document] where it is another than the page knows
 * @property {Change[]} [changes]
 * @property {Record<string, ConditionRows | null>} [rows]
 * @property {Finding[]} findings
 * @property {Comment[]} comments
 * @property {string} state
 * @property {string} review_note
 * @property {string[]} people
 * @property {Record<string, number>} [answered]
 */

/**
 * What a form needs of the page around it.
 * @typedef {object} Editor
 * @property {boolean} mayEdit
 * @property {(part: string) => any} value
 * @property {(part: string, value: any, field: string) => void} change
 * @property {(part: string) => string} nameOf the name that a part has now
 * @property {() => void} draw at once, for what is to have the focus
 * @property {() => void} drawSoon with what else changes meanwhile
 */

export {};
