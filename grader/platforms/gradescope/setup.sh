#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image. pip's own PIP_... variables apply.
set -euo pipefail
shopt -s nullglob
EXTRA_INDEX=
environment=/opt/torchkata

chmod -R go= /autograder/source
if [ ! -x "$environment/bin/python" ]; then
  if ! python3 -c 'import ensurepip' 2>/dev/null; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y python3 python3-venv
  fi
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed: choose a newer base image.")'
  python3 -m venv "$environment"
fi
kit=(/autograder/source/wheels/torchkata-*.whl)
others=(/autograder/source/wheels/torchkata_*.whl)
"$environment/bin/python" -m pip install --disable-pip-version-check --no-cache-dir \
  ${EXTRA_INDEX:+--extra-index-url "$EXTRA_INDEX"} "${kit[0]}[instructor]" "${others[@]}"
# PyTorch and torchvision of different builds do not work together. Fail now, not at the first submission.
"$environment/bin/python" -I -c 'import torch, torchvision'
