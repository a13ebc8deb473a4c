/**
 * AssertJ assertions on jobs, environments, plans, requests, worlds and their reports.
 *
 * <pre>{@code
 * import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
 *
 * assertThat(result).succeeded().hasAttempts(2).wasInterruptedTimes(1);
 * assertThat(aws).job("frame-13").failedWithExitCode(1);
 * assertThat(aws.journal()).received("SubmitJob", 2).refusedNothing();
 * assertThat(aws.report()).costAtMost("0.25").hasReclaims(1);
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.testing.assertj;

import org.jspecify.annotations.NullMarked;
