import type { Project } from "../api/types";
import type { FlowDialog } from "../model/dialog";
import { DetailsDialog } from "./details-dialog";
import { MoveDialog } from "./move-dialog";
import { NewFlowDialog } from "./new-flow-dialog";
import { ProjectDialog } from "./project-dialog";

interface DialogsProps {
  dialog: FlowDialog | null;
  projects: Project[];
  projectId: string | null;
  close: () => void;
}

/** All dialogs of the room; at most one is open. */
export function Dialogs({ dialog, projects, projectId, close }: DialogsProps) {
  return (
    <>
      <NewFlowDialog opened={dialog?.kind === "new"} close={close} projectId={projectId} />
      <DetailsDialog flow={dialog?.kind === "details" ? dialog.flow : null} close={close} />
      <MoveDialog flows={dialog?.kind === "move" ? dialog.flows : null} projects={projects} close={close} />
      <ProjectDialog opened={dialog?.kind === "project"} project={dialog?.kind === "project" ? dialog.project : null} close={close} />
    </>
  );
}
