/** How the newest page of runs is worked into the pages already loaded. */
import type { InfiniteData } from "@tanstack/react-query";
import type { Run } from "../api/types";

interface Page {
  items: Run[];
  next: string | null;
}

type Pages = InfiniteData<Page, string | null>;

/**
 * Runs within the reach of the newest page are taken from it: new ones come in, changed ones change, and ones that no
 * longer match the filter go. What lies below its last row is kept as loaded. When the newest page no longer meets what is
 * loaded (more runs came in than it holds), the list starts again from it, so that no run between is missing.
 */
export function merge(old: Pages, fresh: Page): Pages {
  const known = old.pages.flatMap((page) => page.items);
  const reach = fresh.next === null ? undefined : fresh.items.at(-1);
  const below = reach && !isNewer(reach, known[0]) ? known.filter((run) => isNewer(reach, run)) : [];
  const next = below.length > 0 ? (old.pages.at(-1)?.next ?? null) : fresh.next;
  const items = [...fresh.items, ...below];
  if (next === (old.pages.at(-1)?.next ?? null) && alike(known, items)) return old;
  return { pages: [{ items, next }], pageParams: [null] };
}

const alike = (a: Run[], b: Run[]): boolean => a.length === b.length && a.every((run, at) => unchanged(run, b[at]));

const unchanged = (a: Run, b: Run | undefined): boolean =>
  a.id === b?.id && a.state === b.state && a.updated_at === b.updated_at;

/** Newest first, the id decides between runs of the same moment, as the server pages. */
const isNewer = (a: Run, b: Run | undefined): boolean =>
  b !== undefined && (a.created_at > b.created_at || (a.created_at === b.created_at && a.id > b.id));
