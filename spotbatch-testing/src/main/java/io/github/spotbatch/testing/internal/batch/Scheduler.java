package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CRAllocationStrategy;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobStatus;

/**
 * Puts runnable jobs onto hosts, queue by queue in order of priority, and asks for the hosts that
 * are missing.
 */
final class Scheduler {

  private final FakeBatch batch;
  private final World world;
  private final InstanceChoice choice;
  private final BlockedJobs blockedJobs;
  private boolean due;

  Scheduler(FakeBatch batch, Scope scope) {
    this.batch = batch;
    this.world = scope.world();
    this.choice = new InstanceChoice(scope.ec2().instanceTypes());
    this.blockedJobs = new BlockedJobs(batch, scope);
  }

  /** Something changed: look again soon, once. */
  void kick() {
    if (!due) {
      due = true;
      world.after(world.takes(Step.SCHEDULING), this::schedule);
    }
  }

  private void schedule() {
    due = false;
    List<Queue> byPriority = new ArrayList<>(batch.queues().all());
    byPriority.removeIf(queue -> queue.detail().status() == JQStatus.DELETING);
    byPriority.sort(Comparator.comparing(queue -> -queue.detail().priority()));
    byPriority.forEach(this::place);
    byPriority.forEach(this::grow);
  }

  /** First in, first out: what does not fit at the head holds back the rest. */
  private void place(Queue queue) {
    while (!queue.runnable().isEmpty()) {
      Job job = queue.runnable().getFirst();
      Host host = hostFor(queue, job);
      if (host == null) {
        return;
      }
      queue.runnable().removeFirst();
      batch.runs().start(job, host);
    }
  }

  /** The fullest host that still has room, in the first environment that has one. */
  private static @Nullable Host hostFor(Queue queue, Job job) {
    return queue.environments().stream()
        .filter(Environment::usable)
        .map(
            environment ->
                environment.hosts().values().stream()
                    .filter(host -> host.ready() && host.fits(job))
                    .min(Comparator.comparingInt(Host::freeVcpus))
                    .orElse(null))
        .filter(host -> host != null)
        .findFirst()
        .orElse(null);
  }

  private void grow(Queue queue) {
    Job head = queue.runnable().peekFirst();
    if (head == null) {
      return;
    }
    Map<Host, int[]> room = bootingRoom(queue);
    int most = queue.environments().stream().mapToInt(Environment::maxVcpus).sum();
    int demand = 0;
    List<Job> homeless = new ArrayList<>();
    Iterator<Job> waiting = queue.runnable().iterator();
    while (waiting.hasNext() && demand < most) {
      Job job = waiting.next();
      if (!takeRoom(room, job)) {
        homeless.add(job);
        demand += job.vcpus();
      }
    }
    for (Job job : homeless) {
      if (!takeRoom(room, job)) {
        Host host = launchFor(queue, job, demand);
        if (host == null) {
          break;
        }
        room.put(host, new int[] {host.vcpus(), Host.memoryForJobs(host.type())});
        takeRoom(room, job);
      }
      demand -= job.vcpus();
    }
    blockedJobs.consider(queue, head);
  }

  /** What hosts on their way will offer. */
  private static Map<Host, int[]> bootingRoom(Queue queue) {
    Map<Host, int[]> room = new LinkedHashMap<>();
    queue.environments().stream()
        .flatMap(environment -> environment.hosts().values().stream())
        .filter(Host::booting)
        .forEach(host -> room.put(host, new int[] {host.vcpus(), Host.memoryForJobs(host.type())}));
    return room;
  }

  private static boolean takeRoom(Map<Host, int[]> room, Job job) {
    for (int[] free : room.values()) {
      if (free[0] >= job.vcpus() && free[1] >= job.memoryMiB()) {
        free[0] -= job.vcpus();
        free[1] -= job.memoryMiB();
        return true;
      }
    }
    return false;
  }

  private @Nullable Host launchFor(Queue queue, Job job, int demand) {
    for (Environment environment : queue.environments()) {
      if (environment.usable()) {
        int left = environment.maxVcpus() - environment.vcpus();
        InstanceType type = choice.pick(environment, job, Math.min(demand, left));
        if (type != null && left > 0 && (type.vcpus() <= left || mayOvershoot(environment))) {
          return batch.fleet().launch(environment, type);
        }
      }
    }
    return null;
  }

  /** Every strategy may pass the maximum by one instance, but for BEST_FIT on demand. */
  private static boolean mayOvershoot(Environment environment) {
    return !environment.strategy().equals(CRAllocationStrategy.BEST_FIT.toString())
        || environment.detail().computeResources().type() == CRType.SPOT;
  }

  /** A job that became runnable, at the end of the queue or, for a retry, in front. */
  void enqueue(Job job, boolean inFront) {
    job.move(JobStatus.RUNNABLE);
    if (inFront) {
      job.queue().runnable().addFirst(job);
    } else {
      job.queue().runnable().addLast(job);
    }
    kick();
  }
}
