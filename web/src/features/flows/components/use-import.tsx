import { useCallback, useRef, useState } from "react";
import { notify } from "@/lib/notify";
import { useImportFiles, type Imported } from "../api/import-files";

const TAKEN = /\.(json|zip)$/i;

/** Files by button or by drop: sends them one after the other and keeps the outcome to be shown. */
export function useImport(projectId: string | null) {
  const input = useRef<HTMLInputElement>(null);
  const [results, setResults] = useState<Imported[] | null>(null);
  const { mutate, isPending } = useImportFiles();
  const take = useCallback(
    (files: File[]) => {
      const usable = files.filter((file) => TAKEN.test(file.name));
      if (usable.length === 0) return notify.failed("Nothing to import", "Choose .json or .zip files of exported flows.");
      mutate({ files: usable, projectId }, { onSuccess: setResults });
    },
    [mutate, projectId],
  );
  const picker = (
    <input
      ref={input}
      type="file"
      hidden
      multiple
      accept=".json,.zip,application/json,application/zip"
      aria-label="Files to import"
      onChange={(event) => {
        take([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = "";
      }}
    />
  );
  return { picker, choose: useCallback(() => input.current?.click(), []), take, busy: isPending, results, done: () => setResults(null) };
}
