// A change that somebody proposes while they rehearse: a comment on a step, for those who write the script.

import { createApi, sentence } from "../shared/api.js";
import { announce, byId, words } from "../shared/dom.js";

const { post } = createApi("");
let about = { part: "", token: "" };

/** @param {{key: string, title: string}} step */
export function openProposal(step) {
  about = { part: `step:${step.key}`, token: crypto.randomUUID?.() ?? String(Math.random()) };
  byId("remark-step").textContent = step.title;
  byId("remark-trouble").hidden = true;
  byId("remark").showModal();
  byId("remark-text").focus();
}

/** @param {string} url */
export function listenProposal(url) {
  byId("remark-close").addEventListener("click", () => byId("remark").close());
  byId("remark-form").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    send(url);
  });
}

export const isProposalOpen = () => byId("remark").open;

/**
 * The text stays in its field until the server has it; the same token again is the same comment.
 * @param {string} url
 */
async function send(url) {
  const field = byId("remark-text");
  try {
    await post(url, { ...about, text: field.value });
  } catch (error) {
    byId("remark-why").textContent = sentence(error);
    byId("remark-trouble").hidden = false;
    return;
  }
  field.value = "";
  byId("remark").close();
  announce(words.proposed);
}
