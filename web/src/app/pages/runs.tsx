export { default } from "@/features/runs/runs-page";
