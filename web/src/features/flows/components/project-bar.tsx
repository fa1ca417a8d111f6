import { ActionIcon, Group, Select, Text, Tooltip } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { IconFolder, IconFolderPlus, IconLayoutGrid } from "@/components/icons";
import { paths } from "@/config/paths";
import type { Project } from "../api/types";
import classes from "./project-bar.module.css";

interface ProjectBarProps {
  projects: Project[];
  counts: Map<string | null, number>;
  total: number;
  current: string | null;
  create: () => void;
}

const ALL = "all";

/** Projects: a column on wide pages, a choice on narrow ones. */
export function ProjectBar({ projects, counts, total, current, create }: ProjectBarProps) {
  const navigate = useNavigate();
  const go = (id: string | null) => void navigate({ to: !id || id === ALL ? paths.flows.to() : paths.project.to(id) });
  return (
    <>
      <Group hiddenFrom="md" gap="xs" mb="sm" wrap="nowrap">
        <Select
          aria-label="Project"
          style={{ flex: 1 }}
          allowDeselect={false}
          value={current ?? ALL}
          onChange={go}
          data={[{ value: ALL, label: "All projects" }, ...projects.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <NewProject create={create} />
      </Group>
      <nav className={classes.column} aria-label="Projects">
        <Group justify="space-between" mb={4} pl={10}>
          <Text size="xs" c="dimmed">
            Projects
          </Text>
          <NewProject create={create} />
        </Group>
        <Entry to={paths.flows.to()} label="All flows" n={total} icon={<IconLayoutGrid size={16} />} />
        {projects.map(({ id, name }) => (
          <Entry key={id} to={paths.project.to(id)} label={name} n={counts.get(id) ?? 0} icon={<IconFolder size={16} />} />
        ))}
      </nav>
    </>
  );
}

function NewProject({ create }: { create: () => void }) {
  return (
    <Tooltip label="New project">
      <ActionIcon variant="subtle" color="gray" onClick={create} aria-label="New project">
        <IconFolderPlus size={17} />
      </ActionIcon>
    </Tooltip>
  );
}

function Entry({ to, label, n, icon }: { to: string; label: string; n: number; icon: React.ReactNode }) {
  return (
    <Link to={to} className={classes.entry} activeOptions={{ exact: true }}>
      {icon}
      <span className={classes.label}>{label}</span>
      <Text span size="xs" c="dimmed" className="tabular">
        {n}
      </Text>
    </Link>
  );
}
