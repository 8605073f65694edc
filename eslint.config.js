// What is asked of the scripts of the pages, beside what the type checker sees (tsconfig.json).

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["web/static/bundles/", "var/", ".venv*/", ".cache/"] },
  { ignores: ["web/static/desk/", "web/static/editor/", "web/static/scripts/", "web/static/shared/dom.js"] },
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
];
