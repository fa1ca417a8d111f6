"""Comments of videos on YouTube."""

from __future__ import annotations

import re
from typing import Any

from runyard_builtins.web.calls import call_json, needed_key
from runyard_sdk import Component, ComponentError, Context, Table, output
from runyard_sdk import fields as f

_VIDEO = re.compile(r"(?:v=|youtu\.be/|/embed/|/shorts/|/live/)([\w-]{11})|^([\w-]{11})$")
_PAGE = 100


class YouTubeCommentsComponent(Component):
    """Gives the comments of a video as a table."""

    title = "YouTube Comments"
    icon = "YouTube"
    category = "youtube"

    video_url: str = f.message_text(title="Video URL", required=True, tool_mode=True, info="The video's address.")
    api_key: str = f.secret(
        title="YouTube API Key", required=True, load_from_db=False, info="A key for the YouTube Data API."
    )
    max_results: int = f.integer(default=20, info="How many at most.")
    sort_by: str = f.dropdown(default="relevance", options=["time", "relevance"], info="The order.")
    include_replies: bool = f.boolean(advanced=True, info="Also give answers to comments.")
    include_metrics: bool = f.boolean(default=True, advanced=True, info="Also give likes and numbers of answers.")

    @output("comments", title="Comments")
    async def get_video_comments(self, ctx: Context) -> Table:
        """One row per comment."""
        key = needed_key(self.api_key, "YouTube")
        asked = {
            "part": "snippet,replies" if self.include_replies else "snippet",
            "videoId": video_id(self.video_url),
            "order": self.sort_by,
            "textFormat": "plainText",
            "key": key,
        }
        rows: list[dict[str, Any]] = []
        page: str | None = None
        most = self.max_results or 20
        while len(rows) < most:
            paging = {"maxResults": str(min(_PAGE, most - len(rows)))} | ({"pageToken": page} if page else {})
            answer = await call_json(
                ctx, "YouTube", "GET", "https://www.googleapis.com/youtube/v3/commentThreads", params=asked | paging
            )
            rows += [row for item in answer.get("items", []) for row in self._rows(item)]
            page = answer.get("nextPageToken")
            if not page:
                break
        return Table(rows[:most] if not self.include_replies else rows)

    def _rows(self, item: dict[str, Any]) -> list[dict[str, Any]]:
        top = item["snippet"]["topLevelComment"]
        rows = [self._row(top, replies=item["snippet"].get("totalReplyCount", 0), parent="")]
        answers = (item.get("replies") or {}).get("comments", []) if self.include_replies else []
        return rows + [self._row(answer, replies=0, parent=top["id"]) for answer in answers]

    def _row(self, comment: dict[str, Any], *, replies: int, parent: str) -> dict[str, Any]:
        said = comment["snippet"]
        row = {
            "comment_id": comment["id"],
            "parent_comment_id": parent,
            "author": said.get("authorDisplayName"),
            "author_channel_url": said.get("authorChannelUrl"),
            "text": said.get("textDisplay"),
            "published_at": said.get("publishedAt"),
            "updated_at": said.get("updatedAt"),
            "is_reply": bool(parent),
        }
        return row | ({"like_count": said.get("likeCount", 0), "reply_count": replies} if self.include_metrics else {})


def video_id(address: str) -> str:
    """The id of a video, out of any of its addresses."""
    found = _VIDEO.search(address.strip())
    if found is None:
        raise ComponentError(f'"{address}" is no address of a video.', field="video_url")
    return found.group(1) or found.group(2)
