package io.github.spotbatch.internal.job;

import io.github.spotbatch.time.TimeKeeper;
import java.util.concurrent.Executor;

/** What bulk submissions of an entry point share. */
record BulkTools(
    JobSubmitter submitter, JobAccess access, TimeKeeper time, Executor callbackExecutor) {}
