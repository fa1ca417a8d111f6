/** The canvas: proposes what a gesture would change; the store applies it. */
import { Background, BackgroundVariant, MiniMap, Panel, ReactFlow, SelectionMode, type Connection, type OnConnectStartParams, type Viewport } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useComputedColorScheme } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import { fit } from "../model/connect";
import { connect } from "../model/gestures";
import { nodeIn } from "../model/lookup";
import { outputOf } from "../model/node";
import type { ViewEdge, ViewNode } from "../model/view";
import { useAct, useEditor, useEditorStore } from "../state/context";
import { commitMoves, selectedNodes } from "../state/editor-store";
import { notify } from "@/lib/notify";
import { CanvasControls } from "./canvas-controls";
import { ComponentNode } from "./component-node";
import { NoteNode } from "./note-node";
import { useArrange } from "./use-arrange";
import { useKeepVisible } from "./use-keep-visible";
import { useDropComponent } from "./use-drop-component";
import { Wire } from "./wire";
import { CanvasMenu, type MenuPlace } from "./canvas-menu";
import classes from "./canvas.module.css";

const nodeTypes = { component: ComponentNode, note: NoteNode };
const edgeTypes = { wire: Wire };
const MANY = 200;
const hidden = { hideAttribution: true };
const snap: [number, number] = [4, 4];
const multi = ["Shift", "Meta", "Control"];

export function FlowCanvas({ children, viewport }: { children?: React.ReactNode; viewport?: Viewport }) {
  const store = useEditorStore();
  const act = useAct();
  const nodes = useEditor((state) => state.nodes);
  const edges = useEditor((state) => state.edges);
  const readOnly = useEditor((state) => state.readOnly);
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const [map, setMap] = useState(true);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const arrange = useArrange();
  const drop = useDropComponent();
  useKeepVisible();

  const wished = (link: Connection | ViewEdge) =>
    fit(store.getState().history.flow, { source: link.source, sourcePort: link.sourceHandle ?? "", target: link.target, targetPort: link.targetHandle ?? "" });
  const onConnect = useCallback((link: Connection) => {
    const made = wished(link);
    if (made.ok) act.perform(connect(made));
    else notify.failed("These do not fit", new Error(made.why));
  }, []); // eslint-disable-line react-hooks/exhaustive-deps
  const onConnectStart = useCallback((_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
    const node = nodeId && handleType === "source" ? nodeIn(store.getState().history.flow, nodeId) : undefined;
    const output = node && outputOf(node, (handleId ?? "").slice(4));
    act.set({ offered: output?.types ?? null });
  }, [store, act]);
  const moved = useCallback((_: unknown, __: unknown, dragged: ViewNode[]) => commitMoves(store, dragged.map((view) => view.id)), [store]);
  const chooseFocused = (event: React.FocusEvent) => {
    const id = event.target.matches(".react-flow__node:focus-visible") && event.target.getAttribute("data-id");
    if (id && selectedNodes(store.getState())[0] !== id) act.select([id]);
  };
  const begin = useMemo(() => (viewport ? { defaultViewport: viewport } : { fitView: true, fitViewOptions: { padding: 0.07, maxZoom: 1 } }), [viewport]);

  return (
    <div className={classes.canvas} {...drop} onFocus={chooseFocused}>
      <ReactFlow<ViewNode, ViewEdge>
        {...begin}
        nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} onNodesChange={act.onNodes} onEdgesChange={act.onEdges}
        onConnect={onConnect} onConnectStart={onConnectStart} onConnectEnd={() => act.set({ offered: null })}
        isValidConnection={(link) => wished(link as Connection).ok} onNodeDragStop={moved} onSelectionDragStop={(_, dragged) => commitMoves(store, dragged.map((view) => view.id))}
        onNodeClick={(event) => { if (!event.shiftKey && !event.ctrlKey && !event.metaKey) act.set({ inspector: true }); }}
        onNodeContextMenu={(event, node) => { event.preventDefault(); if (!node.selected) act.select([node.id]); setMenu({ x: event.clientX, y: event.clientY, on: "node" }); }}
        onPaneContextMenu={(event) => { event.preventDefault(); setMenu({ x: event.clientX, y: event.clientY, on: "pane" }); }}
        onSelectionContextMenu={(event) => { event.preventDefault(); setMenu({ x: event.clientX, y: event.clientY, on: "node" }); }}
        colorMode={scheme} onlyRenderVisibleElements={nodes.length >= MANY} minZoom={0.05} maxZoom={2} snapToGrid snapGrid={snap} proOptions={hidden}
        nodesDraggable={!readOnly} nodesConnectable={!readOnly} disableKeyboardA11y deleteKeyCode={null} selectionKeyCode="Shift" multiSelectionKeyCode={multi}
        selectionMode={SelectionMode.Partial} elevateEdgesOnSelect elevateNodesOnSelect={false} connectionRadius={28} autoPanOnNodeFocus={false} zoomOnDoubleClick={false}
        aria-label="Flow"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
        <Panel position="bottom-left"><CanvasControls map={map} toggleMap={() => setMap(!map)} arrange={readOnly ? null : arrange} /></Panel>
        {map && <MiniMap className={classes.map} pannable zoomable ariaLabel="Map of the flow" nodeStrokeWidth={0} style={{ width: 170, height: 110 }} nodeBorderRadius={6} />}
        {children}
      </ReactFlow>
      {menu && <CanvasMenu place={menu} close={() => setMenu(null)} />}
    </div>
  );
}
