import { MantineProvider, localStorageColorSchemeManager } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { queryClient } from "@/lib/query-client";
import { cssVariables, theme } from "./theme";

const colorScheme = localStorageColorSchemeManager({ key: "runyard-color-scheme" });

export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={colorScheme}>
        <ModalsProvider modalProps={{ centered: true }}>
          {children}
          <Notifications position="bottom-right" limit={4} />
        </ModalsProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
