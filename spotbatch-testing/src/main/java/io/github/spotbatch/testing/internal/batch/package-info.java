/** The fake AWS Batch: environments, queues, definitions, jobs and the hosts they run on. */
@NullMarked
package io.github.spotbatch.testing.internal.batch;

import org.jspecify.annotations.NullMarked;
