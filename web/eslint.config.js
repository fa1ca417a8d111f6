import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import importX, { createNodeResolver } from "eslint-plugin-import-x";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// app > features > components, lib, config: imports run down only, and no feature knows another.
const features = readdirSync("./src/features");
const shared = ["components", "lib", "config"].map((room) => `./src/${room}`);
const zones = [
  ...features.map((name) => ({
    target: `./src/features/${name}`,
    from: "./src/features",
    except: [`./${name}`],
    message: "No feature imports another: share it in components/ or lib/, or compose both in app/.",
  })),
  { target: "./src/features", from: "./src/app", message: "Features do not know the app." },
  ...shared.map((target) => ({ target, from: ["./src/app", "./src/features"], message: "Shared code does not know features." })),
];

export default tseslint.config(
  ...tseslint.configs.recommended,
  hooks.configs.flat["recommended-latest"] ?? hooks.configs.flat.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [
        createNodeResolver({
          alias: { "@": [fileURLToPath(new URL("./src", import.meta.url))] },
          extensions: [".ts", ".tsx", ".js", ".mjs"],
        }),
      ],
    },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "@tabler/icons-react", message: "Import the single icon file: @/components/icons." }] },
      ],
      "max-lines": ["error", { max: 250 }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "react-hooks/incompatible-library": "off",
    },
  },
  { files: ["src/types.d.ts"], rules: { "no-restricted-imports": "off" } },
);
