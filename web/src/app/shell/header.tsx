import { ActionIcon, Burger, Group, Kbd, Text, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { openSpotlight } from "@mantine/spotlight";
import { Link } from "@tanstack/react-router";
import { IconHelp, IconMoon, IconSearch, IconSun } from "@/components/icons";
import { Logo } from "@/components/logo";
import { paths } from "@/config/paths";
import { AccountMenu } from "@/features/identity/account-menu";
import classes from "./header.module.css";

interface HeaderProps {
  menuOpen: boolean;
  toggleMenu: () => void;
  showHelp: () => void;
}

export function Header({ menuOpen, toggleMenu, showHelp }: HeaderProps) {
  return (
    <Group h="100%" px="sm" justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="xs" wrap="nowrap">
        <Burger opened={menuOpen} onClick={toggleMenu} hiddenFrom="sm" size="sm" aria-label={menuOpen ? "Close menu" : "Open menu"} />
        <Link to={paths.flows.to()} className={classes.brand}>
          <Logo />
          <Text component="span" fw={650} size="md">
            Runyard
          </Text>
        </Link>
      </Group>
      <Group gap={6} wrap="nowrap">
        <UnstyledButton className={classes.search} onClick={openSpotlight} visibleFrom="sm">
          <IconSearch size={15} aria-hidden="true" />
          <span>Search and commands</span>
          <Kbd size="xs" aria-hidden="true">Ctrl K</Kbd>
        </UnstyledButton>
        <ActionIcon variant="subtle" color="gray" onClick={openSpotlight} hiddenFrom="sm" aria-label="Search and commands">
          <IconSearch size={18} />
        </ActionIcon>
        <SchemeToggle />
        <Tooltip label="Shortcuts (?)">
          <ActionIcon variant="subtle" color="gray" onClick={showHelp} aria-label="Keyboard shortcuts">
            <IconHelp size={18} />
          </ActionIcon>
        </Tooltip>
        <AccountMenu />
      </Group>
    </Group>
  );
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark";
  const label = dark ? "Use light colours" : "Use dark colours";
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={() => setColorScheme(dark ? "light" : "dark")}>
        {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
