export { default } from "@/features/identity/setup-page";
