#!/usr/bin/env bash
# A stand-in for Gradescope's container: this machine's files, copied on write, with processes and mounts of its own.
# unshare --mount --pid --fork container.sh BASE SHARED COMMAND...   Only SHARED is seen outside.
set -eu
base=$1 shared=$2
shift 2
mount --make-rprivate /
mount -t tmpfs tmpfs "$base"
mkdir "$base/upper" "$base/work" "$base/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$base/root"
for name in sys dev; do mount --rbind "/$name" "$base/root/$name"; done
mount -t proc proc "$base/root/proc"
mount --bind "$shared" "$base/root$shared"
mkdir "$base/root/old"
cd "$base/root"
pivot_root . old
umount --lazy /old
exec "$@"
