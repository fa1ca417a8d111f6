/** Every address of the app in one table: the route pattern, and how to build a link to it. */

export const paths = {
  home: { route: "/", to: () => "/" },
  signIn: { route: "/sign-in", to: () => "/sign-in" },
  setup: { route: "/setup", to: () => "/setup" },
  flows: { route: "/flows", to: () => "/flows" },
  project: { route: "/projects/$projectId", to: (projectId: string) => `/projects/${projectId}` },
  flow: { route: "/flows/$flowId", to: (flowId: string) => `/flows/${flowId}` },
  playground: { route: "/flows/$flowId/playground", to: (flowId: string) => `/flows/${flowId}/playground` },
  runs: { route: "/runs", to: () => "/runs" },
  run: { route: "/runs/$runId", to: (runId: string) => `/runs/${runId}` },
  keys: { route: "/settings/keys", to: () => "/settings/keys" },
  variables: { route: "/settings/variables", to: () => "/settings/variables" },
} as const;
