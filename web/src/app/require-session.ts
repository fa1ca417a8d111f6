/** Opens the app for who is signed in; sends everybody else to the right door. */
import { redirect } from "@tanstack/react-router";
import { paths } from "@/config/paths";
import { safeNext } from "@/features/identity/safe-next";
import { api } from "@/lib/api";
import { session } from "@/lib/session";

interface SetupState {
  needs_admin: boolean;
  version: string;
  auto_login: boolean;
}

const getSetup = () => api.get<SetupState>("/api/runyard/setup");

/** Nobody types a password where everybody is signed in by themselves, not even after a session has ended. */
export async function skipSignIn(next: string | undefined): Promise<void> {
  const setup = await getSetup().catch(() => null);
  if (setup?.auto_login && (await session.automatic().catch(() => false))) throw redirect({ href: safeNext(next) });
}

export async function requireSession(wanted: string): Promise<void> {
  if (session.signedIn() || (await session.renew().catch(() => false))) return;
  const setup = await getSetup().catch(() => null);
  if (setup?.auto_login && (await session.automatic().catch(() => false))) return;
  if (setup?.needs_admin) throw redirect({ to: paths.setup.to() });
  throw redirect({ to: paths.signIn.to(), search: wanted === "/" ? {} : { next: wanted } });
}
