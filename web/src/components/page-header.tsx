import { Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";

interface PageHeaderProps {
  title: string;
  about?: ReactNode;
  actions?: ReactNode;
}

/** The one heading of a page; also names the browser tab. */
export function PageHeader({ title, about, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Runyard`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" gap="sm" mb="md">
      <Stack gap={2} maw={720} miw={0}>
        <Title order={1} style={{ overflowWrap: "anywhere" }}>
          {title}
        </Title>
        {about && (
          <Text c="dimmed" size="sm" component="div">
            {about}
          </Text>
        )}
      </Stack>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
