"""What can go wrong with files, in the words a user reads."""

from runyard.kit.errors import BadRequest, Conflict, NotFound, TooLarge, Unsupported


class FileNotFound(NotFound):
    """File not found"""


class NoFilesFound(NotFound):
    """No files found"""


class BadFileName(BadRequest):
    """Invalid file name. Filename must not contain directory paths, '..' sequences, or control characters."""


class FileChanged(Conflict):
    """The file was changed by another request at the same time; try again."""


class FileTooLarge(TooLarge):
    """The file would grow above the upload limit."""


class BatchTooLarge(TooLarge):
    """These files are too large for one ZIP; download fewer at once."""


class NotAnImage(Unsupported):
    """This file is not an image"""


class UnknownPictureFolder(BadRequest):
    """Folder must be one of: People, Space"""


class PictureNotFound(NotFound):
    """Profile picture not found"""


class BadArchive(BadRequest):
    """The ZIP file cannot be read."""


class UnsafeArchive(BadRequest):
    """The ZIP file holds a member with an unsafe name; nothing was imported."""


class ArchiveTooLarge(TooLarge):
    """The ZIP file holds too much: at most 1000 members and 32 MB when unpacked."""
