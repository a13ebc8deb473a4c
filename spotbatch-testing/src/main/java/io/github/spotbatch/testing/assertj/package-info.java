/**
 * AssertJ assertions on jobs, environments, plans, requests and worlds.
 *
 * <pre>{@code
 * import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
 *
 * assertThat(result).succeeded().hasAttempts(2).wasInterruptedTimes(1);
 * assertThat(aws).job("frame-13").failedWithExitCode(1);
 * assertThat(aws.journal()).received("SubmitJob", 2).refusedNothing();
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.testing.assertj;

import org.jspecify.annotations.NullMarked;
