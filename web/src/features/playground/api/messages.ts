/** The requests of the chat. */
import { api } from "@/lib/api";
import { fromRow, type ChatMessage, type MessageRow } from "../model/conversation";

const messagesPath = "/api/v1/monitor/messages";
const sessionPath = (session: string) => `${messagesPath}/session/${encodeURIComponent(session)}`;

export interface ChatFlow {
  id: string;
  name: string;
  data: { nodes?: { data?: { type?: string } }[] } | null;
}

export const getFlow = (id: string): Promise<ChatFlow> => api.get<ChatFlow>(`/api/v1/flows/${id}`);
export const getSessions = (flowId: string): Promise<string[]> => api.get<string[]>(`${messagesPath}/sessions`, { flow_id: flowId });

export async function getMessages(flowId: string, session: string): Promise<ChatMessage[]> {
  const rows = await api.get<MessageRow[]>(messagesPath, { flow_id: flowId, session_id: session, order_by: "timestamp" });
  return rows.map(fromRow);
}

export const renameSession = (from: string, to: string): Promise<unknown> => api.patch(sessionPath(from), undefined, { query: { new_session_id: to } });
export const deleteSession = (session: string): Promise<unknown> => api.delete(sessionPath(session));
export const editMessage = (id: string, text: string): Promise<unknown> => api.put(`${messagesPath}/${id}`, { text });
export const deleteMessage = (id: string): Promise<unknown> => api.delete(messagesPath, [id]);

export async function uploadFile(flowId: string, file: File): Promise<string> {
  const form = new FormData();
  form.set("file", file);
  return (await api.submit<{ file_path: string }>(`/api/v1/files/upload/${flowId}`, form)).file_path;
}
