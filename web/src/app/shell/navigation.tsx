import { ScrollArea, Tooltip, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { rooms } from "./rooms";
import classes from "./shell.module.css";

const groups = [...new Set(rooms.map((room) => room.group))];

export function Navigation({ narrow }: { narrow: boolean }) {
  return (
    <ScrollArea>
      {groups.map((group) => (
        <div key={group} role="group" aria-label={group}>
          {!narrow && <div className={classes.heading} aria-hidden="true">{group}</div>}
          {rooms
            .filter((room) => room.group === group)
            .map(({ to, label, icon: Icon }) => (
              <Tooltip key={to} label={label} position="right" disabled={!narrow}>
                <Link to={to} className={classes.room}>
                  <Icon size={18} stroke={1.7} aria-hidden="true" />
                  {narrow ? <VisuallyHidden>{label}</VisuallyHidden> : label}
                </Link>
              </Tooltip>
            ))}
        </div>
      ))}
    </ScrollArea>
  );
}
