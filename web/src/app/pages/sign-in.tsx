export { default } from "@/features/identity/sign-in-page";
