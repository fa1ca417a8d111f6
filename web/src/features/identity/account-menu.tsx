import { ActionIcon, Avatar, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconKey, IconLogout, IconUser, IconVariable } from "@/components/icons";
import { paths } from "@/config/paths";
import { useSignOut } from "./api/sign-out";
import { useWhoAmI } from "./api/who-am-i";

export function AccountMenu() {
  const { data: me } = useWhoAmI();
  const signOut = useSignOut();
  return (
    <Menu width={210}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" radius="xl" size="lg" aria-label={me ? `Account of ${me.username}` : "Account"}>
          <Avatar size={26} radius="xl" color="yard" variant="filled">
            <IconUser size={16} />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me ? `${me.username}${me.is_superuser ? ", administrator" : ""}` : "Signed in"}</Menu.Label>
        <Menu.Item component={Link} to={paths.keys.to()} leftSection={<IconKey size={16} />}>
          API keys
        </Menu.Item>
        <Menu.Item component={Link} to={paths.variables.to()} leftSection={<IconVariable size={16} />}>
          Variables
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
