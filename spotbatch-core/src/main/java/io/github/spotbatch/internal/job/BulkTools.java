package io.github.spotbatch.internal.job;

import java.util.concurrent.Executor;

/** What bulk submissions of an entry point share. */
record BulkTools(
    JobSubmitter submitter,
    JobAccess access,
    BulkWaits waits,
    BulkStop stop,
    Executor callbackExecutor) {}
