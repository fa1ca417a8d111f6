export { default } from "@/features/runs/run-page";
