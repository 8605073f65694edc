// What is said in a rehearsal: the agent's questions, and the caller's answers. Nothing here
// touches the page.

export class Conversation {
  // colon: how a title is set before its value
  constructor(colon) {
    this.colon = colon;
    this.number = 0; // of this conversation; another caller is another one
    this.begin(null, null);
  }

  begin(caller, run) {
    this.caller = caller;
    this.number += 1;
    this.lines = [];
    this.asked = new Set();
    this.pressed = new Set(); // steps where the caller gave way
    this.told = new Set(); // steps that the caller told before they were asked
    this.closed = new Set(); // steps that the agent went on from
    if (!caller) return;
    if (run.greeting) this.agent("", run.greeting);
    if (caller.opening) this.says("", caller.opening);
  }

  // A changed draft may ask other things; what was said stays said.
  carryOn(caller) {
    this.caller = caller;
  }

  reply(step) {
    return this.caller?.replies[step.key];
  }

  agent(key, text, act = false) {
    this.lines.push({ who: "agent", step: key, text, act });
  }

  says(key, text) {
    if (text) this.lines.push({ who: "caller", step: key, text });
  }

  // The step is shown: it is asked, once.
  show(step) {
    if (this.asked.has(step.key)) return;
    this.asked.add(step.key);
    const reply = this.reply(step);
    if (step.kind === "end") return void this.finish(step, reply);
    if (!step.type) return;
    this.agent(step.key, step.ask[0] ?? step.title);
    if (this.told.has(step.key)) this.says(step.key, reply?.again || reply?.words);
    else if (reply?.vague) this.says(step.key, reply.vague);
    else this.precise(step.key, reply);
  }

  precise(key, reply) {
    this.pressed.add(key);
    this.says(key, reply?.words);
    if (!reply?.volunteers) return;
    this.told.add(reply.volunteers);
    this.says(key, reply.aside);
  }

  // What the agent says where the script has words for it, else what they do.
  act(step) {
    this.agent(step.key, step.ask[0] ?? step.title, !step.ask.length);
  }

  finish(step, reply) {
    this.act(step);
    this.says(step.key, reply?.words);
  }

  // The agent presses for more; the caller gives way once, then there is no more to find out.
  dig(step) {
    const reply = this.reply(step);
    if (!step.type || !reply) return false;
    const first = reply.vague && !this.pressed.has(step.key) && !this.told.has(step.key);
    this.agent(step.key, first ? reply.probe : step.probes[0]?.ask || this.caller.insist);
    if (first) this.precise(step.key, reply);
    else this.says(step.key, reply.again || reply.words);
    return true;
  }

  isVague(step) {
    return Boolean(step?.type && this.reply(step)?.vague && this.asked.has(step.key) && !this.pressed.has(step.key) && !this.told.has(step.key));
  }

  // The agent goes on: what was to be done is done, what was to be read back is read back.
  leave(step) {
    if (this.closed.has(step.key) || step.kind === "end") return;
    const reply = this.reply(step);
    if (!step.type) {
      this.closed.add(step.key);
      if (step.kind === "article") return;
      this.act(step);
      this.says(step.key, reply?.words);
    } else if (step.read_back && step.is_done) {
      if (step.as_said) this.closed.add(step.key);
      this.agent(step.key, `${step.title}${this.colon}${step.display || step.raw}`);
      this.says(step.key, step.as_said || !reply?.corrects ? this.caller.confirms : reply.corrects);
    }
  }
}
