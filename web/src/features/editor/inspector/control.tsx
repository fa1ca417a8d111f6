/** The control of a field, by its kind. */
import type { FieldKind } from "../model/kinds";
import type { ControlProps } from "./field-row";
import { BoolControl, ChoiceControl, ChoicesControl, ComboControl, NumberControl, SliderControl, TabControl } from "./simple-controls";
import { SecretControl, TextControl, MultilineControl } from "./text-controls";
import { PromptControl } from "./prompt-control";
import { ListControl } from "./list-control";
import { DictControl } from "./dict-control";
import { TableControl } from "./table-control";
import { FileControl } from "./file-control";
import { ModelControl } from "./model-control";
import { SortableControl, ToolsControl } from "./tools-control";

const controls: Partial<Record<FieldKind, (props: ControlProps) => React.ReactNode>> = {
  text: TextControl, multiline: MultilineControl, prompt: PromptControl, secret: SecretControl, integer: NumberControl, number: NumberControl,
  slider: SliderControl, bool: BoolControl, choice: ChoiceControl, combo: ComboControl, choices: ChoicesControl, tab: TabControl, file: FileControl,
  table: TableControl, dict: DictControl, list: ListControl, model: ModelControl, tools: ToolsControl, sortable: SortableControl,
};

export function Control({ kind, ...props }: ControlProps & { kind: FieldKind }) {
  const Chosen = controls[kind];
  return Chosen ? <Chosen {...props} /> : null;
}
