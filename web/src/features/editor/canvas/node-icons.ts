/** Flow files name icons by the names of other sets; here are ours for the ones that occur, and a box for the rest. */
import { createElement, type ComponentProps, type ReactElement } from "react";
import AdjustmentsHorizontal from "@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs";
import ArrowMerge from "@tabler/icons-react/dist/esm/icons/IconArrowMerge.mjs";
import ArrowRight from "@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs";
import ArrowsSplit2 from "@tabler/icons-react/dist/esm/icons/IconArrowsSplit2.mjs";
import Bell from "@tabler/icons-react/dist/esm/icons/IconBell.mjs";
import Binary from "@tabler/icons-react/dist/esm/icons/IconBinary.mjs";
import Books from "@tabler/icons-react/dist/esm/icons/IconBooks.mjs";
import Box from "@tabler/icons-react/dist/esm/icons/IconBox.mjs";
import BoxMultiple from "@tabler/icons-react/dist/esm/icons/IconBoxMultiple.mjs";
import Braces from "@tabler/icons-react/dist/esm/icons/IconBraces.mjs";
import Brain from "@tabler/icons-react/dist/esm/icons/IconBrain.mjs";
import Broadcast from "@tabler/icons-react/dist/esm/icons/IconBroadcast.mjs";
import Calculator from "@tabler/icons-react/dist/esm/icons/IconCalculator.mjs";
import Calendar from "@tabler/icons-react/dist/esm/icons/IconCalendar.mjs";
import Clock from "@tabler/icons-react/dist/esm/icons/IconClock.mjs";
import Cloud from "@tabler/icons-react/dist/esm/icons/IconCloud.mjs";
import Cpu from "@tabler/icons-react/dist/esm/icons/IconCpu.mjs";
import Database from "@tabler/icons-react/dist/esm/icons/IconDatabase.mjs";
import File from "@tabler/icons-react/dist/esm/icons/IconFile.mjs";
import FileText from "@tabler/icons-react/dist/esm/icons/IconFileText.mjs";
import Filter from "@tabler/icons-react/dist/esm/icons/IconFilter.mjs";
import Fingerprint from "@tabler/icons-react/dist/esm/icons/IconFingerprint.mjs";
import FolderOpen from "@tabler/icons-react/dist/esm/icons/IconFolderOpen.mjs";
import GitBranch from "@tabler/icons-react/dist/esm/icons/IconGitBranch.mjs";
import Hammer from "@tabler/icons-react/dist/esm/icons/IconHammer.mjs";
import History from "@tabler/icons-react/dist/esm/icons/IconHistory.mjs";
import Infinity from "@tabler/icons-react/dist/esm/icons/IconInfinity.mjs";
import Key from "@tabler/icons-react/dist/esm/icons/IconKey.mjs";
import Link from "@tabler/icons-react/dist/esm/icons/IconLink.mjs";
import ListDetails from "@tabler/icons-react/dist/esm/icons/IconListDetails.mjs";
import Mail from "@tabler/icons-react/dist/esm/icons/IconMail.mjs";
import MapIcon from "@tabler/icons-react/dist/esm/icons/IconMap.mjs";
import MessageCircle from "@tabler/icons-react/dist/esm/icons/IconMessageCircle.mjs";
import Messages from "@tabler/icons-react/dist/esm/icons/IconMessages.mjs";
import Photo from "@tabler/icons-react/dist/esm/icons/IconPhoto.mjs";
import Plug from "@tabler/icons-react/dist/esm/icons/IconPlug.mjs";
import Prompt from "@tabler/icons-react/dist/esm/icons/IconPrompt.mjs";
import Repeat from "@tabler/icons-react/dist/esm/icons/IconRepeat.mjs";
import Robot from "@tabler/icons-react/dist/esm/icons/IconRobot.mjs";
import Route from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import Rss from "@tabler/icons-react/dist/esm/icons/IconRss.mjs";
import Scissors from "@tabler/icons-react/dist/esm/icons/IconScissors.mjs";
import Search from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import Sparkles from "@tabler/icons-react/dist/esm/icons/IconSparkles.mjs";
import Table from "@tabler/icons-react/dist/esm/icons/IconTable.mjs";
import Terminal2 from "@tabler/icons-react/dist/esm/icons/IconTerminal2.mjs";
import TextSize from "@tabler/icons-react/dist/esm/icons/IconTextSize.mjs";
import Tool from "@tabler/icons-react/dist/esm/icons/IconTool.mjs";
import TrendingUp from "@tabler/icons-react/dist/esm/icons/IconTrendingUp.mjs";
import Video from "@tabler/icons-react/dist/esm/icons/IconVideo.mjs";
import Webhook from "@tabler/icons-react/dist/esm/icons/IconWebhook.mjs";
import World from "@tabler/icons-react/dist/esm/icons/IconWorld.mjs";

const icons: Record<string, typeof Box> = {
  "prompts": Prompt,
  "messagessquare": Messages,
  "message-square": MessageCircle,
  "message-square-more": History,
  "message-square-share": MessageCircle,
  "message-square-text": MessageCircle,
  "bot": Robot,
  "brain-circuit": Brain,
  "brain": Brain,
  "openai": Sparkles,
  "ollama": Sparkles,
  "anthropic": Sparkles,
  "googlegenerativeai": Sparkles,
  "database": Database,
  "astradb": Database,
  "chroma": Database,
  "file-text": FileText,
  "file": File,
  "file-json": Braces,
  "file-spreadsheet": Table,
  "globe": World,
  "layout-template": World,
  "search": Search,
  "tavilyicon": Search,
  "agentql": Search,
  "scrapegraph": Search,
  "arxiv": Books,
  "infinity": Infinity,
  "calculator": Calculator,
  "scissors-line-dashed": Scissors,
  "scissors": Scissors,
  "braces": Braces,
  "table": Table,
  "webhook": Webhook,
  "split": ArrowsSplit2,
  "git-branch": GitBranch,
  "workflow": GitBranch,
  "route": Route,
  "terminal": Terminal2,
  "square-terminal": Terminal2,
  "code": Terminal2,
  "image": Photo,
  "cloud": Cloud,
  "hammer": Hammer,
  "tool": Tool,
  "apify": Plug,
  "mcp": Plug,
  "plug": Plug,
  "assemblyai": Video,
  "youtube": Video,
  "mail": Mail,
  "calendar": Calendar,
  "clock": Clock,
  "key": Key,
  "type": TextSize,
  "list": ListDetails,
  "listfilter": Filter,
  "filter": Filter,
  "merge": ArrowMerge,
  "repeat": Repeat,
  "group": BoxMultiple,
  "rss": Rss,
  "trending-up": TrendingUp,
  "fingerprint": Fingerprint,
  "binary": Binary,
  "arrow-right": ArrowRight,
  "radio": Broadcast,
  "notify": Bell,
  "foldersync": FolderOpen,
  "link": Link,
  "cpu": Cpu,
  "settings": AdjustmentsHorizontal,
  "map": MapIcon,
};

/** The icon a component names; it says nothing a title does not, so screen readers skip it. */
export const NodeIcon = ({ name, ...props }: { name: string | null | undefined } & Omit<ComponentProps<typeof Box>, "name">): ReactElement =>
  createElement(icons[(name ?? "").toLowerCase()] ?? Box, { "aria-hidden": true, ...props });
