export { default } from "@/features/variables/variables-page";
