"""All that a worker needs: importing this loads it."""

import os

# Before they load: the processes are the parallelism, and threads do not survive a fork.
os.environ |= {"OPENCV_FOR_THREADS_NUM": "1", "OPENBLAS_NUM_THREADS": "1"}
