import { Button, Group, Select } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { SearchField } from "@/components/search-field";
import { useFlowNames } from "../api/get-flow-names";
import type { RunFilters } from "../api/list-runs";
import { STATES } from "../api/types";

interface RunFilterBarProps {
  filters: RunFilters;
  change: (next: Partial<RunFilters>) => void;
  kinds: string[];
}

export function RunFilterBar({ filters, change, kinds }: RunFilterBarProps) {
  const { data: flows = [] } = useFlowNames();
  const narrowed = filters.state || filters.kind || filters.flow || filters.q;
  const known = filters.kind && !kinds.includes(filters.kind) ? [...kinds, filters.kind] : kinds;
  return (
    <Group gap="xs" mb="sm" role="search" aria-label="Filter runs">
      <TextFilter key={filters.q === "" ? "empty" : "text"} start={filters.q} change={(q) => change({ q })} />
      <Pick label="State" data={[...STATES]} value={filters.state} pick={(state) => change({ state })} />
      <Pick label="Kind" data={known} value={filters.kind} pick={(kind) => change({ kind })} />
      <Pick
        label="Flow"
        data={flows.map(({ id, name }) => ({ value: id, label: name }))}
        value={filters.flow}
        pick={(flow) => change({ flow })}
        width={200}
      />
      {narrowed && (
        <Button variant="subtle" size="compact-sm" onClick={() => change({ state: "", kind: "", flow: "", q: "" })}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}

function TextFilter({ start, change }: { start: string; change: (q: string) => void }) {
  const [text, setText] = useState(start);
  const later = useDebouncedCallback(change, 300);
  return (
    <SearchField
      value={text}
      onChange={(next) => {
        setText(next);
        later(next);
      }}
      placeholder="Name, id or session"
      aria-label="Search runs"
      w={{ base: "100%", xs: 220 }}
    />
  );
}

interface PickProps {
  label: string;
  data: string[] | { value: string; label: string }[];
  value: string;
  pick: (value: string) => void;
  width?: number;
}

function Pick({ label, data, value, pick, width = 140 }: PickProps) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      data={data}
      value={value || null}
      onChange={(next) => pick(next ?? "")}
      clearable
      searchable={data.length > 8}
      clearButtonProps={{ "aria-label": `Clear ${label.toLowerCase()}` }}
      w={{ base: "calc(50% - 5px)", xs: width }}
    />
  );
}
