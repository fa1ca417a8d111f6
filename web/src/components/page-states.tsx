/** What a page shows when it has nothing, is waiting, or failed; each with a way on. */
import { Alert, Anchor, Button, Center, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "@/config/paths";
import { IconAlertTriangle, IconRefresh } from "./icons";

export function PageSkeleton() {
  return <RowsSkeleton rows={8} />;
}

export function RowsSkeleton({ rows = 6, height = 40 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="xs" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </Stack>
  );
}

export function PageMissing() {
  return (
    <Center mih={320} component="main">
      <Stack align="center" gap="xs">
        <Title order={1}>This page does not exist</Title>
        <Text c="dimmed">The address may be mistyped, or what it named was deleted.</Text>
        <Anchor component={Link} to={paths.flows.to()}>
          Go to your flows
        </Anchor>
      </Stack>
    </Center>
  );
}

export function PageError({ error, reset }: Pick<ErrorComponentProps, "error"> & { reset: () => void }) {
  return <Failure what="This page could not be shown" error={error} retry={reset} />;
}

export function Failure({ what, error, retry }: { what: string; error: unknown; retry?: () => void }) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={what} role="alert">
      <Group justify="space-between" align="center">
        <Text size="sm">{error instanceof Error ? error.message : String(error)}</Text>
        {retry && (
          <Button size="compact-sm" variant="default" leftSection={<IconRefresh size={14} />} onClick={retry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}

interface EmptyProps {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <Center mih={260} p="lg">
      <Stack align="center" gap="xs" maw={440}>
        <Text c="dimmed" component="span" aria-hidden="true">
          {icon}
        </Text>
        <Title order={2}>{title}</Title>
        <Text c="dimmed" ta="center">
          {children}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}
