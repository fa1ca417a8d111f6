/** Everything that can be put on the canvas: by category, or by searching. */
import { ActionIcon, TextInput, UnstyledButton } from "@mantine/core";
import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { IconChevronRight, IconSearch, IconX } from "@/components/icons";
import { IconNote } from "@/components/chat/icons";
import { search, sections, type PaletteItem } from "../model/palette";
import { useAct, useEditor } from "../state/context";
import { useCommands } from "../state/use-commands";
import { DRAG_TYPE } from "../canvas/use-drop-component";
import { NodeIcon } from "../canvas/node-icons";
import classes from "./palette.module.css";

export function PalettePanel() {
  const act = useAct();
  const items = useEditor((state) => state.palette);
  const commands = useCommands();
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(["input_output"]));
  const panel = useRef<HTMLElement>(null);
  const found = useMemo(() => (query.trim() ? search(items, query) : null), [items, query]);
  const groups = useMemo(() => sections(items.filter((item) => !item.spec.legacy)), [items]);

  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (query) setQuery("");
      else act.set({ paletteOpen: false });
    }
    if (event.key === "Enter" && found?.[0] && event.target instanceof HTMLInputElement) commands.add(found[0].type);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(panel.current, event);
  };
  const toggle = (category: string) => {
    const next = new Set(open);
    if (!next.delete(category)) next.add(category);
    setOpen(next);
  };

  return (
    <aside ref={panel} className={classes.panel} aria-label="Components" onKeyDown={onKey}>
      <div className={classes.top}>
        <TextInput size="xs" id="palette-search" autoComplete="off" value={query} onChange={(event) => setQuery(event.currentTarget.value)} placeholder="Search components" aria-label="Search components" leftSection={<IconSearch size={14} />} flex={1} />
        <ActionIcon variant="subtle" color="gray" aria-label="Hide components" onClick={() => act.set({ paletteOpen: false })}><IconX size={16} /></ActionIcon>
      </div>
      <div className={classes.list}>
        {found?.map((item) => <Entry key={`${item.category}/${item.type}`} item={item} add={commands.add} />)}
        {found?.length === 0 && <p className={classes.none}>Nothing found for “{query}”.</p>}
        {!found && groups.map((group) => (
          <section key={group.category}>
            <UnstyledButton className={classes.category} aria-expanded={open.has(group.category)} onClick={() => toggle(group.category)}>
              <IconChevronRight size={14} aria-hidden="true" className={classes.chevron} />
              {group.title}
              <span className={classes.count}>{group.items.length}</span>
            </UnstyledButton>
            {open.has(group.category) && group.items.map((item) => <Entry key={item.type} item={item} add={commands.add} />)}
          </section>
        ))}
      </div>
      <UnstyledButton className={classes.note} onClick={() => commands.note()}>
        <IconNote size={16} aria-hidden="true" /> Add a note
      </UnstyledButton>
    </aside>
  );
}

function Entry({ item, add }: { item: PaletteItem; add: (type: string) => void }) {
  return (
    <UnstyledButton className={classes.entry} draggable title={item.description} onClick={() => add(item.type)}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, item.type);
        event.dataTransfer.effectAllowed = "copy";
      }}>
      <NodeIcon name={item.spec.icon} size={16} stroke={1.7} />
      <span>{item.title}</span>
      {item.spec.legacy && <em>older</em>}
      {item.spec.beta && <em>beta</em>}
    </UnstyledButton>
  );
}

/** Arrow keys go through the search field and everything below it. */
function step(panel: HTMLElement | null, event: KeyboardEvent): void {
  const stops = [...(panel?.querySelectorAll<HTMLElement>("input, section > button, button[draggable]") ?? [])];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
