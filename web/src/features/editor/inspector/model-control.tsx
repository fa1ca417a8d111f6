import { Group, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getModels, type Provider } from "../api/flow-api";
import { modelName } from "../model/kinds";
import type { Json, JsonObject } from "../model/types";
import type { ControlProps } from "./field-row";

interface Choice {
  provider: string;
  name: string;
  icon: string;
  metadata: Json;
  ready: boolean;
}

const KEY = " / ";

function choices(providers: readonly Provider[], wanted: string): Choice[] {
  return providers.flatMap((provider) =>
    provider.models
      .filter((model) => (model.metadata?.model_type ?? "llm").startsWith(wanted))
      .map((model) => ({ provider: provider.provider, name: model.model_name, icon: provider.icon ?? "", metadata: (model.metadata ?? {}) as Json, ready: provider.is_enabled !== false })),
  );
}

const declared = (options: Json[] | null | undefined): Choice[] =>
  (options ?? []).flatMap((option) => {
    const row = option as JsonObject | null;
    return row && typeof row === "object" && row.name ? [{ provider: String(row.provider ?? ""), name: String(row.name), icon: String(row.icon ?? ""), metadata: (row.metadata ?? {}) as Json, ready: true }] : [];
  });

/** A model of any provider this server knows; the value has the form flow files use. */
export function ModelControl({ id, field, label, disabled, set }: ControlProps) {
  const { data = [], isPending } = useQuery({ queryKey: ["models"], queryFn: getModels, staleTime: 60_000 });
  const wanted = field.model_type === "embedding" || field.model_type === "embeddings" ? "embedding" : "llm";
  const known = choices(data, wanted);
  const all = known.length ? known : declared(field.options);
  const current = (Array.isArray(field.value) ? field.value[0] : field.value) as JsonObject | string | null | undefined;
  const name = modelName(field.value);
  const provider = current && typeof current === "object" ? String(current.provider ?? "") : "";
  const value = name ? `${provider}${KEY}${name}` : null;
  const groups = [...new Set(all.map((choice) => choice.provider))].map((group) => ({
    group: group || "Models",
    items: all.filter((choice) => choice.provider === group).map((choice) => ({ value: `${choice.provider}${KEY}${choice.name}`, label: choice.name })),
  }));
  if (value && !all.some((choice) => `${choice.provider}${KEY}${choice.name}` === value)) groups.unshift({ group: "In this flow", items: [{ value, label: name }] });
  const choose = (next: string | null) => {
    const choice = all.find((known) => `${known.provider}${KEY}${known.name}` === next);
    if (!next) set("");
    else if (choice) set([{ category: choice.provider, icon: choice.icon, metadata: choice.metadata, name: choice.name, provider: choice.provider }]);
  };
  return (
    <>
      <Select id={id} size="xs" data={groups} value={value} disabled={disabled} searchable clearable aria-label={label} clearButtonProps={{ "aria-label": "Clear" }}
        placeholder={isPending ? "Loading…" : "The server's default model"} nothingFoundMessage="No model by that name" onChange={choose} />
      {!isPending && all.length === 0 && (
        <Group mt={4}>
          <Text size="xs" c="dimmed">No model provider is set up. The built-in rules model answers until then, and says so.</Text>
        </Group>
      )}
    </>
  );
}
