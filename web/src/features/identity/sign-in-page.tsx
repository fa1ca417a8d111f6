import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useSignIn, type Credentials } from "./api/sign-in";
import { Door } from "./door";
import { safeNext } from "./safe-next";

export default function SignInPage() {
  const { next } = useSearch({ strict: false }) as { next?: string };
  const navigate = useNavigate();
  const signIn = useSignIn();
  const form = useForm<Credentials>({
    mode: "uncontrolled",
    initialValues: { username: "", password: "" },
    validate: {
      username: (value) => (value.trim() ? null : "Type your user name"),
      password: (value) => (value ? null : "Type your password"),
    },
  });
  const submit = (values: Credentials) =>
    signIn.mutate(values, { onSuccess: () => void navigate({ href: safeNext(next), replace: true }) });

  return (
    <Door title="Sign in">
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack>
          {signIn.error && (
            <Alert color="red" role="alert">
              {signIn.error.message}
            </Alert>
          )}
          <TextInput label="User name" autoComplete="username" autoFocus autoCapitalize="none" {...form.getInputProps("username")} key={form.key("username")} />
          <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps("password")} key={form.key("password")} />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
