package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.ArrayJobDependency;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Arrays, dependencies, failures, reclaims, cancellations and terminations drawn by lot. */
class ManyJobsTest {

  /** A job that is cancelled in time leaves its scripts unused. */
  private static final Set<Invariant> HELD =
      EnumSet.complementOf(EnumSet.of(Invariant.SCRIPTS_FIRED));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anything_ends_andAddsUp(long seed) {
    Random random = new Random(seed);
    try (FakeAws aws = FakeAws.builder().seed(seed).reclaimExitRate(0.3).build()) {
      BatchWorld world = BatchWorld.ready(aws);
      aws.jobs().matching(run -> run.jobName().endsWith("3")).exits(1);
      aws.jobs().matching(run -> run.arrayIndex().orElse(0) == 2).onAttempt(1).exits(1);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        ids.add(submit(world, ids, i, random));
        disturb(world, ids, random);
        aws.advance(Duration.ofSeconds(random.nextInt(120)));
      }

      aws.runUntilIdle();

      aws.verify(HELD);
      ids.forEach(id -> assertAddsUp(world, id));
    }
  }

  private static String submit(BatchWorld world, List<String> ids, int number, Random random) {
    String name = "job" + number;
    boolean array = random.nextInt(3) == 0;
    List<JobDependency> dependencies = new ArrayList<>();
    if (!ids.isEmpty() && random.nextInt(3) == 0) {
      String other = ids.get(random.nextInt(ids.size()));
      boolean nToN = array && world.job(other).arrayProperties() != null && random.nextBoolean();
      dependencies.add(
          JobDependency.builder()
              .jobId(other)
              .type(nToN ? ArrayJobDependency.N_TO_N : null)
              .build());
    }
    if (array && random.nextInt(3) == 0) {
      dependencies.add(JobDependency.builder().type(ArrayJobDependency.SEQUENTIAL).build());
    }
    if (random.nextInt(4) == 0) {
      world.aws.spot().reclaim().hostOf(name).after(Duration.ofSeconds(random.nextInt(50)));
    }
    return world.submit(
        name,
        r -> {
          r.dependsOn(dependencies).retryStrategy(s -> s.attempts(1 + random.nextInt(3)));
          if (array) {
            r.arrayProperties(a -> a.size(4));
          }
        });
  }

  private static void disturb(BatchWorld world, List<String> ids, Random random) {
    String id = ids.get(random.nextInt(ids.size()));
    boolean array = world.job(id).arrayProperties() != null;
    String target = array && random.nextBoolean() ? id + ":" + random.nextInt(4) : id;
    switch (random.nextInt(6)) {
      case 0 -> world.batch.cancelJob(r -> r.jobId(target).reason("cancelled"));
      case 1 -> world.batch.terminateJob(r -> r.jobId(target).reason("terminated"));
      default -> world.job(target);
    }
  }

  private static void assertAddsUp(BatchWorld world, String id) {
    JobDetail job = world.job(id);
    if (job.arrayProperties() == null) {
      return;
    }
    Map<String, Integer> summary = job.arrayProperties().statusSummary();
    long failed =
        List.of(0, 1, 2, 3).stream()
            .filter(index -> world.job(id + ":" + index).status() == JobStatus.FAILED)
            .count();
    assertThat(summary.get("FAILED")).as(id).isEqualTo((int) failed);
    assertThat(summary.get("SUCCEEDED")).as(id).isEqualTo(4 - (int) failed);
    assertThat(job.status()).as(id).isEqualTo(failed == 0 ? JobStatus.SUCCEEDED : JobStatus.FAILED);
  }
}
