package io.github.spotbatch.testing.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** What is found in the index is what looking at every host finds. */
class HostIndexTest {

  private static final List<String> TYPES = List.of("c5.large", "m5.xlarge", "r5.large");

  private final World world = new World(VirtualClock.create(), Timings.defaults(), 1);
  private final Scope scope = world.scope("123456789012", "us-east-1");
  private final Environment environment =
      new Environment(
          world,
          ComputeEnvironmentDetail.builder()
              .computeEnvironmentName("spot")
              .type(CEType.MANAGED)
              .computeResources(resources -> resources.type(CRType.SPOT))
              .build());
  private final List<InstanceHost> hosts = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private Queue queue;
  private int made;

  @BeforeEach
  void makeQueue() {
    queue =
        new Queue(
            world,
            JobQueueDetail.builder().jobQueueName("jobs").build(),
            List.of(environment),
            null);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyChange_leavesWhatLookingAtAllHostsFinds(long seed) {
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < 1_000; i++) {
      change(random);
      Job job = job(random);
      InstanceHost host = environment.hostIndex().fullestFor(job);
      assertThat(host)
          .as("seed %d, step %d", seed, i)
          .isSameAs(
              hosts.stream()
                  .filter(it -> it.ready() && it.fits(job))
                  .min(Comparator.comparingInt(InstanceHost::freeVcpus))
                  .orElse(null));
      assertThat(environment.hostIndex().booting())
          .containsExactlyElementsOf(hosts.stream().filter(InstanceHost::booting).toList());
      assertThat(environment.hosts().values()).containsExactlyElementsOf(hosts);
      assertThat(environment.vcpus()).isEqualTo(vcpus(hosts));
      assertThat(environment.stayingVcpus())
          .isEqualTo(vcpus(hosts.stream().filter(InstanceHost::staying).toList()));
      found += host == null ? 0 : 1;
    }
    assertThat(found).isBetween(100, 900);
  }

  private static int vcpus(List<InstanceHost> some) {
    return some.stream().mapToInt(InstanceHost::vcpus).sum();
  }

  private void change(Random random) {
    if (hosts.size() < 20) {
      launch(TYPES.get(random.nextInt(TYPES.size())));
      return;
    }
    InstanceHost host = hosts.get(random.nextInt(hosts.size()));
    switch (random.nextInt(40)) {
      case 0 -> host.leave();
      case 1 -> host.outdate();
      case 2 -> host.drain();
      case 3 -> {
        environment.gone(host);
        hosts.remove(host);
        // What becomes of a host that is gone is nobody's business.
        host.leave();
      }
      case 4, 5, 6, 7, 8, 9 -> host.joined("arn:" + host.id());
      case 10, 11, 12, 13, 14, 15 -> release(random);
      default -> take(job(random));
    }
  }

  private void launch(String name) {
    InstanceType type = scope.ec2().instanceTypes().find(name).orElseThrow();
    InstanceHost host =
        new InstanceHost(
            environment,
            scope.ec2().market().pool(type, scope.ec2().zones().get(0)),
            "i-" + made++);
    environment.hostIndex().add(host);
    hosts.add(host);
  }

  private void take(Job job) {
    InstanceHost host = environment.hostIndex().fullestFor(job);
    if (host != null) {
      Attempt attempt = new Attempt(job, host, 1, "arn:task", host.containerInstanceArn());
      host.take(attempt);
      attempts.add(attempt);
    }
  }

  private void release(Random random) {
    if (!attempts.isEmpty()) {
      Attempt attempt = attempts.remove(random.nextInt(attempts.size()));
      attempt.host().release(attempt);
    }
  }

  private Job job(Random random) {
    ContainerProperties container =
        ContainerProperties.builder()
            .vcpus(1 + random.nextInt(3))
            .memory(500 * (1 + random.nextInt(12)))
            .build();
    return Job.single(
        new Submission(
            queue,
            JobDefinition.builder().build(),
            SubmitJobRequest.builder().jobName("job").build(),
            container,
            world.now(),
            new JobNotices(scope)),
        "job-" + made,
        "arn:",
        made++);
  }
}
