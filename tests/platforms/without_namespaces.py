"""``python without_namespaces.py COMMAND...``: run it where no process, root's or not, may make a namespace.

A user namespace of its own holds the limit, so that nothing else on the machine is under it.
"""

import ctypes
import os
import sys

NEWUSER = 0x10000000
EVERY_ID = "0 0 65536"

said, says = os.pipe()
maps, mapped = os.pipe()
child = os.fork()
if child == 0:
    if ctypes.CDLL(None).unshare(NEWUSER) != 0:
        sys.exit("no user namespace can be made here")
    os.write(says, b"!")
    os.read(maps, 1)
    with open("/proc/sys/user/max_user_namespaces", "w") as file:
        file.write("0")
    os.execvp(sys.argv[1], sys.argv[1:])
os.read(said, 1)
for kind in ("uid_map", "gid_map"):
    with open(f"/proc/{child}/{kind}", "w") as file:
        file.write(EVERY_ID)
os.write(mapped, b"!")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
