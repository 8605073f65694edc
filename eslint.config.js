// What is asked of the scripts of the pages, beside what the type checker sees (tsconfig.json).

import js from "@eslint/js";
import globals from "globals";

const LIT = { group: ["lit", "lit/*", "lit-html", "lit-html/*"], message: "Import it from shared/lit.js." };

/** Which other rooms' modules the scripts of a room may not import. */
const room = (name, ...others) => ({
  files: [`web/static/${name}/**/*.js`],
  rules: {
    "no-restricted-imports": ["error", {
      patterns: [LIT, { group: others.map((other) => `**/${other}/*`), message: "What two rooms need is in shared/." }],
    }],
  },
});

const DESK = ["state", "net", "keys", "sound", "phone", "ring", "script", "call", "beside", "welcome", "news", "acts"]; // each upon those before it
const OUTSIDE = ["desk", "scripts", "pages"]; // of the editor, whose rooms stand below main.js and upon one another

export default [
  { ignores: ["web/static/bundles/", "var/", ".venv*/", ".cache/"] },
  js.configs.recommended,
  {
    files: ["web/static/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      "eqeqeq": "error",
      "no-alert": "error",
      "no-implicit-coercion": ["error", { allow: ["!!"] }],
      "no-param-reassign": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Render a template of lit: text goes in as text." },
        { property: "outerHTML", message: "Render a template of lit: text goes in as text." },
        { property: "insertAdjacentHTML", message: "Render a template of lit: text goes in as text." },
      ],
      "no-shadow": "error",
      "no-throw-literal": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  room("desk", "editor", "scripts", "pages"),
  room("editor", ...OUTSIDE),
  room("scripts", "editor", "pages"), // the rehearsal plays on the desk's step
  room("tickets", "desk", "editor", "scripts", "pages"),
  room("parts-page", "tickets", "desk", "editor", "scripts", "pages"),
  room("shared", "tickets", "desk", "editor", "scripts", "pages"),
  ...DESK.map((one, at) => room(`desk/${one}`, "editor", "scripts", "pages", ...DESK.slice(at + 1))),
  room("editor/document", ...OUTSIDE, "draft", "conditions", "forms", "graph", "comments", "page"),
  room("editor/draft", ...OUTSIDE, "conditions", "forms", "graph", "comments", "page"),
  room("editor/conditions", ...OUTSIDE, "draft", "forms", "graph", "comments", "page"),
  room("editor/forms", ...OUTSIDE, "draft", "graph", "comments", "page"),
  room("editor/graph", ...OUTSIDE, "draft", "forms", "comments", "page"),
  room("editor/comments", ...OUTSIDE, "conditions", "forms", "graph", "page"),
  room("editor/page", ...OUTSIDE, "graph", "comments"),
  { files: ["web/static/shared/{lit,styled,typed}.js"], rules: { "no-restricted-imports": "off" } },
];
