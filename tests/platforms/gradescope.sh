#!/usr/bin/env bash
# Do in the container what Gradescope does: unpack autograder.zip, run setup.sh, and run_autograder for submissions.
# gradescope.sh SHARED PYTHON PACKAGES CHECKOUT
set -eu
shared=$1 python=$2 packages=$3 checkout=$4

# With wheels in place of the network: an environment that has the other packages already.
"$python" -m venv --without-pip /opt/torchkata
python=/opt/torchkata/bin/python
own=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
mkdir /upper
mount -t tmpfs tmpfs /upper
mkdir /upper/upper /upper/work
mount -t overlay overlay -o "lowerdir=$packages,upperdir=/upper/upper,workdir=/upper/work" "$own"
mount -t tmpfs tmpfs "$checkout"
folder=$("$python" -c 'import sys; print(sys.base_prefix)')
while [ "$folder" != / ]; do chmod o+rx "$folder"; folder=$(dirname "$folder"); done

mkdir -p /autograder/source /autograder/results /autograder/submission
"$python" -m zipfile -e "$shared/autograder.zip" /autograder/source
cp /autograder/source/run_autograder /autograder/
chmod +x /autograder/run_autograder /autograder/source/setup.sh
cd /autograder
PIP_NO_INDEX=1 /autograder/source/setup.sh >"$shared/setup.txt" 2>&1

grade() { # SUBMISSION COMMAND...
  local name=$1
  shift
  rm -rf /autograder/submission /autograder/results
  mkdir /autograder/results
  cp -r "$shared/submissions/$name" /autograder/submission
  echo '{"id": 123456, "previous_submissions": []}' >/autograder/submission_metadata.json
  local status=0
  "$@" /autograder/run_autograder >"$shared/$name.stdout" 2>&1 || status=$?
  echo "$status" >"$shared/$name.status"
  cp /autograder/results/results.json "$shared/$name.json" || true
  for process in /proc/[0-9]*; do tr '\0' ' ' <"$process/cmdline" 2>/dev/null; echo; done >"$shared/$name.processes"
}
grade sandboxed
grade other_user "$python" "$shared/without_namespaces.py"
