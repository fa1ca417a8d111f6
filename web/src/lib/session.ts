/** Who is signed in: the access token lives in memory only, the refresh token in a cookie no script can read. */

type Listener = () => void;

interface Tokens {
  access_token: string;
}

let token: string | null = null;
let renewal: Promise<boolean> | null = null;
const listeners = new Set<Listener>();

function setToken(next: string | null): void {
  if (next === token) return;
  token = next;
  for (const listener of listeners) listener();
}

async function tokenFrom(path: string, method: "GET" | "POST"): Promise<boolean> {
  const reply = await fetch(path, { method, credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!reply.ok) return false;
  setToken(((await reply.json()) as Tokens).access_token);
  return true;
}

/** Two tabs that renew at once would spend the same refresh token twice, so tabs take turns where the browser can. */
async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? await navigator.locks.request("runyard-renew", work) : work();
}

export const session = {
  token: () => token,
  signedIn: () => token !== null,

  start(accessToken: string): void {
    setToken(accessToken);
  },

  end(): void {
    setToken(null);
  },

  /** A new access token from the refresh cookie; false when the person has to sign in. */
  renew(): Promise<boolean> {
    renewal ??= inTurn(() => tokenFrom("/api/v1/refresh", "POST")).finally(() => (renewal = null));
    return renewal;
  },

  /** A token without a password, on servers that were started to sign everybody in. */
  automatic: () => tokenFrom("/api/v1/auto_login", "GET"),

  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
