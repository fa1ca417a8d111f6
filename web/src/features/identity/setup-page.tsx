import { Alert, Anchor, Button, Code, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { PageSkeleton } from "@/components/page-states";
import { paths } from "@/config/paths";
import { useMakeFirstAdmin, useSetup } from "./api/first-admin";
import { Door } from "./door";

export default function SetupPage() {
  const { token } = useSearch({ strict: false }) as { token?: string };
  const setup = useSetup();
  if (setup.isPending) return <Door title="First administrator"><PageSkeleton /></Door>;
  if (setup.data && !setup.data.needs_admin) return <AlreadyDone />;
  return token ? <FirstAdminForm token={String(token)} /> : <NoToken />;
}

function AlreadyDone() {
  return (
    <Door title="This server is set up" about="It has an administrator already.">
      <Anchor component={Link} to={paths.signIn.to()}>
        Go to sign in
      </Anchor>
    </Door>
  );
}

function NoToken() {
  return (
    <Door title="First administrator" about="This server has no administrator yet.">
      <Alert color="yard" title="Open the one-time link">
        The server printed it on the terminal when it started; it looks like <Code>/setup?token=…</Code>. Start the server
        again to get a new one.
      </Alert>
    </Door>
  );
}

interface Values {
  username: string;
  password: string;
  again: string;
}

function FirstAdminForm({ token }: { token: string }) {
  const navigate = useNavigate();
  const make = useMakeFirstAdmin();
  const form = useForm<Values>({
    mode: "uncontrolled",
    initialValues: { username: "", password: "", again: "" },
    validate: {
      username: (value) => (value.trim() ? null : "Choose a user name"),
      password: (value) => (value.length >= 8 ? null : "Use at least 8 characters"),
      again: (value, values) => (value === values.password ? null : "The two passwords differ"),
    },
  });
  const submit = ({ username, password }: Values) =>
    make.mutate(
      { token, username: username.trim(), password },
      { onSuccess: () => void navigate({ to: paths.flows.to(), replace: true }) },
    );
  return (
    <Door title="First administrator" about="This account may do everything here. The link works once.">
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack>
          {make.error && (
            <Alert color="red" role="alert">
              {make.error.message}
            </Alert>
          )}
          <TextInput label="User name" autoComplete="username" autoFocus autoCapitalize="none" {...form.getInputProps("username")} key={form.key("username")} />
          <PasswordInput label="Password" description="At least 8 characters" autoComplete="new-password" {...form.getInputProps("password")} key={form.key("password")} />
          <PasswordInput label="Password again" autoComplete="new-password" {...form.getInputProps("again")} key={form.key("again")} />
          <Button type="submit" loading={make.isPending} fullWidth>
            Create administrator
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
