/** The one way to the server: typed calls, the bearer of the session, one renewal on 401, every error one sentence. */
import { session } from "./session";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface CallOptions {
  query?: Query;
  json?: unknown;
  form?: FormData | URLSearchParams;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Download {
  name: string;
  blob: Blob;
}

/** What the server refused, in words that can be shown as they are. */
export class ApiError extends Error {
  override name = "ApiError";
  constructor(
    message: string,
    readonly status: number,
    readonly body: unknown = null,
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

const UNREACHABLE = "The server cannot be reached. Check that it runs, then try again.";

const FALLBACK: Record<number, string> = {
  401: "Your session has ended. Sign in again.",
  403: "You are not allowed to do this.",
  404: "This does not exist, or you have no access to it.",
  413: "The file is larger than the server accepts.",
  429: "Too many tries. Wait a minute, then try again.",
  503: "The server is busy. Try again in a moment.",
};

interface FieldError {
  loc?: (string | number)[];
  msg?: string;
}

/** One sentence for any error body the server may answer. */
export function sentence(status: number, body: unknown): string {
  const detail = typeof body === "object" && body !== null ? ((body as Record<string, unknown>).detail ?? body) : body;
  if (typeof detail === "string" && detail.trim() !== "" && !detail.startsWith("<")) return detail;
  if (Array.isArray(detail)) return detail.map(fieldSentence).join(" ");
  const message = (detail as { message?: unknown } | null)?.message;
  if (typeof message === "string") return message;
  return FALLBACK[status] ?? `The server answered with status ${status}. Try again, or look into its log.`;
}

function fieldSentence(error: FieldError): string {
  const field = (error.loc ?? []).filter((part) => part !== "body" && part !== "query").join(".");
  const text = error.msg ?? "is not valid";
  return field ? `${field}: ${text}.` : `${text}.`;
}

export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const headers = new Headers(options.headers);
  const bearer = session.token();
  if (!headers.has("Accept")) headers.set("Accept", "application/json");
  if (bearer) headers.set("Authorization", `Bearer ${bearer}`);
  if (options.json !== undefined) headers.set("Content-Type", "application/json");
  const body = options.json === undefined ? options.form : JSON.stringify(options.json);
  return fetch(withQuery(path, options.query), { method, headers, body, signal: options.signal, credentials: "same-origin" });
}

/** The raw answer, already known to be a success; streams and downloads start here. */
export async function open(method: string, path: string, options: CallOptions = {}): Promise<Response> {
  let reply: Response;
  try {
    reply = await send(method, path, options);
    if (reply.status === 401 && session.signedIn()) {
      if (await session.renew()) reply = await send(method, path, options);
      else session.end();
    }
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(UNREACHABLE, 0);
  }
  if (!reply.ok) throw await refused(reply);
  return reply;
}

async function refused(reply: Response): Promise<ApiError> {
  const text = await reply.text().catch(() => "");
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: a proxy answered, or the body is empty; the status speaks.
  }
  const wait = Number(reply.headers.get("Retry-After"));
  return new ApiError(sentence(reply.status, body), reply.status, body, Number.isFinite(wait) && wait > 0 ? wait : null);
}

async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const reply = await open(method, path, options);
  return (reply.status === 204 ? undefined : await reply.json()) as T;
}

async function download(method: string, path: string, options: CallOptions = {}): Promise<Download> {
  const reply = await open(method, path, { ...options, headers: { Accept: "*/*", ...options.headers } });
  return { name: fileName(reply.headers.get("Content-Disposition")), blob: await reply.blob() };
}

export function fileName(disposition: string | null): string {
  const encoded = /filename\*=(?:UTF-8'')?([^;]+)/i.exec(disposition ?? "")?.[1];
  if (encoded) return decodeURIComponent(encoded.replaceAll('"', ""));
  return /filename="?([^";]+)"?/i.exec(disposition ?? "")?.[1] ?? "download";
}

export const api = {
  get: <T>(path: string, query?: Query, options: CallOptions = {}) => call<T>("GET", path, { ...options, query }),
  post: <T>(path: string, json?: unknown, options: CallOptions = {}) => call<T>("POST", path, { ...options, json }),
  put: <T>(path: string, json?: unknown, options: CallOptions = {}) => call<T>("PUT", path, { ...options, json }),
  patch: <T>(path: string, json?: unknown, options: CallOptions = {}) => call<T>("PATCH", path, { ...options, json }),
  delete: <T>(path: string, json?: unknown, options: CallOptions = {}) => call<T>("DELETE", path, { ...options, json }),
  submit: <T>(path: string, form: FormData | URLSearchParams, query?: Query) => call<T>("POST", path, { form, query }),
  download,
};
