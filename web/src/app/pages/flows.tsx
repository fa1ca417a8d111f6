export { default } from "@/features/flows/flows-page";
