import { Button, Flex, Group, Paper, SegmentedControl } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useParams } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { IconLayoutGrid, IconList, IconPlus, IconRoute, IconUpload } from "@/components/icons";
import { PageHeader } from "@/components/page-header";
import { Empty, Failure, RowsSkeleton } from "@/components/page-states";
import { SearchField } from "@/components/search-field";
import { count } from "@/lib/format";
import { useUrlState } from "@/lib/url-state";
import { useFlows } from "./api/get-flows";
import { useProjects } from "./api/get-projects";
import { Dialogs } from "./components/dialogs";
import { DropZone } from "./components/drop-zone";
import { FlowList, type Layout } from "./components/flow-list";
import { ImportResult } from "./components/import-result";
import { ProjectBar } from "./components/project-bar";
import { ProjectMenu } from "./components/project-menu";
import { SelectionBar } from "./components/selection-bar";
import { useFlowActions } from "./components/use-flow-actions";
import { useImport } from "./components/use-import";
import { usePageKeys } from "./components/use-page-keys";
import { useSelection } from "./components/use-selection";
import type { FlowDialog } from "./model/dialog";
import { perProject, select } from "./model/select";

const NONE: never[] = [];

export default function FlowsPage() {
  const { projectId = null } = useParams({ strict: false }) as { projectId?: string };
  const flows = useFlows();
  const { data: projects = NONE } = useProjects();
  const project = projects.find(({ id }) => id === projectId) ?? null;
  const [{ q }, setUrl] = useUrlState(["q"]);
  const [layout, setLayout] = useLocalStorage<Layout>({ key: "runyard-flows-layout", defaultValue: "grid" });
  const [dialog, setDialog] = useState<FlowDialog | null>(null);
  const actions = useFlowActions(setDialog);
  const files = useImport(projectId);
  const selection = useSelection();
  const search = useRef<HTMLInputElement>(null);
  const create = useCallback(() => setDialog({ kind: "new" }), []);
  const createProject = useCallback(() => setDialog({ kind: "project", project: null }), []);
  usePageKeys({ create, createProject, choose: files.choose, search });

  const all = flows.data ?? NONE;
  const shown = useMemo(() => select(all, projectId, q), [all, projectId, q]);
  const counts = useMemo(() => perProject(all), [all]);
  const here = projectId ? (counts.get(projectId) ?? 0) : all.length;
  const buttons = (
    <>
      <Button variant="default" leftSection={<IconUpload size={16} />} onClick={files.choose} loading={files.busy}>
        Import
      </Button>
      <Button leftSection={<IconPlus size={16} />} onClick={create}>
        New flow
      </Button>
    </>
  );

  return (
    <Flex gap="lg" direction={{ base: "column", md: "row" }} align="stretch">
      <ProjectBar projects={projects} counts={counts} total={all.length} current={projectId} create={createProject} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <PageHeader
          title={project?.name ?? (projectId ? "Project" : "Flows")}
          about={project?.description || count(here, "flow")}
          actions={
            <>
              {buttons}
              {project && <ProjectMenu project={project} flowCount={here} rename={() => setDialog({ kind: "project", project })} />}
            </>
          }
        />
        <Group mb="sm" gap="xs" wrap="nowrap">
          <SearchField ref={search} value={q} onChange={(value) => setUrl({ q: value })} placeholder="Search flows" aria-label="Search flows" style={{ flex: 1, maxWidth: 360 }} />
          <LayoutChoice layout={layout} setLayout={setLayout} />
        </Group>
        <SelectionBar flows={all.filter(({ id }) => selection.ids.has(id))} actions={actions} clear={selection.clear} />
        {flows.isPending && <RowsSkeleton rows={5} height={64} />}
        {flows.error && <Failure what="Your flows could not be loaded" error={flows.error} retry={() => void flows.refetch()} />}
        {flows.data && shown.length === 0 && <Nothing search={q} clear={() => setUrl({ q: "" })} buttons={buttons} />}
        {shown.length > 0 && (
          <FlowList
            key={projectId}
            flows={shown}
            layout={layout}
            projects={projectId ? NONE : projects}
            selection={selection.ids}
            toggle={selection.toggle}
            actions={actions}
          />
        )}
      </div>
      {files.picker}
      <DropZone onFiles={files.take} />
      <ImportResult results={files.results} close={files.done} />
      <Dialogs dialog={dialog} projects={projects} projectId={projectId} close={() => setDialog(null)} />
    </Flex>
  );
}

function LayoutChoice({ layout, setLayout }: { layout: Layout; setLayout: (layout: Layout) => void }) {
  return (
    <SegmentedControl
      aria-label="Layout"
      value={layout}
      onChange={(value) => setLayout(value as Layout)}
      data={[
        { value: "grid", label: <IconLayoutGrid size={16} aria-label="Grid" /> },
        { value: "list", label: <IconList size={16} aria-label="List" /> },
      ]}
    />
  );
}

function Nothing({ search, clear, buttons }: { search: string; clear: () => void; buttons: React.ReactNode }) {
  if (search) {
    return (
      <Paper>
        <Empty icon={<IconRoute size={30} />} title={`No flow matches “${search}”`} action={<Button variant="default" onClick={clear}>Clear search</Button>}>
          Names, descriptions, tags and endpoints are searched.
        </Empty>
      </Paper>
    );
  }
  return (
    <Paper>
      <Empty icon={<IconRoute size={30} />} title="No flows here yet" action={<Group gap="xs">{buttons}</Group>}>
        Begin with a blank canvas or an example, or drop exported JSON and ZIP files anywhere on this page.
      </Empty>
    </Paper>
  );
}
