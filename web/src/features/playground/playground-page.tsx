/** The chat of a flow on its own page: sessions at the side, behind a button on a phone. */
import { ActionIcon, Anchor, Drawer, Group, Title, Tooltip } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconArrowLeft, IconList, IconRoute } from "@/components/icons";
import { Failure } from "@/components/page-states";
import { paths } from "@/config/paths";
import { getFlow } from "./api/messages";
import { Chat } from "./chat";
import { SessionList } from "./components/session-list";
import { useSessions } from "./use-sessions";
import classes from "./components/chat.module.css";

export default function PlaygroundPage({ flowId }: { flowId: string }) {
  const { data: flow, error, refetch } = useQuery({ queryKey: ["playground", flowId], queryFn: () => getFlow(flowId) });
  const sessions = useSessions(flowId);
  const small = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const [open, drawer] = useDisclosure();
  if (error) return <Failure what="This flow cannot be opened" error={error} retry={() => void refetch()} />;
  const list = (
    <SessionList
      flowId={flowId} sessions={sessions.all} current={sessions.current} create={() => { sessions.create(); drawer.close(); }}
      choose={(session) => { sessions.choose(session); drawer.close(); }} rename={sessions.rename} remove={sessions.remove}
    />
  );
  return (
    <div className={classes.page}>
      <header className={classes.pageHead}>
        <Group gap={6} wrap="nowrap" miw={0}>
          <ActionIcon component={Link} to={paths.flows.to()} variant="subtle" color="gray" aria-label="All flows"><IconArrowLeft size={18} /></ActionIcon>
          <Title order={1} fz="md" className={classes.name}>{flow?.name ?? "Chat"}</Title>
        </Group>
        <Group gap={6} wrap="nowrap">
          {small && <ActionIcon variant="subtle" color="gray" aria-label="Sessions" onClick={drawer.open}><IconList size={18} /></ActionIcon>}
          <Tooltip label="See how it works">
            <Anchor component={Link} to={paths.flow.to(flowId)} size="sm" className={classes.toEditor}><IconRoute size={16} aria-hidden="true" /> Editor</Anchor>
          </Tooltip>
        </Group>
      </header>
      <div className={classes.columns}>
        {!small && list}
        <Chat key={sessions.current} flowId={flowId} session={sessions.current} onFirst={sessions.refresh} />
      </div>
      {small && <Drawer opened={open} onClose={drawer.close} title="Sessions" size="xs">{list}</Drawer>}
    </div>
  );
}
