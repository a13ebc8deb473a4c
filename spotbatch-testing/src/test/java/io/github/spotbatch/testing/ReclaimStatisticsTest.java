package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import io.github.spotbatch.testing.internal.ec2.InstanceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Random reclaims over many months agree with what the advisor says of each bucket.
 *
 * <p>Three types of each bucket run in each of three zones, each of these pools under an
 * environment of its own that keeps three hosts busy. Buckets have worlds of their own.
 */
class ReclaimStatisticsTest {

  private static final int SEEDS = 3;
  private static final int FACTOR = 5;
  private static final int TYPES = 3;
  private static final int HOSTS = 3;
  private static final int JOBS = 60;
  private static final Duration JOB = Duration.ofDays(40);
  private static final double MONTH = Duration.ofDays(30).toSeconds();

  private static List<InstanceType> types(int bucket) {
    return InstanceTypes.in("us-east-1").all().stream()
        .filter(it -> it.interruptionBucket() == bucket && it.vcpus() > 1)
        .filter(it -> it.architecture().equals("x86_64"))
        .sorted(Comparator.comparing(InstanceType::vcpus))
        .limit(TYPES)
        .toList();
  }

  private static List<HostReport> hosts(int bucket, long seed) {
    try (FakeAws aws = FakeAws.builder().seed(seed).randomReclaims(FACTOR).build()) {
      aws.jobs().named("*").runsFor(JOB);
      BatchWorld world = BatchWorld.typed(aws);
      world.register(it -> {});
      List<Subnet> subnets = world.ec2.describeSubnets().subnets();
      Map<String, InstanceType> queues = new TreeMap<>();
      for (InstanceType type : types(bucket)) {
        for (Subnet subnet : subnets) {
          String name = type.name().replace('.', '-') + "-" + subnet.availabilityZone();
          queues.put(name, type);
          world.createEnvironment(
              name,
              r ->
                  r.instanceTypes(type.name())
                      .subnets(subnet.subnetId())
                      .maxvCpus(HOSTS * type.vcpus()));
        }
      }
      aws.advance(Duration.ofMinutes(1));
      queues.keySet().forEach(name -> world.createQueue(name, 1, name));
      aws.advance(Duration.ofMinutes(1));
      queues.forEach((name, type) -> submit(world, name, type));
      aws.runUntilIdle();
      return aws.report().hosts();
    }
  }

  /** Each job takes a whole host. */
  private static void submit(BatchWorld world, String queue, InstanceType type) {
    String vcpus = String.valueOf(type.vcpus());
    for (int i = 0; i < JOBS; i++) {
      world.submit(
          "job-" + i,
          request ->
              request
                  .jobQueue(queue)
                  .containerOverrides(
                      it ->
                          it.resourceRequirements(
                              cpu -> cpu.type(ResourceType.VCPU).value(vcpus))));
    }
  }

  /**
   * The hosts of a pool go in the same waves. A wave takes one of three hosts or more at a time, so
   * that the count varies (1 + 3) / 2 times as much as that of independent ones.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.025", "1, 0.075", "2, 0.125", "3, 0.175", "4, 0.25"})
  void reclaims_ofABucket_comeAtTheAdvisorsMonthlyShare(int bucket, double share) {
    List<HostReport> ofBucket =
        LongStream.rangeClosed(1, SEEDS)
            .boxed()
            .flatMap(seed -> hosts(bucket, seed).stream())
            .toList();
    double hostMonths = ofBucket.stream().mapToDouble(ReclaimStatisticsTest::months).sum();
    long reclaims = ofBucket.stream().filter(it -> it.noticeAt().isPresent()).count();
    double expected = hostMonths * FACTOR * -Math.log1p(-share);
    double deviation = Math.sqrt(expected * (1 + HOSTS) / 2);
    double measured = 1 - Math.exp(-reclaims / hostMonths / FACTOR);
    String figures =
        "bucket %d: %.0f host-months, %d reclaims, %.0f expected, deviation %.0f, share %.4f of %.4f"
            .formatted(bucket, hostMonths, reclaims, expected, deviation, measured, share);

    assertThat(hostMonths).as(figures).isGreaterThan(500);
    assertThat(deviation).as(figures).isLessThan(expected / 10);
    assertThat((double) reclaims).as(figures).isCloseTo(expected, within(3 * deviation));
  }

  /** What is still starting on a host that drains is lost within the wave that takes the host. */
  @Test
  @Timeout(60)
  void waves_whenTheLastJobGoesInOne_end() {
    Timings slow = Timings.defaults().with(Step.CONTAINER_STARTING, Duration.ofDays(300));
    FakeAwsBuilder draining = FakeAws.builder().spotDraining(true).timings(slow);
    try (FakeAws aws = draining.randomReclaims(100).build()) {
      BatchWorld.ready(aws).submit("frame");

      aws.runUntilIdle();

      AttemptReport attempt = aws.report().attempts().get(0);
      assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.LOST_WITH_HOST);
      assertThat(attempt.startedAt()).isEmpty();
    }
  }

  @Test
  void hosts_ofOnePool_goTogetherAndThoseOfOthersDoNot() {
    List<HostReport> hosts = hosts(4, SEEDS + 1);
    int[] ofThePool = new int[2];
    int[] ofOthers = new int[2];
    for (HostReport taken : hosts) {
      Instant notice = taken.noticeAt().orElse(null);
      if (notice == null) {
        continue;
      }
      for (HostReport other : hosts) {
        if (other != taken && isThere(other, notice)) {
          int[] counts = pool(other).equals(pool(taken)) ? ofThePool : ofOthers;
          counts[0]++;
          counts[1] += other.noticeAt().filter(notice::equals).isPresent() ? 1 : 0;
        }
      }
    }
    double together = ofThePool[1] / (double) ofThePool[0];
    double apart = ofOthers[1] / (double) ofOthers[0];
    String figures =
        "taken with a host: %.4f of %d of its pool, %.6f of %d of others"
            .formatted(together, ofThePool[0], apart, ofOthers[0]);

    assertThat(ofThePool[0]).as(figures).isGreaterThan(500);
    assertThat(together).as(figures).isCloseTo(0.5, within(0.08));
    assertThat(apart).as(figures).isLessThan(0.001);
  }

  /** How long it was there to be taken. */
  private static double months(HostReport host) {
    Instant end = host.noticeAt().or(host::stoppingAt).orElseThrow();
    return Duration.between(host.launchedAt(), end).toSeconds() / MONTH;
  }

  private static boolean isThere(HostReport host, Instant time) {
    Instant end = host.noticeAt().or(host::stoppingAt).orElseThrow();
    return host.launchedAt().isBefore(time) && !end.isBefore(time);
  }

  private static String pool(HostReport host) {
    return host.instanceType() + " in " + host.zone();
  }
}
