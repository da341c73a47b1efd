"""All that a worker needs: importing this loads it."""

import os

# Before they load: the processes are the parallelism, and threads do not survive a fork.
os.environ |= {"OPENCV_FOR_THREADS_NUM": "1", "OPENBLAS_NUM_THREADS": "1"}

import augcli.codec.decode
import augcli.codec.encode
import augcli.colours
import augcli.engines.serving
import augcli.tables
import augcli.warp
import augcli.worker  # noqa: F401, loaded, not used
