/** Below this zoom nothing can be read, so nodes draw only their title and ports. */
import { useStore, type ReactFlowState } from "@xyflow/react";
import { useDeferredValue } from "react";

const FAR = 0.4;
const isFar = (state: ReactFlowState): boolean => state.transform[2] < FAR;

export const useFar = (): boolean => useDeferredValue(useStore(isFar));
