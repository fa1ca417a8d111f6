/** Icons are imported file by file, so that a page loads the ones it draws and the build never reads all six thousand. */
declare module "@tabler/icons-react/dist/esm/icons/*.mjs" {
  import type { Icon } from "@tabler/icons-react";

  const icon: Icon;
  export default icon;
}

declare module "@fontsource-variable/inter";
