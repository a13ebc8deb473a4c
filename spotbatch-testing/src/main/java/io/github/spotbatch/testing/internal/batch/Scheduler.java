package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Pool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
  private final PriceWaits priceWaits;
  private boolean due;

  Scheduler(FakeBatch batch, World world, InstanceChoice choice) {
    this.batch = batch;
    this.world = world;
    this.choice = choice;
    this.blockedJobs = new BlockedJobs(batch, world, new BlockReason(choice));
    this.priceWaits = new PriceWaits(batch, world, choice);
  }

  BlockedJobs blockedJobs() {
    return blockedJobs;
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
    byPriority.removeIf(queue -> !queue.dispatches());
    byPriority.sort(Comparator.comparing(queue -> -queue.detail().priority()));
    byPriority.forEach(this::place);
    batch.environments().all().forEach(batch.fleet()::fillToMinimum);
    BootingRoom room = roomOfBootingHosts();
    byPriority.forEach(queue -> grow(queue, room));
    byPriority.forEach(Queue::snapshot);
    priceWaits.consider(byPriority);
  }

  /** What does not fit at the head holds back the rest. */
  private void place(Queue queue) {
    Job job = queue.runnable().first();
    while (job != null) {
      Host host = job.vcpus() > queue.allowance() ? null : hostFor(queue, job);
      if (host == null) {
        return;
      }
      queue.runnable().remove(job);
      batch.runs().start(job, host);
      job = queue.runnable().first();
    }
  }

  /** The fullest host that still has room, in the first environment that has one. */
  private static @Nullable Host hostFor(Queue queue, Job job) {
    return queue.environments().stream()
        .filter(Environment::usable)
        .map(environment -> hostFor(environment, job))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Host hostFor(Environment environment, Job job) {
    if (environment.onFargate()) {
      return FargateTask.roomFor(environment, job);
    }
    return environment.hostIndex().fullestFor(job);
  }

  /** Launches what a queue's jobs need beyond the hosts that are on their way. */
  private void grow(Queue queue, BootingRoom room) {
    Job head = queue.runnable().first();
    if (head == null) {
      return;
    }
    int most = queue.mostVcpus();
    int allowance = queue.allowance();
    int demand = 0;
    List<Job> homeless = new ArrayList<>();
    Iterator<Job> waiting = queue.runnable().iterator();
    boolean growing = queue.environments().stream().anyMatch(Scheduler::mayGrow);
    while (waiting.hasNext() && demand < most && (growing || room.anyFor(queue))) {
      Job job = waiting.next();
      if (job.vcpus() > allowance) {
        break;
      }
      allowance -= job.vcpus();
      if (!room.take(queue, job)) {
        homeless.add(job);
        demand += job.vcpus();
      }
    }
    for (Job job : homeless) {
      if (!room.take(queue, job)) {
        InstanceHost host = launchFor(queue, job, demand);
        if (host == null) {
          break;
        }
        room.add(host);
        room.take(queue, job);
      }
      demand -= job.vcpus();
    }
    blockedJobs.consider(queue, head);
  }

  /** Of the hosts that have not joined yet, for all queues together. */
  private BootingRoom roomOfBootingHosts() {
    BootingRoom room = new BootingRoom();
    batch.environments().all().stream()
        .flatMap(environment -> environment.hostIndex().booting().stream())
        .forEach(room::add);
    return room;
  }

  private static boolean mayGrow(Environment environment) {
    return environment.usable() && environment.onInstances() && environment.missingVcpus() > 0;
  }

  private @Nullable InstanceHost launchFor(Queue queue, Job job, int demand) {
    for (Environment environment : queue.environments()) {
      if (environment.usable() && environment.onInstances()) {
        int wanted = Math.min(demand, environment.missingVcpus());
        Pool pool = choice.pick(environment, job, wanted);
        InstanceHost host = pool == null ? null : batch.fleet().launch(environment, pool);
        if (host != null) {
          return host;
        }
      }
    }
    return null;
  }

  /** A job that became runnable, at the end of the queue or, for a retry, in front. */
  void enqueue(Job job, boolean inFront) {
    job.move(JobStatus.RUNNABLE);
    job.queue().runnable().add(job, inFront);
    kick();
  }
}
