import { paths } from "@/config/paths";

/** Where to go after signing in: only addresses of this app, so that a link cannot send people elsewhere. */
export function safeNext(next: string | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next)) return paths.flows.to();
  const url = new URL(next, window.location.origin);
  if (url.origin !== window.location.origin || url.pathname === paths.signIn.route) return paths.flows.to();
  return url.pathname + url.search + url.hash;
}
