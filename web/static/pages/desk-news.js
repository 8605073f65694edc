// A worker of the desk, not a page: its first message says what it needs, the others are the page's.

import { SharedStream } from "../desk/net/shared-stream.js";

onmessage = ({ data: { news, number } }) => {
  const stream = new SharedStream(news, number, (message) => postMessage(message));
  onmessage = ({ data }) => stream.hear(data);
};
