/** Times and sizes in words. The server's times without a zone are UTC. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds since 1970, microseconds behind the point: short steps differ by those. */
export function instant(text: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const micros = /\.\d{3}(\d{1,3})/.exec(text)?.[1];
  return Date.parse(zoned) + (micros ? Number(`0.${micros}`) : 0);
}

export function ago(text: string, now = Date.now()): string {
  const gone = now - instant(text);
  if (Number.isNaN(gone)) return text;
  if (gone < 45_000) return "just now";
  if (gone < HOUR) return `${Math.round(gone / MINUTE)} min ago`;
  if (gone < DAY) return `${Math.round(gone / HOUR)} h ago`;
  if (gone < 14 * DAY) return `${Math.round(gone / DAY)} d ago`;
  return new Date(instant(text)).toLocaleDateString();
}

export const isPast = (text: string | null): boolean => text !== null && instant(text) < Date.now();

export const moment = (text: string): string => new Date(instant(text)).toLocaleString();

export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "";
  if (ms > 0 && ms < 0.05) return "<0.1 ms";
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${Math.round((ms % MINUTE) / 1000)} s`;
  return `${Math.floor(ms / HOUR)} h ${Math.round((ms % HOUR) / MINUTE)} min`;
}

export const clockTime = (text: string): string => {
  const at = new Date(instant(text));
  return Number.isNaN(at.getTime()) ? "" : `${at.toLocaleTimeString([], { hour12: false })}.${String(at.getMilliseconds()).padStart(3, "0")}`;
};

export const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString()} ${n === 1 ? one : many}`;
