/** The rooms of the app, as the bar on the left, the palette and the "g" keys show them. */
import { IconKey, IconRoute, IconTimeline, IconVariable } from "@/components/icons";
import { paths } from "@/config/paths";

export const rooms = [
  { group: "Build", label: "Flows", to: paths.flows.to(), icon: IconRoute, key: "f" },
  { group: "Operate", label: "Runs", to: paths.runs.to(), icon: IconTimeline, key: "r" },
  { group: "Settings", label: "API keys", to: paths.keys.to(), icon: IconKey, key: "k" },
  { group: "Settings", label: "Variables", to: paths.variables.to(), icon: IconVariable, key: "v" },
] as const;
