"""The recipe's sample application: ten chunks, a checkpoint after each, and a clean end on SIGTERM."""

import logging
import os
import signal
import sys
import time

CHUNKS = 10
SIGTERM_EXIT = 143

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stdout)
log = logging.getLogger(__name__)
done = 0


def stop(_signal, _frame):
    """On Spot, SIGTERM is the last thing a job hears before its host goes."""
    log.info("Told to stop after chunk %d of %d", done, CHUNKS)
    sys.exit(SIGTERM_EXIT)


def main():
    global done
    job = os.environ.get("AWS_BATCH_JOB_ID", "local-test")
    attempt = os.environ.get("AWS_BATCH_JOB_ATTEMPT", "1")
    seconds = float(os.environ.get("PROCESSING_SECONDS", "60"))
    signal.signal(signal.SIGTERM, stop)

    log.info("Starting batch job: %s (attempt %s)", job, attempt)
    log.info("Processing will take %s seconds", seconds)
    for chunk in range(1, CHUNKS + 1):
        time.sleep(seconds / CHUNKS)
        done = chunk
        log.info("Checkpoint: chunk %d of %d, progress %d%%", chunk, CHUNKS, chunk * 10)
    log.info("Batch job %s completed successfully", job)


if __name__ == "__main__":
    main()
