import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const FEATURES = [
  "activity",
  "first-run",
  "learner",
  "learners",
  "overview",
  "sample",
  "settings",
  "trouble",
  "unmatched",
];

const door = {
  group: ["@tauri-apps/*"],
  message: "Only src/ipc speaks to the shell: import call and listen from $ipc.",
};
const inside = {
  group: ["**/ipc/*", "$ipc/*"],
  message: "Import from $ipc; its files are its own.",
};

/** What is shared knows nobody who shares it. */
const below = {
  files: ["src/lib/**/*.{ts,svelte}"],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          door,
          inside,
          {
            caseSensitive: true,
            regex: "(^|/)(features|shell)/|/App\\.svelte$",
            message: "src/lib knows no feature and nothing of the shell.",
          },
        ],
      },
    ],
  },
};

/** A feature knows itself, $lib and $ipc: whatever two of them need belongs in lib. */
const walls = FEATURES.map((feature) => ({
  files: [`src/features/${feature}/**/*.{ts,svelte}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          door,
          inside,
          {
            // "../x" from the folder itself or "../../x" from one below it leaves the feature.
            regex: `(^|/)(features/|\\.\\./(${FEATURES.filter((other) => other !== feature).join("|")})(/|$))|(^|/)\\.\\./(\\.\\./)*(shell|App)`,
            message: "A feature imports no other feature and nothing of the shell: what is shared belongs in $lib.",
          },
        ],
      },
    ],
  },
}));

export default ts.config(
  { ignores: ["dist", "src/ipc/generated.ts"] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, extraFileExtensions: [".svelte"], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // What the door rejects with is a value of the shell's, told apart by its code.
      "@typescript-eslint/only-throw-error": ["error", { allow: [{ from: "file", name: "Problem" }] }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "no-restricted-imports": ["error", { patterns: [door, inside] }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  { files: ["src/ipc/**"], rules: { "no-restricted-imports": "off" } },
  { files: ["*.js"], extends: [ts.configs.disableTypeChecked], languageOptions: { globals: globals.node } },
  below,
  ...walls,
);
