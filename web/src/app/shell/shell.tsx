import { AppShell } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { session } from "@/lib/session";
import { Header } from "./header";
import { Help } from "./help";
import { Navigation } from "./navigation";
import { Palette } from "./palette";
import { useSignedOut } from "./use-signed-out";
import classes from "./shell.module.css";

/** Rooms that want every pixel: the bar of rooms shrinks to icons and the page has no margins. */
const isWorkbench = (path: string) => /^\/flows\/[^/]+/.test(path);

export function Shell() {
  const [menuOpen, menu] = useDisclosure();
  const [helpOpen, help] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const narrow = isWorkbench(path);
  const { close } = menu;
  useEffect(() => close(), [path, close]);
  useSignedOut(session);

  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: narrow ? 52 : 204, breakpoint: "sm", collapsed: { mobile: !menuOpen } }}
      padding={narrow ? 0 : "md"}
    >
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <AppShell.Header className={classes.bar}>
        <Header menuOpen={menuOpen} toggleMenu={menu.toggle} showHelp={help.open} />
      </AppShell.Header>
      <AppShell.Navbar className={classes.bar} p={narrow ? 6 : "xs"} aria-label="Rooms">
        <Navigation narrow={narrow && !menuOpen} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={narrow ? classes.workbench : classes.main}>
        <Outlet />
      </AppShell.Main>
      <Help opened={helpOpen} toggle={help.toggle} close={help.close} />
      <Palette showHelp={help.open} />
    </AppShell>
  );
}
