/** Commands of the page that is open; whatever is registered here can be found in the palette (mod+K). */
import { registry } from "./registry";

export interface Command {
  id: string;
  label: string;
  description?: string;
  group: string;
  run: () => void;
}

const commands = registry<Command>();

export const useCommands = commands.useEntries;
export const useCommandList = commands.useAll;
