"""Projects: folders of flows, with a default one for every user."""

from runyard.domains import flows, identity
from runyard.domains.projects.service import ProjectFolders, create_home, named, remove_owned
from runyard.wire import House

__all__ = ["ProjectFolders", "create_home", "named", "open", "remove_owned"]


def open(house: House) -> None:
    """Tell the flows' room where flows without a folder go, and give everyone a first project."""
    flows.keep_in(ProjectFolders())
    identity.on_user_created(create_home)
    identity.on_sign_in(create_home)
    identity.on_user_removed(remove_owned)
