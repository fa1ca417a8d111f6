/** Starting a flow and following what happens: the same way for the editor and for the chat. */
import { api } from "./api";
import { follow, isFinal, runEvents, type FollowOptions, type LiveEvent } from "./live";

export interface RunInput {
  input_value?: string;
  session?: string;
  type?: string;
  components?: string[];
}

export interface RunRequest {
  inputs?: RunInput;
  /** The graph to run instead of the stored one. */
  data?: unknown;
  files?: string[];
  stopAt?: string;
}

/** The id of the started run. */
export async function startFlow(flowId: string, request: RunRequest): Promise<string> {
  const body = { inputs: request.inputs ?? null, data: request.data ?? null, files: request.files ?? null };
  const query = { event_delivery: "streaming", stop_component_id: request.stopAt };
  const { job_id } = await api.post<{ job_id: string }>(`/api/v1/build/${flowId}/flow`, body, { query });
  return job_id;
}

export const followRun = (runId: string, options: FollowOptions): AsyncGenerator<LiveEvent, void> => follow(runEvents(runId), options);

export const cancelRun = (runId: string): Promise<unknown> => api.post(`/api/runyard/runs/${runId}/cancel`);

export { isFinal };
