/** Below this zoom nothing can be read, so nodes draw only their title and ports; a small flow can afford its details longer. */
import { useStore, type ReactFlowState } from "@xyflow/react";
import { useDeferredValue } from "react";

const FAR = 0.4;
const FAR_WHEN_SMALL = 0.3;
const SMALL = 60;
const isFar = (state: ReactFlowState): boolean => state.transform[2] < (state.nodes.length > SMALL ? FAR : FAR_WHEN_SMALL);

export const useFar = (): boolean => useDeferredValue(useStore(isFar));
