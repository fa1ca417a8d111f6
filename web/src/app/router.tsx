/** The route table: one lazy chunk a page; everything under the shell needs a session. */
import {
  Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type RouteComponent,
} from "@tanstack/react-router";
import { paths } from "@/config/paths";
import { PageError, PageMissing, PageSkeleton } from "@/components/page-states";
import { requireSession, skipSignIn } from "./require-session";
import { Shell } from "./shell/shell";

type Load = () => Promise<{ default: RouteComponent }>;

const root = createRootRoute({ component: Outlet, notFoundComponent: PageMissing });

const outside = (path: string, load: Load) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: ({ location }) => requireSession(location.href),
  component: Shell,
});

const inside = (path: string, load: Load) =>
  createRoute({
    getParentRoute: () => shell,
    path,
    component: lazyRouteComponent(load),
    pendingComponent: PageSkeleton,
    errorComponent: PageError,
  });

const signIn = createRoute({
  getParentRoute: () => root,
  path: paths.signIn.route,
  validateSearch: ({ next }: { next?: unknown }) => (typeof next === "string" ? { next } : {}),
  beforeLoad: ({ search }) => skipSignIn(search.next),
  component: lazyRouteComponent(() => import("./pages/sign-in")),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: paths.home.route,
  beforeLoad: () => {
    throw redirect({ to: paths.flows.to() });
  },
});

const tree = root.addChildren([
  signIn,
  outside(paths.setup.route, () => import("./pages/setup")),
  shell.addChildren([
    home,
    inside(paths.flows.route, () => import("./pages/flows")),
    inside(paths.project.route, () => import("./pages/flows")),
    inside(paths.flow.route, () => import("./pages/editor")),
    inside(paths.playground.route, () => import("./pages/playground")),
    inside(paths.runs.route, () => import("./pages/runs")),
    inside(paths.run.route, () => import("./pages/run")),
    inside(paths.keys.route, () => import("./pages/keys")),
    inside(paths.variables.route, () => import("./pages/variables")),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultPendingMs: 150,
  scrollRestoration: true,
  defaultNotFoundComponent: PageMissing,
});
