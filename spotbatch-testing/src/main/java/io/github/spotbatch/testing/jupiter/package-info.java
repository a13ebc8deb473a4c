/**
 * A world for each JUnit test, checked and closed afterwards.
 *
 * <pre>{@code
 * @FakeAwsTest
 * class NightlyRenderTest {
 *
 *   @Test
 *   void queue_thatIsMissing_isNamed(FakeAws aws, BatchClient batch) {
 *     assertThatThrownBy(() -> batch.submitJob(r -> r.jobName("a").jobQueue("jobs").jobDefinition("b")))
 *         .hasMessageContaining("jobs");
 *     assertThat(aws.journal().refused()).hasSize(1);
 *   }
 * }
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.testing.jupiter;

import org.jspecify.annotations.NullMarked;
