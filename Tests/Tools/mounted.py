"""Runs a program while a folder is a file system of its own, and keeps what is in it afterwards.

usage: mounted.py KIND FOLDER RESULT [COMMAND ARGUMENT…]

Run under `unshare --mount`, so that whatever is mounted goes with the process. KIND is

  tmpfs:OPTIONS   in memory, with mount options such as size=2m,nr_inodes=200
  read-only       the folder itself, which nobody may write
  ext4, xfs       in an image; the power fails when COMMAND ends, and what the kernel had not written is lost: with `:log`
                  behind the kind after the log was flushed, else at once

FOLDER's files are copied into the new file system before, and those of the new one to RESULT, which must not be there,
at the end. Ends as COMMAND ends; with 128 and the signal's number after a signal.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import sys
import tempfile

# EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN: the same number, _IOR('X', 125, __u32).
SHUT_DOWN = 0x8004587D
FLUSHING_LOG, LOSING_LOG = 1, 2

IMAGE_SIZES = {"ext4": 32 << 20, "xfs": 320 << 20}


def call(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def copy(source, target):
    call("cp", "-a", source + "/.", target)


def make_image(kind, path):
    with open(path, "wb") as image:
        image.truncate(IMAGE_SIZES[kind])
    options = {"ext4": ["-F", "-J", "size=4"], "xfs": []}[kind]
    call(f"/usr/sbin/mkfs.{kind}", "-q", *options, path)


def fail_power(folder, mode):
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.ioctl(descriptor, SHUT_DOWN, struct.pack("=I", mode))
    os.close(descriptor)


def run(command):
    status = subprocess.run(command).returncode if command else 0
    return 128 - status if status < 0 else status


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    (kind, _, options), folder, result, command = sys.argv[1].partition(":"), sys.argv[2], sys.argv[3], sys.argv[4:]
    with tempfile.TemporaryDirectory() as place:
        before = os.path.join(place, "before")
        shutil.copytree(folder, before)
        image = os.path.join(place, "image")
        if kind == "tmpfs":
            call("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder)
            copy(before, folder)
        elif kind == "read-only":
            call("mount", "--bind", folder, folder)
            call("mount", "-o", "remount,bind,ro", folder)
        else:
            make_image(kind, image)
            call("mount", "-o", "loop", image, folder)
            if kind == "ext4":
                os.rmdir(os.path.join(folder, "lost+found"))
            copy(before, folder)
            call("sync", "--file-system", folder)
        status = run(command)
        if kind in IMAGE_SIZES:
            fail_power(folder, FLUSHING_LOG if options == "log" else LOSING_LOG)
            call("umount", folder)
            call("mount", "-o", "loop", image, folder)
        shutil.copytree(folder, result)
        call("umount", folder)
    sys.exit(status)


if __name__ == "__main__":
    main()
