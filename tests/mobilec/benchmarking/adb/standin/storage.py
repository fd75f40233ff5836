"""Who may touch which file of a phone, by Android's version.

After public sources, and not after what mobilec asks for:

- `/sdcard` is `/storage/emulated/0` for adb's shell, which is a process of the owner; each user of
  the phone has a tree of its own, and none sees another's (system/vold, MountModeService).
- Up to Android 10 (API 29) sdcardfs derives modes from the place: `Android/data/PKG` belongs to the
  app, and the group sdcard_rw, which adbd is in, may all that the app may
  (system/core/sdcard, packages/modules/adb/daemon/main.cpp).
- Android 11 (API 30) takes `Android/data` out of that group's reach: adb's shell is refused. Found
  by androidx.benchmark, which left that folder for `Android/media/PKG` from API 29 on
  (Outputs.dirUsableByAppAndShell, b/181601156), and by mlcommons/mobile_app_open 66 and 67.
- From Android 12 (API 31) on adbd is in ext_data_rw too. The app's own access to what others make
  comes from a default ACL that vold sets when the *system* prepares the folder for the app
  (vold, Utils.cpp, PrepareAppDirFromRoot): a tree that the shell made first has none.
- `Android/media/PKG` goes through MediaProvider, which decides by the path: the app's own package
  and the shell may read and write, whoever made a file.
- Anything else of the shared storage is the shell's; an app without permissions may read none of
  it. `/data/local/tmp` is the shell's alone, and `/data/user` the apps'.
"""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

SHELL, APP = "shell", "app"
OWNER = "0"
DATA_IS_SHUT, DATA_IS_SHARED_AGAIN, MEDIA_IS_SHARED = 30, 31, 29
_ALIASES = ("/sdcard", "/storage/self/primary", "/mnt/sdcard")
_TREE = re.compile(r"^/storage/emulated/(\d+)(?:/(.*))?$")
_OF_AN_APP = re.compile(r"^Android/(data|media)/([\w.]+)(?:/.*)?$")


@dataclass
class Storage:
    """``package``: the app. ``user``: whom it runs as. ``prepared``: whether the system has made
    its folder of `Android/data`, which it does when the app first asks for it."""

    api: int
    package: str
    user: str = OWNER
    prepared: bool = False
    made_by_shell: set[str] = field(default_factory=set)

    def real(self, name: str) -> str:
        """A path without the storage's other names."""
        for alias in _ALIASES:
            if name == alias or name.startswith(f"{alias}/"):
                return f"/storage/emulated/{OWNER}{name[len(alias) :]}"
        return name

    def home(self) -> str:
        """The folder that an app should share with adb on this version."""
        place = f"/storage/emulated/{self.user}/Android"
        if self.api >= MEDIA_IS_SHARED:
            return f"{place}/media/{self.package}"
        self.prepared = True
        return f"{place}/data/{self.package}/files"

    def may(self, who: str, name: str) -> bool:
        """Whether it may read and write there."""
        path = self.real(name)
        found = _TREE.match(path)
        if found is None:
            return self._outside(who, path)
        if found[1] != (OWNER if who == SHELL else self.user):
            return False
        inside = _OF_AN_APP.match(found[2] or "")
        if inside is None:
            return who == SHELL
        if who == APP:
            return inside[2] == self.package and self._own(inside[1], path)
        return inside[1] == "media" or self.api != DATA_IS_SHUT

    def made(self, who: str, name: str) -> None:
        """A folder or file came to be."""
        if who == SHELL and not self.prepared:
            self.made_by_shell.add(self.real(name))

    def _own(self, kind: str, path: str) -> bool:
        if kind == "media" or self.api < DATA_IS_SHARED_AGAIN:
            return True
        above = {str(parent) for parent in PurePosixPath(path).parents} | {path}
        return not above & self.made_by_shell

    def _outside(self, who: str, path: str) -> bool:
        if path.startswith("/data/local/tmp/"):
            return who == SHELL
        return who == APP and path.startswith(f"/data/user/{self.user}/{self.package}/")
