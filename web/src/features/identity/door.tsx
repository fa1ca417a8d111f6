import { Center, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { Logo } from "@/components/logo";

/** The frame of the pages outside: mark, heading, one card. */
export function Door({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Runyard`;
  }, [title]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={380} gap="lg">
        <Group gap="xs" justify="center">
          <Logo size={34} />
          <Text fw={680} size="xl">
            Runyard
          </Text>
        </Group>
        <Paper p="lg">
          <Stack gap="md">
            <Stack gap={4}>
              <Title order={1}>{title}</Title>
              {about && (
                <Text c="dimmed" size="sm" component="div">
                  {about}
                </Text>
              )}
            </Stack>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
