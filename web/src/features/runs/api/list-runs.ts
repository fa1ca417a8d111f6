import { infiniteQueryOptions, useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "@/lib/api";
import { merge } from "../model/merge";
import type { Run } from "./types";

export interface RunFilters {
  state: string;
  kind: string;
  flow: string;
  q: string;
}

export interface RunPage {
  items: Run[];
  next: string | null;
}

const PAGE = 50;
const EVERY_MS = 2_000;

const getPage = ({ state, kind, flow, q }: RunFilters, after: string | null, signal: AbortSignal) =>
  api.get<RunPage>("/api/runyard/runs", { state, kind, subject: flow, q, after, limit: PAGE }, { signal });

const runsQuery = (filters: RunFilters) =>
  infiniteQueryOptions({
    queryKey: ["runs", "list", filters],
    queryFn: ({ pageParam, signal }) => getPage(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: Infinity,
    gcTime: 30_000,
  });

/** The list, page by page, and kept live: the newest page is asked for again and merged in; the pages below stay as they are. */
export function useRuns(filters: RunFilters) {
  const client = useQueryClient();
  const { queryKey, ...rest } = runsQuery(filters);
  const list = useInfiniteQuery({ queryKey, ...rest });
  const head = useQuery({
    queryKey: ["runs", "head", filters],
    queryFn: ({ signal }) => getPage(filters, null, signal),
    refetchInterval: EVERY_MS,
    enabled: list.isSuccess,
    gcTime: 0,
    staleTime: 0,
  });
  useEffect(() => {
    const fresh = head.data;
    if (!fresh) return;
    client.setQueryData<InfiniteData<RunPage, string | null>>(["runs", "list", filters], (old) => (old ? merge(old, fresh) : old));
  }, [head.data, client, filters]);
  return { ...list, link: head.isError ? ("lost" as const) : ("open" as const) };
}
